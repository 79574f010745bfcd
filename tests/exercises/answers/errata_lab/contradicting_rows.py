"""Answers to errata-lab.contradicting_rows: right ones in several styles, wrong ones that are no known mistake."""


def names_by_loop(rows):
    found = []
    for row in rows:
        if row["width"] / row["heads"] != row["head_size"]:
            found.append(row["name"])
    return found


def names_by_comprehension(rows):
    return [row["name"] for row in rows if row["width"] - row["heads"] * row["head_size"]]


def names_by_filter(rows):
    return [row["name"] for row in filter(lambda row: row["heads"] * row["head_size"] != row["width"], rows)]


RIGHT = [names_by_loop, names_by_comprehension, names_by_filter]
WRONG = [
    lambda rows: [],
    lambda rows: [row["name"] for row in rows],
    lambda rows: len(names_by_loop(rows)),
    lambda rows: ", ".join(names_by_loop(rows)),
    lambda rows: names_by_loop(rows)[::-1],
]

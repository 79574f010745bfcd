"""What several answers of tokenization are made of."""


def counts_by_loop(ids):
    counts = {}
    for place in range(len(ids) - 1):
        pair = (ids[place], ids[place + 1])
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def merge_by_while(ids, pair, new_id):
    result, i = [], 0
    while i < len(ids):
        if ids[i] == pair[0] and i < len(ids) - 1 and ids[i + 1] == pair[1]:
            result.append(new_id)
            i += 2
        else:
            result.append(ids[i])
            i += 1
    return result


def merge_by_skipping(ids, pair, new_id):
    result, skip = [], False
    for here, following in zip(ids, [*ids[1:], None], strict=False):
        if skip:
            skip = False
        elif (here, following) == tuple(pair):
            result.append(new_id)
            skip = True
        else:
            result.append(here)
    return result


def table_of(merges):
    table = {byte: bytes([byte]) for byte in range(256)}
    for rank, (left, right) in enumerate(merges):
        table[256 + rank] = table[left] + table[right]
    return table

"""Answers to the exercises of tokenization: right ones in several styles, and wrong ones that are no known misconception."""

import codecs
from collections import Counter, defaultdict
from functools import reduce
from itertools import pairwise

import numpy as np

# pair_counts: right


def counts_by_loop(ids):
    counts = {}
    for place in range(len(ids) - 1):
        pair = (ids[place], ids[place + 1])
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def counts_by_counter(ids):
    return Counter((ids[place], ids[place + 1]) for place in range(len(ids) - 1))


def counts_by_defaultdict(ids):
    counts = defaultdict(int)
    for pair in pairwise(ids):
        counts[pair] += 1
    return counts


def counts_by_numpy(ids):
    if len(ids) < 2:
        return {}
    pairs, counts = np.unique(np.stack([ids[:-1], ids[1:]], axis=1), axis=0, return_counts=True)
    return {tuple(pair): count for pair, count in zip(pairs.tolist(), counts, strict=True)}


def counts_as_list(ids):
    return sorted(counts_by_loop(ids).items())


def counts_with_zeros(ids):
    counts = counts_by_loop(ids)
    return {(left, right): counts.get((left, right), 0) for left in ids for right in ids}


def counts_with_texts(ids):
    return {f"{left},{right}": count for (left, right), count in counts_by_loop(ids).items()}


def counts_of_the_most_frequent(ids):
    return dict(Counter(pairwise(ids)).most_common(3))


# merge: right


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


def merge_on_the_go(ids, pair, new_id):
    result = []
    for token in ids:
        if result and result[-1] == pair[0] and token == pair[1]:
            result[-1] = new_id
        else:
            result.append(token)
    return result


def merge_as_array(ids, pair, new_id):
    return np.array(merge_by_while(ids, pair, new_id), dtype=np.int64)


def merge_as_tuple(ids, pair, new_id):
    return tuple(merge_by_skipping(ids, pair, new_id))


def merge_in_place(ids, pair, new_id):
    place = 0
    while place < len(ids) - 1:
        if (ids[place], ids[place + 1]) == pair:
            ids[place : place + 2] = [new_id]
        place += 1
    return ids


def merge_by_text(ids, pair, new_id):
    return [int(each) for each in " ".join(map(str, ids)).replace(f"{pair[0]} {pair[1]}", str(new_id)).split()][:-1]


def merge_left_only(ids, pair, new_id):
    return [new_id if token == pair[0] else token for token in ids if token != pair[1]]


def merge_with_the_pair(ids, pair, new_id):
    return [each for token in merge_by_while(ids, pair, new_id) for each in ([*pair] if token == new_id else [token])]


def merge_again(ids, pair, new_id):
    once = merge_by_while(ids, pair, new_id)
    return merge_by_while(once, (new_id, new_id), new_id)


# learn_merges: right


def learn_with_max(ids, count):
    ids, learnt = list(ids), []
    for number in range(count):
        counts = counts_by_loop(ids)
        if not counts:
            break
        best = max(counts, key=lambda pair: (counts[pair], -pair[0], -pair[1]))
        ids = merge_by_while(ids, best, 256 + number)
        learnt.append(best)
    return learnt


def learn_with_sorted(ids, count):
    learnt = []
    while len(learnt) < count and len(ids) >= 2:
        (best, _), *_ = sorted(Counter(pairwise(ids)).items(), key=lambda item: (-item[1], item[0]))
        ids = merge_on_the_go_once(ids, best, 256 + len(learnt))
        learnt.append(list(best))
    return learnt


def merge_on_the_go_once(ids, pair, new_id):
    return merge_by_skipping(ids, pair, new_id)


def learn_recursively(ids, count, new_id=256):
    counts = Counter(pairwise(ids))
    if not count or not counts:
        return []
    most = max(counts.values())
    best = min(pair for pair, number in counts.items() if number == most)
    return [best, *learn_recursively(merge_by_while(ids, best, new_id), count - 1, new_id + 1)]


def learn_with_counts(ids, count):
    return [(pair, 1) for pair in learn_with_max(ids, count)]


def learn_one_less(ids, count):
    return learn_with_max(ids, max(0, count - 1))


def learn_one_more(ids, count):
    return learn_with_max(ids, count + 1)


def learn_most_letters(ids, count):
    return list(dict.fromkeys(pairwise(sorted(ids))))[:count]


def learn_without_runs(ids, count):
    ids, learnt = list(ids), []
    for number in range(count):
        counts = {pair: times for pair, times in counts_by_loop(ids).items() if pair[0] != pair[1]}
        if not counts:
            break
        best = max(counts, key=lambda pair: (counts[pair], -pair[0], -pair[1]))
        ids = merge_by_while(ids, best, 256 + number)
        learnt.append(best)
    return learnt


# encode: right


def encode_rank_by_rank(text, merges):
    ids = list(text.encode())
    for rank, pair in enumerate(merges):
        ids = merge_by_while(ids, pair, 256 + rank)
    return ids


def encode_lowest_rank(text, merges):
    ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}
    ids = list(text.encode("utf-8"))
    while len(ids) > 1:
        best = min(pairwise(ids), key=lambda pair: ranks.get(pair, len(ranks)))
        if best not in ranks:
            break
        ids = merge_by_skipping(ids, best, 256 + ranks[best])
    return ids


def encode_one_place_at_a_time(text, merges):
    ids = [int(byte) for byte in bytearray(text, "utf-8")]
    while True:
        found = [(merges.index(pair), place) for place, pair in enumerate(pairwise(ids)) if pair in merges]
        if not found:
            return ids
        rank, place = min(found)
        ids = [*ids[:place], 256 + rank, *ids[place + 2 :]]


def encode_as_array(text, merges):
    return np.array(encode_rank_by_rank(text, merges), dtype=np.int32)


def encode_ids_from_257(text, merges):
    return [token + (token > 255) for token in encode_rank_by_rank(text, merges)]


def encode_without_merging(text, merges):
    return list(text.encode())


def encode_utf16(text, merges):
    ids = list(text.encode("utf-16-le"))
    for rank, pair in enumerate(merges):
        ids = merge_by_while(ids, pair, 256 + rank)
    return ids


def encode_word_by_word(text, merges):
    words = text.split(" ")
    return [token for number, word in enumerate(words) for token in encode_rank_by_rank(" " * (number > 0) + word, merges)]


def encode_in_lower_ranks_of_text(text, merges):
    return encode_rank_by_rank(text[::-1], merges)


def encode_by_reduction(text, merges):
    return reduce(lambda ids, ranked: merge_by_while(ids, ranked[1], 256 + ranked[0]), enumerate(merges), list(bytes(text, "utf-8")))


def encode_stripped(text, merges):
    return encode_rank_by_rank(text.strip(), merges)


def encode_pieces(text, merges):
    table = table_of(merges)
    return [table[token] for token in encode_rank_by_rank(text, merges)]


# decode: right


def table_of(merges):
    table = {byte: bytes([byte]) for byte in range(256)}
    for rank, (left, right) in enumerate(merges):
        table[256 + rank] = table[left] + table[right]
    return table


def decode_by_table(ids, merges):
    table = table_of(merges)
    return b"".join(table[token] for token in ids).decode("utf-8", errors="replace")


def decode_by_recursion(ids, merges):
    def spell(token):
        if token < 256:
            return [token]
        left, right = merges[token - 256]
        return spell(left) + spell(right)

    return str(bytes(byte for token in ids for byte in spell(token)), "utf-8", "replace")


def decode_by_undoing(ids, merges):
    for rank in reversed(range(len(merges))):
        ids = [each for token in ids for each in (merges[rank] if token == 256 + rank else [token])]
    return bytearray(ids).decode(errors="replace")


def decode_incrementally(ids, merges):
    table, reader = table_of(merges), codecs.getincrementaldecoder("utf-8")("replace")
    return "".join(reader.decode(table[token]) for token in ids) + reader.decode(b"", True)


def decode_without_spaces(ids, merges):
    return decode_by_table(ids, merges).strip()


def decode_short_characters(ids, merges):
    return "".join(each if ord(each) < 1 << 16 else "?" for each in decode_by_table(ids, merges))


def decode_latin(ids, merges):
    table = table_of(merges)
    return b"".join(table[token] for token in ids).decode("latin-1")


def decode_with_question_marks(ids, merges):
    return decode_by_table(ids, merges).replace("\ufffd", "?")


def decode_with_spaces(ids, merges):
    table = table_of(merges)
    return b" ".join(table[token] for token in ids).decode("utf-8", errors="replace")


def decode_stripped(ids, merges):
    return decode_by_table(ids, merges)[:-1]


def decode_list(ids, merges):
    return list(decode_by_table(ids, merges))


RIGHT = {
    "tokenization.pair_counts": [counts_by_loop, counts_by_counter, counts_by_defaultdict, counts_by_numpy],
    "tokenization.merge": [merge_by_while, merge_by_skipping, merge_on_the_go, merge_as_array, merge_as_tuple],
    "tokenization.learn_merges": [learn_with_max, learn_with_sorted, learn_recursively],
    "tokenization.encode": [encode_rank_by_rank, encode_lowest_rank, encode_one_place_at_a_time, encode_as_array, encode_by_reduction],
    "tokenization.decode": [decode_by_table, decode_by_recursion, decode_by_undoing, decode_incrementally],
}

WRONG = {
    "tokenization.pair_counts": [counts_as_list, counts_with_zeros, counts_with_texts, counts_of_the_most_frequent],
    "tokenization.merge": [merge_in_place, merge_by_text, merge_left_only, merge_with_the_pair, merge_again],
    "tokenization.learn_merges": [learn_with_counts, learn_one_less, learn_one_more, learn_most_letters, learn_without_runs],
    "tokenization.encode": [
        encode_ids_from_257,
        encode_without_merging,
        encode_utf16,
        encode_word_by_word,
        encode_in_lower_ranks_of_text,
        encode_pieces,
        encode_stripped,
    ],
    "tokenization.decode": [
        decode_latin,
        decode_with_question_marks,
        decode_with_spaces,
        decode_stripped,
        decode_list,
        decode_without_spaces,
        decode_short_characters,
    ],
    "tokenization.language_price": [0, -1, 1e12, "12 dollars", [3.2]],
    "tokenization.unseen": ["a", "bytes", 3, ["a", "c"], "d"],
}

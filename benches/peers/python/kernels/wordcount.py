# SPDX-License-Identifier: MIT
"""wordcount: MapReduce over a text, as two jobs: slices are counted into partitions, partitions are added up.

What lies between is on its way from worker to worker through the caller, as in every pool of Python's. Partitions are
chosen by CRC-32 instead of our hash, which would be most of the time here; the counts are the same.
"""
import bisect
import re
import zlib
from collections import Counter

from cell import Case
from kernels.spin import INCREMENT, MULTIPLIER, WORD

SUMMARY = "MapReduce over a text: an item is a slice of 16 KiB"
PARAMETERS = ()
CASES = (Case(128, 1),)
_SLICE, _PARTITIONS, _VOCABULARY = 16384, 64, 20_000
_word = re.compile(rb"[A-Za-z0-9\x80-\xff]+")
_text = b""
_counts = None


def waiting(_case):
    return 0


def _invented_word(rank):
    """Syllables that spell the rank, so that all are different and frequent words are short."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    word, rest = "", rank + 1
    while rest:
        rest, syllable = divmod(rest, len(consonants) * len(vowels))
        word += consonants[syllable // len(vowels)] + vowels[syllable % len(vowels)]
    return word


def zipf_text(size):
    """The same text for the same size, here and in benches/support/text.cpp."""
    words = [_invented_word(rank) for rank in range(_VOCABULARY)]
    up_to, total = [], 0.0
    for rank in range(_VOCABULARY):
        total += 1.0 / (rank + 1)
        up_to.append(total)
    parts, length, state = [], 0, 1
    while length < size:
        state = (state * MULTIPLIER + INCREMENT) & WORD
        rank = bisect.bisect_right(up_to, (state >> 11) * 2.0**-53 * total)
        part = words[min(rank, _VOCABULARY - 1)] + ("\n" if (state >> 32) % 12 == 0 else " ")
        parts.append(part)
        length += len(part)
    return "".join(parts).encode()[:size]


def prepare(case, inputs):
    global _text, _counts
    if inputs.corpus:
        with open(inputs.corpus, "rb") as file:
            _text = file.read()
    else:
        _text = zipf_text(case.size * _SLICE)
    _counts = None


def _border(place):
    """The first place at or after `place` where a slice may begin without cutting a word."""
    while 0 < place < len(_text) and _word.fullmatch(_text, place - 1, place + 1):
        place += 1
    return place


def arguments(case):
    borders = [_border(i * len(_text) // case.size) for i in range(case.size + 1)]
    return list(zip(borders, borders[1:]))


def count_slice(borders):
    counts = Counter(word.lower() for word in _word.findall(_text, *borders))
    parts = [{} for _ in range(_PARTITIONS)]
    for word, count in counts.items():
        parts[zlib.crc32(word) % _PARTITIONS][word] = count
    return parts


def add_up(parts):
    total = Counter()
    for part in parts:
        total.update(part)
    return dict(total)


def run(map_, case, arguments_):
    counted = map_(count_slice, arguments_, case.grain)
    return map_(add_up, list(zip(*counted)), 1)


def mistake(_case, out):
    """Against a plain count of the whole text."""
    global _counts
    if _counts is None:
        _counts = Counter(_word.findall(_text.lower()))
    found = {}
    for part in out:
        for word, count in part.items():
            if word in found:
                return f"{word!r} stands in two partitions"
            if count != _counts.get(word):
                return f"{word!r} was counted {count} times instead of {_counts.get(word)}"
            found[word] = count
    if len(found) != len(_counts):
        return f"{len(found)} different words instead of {len(_counts)}"
    return None


def packed(out):
    counts = {word: count for part in out for word, count in part.items()}
    return b"".join(b"%s %d\n" % (word, counts[word]) for word in sorted(counts))

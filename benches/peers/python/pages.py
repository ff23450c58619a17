# SPDX-License-Identifier: MIT
"""The pages of our own origin, made again as benches/support/page.cpp makes them, to check every byte that arrives."""
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_LINE, _LINES = 64, (1 << 20) // 64
_WORDS = _LINE - len('<a href="/page/000000"></a>\n')
_WORD = (1 << 64) - 1


def _random():
    """SplitMix64 from 0."""
    state = 0
    while True:
        state = state + 0x9E3779B97F4A7C15 & _WORD
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & _WORD
        z = (z ^ z >> 27) * 0x94D049BB133111EB & _WORD
        yield z ^ z >> 31


def _words(numbers):
    """Invented words of one to four syllables."""
    text = ""
    while len(text) < _WORDS:
        if text:
            text += " "
        for _ in range(1 + next(numbers) % 4):
            text += _CONSONANTS[next(numbers) % len(_CONSONANTS)]
            text += _VOWELS[next(numbers) % len(_VOWELS)]
    text = text[:_WORDS]
    return text[:-1] + "s" if text[-1] == " " else text


class Pages:
    """The bodies for the seeds 0..count-1, each of `size` bytes; makes no more of the table than they need."""

    def __init__(self, count, size):
        self._size = size
        numbers = _random()
        lines = min(_LINES, count + size // _LINE + 1)
        self._table = "".join(
            f'<a href="/page/{(n * 611_953 + 271_828) % 1_000_000:06}">{_words(numbers)}</a>\n' for n in range(lines)
        ).encode()
        if lines == _LINES:  # behind its end it goes on at its beginning
            self._table *= 2 + size // len(self._table)

    def body(self, seed):
        begin = seed % _LINES * _LINE
        return self._table[begin : begin + self._size]

# SPDX-License-Identifier: MIT
"""Sentences: how often each kind of them was false, and how often it was said where it was true."""
from .proportion import binomial_at_least, clopper_pearson


class Sentence:
    """Of a kind of sentence: cases, in how many it was false; where it was true, how often it was said."""

    def __init__(self, promise):
        self.promise, self.cases, self.false, self.could, self.said = promise, 0, 0, 0, 0

    def add(self, false, could=0, said=0):
        self.cases += 1
        self.false += 1 if false else 0
        self.could += could
        self.said += said

    def merge(self, other):
        self.cases += other.cases
        self.false += other.false
        self.could += other.could
        self.said += other.said

    def is_broken(self, level):
        """More false ones than the promised share explains, but for an error of `level`."""
        return self.promise is not None and self.cases > 0 and binomial_at_least(self.false, self.cases, self.promise) < level


class Sentences(dict):
    """By their kinds. `promise`: the share of cases that may hold a false one; None: nothing is promised."""

    def of(self, kind, promise=0.05):
        return self.setdefault(kind, Sentence(promise))

    def merge(self, other):
        for kind, one in other.items():
            self.of(kind, one.promise).merge(one)


def table(sentences, worst):
    """In Markdown. `worst`: for each kind of sentence the largest share of false ones, and on what kind of page."""
    lines = ["| sentence | promised error | false | observed error (95 % interval) | worst kind of page | said where true |",
             "| --- | ---: | ---: | ---: | --- | ---: |"]
    for kind, one in sorted(sentences.items()):
        low, high = clopper_pearson(one.false, one.cases)
        power = f"{100 * one.said / one.could:.0f} % of {one.could}" if one.could else "–"
        share, page = worst[kind]
        promise = "–" if one.promise is None else f"{100 * one.promise:.0f} %"
        lines.append(f"| {kind} | {promise} | {one.false} of {one.cases} | "
                     f"{100 * one.false / one.cases:.2f} % ({100 * low:.2f}–{100 * high:.2f}) | "
                     f"{f'{100 * share:.1f} %: {page}' if share else '–'} | {power} |")
    return "\n".join(lines) + "\n"

# SPDX-License-Identifier: MIT
"""Kinds of pages: each is made from one truth, asked of one program, and held against that truth."""


class Kind:
    """make(rng) -> what is measured; ask(programs, measured, rng) -> what is said; judge(measured, said, sentences)."""

    def __init__(self, title, make, ask, judge):
        self.title, self.make, self.ask, self.judge = title, make, ask, judge

    def run(self, programs, rng, sentences):
        measured = self.make(rng)
        self.judge(measured, self.ask(programs, measured, rng), sentences)


def markdown_of(programs, file, _rng):
    return programs.report([file], "--markdown")

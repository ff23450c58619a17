# SPDX-License-Identifier: MIT
"""A cell of the matrix: kernel x runtime x workers x size x grain and parameters, named as `bench` names it.

Invariant: a name says everything that a fresh interpreter needs to know to do the work again.
"""
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """How large a piece of work is."""

    size: int
    grain: int = 1
    parameters: tuple = ()  # values, in the order of the names that kernel or probe has

    def with_names(self, names):
        return tuple(zip(names, self.parameters))


@dataclass(frozen=True)
class Cell:
    kernel: str  # or the load of a probe
    runtime: str  # or the mechanism of a probe
    workers: int
    size: int
    grain: int
    parameters: tuple = ()  # pairs of name and value

    @property
    def name(self):
        parts = [self.kernel, self.runtime, f"workers:{self.workers}", f"size:{self.size}", f"grain:{self.grain}"]
        return "/".join(parts + [f"{name}:{value}" for name, value in self.parameters])

    @property
    def case(self):
        return Case(self.size, self.grain, tuple(value for _, value in self.parameters))


class NotSupported(Exception):
    """This machine, or this Python, cannot do it: an answer, no failure."""


class Wrong(Exception):
    """It was done, but what came out is not right."""


class UsageError(Exception):
    """The command line asks for the impossible."""

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What ipyparallel's views do beside what our ranks do instead: the probe `view` of both, on this machine and in this
session. A round is a fresh cluster that does all operations in random order, and a fresh launch of ranks for each;
which side comes first is random too, and ratios are taken within the round. views_page.py makes a page of the results.

    views.py --bench=build/release/bench --rounds=9 --out=views.json

Exit status: 0 all is measured, 1 something failed, 2 wrong usage, 77 there is no ipyparallel, 128 + n ended by signal n.
"""
import argparse
import json
import os
import random
import sys
from dataclasses import dataclass, field

import against
import cluster
import conductor as conducting
import host
import machine
import probes
from cell import Cell

_FIRST_ITERATIONS = 200  # of ours; from these it is known how many take long enough
_MIB = 1 << 20
# mechanism, bytes, items of an iteration, and of how many of them the time is told
_OPERATIONS = (("push", 8, 1, 1), ("push", _MIB, 1, 1), ("pull", 8, 1, 1), ("pull", _MIB, 1, 1),
               ("scatter", 8, 1, 1), ("scatter", _MIB, 1, 1), ("gather", 8, 1, 1), ("gather", _MIB, 1, 1),
               ("apply", 0, 1, 1), ("map-sync", 0, 1000, 1000), ("task", 0, 1, 1), ("map-balanced", 0, 200, 1))


class Failed(Exception):
    """Why there are no results."""


@dataclass
class Row:
    operation: str
    bytes: int
    items: int  # that the seconds are those of
    name: str  # of our cell
    flags: tuple
    peer: Cell
    iterations: dict = field(default_factory=dict)
    seconds: dict = field(default_factory=lambda: {"ours": [], "peer": []})  # in rounds


def rows_for(engines):
    made = []
    for operation, count, size, items in _OPERATIONS:
        parameters = tuple(zip(probes.find("view").PARAMETERS, (engines, count)))
        peer = Cell("view", "py-" + operation, engines + 1, size, 1, parameters)
        ours = Cell("view", operation, engines + 1, size, 1, parameters)
        made.append(Row(operation, count, items, ours.name, (f"--parameter=engines:{engines}",), peer))
    return made


def measure_all(order, announce):
    """What a host does here: all cells of a round with one cluster."""
    with cluster.shared():
        return {"cells": [host.measure(single, announce) for single in order["cells"]]}


class Comparison:
    def __init__(self, rows, bench, conductor, min_seconds):
        self._rows, self._bench, self._conductor, self._min_seconds = rows, bench, conductor, min_seconds
        self.note = ""

    def prepare(self):
        """How many iterations each side needs; these visits do not count."""
        for row, measured in self._peers(self._rows):
            row.iterations["peer"] = measured["iterations"]
        for row in self._rows:
            row.iterations["ours"] = _FIRST_ITERATIONS
            seconds = self._ours(row) * row.peer.size
            row.iterations["ours"] = max(1, round(self._min_seconds / seconds))

    def round(self, generator):
        for side in generator.sample(("ours", "peer"), 2):
            chosen = generator.sample(self._rows, len(self._rows))
            if side == "ours":
                for row in chosen:
                    row.seconds["ours"].append(self._ours(row) * row.items)
                continue
            for row, measured in self._peers(chosen):
                per_item = measured["seconds"] / row.iterations["peer"] / row.peer.size
                row.seconds["peer"].append(per_item * row.items)
                self.note = measured["note"]

    def _ours(self, row):
        """Seconds per item."""
        seconds, told = self._bench.measure(row, row.iterations["ours"], self._min_seconds)
        if seconds is None:
            raise Failed(f"{row.name}: {told}")
        return seconds

    def _peers(self, chosen):
        cells = [self._conductor.order(row.peer, row.iterations.get("peer", 0), self._min_seconds) for row in chosen]
        outcome = self._conductor.execute({"cells": cells})
        if outcome.failure:
            raise Failed(outcome.failure)
        return zip(chosen, outcome.measured["cells"])


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="views", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", required=True, help="our program")
    parser.add_argument("--out", required=True, help="the JSON file for all samples")
    parser.add_argument("--engines", type=int, default=2, help="beside the caller (default: 2)")
    parser.add_argument("--rounds", type=int, default=9, help="(default: 9)")
    parser.add_argument("--min-time", type=float, default=0.05, help="seconds for an operation in a round (default: 0.05)")
    parser.add_argument("--timeout", type=float, default=120, help="seconds for one process (default: 120)")
    parser.add_argument("--seed", type=int, default=None, help="of the random order")
    return parser.parse_args(arguments)


def _write(path, comparison, rows, bench, context):
    ours = {key: bench.context[key] for key in ("commit", "dirty", "compiler", "build_type", "mpi_launcher", "mpi_window")}
    balanced = next(row for row in rows if row.operation == "map-balanced")
    context = {**context, "ours": {**ours, "note": bench.entries[balanced.name]["label"]}, "peer": comparison.note,
               "balanced_elsewhere": bench.entries[balanced.name]["elsewhere"]}
    samples = [{"operation": row.operation, "bytes": row.bytes, "items": row.items, "ours": row.name,
                "peer": row.peer.name, "iterations": row.iterations, "seconds": row.seconds} for row in rows]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"context": context, "rows": samples}, file, indent=1)
        file.write("\n")


def main(arguments):
    options = _parse(arguments)
    seed = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    context = {**machine.context(), "engines": options.engines, "rounds": options.rounds, "seed": seed,
               "arguments": " ".join(word for word in arguments if not word.startswith(("--bench=", "--out=")))}
    conducting.end_on_signals()
    conducting.PROGRAM = os.path.abspath(__file__)
    conductor = conducting.Conductor(options.timeout, {})
    try:
        rows, bench = rows_for(options.engines), against.Bench(options.bench, options.timeout)
        comparison = Comparison(rows, bench, conductor, options.min_time)
        comparison.prepare()
        generator = random.Random(seed)
        for done in range(options.rounds):
            if sys.stderr.isatty():
                print(f"\r\033[Kround {done + 1} of {options.rounds}", end="", file=sys.stderr, flush=True)
            comparison.round(generator)
        _write(options.out, comparison, rows, bench, context)
        return 0
    except conducting.Interrupted as interruption:
        return 128 + interruption.number
    except Failed as failure:
        print(f"views: {failure}", file=sys.stderr)
        return 77 if str(failure).startswith("not supported: ") else 1
    finally:
        conductor.close()
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] == "--host":
        host.main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), measure_all)
    else:
        sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Parallax against Python, mechanism by mechanism, on this machine and in this session: visits of `bench` and of a
fresh Python interpreter alternate, in random order within every round, and the ratio is taken within the round. Prints
a Markdown table of the medians of these ratios with their 95 % intervals; what this build has not is said, not left out.

    against.py --bench=build/release/bench --repetitions=15 --out=results/against-python.json
"""
import argparse
import json
import random
import subprocess
import sys
from dataclasses import dataclass, field

import conductor as conducting
import machine
import matrix
from cell import Cell
from intervals import median_with_interval


@dataclass
class Row:
    what: str
    ours: str  # an expression for the name of our cell
    peer: Cell
    flags: tuple = ()  # for a cell of ours that is none of the default ones
    name: str = ""  # of our cell, if this build has it
    missing: str = ""  # why there is nothing to compare
    iterations: dict = field(default_factory=dict)
    seconds: dict = field(default_factory=lambda: {"ours": [], "peer": []})  # per item, in rounds

    def ratios(self):
        return [peer / ours for ours, peer in zip(self.seconds["ours"], self.seconds["peer"])]


def _rows():
    bytes_8 = (("bytes", 8),)

    def element(clients, update):
        return (("clients", clients), ("update", update))

    return [
        Row("`Pool.map`, items one by one", "^cube/fork/workers:2/size:4096/grain:1$",
            Cell("cube", "py-pool", 2, 4096, 1), ("--sizes=4096", "--grains=1", "--workers=2")),
        Row("`Pool.map`, 64 items at once", "^cube/fork/workers:2/size:4096/grain:64$",
            Cell("cube", "py-pool", 2, 4096, 64), ("--sizes=4096", "--grains=64", "--workers=2")),
        Row("`Pipe`, 8 bytes there and back", "^round_trip/pipe/.*/bytes:8(/|$)",
            Cell("round_trip", "py-pipe", 2, 1000, 1, bytes_8)),
        Row("`Pipe`, against our shared ring", "^round_trip/ring/.*/bytes:8(/|$)",
            Cell("round_trip", "py-pipe", 2, 1000, 1, bytes_8)),
        Row("`Queue`, 8 bytes there and back", "^round_trip/feeder-queue/.*/bytes:8(/|$)",
            Cell("round_trip", "py-queue", 2, 1000, 1, bytes_8)),
        Row("`Value`, updated with its lock held", "^element/value-held/workers:1/.*update:1(/|$)",
            Cell("element", "py-value-held", 1, 1000, 1, element(1, 1))),
        Row("`Manager().list`, an element read", "^element/manager-unix/workers:1/.*update:0(/|$)",
            Cell("element", "py-manager", 1, 1000, 1, element(1, 0))),
        Row("`Pool(2)`, started and stopped (ours: the caller and one child)", "^start_pool/fork/workers:2/", Cell("start_pool", "py-pool", 2, 2, 1)),
    ]


class Bench:
    """Our side: the program, asked for one cell at a time."""

    def __init__(self, program, timeout):
        self._program, self._timeout = program, timeout
        self.context, self.entries = {}, {}  # of the last visit of all; the whole last visit of a cell, by its name

    def _run(self, arguments):
        command = [self._program, *arguments]
        try:
            return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                                  timeout=self._timeout)
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 124, "", f"no end within {self._timeout:g} s")

    def find(self, row):
        listed = self._run([*row.flags, "--benchmark_list_tests=true", "--benchmark_filter=" + row.ours])
        names = listed.stdout.split()
        if listed.returncode == 0 and names:
            row.name = names[0]
        else:
            row.missing = "not in this build"

    def measure(self, row, iterations, min_seconds):
        """(seconds per item, iterations), or why there are none."""
        amount = f"--iterations={iterations}" if iterations else f"--benchmark_min_time={min_seconds}"
        done = self._run([*row.flags, f"--benchmark_filter=^{row.name}$", "--benchmark_format=json", amount])
        try:
            document = json.loads(done.stdout)
            entry = document["benchmarks"][0]
        except (ValueError, LookupError):
            return None, done.stderr.strip().rpartition("\n")[2] or f"bench ended with exit status {done.returncode}"
        if entry.get("error_occurred") or entry.get("skipped"):
            return None, entry.get("error_message", "failed")
        self.context, self.entries[row.name] = document["context"], entry
        scale = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}[entry["time_unit"]]
        return entry["real_time"] * scale / _size(row.name), int(entry["iterations"])


def _size(name):
    return int(next(part for part in name.split("/") if part.startswith("size:"))[5:])


class Comparison:
    def __init__(self, rows, bench, conductor, min_seconds):
        self._rows, self._bench, self._conductor, self._min_seconds = rows, bench, conductor, min_seconds

    def _visit(self, row, side):
        """Seconds per item of one fresh process, or None after saying in the row what is wrong."""
        iterations = row.iterations.get(side, 0)
        if side == "ours":
            seconds, told = self._bench.measure(row, iterations, self._min_seconds)
            if seconds is None:
                row.missing = f"ours: {told}"
                return None
            row.iterations[side] = told
            return seconds
        if not iterations:
            outcome = self._conductor.run(row.peer, 0, self._min_seconds)
            iterations = outcome.measured.get("iterations", 0)
        if iterations:
            outcome = self._conductor.run(row.peer, iterations)
        if outcome.failure:
            row.missing = f"Python's: {outcome.failure}"
            return None
        row.iterations[side] = iterations
        return outcome.measured["seconds"] / iterations / row.peer.size

    def prepare(self):
        """Finds our cells, and how many iterations each side needs; these visits do not count."""
        for row in self._rows:
            self._bench.find(row)
            for side in ("ours", "peer"):
                if not row.missing:
                    self._visit(row, side)

    def round(self, generator):
        for row in generator.sample(self._rows, len(self._rows)):
            seconds = {}
            for side in generator.sample(("ours", "peer"), 2):
                if not row.missing:
                    seconds[side] = self._visit(row, side)
            if not row.missing:
                for side, value in seconds.items():
                    row.seconds[side].append(value)


def _time(seconds):
    for unit, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= unit:
            return f"{seconds / unit:.3g} {name}"
    return f"{seconds * 1e9:.3g} ns"


def _ratio(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def table(rows):
    lines = ["| Python's | ours | Python, per item | ours, per item | Python / ours (95 % interval) | rounds |",
             "| --- | --- | ---: | ---: | ---: | ---: |"]
    for row in rows:
        ratios = row.ratios()
        if row.missing or not ratios:
            ours = "`" + (row.name or "/".join(row.ours.strip("^").split("/")[:2])) + "`"
            lines.append(f"| {row.what} | {ours} | | | {row.missing or 'not measured'} | {len(ratios)} |")
            continue
        median, low, high, reached = median_with_interval(ratios)
        interval = f"{_ratio(low)}–{_ratio(high)}" + ("" if reached >= 0.95 else f", {reached:.0%} only")
        ours, peer = (median_with_interval(row.seconds[side])[0] for side in ("ours", "peer"))
        lines.append(f"| {row.what} | `{row.name}` | {_time(peer)} | {_time(ours)} "
                     f"| {_ratio(median)} ({interval}) | {len(ratios)} |")
    return "\n".join(lines)


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="against-python", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", required=True, help="our program")
    parser.add_argument("--repetitions", type=int, default=15, help="rounds (default: 15)")
    parser.add_argument("--min-time", type=float, default=0.1, help="seconds per visit (default: 0.1)")
    parser.add_argument("--timeout", type=float, default=60, help="seconds for one visit (default: 60)")
    parser.add_argument("--filter", default=".", help="only rows whose Python cell matches")
    parser.add_argument("--out", default="", help="a JSON file for all samples")
    parser.add_argument("--seed", type=int, default=None, help="of the random order")
    return parser.parse_args(arguments)


def _write(path, rows, context):
    samples = [{"what": row.what, "ours": row.name, "python": row.peer.name, "missing": row.missing,
                "iterations": row.iterations, "seconds_per_item": row.seconds, "ratios": row.ratios()}
               for row in rows]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"context": context, "rows": samples}, file, indent=1)
        file.write("\n")


def main(arguments):
    options = _parse(arguments)
    kept = {cell.name for cell in matrix.matching([row.peer for row in _rows()], options.filter)}
    rows = [row for row in _rows() if row.peer.name in kept]
    seed = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    context = {**machine.context(), "arguments": " ".join(arguments), "seed": seed}
    conducting.end_on_signals()
    conductor = conducting.Conductor(options.timeout, {})
    status = 0
    try:
        comparison = Comparison(rows, Bench(options.bench, options.timeout), conductor, options.min_time)
        comparison.prepare()
        generator = random.Random(seed)
        for _ in range(options.repetitions):
            comparison.round(generator)
    except conducting.Interrupted as interruption:
        status = 128 + interruption.number
    finally:
        conductor.close()
    print(f"Parallax beside Python {context['python_version']}, {context['cpu_model']}, {context['usable_cpus']} usable "
          f"CPUs; medians, the ratio's of ratios within {options.repetitions} rounds. More than 1: ours is faster.\n")
    print(table(rows))
    if options.out:
        _write(options.out, rows, context)
    return status


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Exception as error:
        if type(error).__name__ not in ("UsageError", "FileNotFoundError", "PermissionError"):
            raise
        print(f"against-python: {error}", file=sys.stderr)
        sys.exit(2)

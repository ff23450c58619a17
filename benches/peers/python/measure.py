#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The same work as in Parallax under Python's own threading, multiprocessing, concurrent.futures, asyncio and, where it
is installed, ipyparallel. Writes Google Benchmark's JSON with names like ours, so that one report shows both worlds:

    measure.py --filter='^cube/' --repetitions=6 --out=peers.json && ./report results.json peers.json -o page.html

Every repetition is a fresh interpreter, verified before and after it is timed, in random order. Exit status: 0 all cells
measured, 1 a cell failed, 2 wrong usage, 3 results could not be written, 128 + n ended by signal n.
"""
import sys

if sys.version_info < (3, 9):
    sys.exit("peers: Python 3.9 or newer is needed, this is " + sys.version.split()[0])

import argparse
import os
import random

import host

_TIME_UNITS = ((1.0, 1.0, "s"), (1e-3, 1e-3, "ms"), (1e-6, 1e-6, "us"), (0.0, 1e-9, "ns"))


def _count(text):
    value = int(text)
    if value < 1:
        raise ValueError
    return value


def _seconds(text):
    value = float(text)
    if not 0 < value < 1e6:
        raise ValueError
    return value


def parse(arguments):
    parser = argparse.ArgumentParser(prog="peers", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filter", default=".", help="only cells whose names match; a '-' in front negates")
    parser.add_argument("--repetitions", type=_count, default=1, help="fresh interpreters per cell (default: 1)")
    parser.add_argument("--min-time", type=_seconds, default=0.1, help="seconds per repetition (default: 0.1)")
    parser.add_argument("--iterations", type=_count, default=0, help="a fixed number of iterations instead")
    parser.add_argument("--timeout", type=_seconds, default=60, help="seconds for one interpreter (default: 60)")
    parser.add_argument("--out", default="", help="the file for the results")
    parser.add_argument("--list", action="store_true", help="names, without measuring")
    parser.add_argument("--digest", action="store_true",
                        help="CRC-32 of the results that the matching kernels' serial cells give, without measuring")
    parser.add_argument("--bench", default="", help="the program `bench`, whose origin http_get then asks")
    parser.add_argument("--origin", default="", help="the URL of another HTTP server; {latency_us}, {bytes} and {seed} "
                                                     "in it are replaced")
    parser.add_argument("--corpus", default="", help="a text file for wordcount instead of the generated text")
    parser.add_argument("--seed", type=int, default=None, help="of the random order")
    return parser.parse_args(arguments)


def _time(seconds):
    for least, unit, name in _TIME_UNITS:
        if seconds >= least:
            return f"{seconds / unit:.4g} {name}"


def _inputs(options, origin):
    return {"origin": origin.url if origin else options.origin, "own_origin": origin is not None,
            "corpus": options.corpus, "directory": os.environ.get("TMPDIR") or "/var/tmp"}


def _digest(cells, inputs):
    import zlib

    import kernels

    for cell in cells:
        if cell.runtime != "py-serial":
            continue
        order = {"kernel": cell.kernel, "runtime": cell.runtime, "workers": 1, "size": cell.size, "grain": cell.grain,
                 "parameters": cell.parameters, "inputs": inputs}
        work = host.KernelWork(order, lambda stage: None)
        work.run(1)
        print(f"{cell.name} {zlib.crc32(kernels.find(cell.kernel).packed(work.out)):08x}", flush=True)


class Run:
    """All repetitions of all cells in random order."""

    def __init__(self, cells, options, conductor, results):
        self._cells, self._options = cells, options
        self._conductor, self._results = conductor, results
        self._iterations, self.failures, self.done = {}, {}, 0

    def measure(self, generator):
        visits = [(cell, repetition) for cell in self._cells for repetition in range(self._options.repetitions)]
        generator.shuffle(visits)
        for number, (cell, repetition) in enumerate(visits):
            if sys.stderr.isatty():
                print(f"\r\033[K{number + 1}/{len(visits)} {cell.name}", end="", file=sys.stderr, flush=True)
            self._visit(cell, repetition)
            self.done += 1
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _visit(self, cell, repetition):
        if cell in self.failures:  # red for good: no further time limit is waited for
            self._results.add_failure(cell, repetition, self.failures[cell] + " (not tried again)")
            return
        try:
            outcome = self._measured(cell)
        except BaseException:
            self._results.add_failure(cell, repetition, "interrupted: a signal ended the run")
            raise
        if outcome.failure:
            self.failures[cell] = outcome.failure
            self._results.add_failure(cell, repetition, outcome.failure)
            print(f"{cell.name}  {outcome.failure}", flush=True)
            return
        iterations, measured = self._iterations[cell], outcome.measured
        self._results.add(cell, repetition, iterations, measured)
        print(f"{cell.name}  {_time(measured['seconds'] / iterations)}  CPU "
              f"{_time(measured['cpu_seconds'] / iterations)}  {iterations} iterations", flush=True)

    def _measured(self, cell):
        if cell not in self._iterations:
            if self._options.iterations:
                self._iterations[cell] = self._options.iterations
            else:  # an interpreter of its own finds out how many are needed
                counted = self._conductor.run(cell, 0, self._options.min_time)
                if counted.failure:
                    return counted
                self._iterations[cell] = counted.measured["iterations"]
        return self._conductor.run(cell, self._iterations[cell])


def _conduct(options, cells, arguments):
    import conductor as conducting
    import machine
    from origin import Origin
    from results import Results

    seed = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    context = {**machine.context(), "arguments": " ".join(arguments), "seed": str(seed),
               "timeout_ms": f"{options.timeout * 1000:.0f}"}
    results = Results(context, options.repetitions, sys.executable)
    conducting.end_on_signals()
    origin = conductor = run = None
    signal_number = 0
    try:
        if options.bench and any(cell.kernel == "http_get" for cell in cells):
            origin = Origin(options.bench)
        conductor = conducting.Conductor(options.timeout, _inputs(options, origin), (origin.pid,) if origin else ())
        run = Run(cells, options, conductor, results)
        run.measure(random.Random(seed))
    except conducting.Interrupted as interruption:
        signal_number = interruption.number
    finally:
        if conductor:
            conductor.close()
        if origin:
            origin.close()
    if options.out:
        try:
            results.write(options.out)
        except OSError as error:
            print(f"peers: {options.out}: {error.strerror}", file=sys.stderr)
            return 3
    if signal_number:
        print(f"peers: ended by signal {signal_number}", file=sys.stderr)
        return 128 + signal_number
    failed = [cell for cell, reason in run.failures.items() if not reason.startswith("not supported: ")]
    if failed:
        print(f"peers: {len(failed)} of {len(cells)} cells failed", file=sys.stderr)
    return 1 if failed else 0


def main(arguments):
    import matrix
    from cell import UsageError

    try:
        options = parse(arguments)
        cells = matrix.matching(matrix.cells(), options.filter)
        if options.list:
            print("\n".join(cell.name for cell in cells))
            return 0
        if options.digest:
            _digest(cells, _inputs(options, None))
            return 0
        return _conduct(options, cells, arguments)
    except UsageError as error:
        print(f"peers: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] == "--host":
        host.main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(main(sys.argv[1:]))

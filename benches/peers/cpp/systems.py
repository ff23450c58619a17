# SPDX-License-Identifier: MIT
"""Whoever can do a work: cells of `bench`, our programs on peers' libraries, Task Bench's programs. A visit is one
fresh process, or one of each runtime, and gives seconds for the work.
"""
import json
import re
import subprocess
from dataclasses import dataclass

SCALE = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}


class Failed(Exception):
    """Why a visit has no time."""


def _output(words, timeout, environment=None):
    try:
        done = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=timeout,
                              env=environment, check=False)
    except subprocess.TimeoutExpired as late:
        raise Failed(f"no end within {timeout:g} s") from late
    except OSError as error:
        raise Failed(error.strerror) from error
    return done


@dataclass
class Bench:
    """Our program. A visit measures one cell of each runtime, in random order, each in a fresh process."""
    program: str
    timeout: float
    context: dict = None

    def visit(self, kernel, runtimes, workers, words, iterations):
        """Seconds of an iteration by runtime, or why there are none. `serial` has one worker."""
        runtimes = sorted(runtimes)
        command = [self.program, f"--runtimes={','.join(runtimes)}", f"--workers=1,{workers}", *words,
                   f"--benchmark_filter=^{kernel}/(serial/|[^/]+/workers:{workers}/)", f"--iterations={iterations}",
                   "--benchmark_enable_random_interleaving=true", "--benchmark_format=json"]
        done = _output(command, self.timeout)
        try:
            document = json.loads(done.stdout)
        except ValueError:
            said = done.stderr.strip().rpartition("\n")[2] or f"bench ended with exit status {done.returncode}"
            return {runtime: said for runtime in runtimes}
        self.context = document["context"]
        found = {runtime: "not in this build" for runtime in runtimes}
        for row in document["benchmarks"]:
            failed = row.get("error_occurred") or row.get("skipped")
            found[row["name"].split("/")[1]] = (row.get("error_message", "failed") if failed
                                                 else row["real_time"] * SCALE[row["time_unit"]])
        return found


@dataclass
class Program:
    """One that prints seconds of a call; `words` are what it is given."""
    path: str
    timeout: float

    def visit(self, *words):
        done = _output([self.path, *map(str, words)], self.timeout)
        try:
            return float(done.stdout)
        except ValueError as error:
            raise Failed(done.stderr.strip().rpartition("\n")[2] or f"exit status {done.returncode}") from error


@dataclass
class TaskBench:
    """One of Task Bench's. It says how many tasks and dependences there were, which must be ours."""
    path: str
    timeout: float
    start: tuple = ()  # words before the program, such as a launcher
    end: tuple = ()  # and behind its own
    environment: dict = None

    def visit(self, pattern, width, steps, output_bytes, iterations, dependences):
        words = ["-steps", steps, "-width", width, "-type", pattern, "-output", output_bytes, "-kernel", "compute_bound",
                 "-iter", iterations]
        done = _output([*self.start, self.path, *map(str, words), *self.end], self.timeout, self.environment)
        found = [re.search(rf"^{name} (\S+)", done.stdout, re.MULTILINE)
                 for name in ("Total Tasks", "Total Dependencies", "Elapsed Time")]
        if done.returncode != 0 or not all(found):
            raise Failed(done.stderr.strip().rpartition("\n")[2] or f"exit status {done.returncode}")
        tasks, made, seconds = (one.group(1) for one in found)
        if (int(tasks), int(made)) != (width * steps, dependences):
            raise Failed(f"it had {tasks} tasks and {made} dependences, not {width * steps} and {dependences}")
        return float(seconds)

# SPDX-License-Identifier: MIT
"""Measures a cell by starting a fresh interpreter for each repetition of it, under a time limit, and leaves nothing of it.

multiprocessing hangs in more than one way when a worker dies; here that costs one cell. Whatever ends, ends whole:
the interpreter, its workers in whatever session, their sockets and files.
"""
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field

import lifetime

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "measure.py")  # that hosts run
_PATIENCE = 2  # for what a host that has ended well has left, such as multiprocessing's resource tracker


class Interrupted(BaseException):
    """A signal asked this program to end."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


def end_on_signals():
    def interrupt(number, _frame):
        for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(other, signal.SIG_IGN)  # tidying up is not to be interrupted
        raise Interrupted(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


@dataclass
class Outcome:
    measured: dict = field(default_factory=dict)
    failure: str = ""  # "wrong: ...", "crashed: ...", "timed out: ...", "not supported: ..."


class Conductor:
    def __init__(self, timeout, inputs, spared=()):
        lifetime.adopt_orphans()
        self._timeout, self._inputs, self._spared = timeout, inputs, tuple(spared)
        self._folder = tempfile.mkdtemp(prefix="parallax-peers-")

    def close(self):
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, cell, iterations, min_seconds=0.0):
        """Measures one repetition; with 0 iterations it tells instead how many take `min_seconds`."""
        return self.execute(self.order(cell, iterations, min_seconds))

    def order(self, cell, iterations, min_seconds=0.0):
        return {"kernel": cell.kernel, "runtime": cell.runtime, "workers": cell.workers, "size": cell.size,
                "grain": cell.grain, "parameters": cell.parameters, "iterations": iterations,
                "min_seconds": min_seconds, "inputs": self._inputs}

    def execute(self, order):
        """Has a fresh interpreter do what PROGRAM makes of the order."""
        scratch = tempfile.mkdtemp(dir=self._folder)
        try:
            with tempfile.TemporaryFile(dir=self._folder) as answers, \
                    tempfile.TemporaryFile(dir=self._folder) as complaints:
                return self._run(order, scratch, answers, complaints)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _run(self, order, scratch, answers, complaints):
        command = [sys.executable, PROGRAM, "--host", json.dumps(order), str(os.getpid()), str(answers.fileno())]
        host, ended, left = None, False, ""
        try:
            host = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=complaints, stderr=complaints,
                                    pass_fds=(answers.fileno(),), start_new_session=True,
                                    env={**os.environ, "TMPDIR": scratch})
            ended = self._ends_in_time(host)
            # What a host leaves that has ended well is not killed at once, so that it can tidy up.
            if ended and host.returncode == 0:
                left = ", ".join(f"{pid} ({lifetime.command_line(pid)[:200]})"
                                 for pid in lifetime.wait_for_end(_PATIENCE, self._spared))
        finally:
            lifetime.kill_all(self._spared)
            if host and host.returncode is None:
                host.returncode = -signal.SIGKILL  # it was reaped with the others
        stage, answer = _read(answers)
        where = f" while {stage}" if stage else ""
        if not ended:
            return Outcome(failure=f"timed out: no end within {self._timeout:g} s{where}")
        if "status" in answer:
            return Outcome(failure=f"{answer['status']}: {answer['reason']}")
        if "measured" not in answer or host.returncode != 0:
            return Outcome(failure=f"crashed: the interpreter {_end(host.returncode)}{where}{_last_line(complaints)}")
        if left:
            return Outcome(failure=f"crashed: it left processes behind: {left}")
        return Outcome(measured=answer["measured"])

    def _ends_in_time(self, host):
        deadline = time.monotonic() + self._timeout
        descriptor = os.pidfd_open(host.pid)
        try:
            if not select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
                return False
        finally:
            os.close(descriptor)
        host.wait()
        return True


def _read(file):
    """The last stage and the answer; a host that was killed may have written half a line."""
    file.seek(0)
    stage, answer = "", {}
    for line in file.read().decode(errors="replace").splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if "stage" in told:
            stage = told["stage"]
        else:
            answer = told
    return stage, answer


def _end(status):
    return f"was killed by signal {-status}" if status < 0 else f"ended with exit status {status}"


def _last_line(file):
    file.seek(0)
    lines = file.read().decode(errors="replace").split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    return f" ({lines[-1][:200]})" if lines else ""

# SPDX-License-Identifier: MIT
"""What is wrong after a run with a fault: exit status, processes and files that are left, results that cannot be read."""
import json
import os
import signal
import subprocess
import time

from faulting.kinds import DEADLY, ROWS
from faulting.running import processes_of, resume

EARLIER = '{"an earlier": "result"}\n'
# What we have put there, and what bench may leave.
OURS = {"said", "temporary", "bench", "mpirun", "fifo", "disk", "dangling", "x" * 250}
RESULTS = {"r.json", "r.json.journal"}


def wrongs(fault, status, bench, report):
    """What is wrong after a run, as texts."""
    left = processes_of(fault.place)
    deadline = time.monotonic() + 20
    while left and status is not None and time.monotonic() < deadline:  # they die with bench, a moment later
        time.sleep(0.02)
        left = processes_of(fault.place)
    if status is None:
        yield "it did not end"
    elif status not in fault.statuses:
        yield f"it ended with {status}"
    if left:
        yield f"it left {len(left)} processes"
        for process_id in left:
            try:
                os.kill(process_id, signal.SIGKILL)
            except ProcessLookupError:
                pass
    yield from _unreadable(fault, report)
    if fault.kind == "killed_and_resumed":
        yield from _lost(fault, status, bench)
    # Who is killed cannot tidy up, nor after a launcher that was. The next run does that.
    elif status is not None and status < 128 + signal.SIGHUP and not fault.victim or status in _tidy(fault):
        others = {entry.name for entry in os.scandir(fault.place) if entry.is_file()} - OURS - RESULTS
        if others or os.path.isdir(fault.temporary) and os.listdir(fault.temporary):
            yield f"it left files: {sorted(others)}, {os.listdir(fault.temporary)}"


def _tidy(fault):
    """Exit statuses of signals after which all is tidy."""
    return {128 + number for number in fault.signals_sent if not set(fault.signals_sent) & set(DEADLY)}


def _unreadable(fault, report):
    for name in ["r.json"] if fault.kind == "journal" else sorted(RESULTS):
        file = os.path.join(fault.place, name)
        try:
            if os.path.isfile(file) and not _is_readable(file, report):
                yield f"{name} cannot be read"
        except ValueError as error:
            yield f"{name} cannot be read: {error}"


def _is_readable(file, report):
    """Whether a result is JSON with rows, or a journal one that report shows."""
    with open(file, encoding="utf-8") as text:
        content = text.read()
    if not file.endswith(".journal"):
        return content == EARLIER or "benchmarks" in json.loads(content)
    rows = [line for line in content.splitlines(keepends=True)[1:] if line.endswith("\n")]
    if not rows:
        return True
    return subprocess.run([report, "--csv", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def _lost(fault, status, bench):
    """The journal goes on to a whole result; without one nothing was measured."""
    journal = fault.out + ".journal"
    if status == 0 or not os.path.exists(journal):
        return
    with open(journal, encoding="utf-8") as text:
        if not text.read().endswith("\n"):
            return  # killed while it wrote the first line
    again = resume(fault, bench)
    if again != 0:
        yield f"it cannot be resumed: {again}"
        return
    with open(fault.out, encoding="utf-8") as text:
        rows = [row for row in json.load(text)["benchmarks"] if row.get("run_type") == "iteration"]
    if len(rows) != ROWS:
        yield f"resumed, it has {len(rows)} rows"
    if os.path.exists(journal):
        yield "resumed, it leaves its journal"

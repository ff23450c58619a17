# SPDX-License-Identifier: MIT
"""Runs bench, and does to it what a fault says."""
import fcntl
import os
import pty
import resource
import shutil
import signal
import subprocess
import time

from faulting.kinds import HEARD

LONGEST = 120  # seconds; a run without a fault takes one
NOBODY = 65534


def processes_of(place):
    """Living processes that carry the mark of this fault."""
    mark, found = b"PARALLAX_FAULT=" + place.encode(), []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                if mark in file.read().split(b"\0"):
                    found.append(int(name))
        except OSError:
            pass
    return found


def run(fault, bench):
    """The exit status as a shell counts, or None if it did not end."""
    if fault.program:
        shutil.copy(bench, fault.program)
    words = [*fault.wrapper, fault.program or bench, *fault.words]
    said_by = os.path.join(fault.place, "said")
    if fault.kind == "terminal":
        return _on_a_terminal(fault, words)
    with open(said_by, "wb") as said:
        streams = {"stdout": said, "stderr": said}
        if fault.reader:
            streams[fault.reader] = subprocess.PIPE
        kept = []  # the other end of a pipe that nobody reads
        if fault.full:
            streams[fault.full[0]] = _that_takes_nothing(fault.full[1], kept)
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, **streams, env=fault.environment,
                                   preexec_fn=lambda: _prepare(fault))
        try:
            _disturb(fault, process)
            status = process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            return None
        finally:
            for descriptor in kept:
                os.close(descriptor)
    return status if status >= 0 else 128 - status


def resume(fault, bench):
    """The exit status of the run that goes on."""
    with open(os.path.join(fault.place, "said"), "ab") as said:
        return subprocess.run([bench, "--resume=" + fault.out], stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                              env=fault.environment, timeout=LONGEST).returncode


def _hear_signals():
    """A shell that starts this in the background has some of them ignored."""
    for number in HEARD:
        signal.signal(number, signal.SIG_DFL)


def _prepare(fault):
    """In the child, before bench."""
    _hear_signals()
    if fault.nobody:
        for name in ("", "temporary"):
            os.chmod(os.path.join(fault.place, name), 0o777)
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    for which, most in fault.limits:
        resource.setrlimit(which, (most, most))
    for descriptor in fault.closed:
        os.close(descriptor)


def _that_takes_nothing(what, kept):
    if what != "pipe":
        kept.append(os.open(what, os.O_WRONLY))
        return kept[-1]
    read, write = os.pipe()
    kept += [read, write]
    os.set_blocking(write, False)  # what writes to it is told so, and does not wait
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
    os.write(write, b"x" * 4096)
    return write


def _disturb(fault, process):
    if not (fault.signals_sent or fault.victim or fault.reader or fault.meanwhile):
        return
    time.sleep(fault.delay)
    if fault.reader:
        getattr(process, fault.reader).close()
    if fault.meanwhile:
        fault.meanwhile()
    if fault.victim:
        _hit_one_of(fault, process.pid)
    for number in fault.signals_sent:
        process.send_signal(number)
        time.sleep(fault.chance.uniform(0, 0.4 if number == signal.SIGSTOP else 0.01))


def _hit_one_of(fault, bench):
    """Whatever bench has started gets the signal, by a descriptor, for it may have ended meanwhile."""
    servants = [process_id for process_id in processes_of(fault.place) if process_id != bench]
    if not servants:
        return
    try:
        victim = os.pidfd_open(fault.chance.choice(servants))
        signal.pidfd_send_signal(victim, fault.victim)
        os.close(victim)
    except OSError:
        pass


def _on_a_terminal(fault, words):
    process_id, terminal = pty.fork()
    if process_id == 0:
        _hear_signals()
        os.execve(words[0], words, fault.environment)
    time.sleep(fault.delay)
    os.close(terminal)
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        ended, status = os.waitpid(process_id, os.WNOHANG)
        if ended:
            return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
        time.sleep(0.01)
    return None

# SPDX-License-Identifier: MIT
"""Who ends with whom.

multiprocessing leaves workers behind whenever their parent is killed, and its Pool waits for ever for a worker that
has died. So every process of ours asks the kernel to end with its parent, and the conductor adopts all orphans:
whatever a host has started, in whatever session, is found below the conductor and can be ended.
"""
import ctypes
import os
import signal
import time

_SET_PARENT_DEATH_SIGNAL, _SET_TIMER_SLACK, _SET_CHILD_SUBREAPER = 1, 29, 36
TIMER_SLACK_NS = 1  # of every host, as of our own; the kernel's default is 50 us
_libc = ctypes.CDLL(None, use_errno=True)


def _control(option, value):
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, "prctl: " + os.strerror(error))


def end_with(parent):
    """To be called in a process whose parent is, or was, `parent`."""
    _control(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it ended before we could ask to be told


def workers_end_with_us():
    """Everything that this process forks from now on ends with it."""
    parent = [0]

    def remember():
        parent[0] = os.getpid()

    os.register_at_fork(before=remember, after_in_child=lambda: end_with(parent[0]))


def take_least_timer_slack():
    """Sleeps of this thread, and of what it starts from now on, end when they were asked to, as in our own hosts."""
    _control(_SET_TIMER_SLACK, TIMER_SLACK_NS)


def adopt_orphans():
    """Descendants whose parent ends become children of this process."""
    _control(_SET_CHILD_SUBREAPER, 1)


def _parents():
    """The parent of every process that there is."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", "rb") as file:
                    found[int(entry)] = int(file.read().rpartition(b")")[2].split()[1])
            except (OSError, IndexError):
                pass  # it has ended meanwhile
    return found


def descendants(pid, spared=()):
    """All processes below `pid`, parents before their children, without `spared` and what is below those."""
    children = {}
    for child, parent in _parents().items():
        children.setdefault(parent, []).append(child)
    found = [pid]
    for process in found:
        found.extend(child for child in children.get(process, ()) if child not in spared)
    return found[1:]


def command_line(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def _is_tracker(pid):
    return "resource_tracker" in command_line(pid)


def wait_for_end(seconds, spared=()):
    """Waits until nothing but `spared` is below this process, reaping orphans; returns what is left then."""
    deadline = time.monotonic() + seconds
    while True:
        left = descendants(os.getpid(), spared)
        for pid in left:
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                pass  # it is a child of a child
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.002)


def kill(pids):
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def kill_all(spared=()):
    """Ends everything below this process but `spared`; returns what cannot be ended.

    multiprocessing's resource tracker unlinks the named semaphores of those who were killed, and ends by itself when
    they have; so it is killed only if it does not.
    """
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        left = descendants(os.getpid(), spared)
        trackers = tuple(pid for pid in left if _is_tracker(pid))
        if len(trackers) == len(left):
            break
        kill(pid for pid in left if pid not in trackers)  # again and again, because they may have forked meanwhile
        wait_for_end(0.05, tuple(spared) + trackers)
    kill(wait_for_end(2, spared))
    return wait_for_end(2, spared)

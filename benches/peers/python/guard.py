# SPDX-License-Identifier: MIT
"""Ends everything that carries a mark in its environment, as soon as whoever started this program has ended or says so.

Controllers and engines live in sessions of their own, fork schedulers and watchers of their own, and know nobody whose
end they would have to share: whoever is killed leaves them behind. Standard input is a pipe from the starter, so that
the kernel tells of its end whatever it dies of. What carries the mark is then killed, and the folder that is the mark
is removed.
"""
import os
import shutil
import subprocess
import sys
import time

import lifetime


class Guard:
    def __init__(self, folder):
        without_mark = {name: value for name, value in os.environ.items() if name != "IPYTHONDIR"}  # of another cluster
        self._process = subprocess.Popen([sys.executable, "-S", os.path.abspath(__file__), folder], env=without_mark,
                                         stdin=subprocess.PIPE, start_new_session=True)

    def close(self):
        """Returns when nothing with the mark is left."""
        self._process.stdin.close()
        self._process.wait()


def marked(mark):
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/environ", "rb") as file:
                    if mark in file.read():
                        found.append(int(entry))
            except OSError:
                pass  # it has ended meanwhile, or is somebody else's
    return found


def main(folder):
    sys.stdin.buffer.read()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        left = marked(folder.encode())  # again and again, because they may have forked meanwhile
        if not left:
            break
        lifetime.kill(left)
        time.sleep(0.01)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])

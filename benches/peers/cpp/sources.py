# SPDX-License-Identifier: MIT
"""The peers' sources: what each is called, where a stranger finds it, and how programs are made of it.

Invariant: nothing is written into the peers' own folders. What is missing is said, and costs its own rows only.
"""
import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
FLAGS = ["-O3", "-DNDEBUG", "-pthread"]  # as a release of ours


class NotBuilt(Exception):
    """Why a program of a peer is not there."""


@dataclass
class Source:
    name: str
    flag: str  # by which its folder is given
    url: str
    proof: str  # a file that its folder has
    folder: str = ""
    commit: str = ""

    def look(self, folder):
        """Takes the folder, if it is one of this peer; raises NotBuilt."""
        if not folder:
            raise NotBuilt(f"{self.flag} names no folder; its source is {self.url}")
        if not os.path.isfile(os.path.join(folder, self.proof)):
            raise NotBuilt(f"{self.flag}: there is no {self.proof} in the folder; its source is {self.url}")
        self.folder, self.commit = os.path.abspath(folder), _commit(folder)


def known():
    return [Source("libfork", "--libfork", "https://github.com/ConorWilliams/libfork", "include/libfork.hpp"),
            Source("taskflow", "--taskflow", "https://github.com/taskflow/taskflow", "taskflow/taskflow.hpp"),
            Source("Task Bench", "--task-bench", "https://github.com/StanfordLegion/task-bench", "core/core.h")]


def _commit(folder):
    git = ["git", "-C", folder]
    try:
        commit = subprocess.run(git + ["rev-parse", "HEAD"], capture_output=True, text=True, timeout=10, check=True)
        changes = subprocess.run(git + ["status", "--porcelain", "--untracked-files=no"], capture_output=True, text=True,
                                 timeout=10, check=True)
        return commit.stdout.strip() + (" (with changes)" if changes.stdout.strip() else "")
    except (OSError, subprocess.SubprocessError):
        return "unknown"


def _run(words, **how):
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **how)
    except OSError as error:
        raise NotBuilt(f"{words[0]}: {error.strerror}") from error
    if done.returncode != 0:
        raise NotBuilt(f"`{os.path.basename(words[0])}` failed: " + " ".join(done.stdout.strip().splitlines()[-1:]))


def _once(program, source, command, make):
    """Makes a program unless it is there and was made by the same command of the same commit and files of ours."""
    digest = hashlib.sha256(f"{source.commit}\n{source.folder}\n{command}\n".encode())
    for name in sorted(os.listdir(HERE)):
        if name.endswith("pp"):
            with open(os.path.join(HERE, name), "rb") as file:
                digest.update(file.read())
    mark = program + ".made"
    settled = source.commit != "unknown" and "changes" not in source.commit
    if settled and os.path.exists(program) and os.path.exists(mark):
        with open(mark, encoding="ascii") as file:
            if file.read() == digest.hexdigest():
                return
    os.makedirs(os.path.dirname(program), exist_ok=True)
    make()
    with open(mark, "w", encoding="ascii") as file:
        file.write(digest.hexdigest())


def compile_one(source, name, standard, include, folder, compiler):
    """A program of ours in this folder, on a library that consists of headers; returns its path and the command."""
    program, flags = os.path.join(folder, name), [f"-std={standard}", *FLAGS]
    command = f"{compiler} {' '.join(flags)} {name}.cpp"
    words = [compiler, *flags, "-w", f"-I{ROOT}", "-isystem", os.path.join(source.folder, include),
             os.path.join(HERE, name + ".cpp"), "-o", program]
    _once(program, source, command, lambda: _run(words))
    return program, command


def make_task_bench(source, part, target, folder, compiler):
    """One of Task Bench's programs, by its own Makefiles, in a copy."""
    program = os.path.join(folder, f"task_bench_{part}")
    command = f"make -C core && make -C {part} {target}"

    def make():
        with tempfile.TemporaryDirectory(dir=folder) as copy:
            for needed in ("core", part):
                shutil.copytree(os.path.join(source.folder, needed), os.path.join(copy, needed),
                                ignore=shutil.ignore_patterns("*.o", "*.a", "*.so", target))
                _run(["make", "-s", "-C", os.path.join(copy, needed), f"CXX={compiler}",
                      *([target] if needed == part else [])])
            os.replace(os.path.join(copy, part, target), program)

    _once(program, source, command, make)
    return program, command

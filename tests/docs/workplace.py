# SPDX-License-Identifier: MIT
"""A folder in which commands of documents find what they name: results, two builds, a corpus, launchers. And what is
known about the programs and scripts of the tree.

Invariant: nothing is written outside of the folder.
"""
import gzip
import json
import os
import re
import shutil
import subprocess

LIMIT = 120  # seconds for one command; a limit only to catch one that hangs
HELPS = [["bench"], ["report"], ["gate"], ["gate", "aa-test"], ["gate", "inject-test"], ["gate", "history"]]
BEHIND = {"scripts/gate": ["gate"], "scripts/gate-history": ["gate"]}  # programs that a script hands arguments on to
PYTHON_BEHIND = {"scripts/peers": "measure.py", "scripts/against-python": "against.py", "scripts/views": "views.py"}


def flags_in(text):
    return set(re.findall(r"(?<![\w-])--[a-zA-Z][\w-]*", text))


class Workplace:
    def __init__(self, settings, folder):
        self.settings = settings
        self.folder = folder
        os.makedirs(os.path.join(folder, "bin"), exist_ok=True)
        self.environment = os.environ | {"PATH": os.path.join(folder, "bin") + ":" + os.environ.get("PATH", ""),
                                         "PYTHONDONTWRITEBYTECODE": "1"}
        self._missing = self._flags = None
        self._helps = {}

    def run(self, words):
        return subprocess.run(words, capture_output=True, text=True, check=False, cwd=self.folder, timeout=LIMIT,
                              stdin=subprocess.DEVNULL, env=self.environment)

    def _path(self, name):
        path = os.path.normpath(os.path.join(self.folder, name))
        if not path.startswith(self.folder + os.sep):
            raise ValueError(f"{name} is not in the folder in which the command runs")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def _results(self, name, host=None):
        """The published ones, under any name; or as if another machine had measured them."""
        if not os.path.exists(self._path(name)):
            source = os.path.join(self.settings.root, "docs", "example", "results.json.gz")
            with gzip.open(source) as results, open(self._path(name), "wb") as out:
                text = results.read()
                out.write(text if host is None else text.replace(b'"host_name": "vm"', b'"host_name": "' + host + b'"'))

    def _two_builds(self, base, head):
        for name in (base, head):
            if not os.path.lexists(self._path(name)):
                os.symlink(self.settings.program("bench"), self._path(name))

    def _comparison(self, name):
        """Of a build with itself, which takes no time."""
        if not os.path.exists(self._path(name)):
            self._two_builds("base/bench", "head/bench")
            self.run([self.settings.program("gate"), "base/bench", "head/bench", f"--json={name}"])

    def provide_for(self, program, arguments):
        """What the arguments name and the program reads."""
        files = [word for number, word in enumerate(arguments)
                 if not word.startswith("-") and (number == 0 or arguments[number - 1] != "-o")]
        if program == "gate" and len(files) >= 2:
            self._two_builds(*files[:2])
        if program == "report":
            for number, name in enumerate(files or ["results/"]):
                self._results(name + "newest.json" if name.endswith("/") else name, b"other%d" % number if number else None)
        for word in arguments:
            flag, _, value = word.partition("=")
            if flag in ("--gate", "--from"):
                self._comparison(value)
            elif flag == "--corpus":
                shutil.copyfile(os.path.join(self.settings.root, "LICENSE"), self._path(value))
            elif flag == "--mpi_launcher":
                shutil.copyfile("/bin/true", self._path("bin/" + value.split()[0]))
                os.chmod(self._path("bin/" + value.split()[0]), 0o755)

    def missing_runtimes(self):
        if self._missing is None:
            listed = self.run([self.settings.program("bench"), "--list-runtimes"]).stdout
            self._missing = set(re.findall(r"^(\S+) +missing ", listed, re.MULTILINE))
        return self._missing

    def listed(self, what):
        """The names that `bench --list-...` begins its lines with, after a paragraph about the list."""
        listed = self.run([self.settings.program("bench"), f"--list-{what}"]).stdout
        listed = listed.partition("\n\n")[2] or listed
        return set(re.findall(r"^([a-z]\S*) ", listed, re.MULTILINE))

    def presets(self, kind):
        return {preset["name"] for preset in json.loads(self.settings.text_of("CMakePresets.json"))[kind]}

    def help_of(self, script):
        """What a script says of itself; every one knows --help, and does nothing else then."""
        if script not in self._helps:
            done = self.run([os.path.join(self.settings.root, script), "--help"])
            self._helps[script] = done.stdout + " --help" if done.returncode == 0 else ""
        return self._helps[script]

    def flags_behind(self, script):
        """Those of the program that the script hands its arguments on to."""
        if script in PYTHON_BEHIND:
            peer = os.path.join(self.settings.root, "benches", "peers", "python", PYTHON_BEHIND[script])
            return flags_in(self.run(["python3", peer, "--help"]).stdout)
        if script in BEHIND:
            return flags_in(self.run([self.settings.program(*BEHIND[script]), "--help"]).stdout)
        return set()

    def all_flags(self):
        if self._flags is None:
            self._flags = set()
            for program, *words in HELPS:
                self._flags |= flags_in(self.run([self.settings.program(program), *words, "--help"]).stdout)
            for script in os.listdir(os.path.join(self.settings.root, "scripts")):
                script = "scripts/" + script
                if not os.path.isfile(os.path.join(self.settings.root, script)):
                    continue  # what a script is made of
                self._flags |= flags_in(self.help_of(script)) | self.flags_behind(script)
        return self._flags

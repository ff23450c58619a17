# SPDX-License-Identifier: MIT
"""Whether the commands that documents show would work. `bench` lists its cells instead of measuring them, `report` and
`gate` really run, of scripts the flags are looked up. A command of another kind is an error until it is taught here.
"""
import os
import re
import shlex
import shutil
import subprocess

import bench_cells
from document import Finding
from workplace import flags_in

FLAG = re.compile(r"--?[a-zA-Z][\w-]*")


class Wrong(Exception):
    """What is wrong with a command."""


def split(text):
    """Simple commands, each a list of words; what follows a # is a comment."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    commands = [[]]
    for word in lexer:
        if word in (";", "&&", "||", "|"):
            commands.append([])
        else:
            commands[-1].append(word)
    return [command for command in commands if command]


def _output(done):
    return "\n".join((done.stdout + done.stderr).strip().splitlines()[-6:])


class Commands:
    def __init__(self, place, stand_ins):
        self.settings = place.settings
        self.place = place
        self.stand_ins = stand_ins  # kernels that the reader is told to write; `cube` stands for them

    def check(self, text):
        """Raises Wrong."""
        for words in split(text):
            self._simple(words)

    def _simple(self, words):
        words = list(words)
        while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
            self._variable(words.pop(0).partition("=")[0])
        if words[:2] == ["taskset", "-c"]:
            words = words[3:]
        name, arguments = (words[0], words[1:]) if words else ("", [])
        if name == "./bench":
            for kernel in self.stand_ins:
                arguments = [re.sub(rf"\b{kernel}\b", "cube", word) for word in arguments]
            bench_cells.check(self.place, arguments, Wrong)
        elif name in ("./report", "./gate"):
            self._run(name[2:], arguments)
        elif name.startswith("scripts/"):
            self._script(name, arguments)
        elif name.startswith("./build/release/"):
            self._test_program(os.path.basename(name), arguments)
        elif name in ("gcc", "rustc", "gfortran"):
            self._example(words)
        elif name == "cmake":
            self._cmake(arguments)
        else:
            raise Wrong(f"tests/docs/commands.py does not know how to check '{name}': teach it")

    def _variable(self, name):
        for folder in ("benches", "runtimes", "reports", "tests", "scripts"):
            for where, _, files in os.walk(os.path.join(self.settings.root, folder)):
                if "tests/docs" not in where:
                    for file in files:
                        with open(os.path.join(where, file), "rb") as content:
                            if re.search(rb"\b" + name.encode() + rb"\b", content.read()):
                                return
        raise Wrong(f"nothing reads the environment variable {name}")

    def _run(self, program, arguments):
        self.place.provide_for(program, arguments)
        done = self.place.run([self.settings.program(program), *arguments])
        if done.returncode != 0:
            raise Wrong(f"{program} ends with status {done.returncode}:\n{_output(done)}")

    def _script(self, name, arguments):
        path = os.path.join(self.settings.root, name)
        if not os.path.isfile(path) or not os.access(path, os.X_OK):
            raise Wrong(f"there is no script {name}")
        if "--" in arguments:
            self._simple(arguments[arguments.index("--") + 1:])
            arguments = arguments[:arguments.index("--")]
        told = self.place.help_of(name)
        foreign = [word for word in arguments if FLAG.match(word) and FLAG.match(word).group() not in flags_in(told)]
        if name == "scripts/bench" and foreign:
            bench_cells.check(self.place, foreign, Wrong)
        elif foreign:
            known = self.place.flags_behind(name)
            for word in foreign:
                if FLAG.match(word).group() not in known:
                    raise Wrong(f"{name} does not know {word}")
        if name == "scripts/gate-history" and not re.search(rf"\b{arguments[0]}\b", told):
            raise Wrong(f"{name} does not know {arguments[0]}")
        if name == "scripts/claims" and arguments:
            self._claims([word for word in arguments if not word.startswith("-")])

    def _claims(self, ids):
        done = self.place.run([self.settings.program("claims"), f"--filter={','.join(ids)}", "--list"])
        if done.returncode != 0 or not done.stdout.strip():
            raise Wrong(f"there are no claims {' '.join(ids)}")

    def _test_program(self, name, arguments):
        if not os.access(self.settings.program(name), os.X_OK):
            raise Wrong(f"the build has no {name}")
        for word in arguments:
            if not word.startswith("--gtest_filter="):
                raise Wrong(f"tests/docs/commands.py knows no {word} of a test program: teach it")
        done = self.place.run([self.settings.program(name), *arguments, "--gtest_list_tests"])
        if done.returncode != 0 or not re.search(r"^  \S", done.stdout, re.MULTILINE):
            raise Wrong(f"{name} has no such tests")

    def _example(self, words):
        """Makes a library of an example, for the commands that follow."""
        if not shutil.which(words[0]):
            print(f"not checked, because there is no {words[0]}: {' '.join(words)}")
            return
        for folder in ("examples", "include"):
            if not os.path.exists(os.path.join(self.place.folder, folder)):
                os.symlink(os.path.join(self.settings.root, folder), os.path.join(self.place.folder, folder))
        done = self.place.run(words)
        if done.returncode != 0:
            raise Wrong(f"it ends with status {done.returncode}:\n{_output(done)}")

    def _cmake(self, arguments):
        if arguments[0] == "--install":
            return  # tests/library does
        presets = self.place.presets("buildPresets" if arguments[0] == "--build" else "configurePresets")
        if "--preset" not in arguments or arguments[arguments.index("--preset") + 1] not in presets:
            raise Wrong(f"CMakePresets.json has none of these presets: {' '.join(arguments)}")
        if "--target" in arguments:
            for target in arguments[arguments.index("--target") + 1:]:
                query = [self.settings.ninja, "-C", self.settings.build, "-t", "query", target]
                if self.place.run(query).returncode != 0:
                    raise Wrong(f"the build has no target {target}")


def check(place, document):
    written = {os.path.basename(snippet.file).removesuffix(".cpp") for snippet in document.snippets
               if snippet.file.startswith("benches/kernels/")}
    commands = Commands(place, written)
    inline = [(line, text) for line, text in document.code if re.match(r"(\./|scripts/)\w", text)]
    for line, text in document.commands + inline:
        try:
            commands.check(text)
        except (Wrong, ValueError, IndexError, subprocess.TimeoutExpired) as problem:
            yield Finding(document.path, line, f"{text}\n  {problem}")
    for line, text in document.code:
        if (flag := FLAG.match(text)) and text.startswith("--") and not text.startswith("--benchmark_"):
            if flag.group() not in place.all_flags():
                yield Finding(document.path, line, f"nothing knows the flag {text}")

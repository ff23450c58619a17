# SPDX-License-Identifier: MIT
"""What the checks need of the tree and its build; CMake writes it as JSON."""
import json
import os
from dataclasses import dataclass, field


@dataclass
class Settings:
    root: str  # the tree with the documents
    build: str  # its build folder, with the programs
    ninja: str = "ninja"
    libraries: list = field(default_factory=list)  # what a program of ours is linked with

    def program(self, name):
        return os.path.join(self.build, name)

    def text_of(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8") as file:
            return file.read()


def from_file(path):
    with open(path, encoding="utf-8") as file:
        return Settings(**json.load(file))

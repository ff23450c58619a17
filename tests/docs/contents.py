# SPDX-License-Identifier: MIT
"""What the project promises of single documents: a README that is read, and lists that are complete."""
import re

from document import Finding

MOST_LINES = {"README.md": 149, "docs/own-work.md": 120}  # of what is read by people in a hurry
WAY = ("runtimes/job.hpp", "runtimes/serial.cpp", "benches/kernels/cpu/cube.cpp", "benches/harness/host/measuring.cpp",
       "benches/harness/host/verification.cpp")
LISTS = "docs/what-is-there.md"


def check_length(document):
    most = MOST_LINES.get(document.path, document.lines)
    if document.lines > most:
        yield Finding(document.path, document.lines, f"has {document.lines} lines: nobody reads more than {most}")


def check_readme(document):
    for path in WAY:
        if path not in {target for _, target in document.links}:
            yield Finding(document.path, 1, f"does not lead to {path}")


def check_lists(place, document):
    """The first column of each table names what `bench` lists: all of it, and nothing else."""
    for what in ("runtimes", "kernels", "probes"):
        section = place.settings.text_of(document.path).partition(f"\n## {what.title()}\n")[2].partition("\n## ")[0]
        told = {name for row in re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
                for name in re.findall(r"`([^`]+)`", row)}
        for name in sorted(place.listed(what) - told):
            yield Finding(document.path, 1, f"does not name {name}, which bench lists")
        for name in sorted(told - place.listed(what)):
            yield Finding(document.path, 1, f"names {name}, which bench does not list")


def check(place, document):
    yield from check_length(document)
    if document.path == "README.md":
        yield from check_readme(document)
    if document.path == LISTS:
        yield from check_lists(place, document)

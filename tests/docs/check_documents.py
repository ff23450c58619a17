#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that documents say what is true as far as a program can tell: every link leads somewhere, every command that
is shown would work, every C++ snippet compiles (and runs, if it has a main()), every list is complete.

    check_documents.py SETTINGS.json [DOCUMENT...]     all documents of the tree by default

Prints what is wrong, a line for each, and ends with exit status 1 if something is.
"""
import os
import sys
import tempfile

import commands
import contents
import document
import links
import settings as settings_of_build
import snippets
from workplace import Workplace


def findings(settings, only=()):
    documents = [document.read(settings.root, path) for path in document.all_paths(settings.root)]
    with tempfile.TemporaryDirectory() as folder:
        place = Workplace(settings, os.path.realpath(folder))
        for one in documents:
            if not only or one.path in only:
                yield from links.check_links(settings.root, one, documents)
                yield from links.check_paths(settings.root, one)
                yield from commands.check(place, one)
                yield from snippets.check(place, one)
                yield from contents.check(place, one)


def main():
    wrong = list(findings(settings_of_build.from_file(sys.argv[1]), sys.argv[2:]))
    for finding in wrong:
        print(finding)
    print(f"{len(wrong)} mistakes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

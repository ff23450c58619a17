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
import document as documents_module
import links
import settings as settings_module
import snippets
from workplace import Workplace


def findings(settings, only=()):
    documents = [documents_module.read(settings.root, path) for path in documents_module.all_paths(settings.root)]
    for document in documents:
        if only and document.path not in only:
            continue
        yield from links.check_links(settings.root, document, documents)
        yield from links.check_paths(settings.root, document)
        with tempfile.TemporaryDirectory() as work:
            work = os.path.realpath(work)
            yield from commands.check(settings, document, work)
            yield from snippets.check(settings, document, work)
            if document.path == "README.md":
                yield from contents.check_readme(document)
            if document.path == contents.LISTS:
                yield from contents.check_lists(Workplace(settings, work), document)


def main():
    settings = settings_module.from_file(sys.argv[1])
    wrong = list(findings(settings, sys.argv[2:]))
    for finding in wrong:
        print(finding)
    print(f"{len(wrong)} mistakes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

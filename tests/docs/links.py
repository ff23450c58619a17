# SPDX-License-Identifier: MIT
"""Whether links lead somewhere, and whether files that sentences name are there."""
import glob
import os
import re

from document import Finding

FOLDERS = ("runtimes/", "benches/", "reports/", "tests/", "scripts/", "docs/", "cmake/")


def _has_anchor(root, path, anchor, documents):
    for document in documents:
        if document.path == path:
            return anchor in document.anchors
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return re.search(rf"""\bid=["']?{re.escape(anchor)}["'\s>]""", file.read()) is not None


def check_links(root, document, documents):
    for line, target in document.links:
        if re.match(r"(https?|mailto):", target):
            continue
        path, _, anchor = target.partition("#")
        path = os.path.normpath(os.path.join(os.path.dirname(document.path), path)) if path else document.path
        if path.startswith("..") or not os.path.exists(os.path.join(root, path)):
            yield Finding(document.path, line, f"the link {target} leads to nothing")
        elif anchor and not _has_anchor(root, path, anchor, documents):
            yield Finding(document.path, line, f"the link {target}: {path} has no #{anchor}")


def check_paths(root, document):
    """Paths from the root of the tree, with wildcards if need be. A file that a snippet is to become is not there."""
    to_be_written = {snippet.file for snippet in document.snippets}
    for line, text in document.code:
        if text.startswith(FOLDERS) and " " not in text and text not in to_be_written:
            if not glob.glob(os.path.join(root, text)):
                yield Finding(document.path, line, f"there is no {text}")

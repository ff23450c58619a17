# SPDX-License-Identifier: MIT
"""A Markdown document, taken apart into what can be checked: headings, links, commands, snippets, code in sentences.

Invariant: every line of a code block is either a command or part of a snippet, so nothing that is shown escapes the
checks. An indented block holds commands. A fenced block says in which language it is.
"""
import os
import re
from dataclasses import dataclass, field


@dataclass
class Finding:
    """What is wrong, and where."""
    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}"


@dataclass
class Snippet:
    line: int
    language: str
    text: str
    file: str = ""  # where the sentence before it says that it belongs


@dataclass
class Document:
    path: str  # relative to the root
    lines: int = 0
    anchors: set = field(default_factory=set)
    links: list = field(default_factory=list)  # (line, target)
    commands: list = field(default_factory=list)  # (line, text), continued lines joined
    snippets: list = field(default_factory=list)
    code: list = field(default_factory=list)  # (line, text between backticks)


def anchor_of(heading, taken):
    """As GitHub makes it."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    anchor = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
    number, unique = 0, anchor
    while unique in taken:
        number += 1
        unique = f"{anchor}-{number}"
    return unique


def _add_commands(document, block):
    text, begin = "", 0
    for number, line in block:
        if not text:
            begin = number
        text += line.strip()
        if text.endswith("\\"):
            text = text[:-1] + " "
            continue
        if text:
            document.commands.append((begin, text))
        text = ""
    if text:
        document.commands.append((begin, text))


def _add_sentence(document, number, line):
    for match in re.finditer(r"`([^`]+)`", line):
        document.code.append((number, match.group(1)))
    for match in re.finditer(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", lambda code: "x" * len(code.group()), line)):
        document.links.append((number, match.group(1)))


def read(root, path):
    document = Document(path)
    with open(os.path.join(root, path), encoding="utf-8") as file:
        lines = file.read().splitlines()
    document.lines = len(lines)
    fence, block, sentence, after_blank = None, [], "", True
    for number, line in enumerate(lines, start=1):
        opening = re.match(r"\s*```(\S*)", line)
        if fence:
            if not opening:
                block.append((number, line))
                continue
            if fence.language in ("sh", "console"):
                _add_commands(document, block)
            else:
                fence.text = "".join(text + "\n" for _, text in block)
                document.snippets.append(fence)
            fence, block = None, []
        elif not line.strip():
            after_blank = True
        elif line.startswith("    ") and (block or after_blank):
            block.append((number, line))
        else:
            _add_commands(document, block)
            block = []
            if opening:
                named = re.findall(r"`([\w./-]+\.\w+)`", sentence)
                fence = Snippet(number, opening.group(1), "", named[-1] if named else "")
                continue
            if heading := re.match(r"#+ (.*)", line):
                document.anchors.add(anchor_of(heading.group(1), document.anchors))
            _add_sentence(document, number, line)
            sentence, after_blank = line, False
    _add_commands(document, block)
    return document


def all_paths(root):
    """Every document but templates, whose pages are made of them."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders
                            if name not in ("build", "node_modules", "results") and not name.startswith("."))
        found += [os.path.relpath(os.path.join(folder, name), root) for name in sorted(files) if name.endswith(".md")]
    return [path for path in found if not path.startswith(("benches/peers/", "library/command/new/"))]

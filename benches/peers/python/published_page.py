# SPDX-License-Identifier: MIT
"""A page of docs/ that is made of samples: a template whose {{words}} are filled in."""
import gzip
import json
import re
import sys


def print_page(template, values, path):
    """The page of the samples in `path`, JSON or JSON compressed by gzip. `values` makes what each word stands for of them."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        known = values(json.load(file))
    with open(template, encoding="utf-8") as file:
        text = re.sub(r"\{\{(\w+)\}\}", lambda match: str(known[match.group(1)]), file.read())
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)

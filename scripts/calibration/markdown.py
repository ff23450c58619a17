# SPDX-License-Identifier: MIT
"""Markdown: tables and times as `report --markdown` writes them."""
import re

SECONDS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}


def seconds_in(text):
    """The seconds of "12.3 µs (9.8–15.1 µs)": value, low, high; the interval may have a unit for both ends."""
    parts = re.findall(r"([\d.]+)(?:\s*(ns|µs|ms|s))?", text.replace("\u00a0", " "))
    found, unit = [], "s"
    for number, its_unit in reversed(parts):
        unit = its_unit or unit
        found.append(float(number) * SECONDS[unit])
    return list(reversed(found))


def is_within(true, found):
    """Whether a true time lies within the interval of "12.3 µs (9.8–15.1 µs)", which has three digits."""
    return found[1] * 0.995 <= true <= found[2] * 1.005


def cells_of(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows_under(text, start):
    """The rows of all tables whose first column is headed `start`, by their heads."""
    rows, heads = [], None
    for line in text.splitlines():
        if line.startswith(f"| {start} |"):
            heads = cells_of(line)
        elif heads and line.startswith("|") and not line.startswith("| ---"):
            rows.append(dict(zip(heads, cells_of(line))))
        elif heads and not line.startswith("|"):
            heads = None
    return rows

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The page about engines and views, from results of views.py; always the same page from the same results.

    views_page.py docs/mpi/views.json.gz > docs/mpi/views.md
"""
import os
import sys

from intervals import median_with_interval
from published_page import print_page

_TEMPLATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "views_page.md")
# operation -> what it is called there, what is done here; {block} is how much goes to or comes from each engine
_WORDS = {
    "push": ("`dview.push(dict(a=block))`, {block}", "`push(block)`: down the tree; every rank answers"),
    "pull": ("`dview.pull('a')`, {block}", "`pull(block)`: every rank is asked and sends its own"),
    "scatter": ("`dview.scatter('a', blocks)`, {block}", "`mpi-static`: to each rank the inputs of its items"),
    "gather": ("`dview.gather('a')`, {block}", "`mpi-static`: from each rank the results of its items"),
    "apply": ("`dview.apply_sync(f, x)`", "`mpi-static`, an item for each rank"),
    "map-sync": ("`dview.map_sync(f, xs)`, {items} in all", "`mpi-static`, {items} items in equal shares"),
    "task": ("`lview.apply_sync(f, x)`", "`mpi`, a single chunk: to rank 1 and back"),
    "map-balanced": ("`lview.map_sync(f, xs, chunksize=1)`, per task", "`mpi`, many chunks of one item, per chunk"),
}
_MICRO = 1e6


def _block(count):
    return f"{count >> 20} MiB" if count >= 1 << 20 else f"{count} B"


def _number(value):
    """With three digits, and never as a power of ten."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}"


def _with_interval(samples, scale=1.0):
    median, low, high, reached = median_with_interval([sample * scale for sample in samples])
    sure = "" if reached >= 0.95 else f", {reached:.0%} only"
    return f"{_number(median)} ({_number(low)}–{_number(high)}{sure})"


def _ratios(row):
    return [peer / ours for ours, peer in zip(row["seconds"]["ours"], row["seconds"]["peer"])]


def table(rows):
    lines = ["| ipyparallel | Parallax | ipyparallel, µs | Parallax, µs | ipyparallel / Parallax |", "| --- | --- | ---: | ---: | ---: |"]
    for row in rows:
        words = {"block": _block(row["bytes"]), "items": row["items"]}
        there, here = (text.format(**words) for text in _WORDS[row["operation"]])
        peer, ours = (_with_interval(row["seconds"][side], _MICRO) for side in ("peer", "ours"))
        lines.append(f"| {there} | {here} | {peer} | {ours} | {_with_interval(_ratios(row))} |")
    return "\n".join(lines)


def values(results):
    context, ours = results["context"], results["context"]["ours"]
    return {
        "machine": f"{context['cpu_model']}, {context['usable_cpus']} usable CPUs, {context['os_kernel']}, virtual machine: "
                   f"{context['virtual_machine']}",
        "commit": ours["commit"][:12] + (" (with changes)" if ours["dirty"] == "yes" else ""),
        "compiler": f"{ours['compiler']}, {ours['build_type']} build",
        "note": ours["note"],
        "launcher": ours["mpi_launcher"],
        "peer": context["peer"],
        "python": context["python_version"],
        "command": f"scripts/views {context['arguments']}".strip(),
        "rounds": context["rounds"],
        "engines": context["engines"],
        "cpus": context["usable_cpus"],
        "elsewhere": f"{context['balanced_elsewhere']:.0%}",
        "table": table(results["rows"]),
    }


if __name__ == "__main__":
    print_page(_TEMPLATE, values, sys.argv[1])

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The page about peers in C++, from samples of compare.py; always the same page from the same samples.

    page.py docs/peers/samples.json.gz > docs/peers/README.md
"""
import os
import sys

import works
from task_length import Sweep

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "python"))
from intervals import median_with_interval  # noqa: E402
from published_page import print_page  # noqa: E402

_TEMPLATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "page.md")
_NANO, _MICRO = 1e9, 1e6
# (work, who, at most, times whom); of the graphs METG(50 %) is compared
AIMS = [("fib", "steal", 0.5, "tbb"), ("fib", "fork-steal", 1.5, "steal"), ("cube", "steal", 0.15, "tbb"),
        ("cube", "fork-steal", 0.2, "tbb"), ("stencil_1d", "steal", 1, "Task Bench, MPI"),
        ("stencil_1d", "fork-steal", 1, "Task Bench, MPI"), ("stencil_1d", "mpi", 1.5, "Task Bench, MPI"),
        ("stencil_1d", "openmp", 1.5, "Task Bench, OpenMP")]


def _number(value):
    """With three digits."""
    return f"{value:.{0 if value >= 100 else 1 if value >= 10 else 2}f}"


def _span(value, low, high):
    return f"{_number(value)} ({_number(low)}–{_number(high)})"


def _samples(values, scale=1.0):
    return _span(*(value * scale for value in median_with_interval(values)[:3]))


def _who(system):
    return system if system.startswith("Task Bench") or system in ("libfork", "taskflow") else f"`{system}`"


def _rows(work, cells):
    """A line for each system: what `cells` makes of its samples, or why it has none."""
    for system, points in work["seconds"].items():
        if system in work["missing"]:
            yield f"| {_who(system)} | missing: {work['missing'][system]} |"
        else:
            yield f"| {_who(system)} | {' | '.join(cells(system, points))} |"


def single(_, work):
    """fib or cube: time per node or item, and times `tbb`."""
    base = work["seconds"]["tbb"][0]

    def cells(_, points):
        return [_samples(points[0], _NANO), _samples([one / other for one, other in zip(points[0], base)])]

    return "\n".join(["| | ns | times `tbb` |", "| --- | ---: | ---: |", *_rows(work, cells)])


def _sweep(name, work):
    members = {system: (works.kind_of(system), points) for system, points in work["seconds"].items()
               if system not in work["missing"]}
    return Sweep(works.units(name), members, work["rounds"])


def lengths(name, work):
    """A graph: METG(50 %) and (75 %), and the finest tasks, which need no reference."""
    sweep = _sweep(name, work)

    def cells(system, _):
        found = [sweep.metg(system, threshold) for threshold in (0.5, 0.75)]
        return [*(one if isinstance(one, str) else _span(*(value * _MICRO for value in one)) for one in found),
                _number(sweep.floor(system) * _MICRO)]

    return "\n".join(["| | METG(50 %), µs | METG(75 %), µs | finest tasks, µs |", "| --- | ---: | ---: | ---: |",
                      *_rows(work, cells)])


def _ratio(name, work, who, other):
    if who in work["missing"] or other in work["missing"]:
        return None
    if len(work["seconds"][who]) > 1:
        return _sweep(name, work).ratio(who, other, 0.5)
    pairs = zip(work["seconds"][who][0], work["seconds"][other][0])
    return median_with_interval([one / another for one, another in pairs])[:3]


def aims(measured):
    lines = ["| work | aim | measured | reached |", "| --- | --- | ---: | --- |"]
    for name, who, most, other in AIMS:
        ratio = _ratio(name, measured[name], who, other) if name in measured else None
        reached = "not known" if ratio is None else "yes" if ratio[2] <= most else "no" if ratio[1] > most else "not sure"
        lines.append(f"| `{name}` | {_who(who)} at most {most} times {_who(other)} | "
                     f"{_span(*ratio) if ratio else 'missing'} | {reached} |")
    return "\n".join(lines)


def _sources(measured):
    last = list(measured.values())[-1]["context"]
    return "\n".join(f"- {peer['name']}: {peer['url']}, commit {peer['commit'][:12]}; {peer['how']}"
                     for peer in last["peers"])


def _runs(measured):
    lines = []
    for name, work in measured.items():
        context = work["context"]
        lines.append(f"- `{name}`: {work['rounds']} rounds, {context['date'][:10]}, Parallax {context['commit'][:12]}"
                     + (" (with changes)" if context["dirty"] == "yes" else "") + f", `{context['command']}`" + (f". {context['note']}" if context["note"] else ""))
    return "\n".join(lines)


def values(samples):
    measured = samples["works"]
    context = list(measured.values())[-1]["context"]
    unit = {}
    for name in works.DEPENDENCES:
        if name in measured:
            unit = {kind: _number(_sweep(name, measured[name]).unit_time(kind) * _NANO)
                    for kind in {works.kind_of(system) for system in measured[name]["seconds"]
                                 if system not in measured[name]["missing"]}}
    tables = {name: (lengths if name in works.DEPENDENCES else single)(name, work) for name, work in measured.items()}
    missing = dict.fromkeys(("fib", "cube", "stencil_1d", "trivial"), "Not measured.")
    return {**missing, **tables, "aims": aims(measured), "sources": _sources(measured), "runs": _runs(measured),
            "machine": f"{context['usable_cpus']} processors of {context['cpu_model']}, virtual machine: "
                       f"{context['virtual_machine']}",
            "compiler": context["compiler"], "mpi": context["library_mpi"].split(",")[0],
            "width": works.WIDTH, "workers": works.WORKERS, "items": f"{works.CUBE_ITEMS:,}",
            "multiply_add": unit.get("multiply-adds", "?"), "iteration": unit.get("iterations", "?")}


if __name__ == "__main__":
    print_page(_TEMPLATE, values, sys.argv[1])

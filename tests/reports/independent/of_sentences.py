#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a report says of random results, against an independent calculation: rankings, METG, break-even, scaling laws.

    of_sentences.py REPORT FILES SEED

Makes so many files of each sort. Shares no code and no method with the program: ranks by trying every choice, the
bootstrap by every multiset or by other random numbers, distributions by their definitions, fits by walking downhill.
Ends with exit status 1 and a line for each number or word that differs.
"""
import collections
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile

import made
from laws import error, fit, largest_miss, law
from medians import of_the_fastest
from ranking import slower_on_one_work, slower_over_works
from sweeps import GrainCurve, SizeCurve, is_middle

UNITS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}

problems = []
checked = collections.Counter()


def check(what, where, said, right, is_same):
    checked[what] += 1
    if not is_same:
        problems.append(f"{where}: {what} is {said} in the report, {right} by calculation")


def check_number(what, where, said, right, tolerance):
    check(what, where, said, right, math.isclose(said, right, rel_tol=tolerance, abs_tol=1e-12))


def digits(text):
    """Half of the last digit of a number as written."""
    return 0.51 * 10.0 ** -len(text.partition(".")[2])


class Report:
    """What the program makes of a file."""

    def __init__(self, program, file):
        with tempfile.TemporaryDirectory() as folder:
            path, page = os.path.join(folder, "results.json"), os.path.join(folder, "page.html")
            with open(path, "w", encoding="utf-8") as text:
                text.write(file.text())
            run = lambda *options: subprocess.run([program, path, *options], check=True, capture_output=True, text=True,
                                                  encoding="utf-8").stdout
            self.markdown, self.terminal = run("--markdown"), run("--terminal", "--color=never")
            run("-o", page)
            with open(page, encoding="utf-8") as text:
                self.data = json.loads(re.search(r'<script[^>]*id="data">(.*?)</script>', text.read(), re.DOTALL)[1])

    def rows_under(self, head):
        """Rows of the Markdown tables whose first column has this head."""
        rows, heads = [], None
        for line in self.markdown.splitlines():
            cells = [cell.strip() for cell in line.strip("| ").split("|")]
            if line.startswith(f"| {head} |"):
                heads = cells
            elif heads and line.startswith("|") and not line.startswith("| ---"):
                rows.append(dict(zip(heads, cells)))
            elif not line.startswith("|"):
                heads = None
        return rows


def names_in(text):
    return set(re.findall(r"`([^`]+)`", text))


def fastest(samples, kernel, runtime, size):
    """The samples of a runtime with its fastest number of workers."""
    rows = [all for (k, r, _, s, _), all in samples.items() if (k, r, s) == (kernel, runtime, size)]
    return min(rows, key=statistics.median)


def check_ranking(file, report, where):
    runtimes = sorted({runtime for _, runtime, _, _, _ in file.samples})
    works = sorted({(kernel, size) for kernel, _, _, size, _ in file.samples})
    times = {work: {name: fastest(file.samples, work[0], name, work[1]) for name in runtimes} for work in works}
    for row in report.rows_under("kind of work"):
        kind = {"Tiny CPU tasks": "t", "Coarse CPU tasks": "c"}[row["kind of work"]]
        of_kind = {name: [(work[0], times[work][name]) for work in works if work[0][0] == kind] for name in runtimes}
        best, slower, slowdowns = slower_over_works(of_kind, 0.05 / 2)  # two cards share the error
        check("best", where, row["least time"], best, names_in(row["least time"]) == {best})
        equals = set(runtimes) - slower - {best}
        check("equals of the best", where, row["cannot be told from it"], equals, names_in(row["cannot be told from it"]) == equals)
        part = report.terminal.partition(row["kind of work"])[2]
        for name, right in slowdowns.items():
            said = re.search(rf"^  {name} .* ([\d.]+)× \(([\d.]+)–([\d.]+)\)", part, re.MULTILINE)
            for number, value in zip(said.groups(), right):
                check("slowdown", f"{where}, {name}", number, value, abs(float(number) - value) <= digits(number))
    for row in report.rows_under("work"):
        kernel = re.match(r"`([^`]+)`", row["work"])[1]
        size = int(re.sub(r"[^\d]", "", re.search(r"size([^,]*)", row["work"])[1]))
        best, slower = slower_on_one_work(times[(kernel, size)])
        said = {head.strip("`"): cell for head, cell in row.items() if head != "work"}
        said_best = next(name for name, cell in said.items() if cell.startswith("**"))
        said_slower = {name for name, cell in said.items() if name != said_best and "≈" not in cell}
        check("best of a work", f"{where}, {kernel} {size}", said_best, best, said_best == best)
        check("slower on a work", f"{where}, {kernel} {size}", said_slower, slower, said_slower == slower)


def check_metg(file, report, where):
    reference = of_the_fastest([all for (_, runtime, _, _, _), all in file.samples.items() if runtime == "openmp-static"])
    sweep, = report.data["grains"]
    for line in sweep["lines"]:
        runtime = report.data["runtimes"][line["runtime"]]
        points = [(grain, size / grain, all) for (_, name, _, size, grain), all in file.samples.items() if name == runtime]
        curve = GrainCurve(points, reference, 4)
        for said in line["metg"]:
            here = f"{where}, {runtime}, METG({said['threshold']})"
            outcome, crossing = curve.metg(said["threshold"])
            outcomes = {outcome}
            if outcome == "found":  # 2.5 % of draws make it a bound; of few draws, about so many
                share = curve.share_at_the_fine_end(said["threshold"], crossing)
                outcomes = {"below the sweep"} if share > 0.06 else {outcome} if share < 0.005 else {outcome, "below the sweep"}
            check("outcome of METG", here, said["outcome"], outcomes, said["outcome"] in outcomes)
            if outcome != "found" or said["outcome"] != "found":
                continue
            value, low, high = said["seconds"]
            check_number("METG", here, value, crossing.at, 2e-5)
            check("interval of METG", here, (low, high), (crossing.below, crossing.above),
                  is_middle(curve.draws(said["threshold"]), crossing, low, high))


def seconds_in(text):
    """The numbers of "12.3 µs (9.8–15.1 µs)"; the interval may have a unit for both ends."""
    found, unit = [], None
    for number, its_unit in reversed(re.findall(r"([\d.]+)(?:\s*(ns|µs|ms|s))?", text.replace("\u00a0", " "))):
        unit = its_unit or unit
        found.append(float(number) * UNITS[unit])
    return found[::-1]


def check_break_even(file, report, where):
    jobs = {size: all for (_, runtime, _, size, _), all in file.samples.items() if runtime == "serial"}
    for row in report.rows_under("runtime"):
        if "break-even" not in row:
            continue
        runtime, said = row["runtime"].strip("`"), row["break-even"]
        here = f"{where}, {runtime}"
        ours = {size: all for (_, name, _, size, _), all in file.samples.items() if name == runtime}
        curve = SizeCurve([(statistics.median(jobs[size]), ours[size], jobs[size]) for size in ours])
        right = curve.break_even()
        outcome = "at the latest" if said.endswith("at the latest") else "from" if said.startswith("from") else said
        check("outcome of break-even", here, said, right, outcome in right)
        if not right.get(outcome):
            continue
        place = right[outcome]
        if outcome == "at the latest":
            check_number("latest size", here, seconds_in(said)[0], place, 0.006)
        if outcome == "from":
            value, low, high = seconds_in(said)
            check_number("break-even", here, value, place.at, 0.006)
            check("interval of break-even", here, (low, high), (place.below, place.above),
                  is_middle(curve.draws(), place, low, high, 0.05))  # the report has two digits of the lower end


def check_laws(file, report, where):
    fits = {report.data["runtimes"][one["runtime"]]: one for one in report.data["fits"]}
    for runtime in sorted({runtime for _, runtime, _, _, _ in file.samples} - {"serial"}):
        here = f"{where}, {runtime}"
        points = [(n, statistics.median(1 / one for one in all))
                  for (_, name, n, _, _), all in file.samples.items() if name == runtime]
        rate, contention, coherency = fit(points)
        miss = largest_miss(points, rate, contention, coherency)
        check("whether there is a fit", here, runtime in fits, f"a miss of {miss}", (runtime in fits) == (miss <= 0.2))
        if runtime not in fits:
            continue
        said = fits[runtime]
        check("squared error of the fit", here, error(points, said["sigma"][0], said["kappa"][0]),
              error(points, contention, coherency),
              error(points, said["sigma"][0], said["kappa"][0]) <= error(points, contention, coherency) * 1.0001 + 1e-9)
        for n, height in said["curve"]:
            check_number("curve of the fit", here, height, rate * law(n, contention, coherency), 1e-3)
        rate, share, _ = fit(points, with_coherency=False)
        share = min(1, share)
        is_told, holds = said["serialShare"] is not None, largest_miss(points, rate, share, 0) <= 0.2
        check("whether Amdahl's law holds", here, is_told, holds, is_told == holds)
        if is_told and holds:
            check("serial share", here, said["serialShare"][0], share, math.isclose(said["serialShare"][0], share, rel_tol=1e-3, abs_tol=1e-5))


def main(program, files, seed):
    for number in range(int(files)):
        rng = random.Random(f"{seed} {number}")
        for make, compare in ((made.ranked_works, check_ranking), (made.swept_grains, check_metg),
                              (made.swept_sizes, check_break_even), (made.scaled, check_laws)):
            file = make(rng)
            compare(file, Report(program, file), f"{make.__name__} {number}")
    print("\n".join(problems[:50]))
    print(", ".join(f"{n} x {what}" for what, n in checked.items()))
    print(f"{sum(checked.values())} compared, {len(problems)} differ")
    return 1 if problems or len(checked) < 15 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

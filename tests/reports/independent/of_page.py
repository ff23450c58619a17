#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Numbers on a page against an independent calculation from the same result file, cell by cell.

    of_page.py RESULT.json PAGE.html

Shares no code and no method with the program: samples are grouped by Python's own JSON reader, confidences are sums
of binomial coefficients, bootstrap distributions come from enumerating every multiset that a resample can be. Ends
with exit status 1 and a line for each number that differs.
"""
import collections
import html.parser
import json
import math
import re
import statistics
import sys

from medians import interval, of_the_fastest, ratio_interval

DIGITS = 2e-5  # relative; the page's data have six digits
UNITS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}
NOT_COUNTERS = {"family_index", "per_family_instance_index", "repetitions", "repetition_index", "threads",
                "iterations", "real_time", "cpu_time"}

problems = []
checked = collections.Counter()


def check(what, where, shown, right, tolerance=DIGITS):
    checked[what] += 1
    if shown is None or right is None:
        same = shown is right
    else:
        same = math.isclose(shown, right, rel_tol=tolerance, abs_tol=1e-15)
    if not same:
        problems.append(f"{where}: {what} is {shown} on the page, {right} by calculation")


def read_samples(path):
    """name -> {"seconds": [...], "cpu": [...], counter: [...]} of cells without a failed repetition."""
    cells, failed = collections.OrderedDict(), set()
    with open(path, encoding="utf-8") as file:
        rows = json.load(file)["benchmarks"]
    for row in rows:
        if row.get("run_type", "iteration") != "iteration":
            continue
        cell = cells.setdefault(row["name"], collections.defaultdict(list))
        if row.get("error_occurred"):
            failed.add(row["name"])
            continue
        unit = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}[row.get("time_unit", "ns")]
        cell["seconds"].append(row["real_time"] * unit)
        cell["cpu"].append(row["cpu_time"] * unit)
        for key, value in row.items():
            if key not in NOT_COUNTERS and isinstance(value, (int, float)) and not isinstance(value, bool):
                cell["counter " + key].append(value)
    return cells, failed


class Table(html.parser.HTMLParser):
    """The table of all cells: one list of (data-sort, text) for each of its rows."""

    def __init__(self):
        super().__init__()
        self.rows, self.row, self.data, self.in_data = {}, None, "", False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "tr":
            found = re.fullmatch(r"cell-(\d+)", attributes.get("id") or "")
            self.row = [] if found else None
            if found:
                self.rows[int(found[1])] = self.row
        elif tag in ("td", "th") and self.row is not None:
            self.row.append([attributes.get("data-sort"), ""])
        elif tag == "script":
            self.in_data = attributes.get("id") == "data"

    def handle_endtag(self, tag):
        if tag == "script":
            self.in_data = False
        elif tag == "tr":
            self.row = None

    def handle_data(self, text):
        if self.in_data:
            self.data += text
        elif self.row:
            self.row[-1][1] += text


def shown_seconds(text):
    found = re.match(r"([\d.]+)\u00a0(ns|µs|ms|s)\b", text)
    return float(found[1]) * UNITS[found[2]] if found else None


def work_of(name):
    """What a name says was done, without who did it: None for names that are not ours."""
    parts = name.split("/")
    if len(parts) < 3 or parts[0] == "control" or not any(p.startswith("workers:") for p in parts):
        return None
    return (parts[0], *sorted(p for p in parts[2:] if not p.startswith("workers:")))


def check_cells(cells, failed, table, data):
    serial = {work_of(n): c["seconds"] for n, c in cells.items() if n not in failed and "/serial/" in n and work_of(n)}
    columns = data["cells"]
    place = {name: i for i, name in enumerate(columns["name"])}
    for name in cells:
        if name not in place:
            problems.append(f"{name}: is not on the page")
    for name, cell in cells.items():
        if name not in place:
            continue
        i, row = place[name], table.rows[place[name]]
        if name in failed:
            check("failure", name, columns["seconds"][i], None)
            continue
        middle, ends = statistics.median(cell["seconds"]), interval(cell["seconds"])
        check("median", name, columns["seconds"][i][0], middle)
        for end, right in zip(columns["seconds"][i][1:], ends or (middle, middle)):
            check("interval", name, end, right)
        for one, right in zip(columns["samples"][i], cell["seconds"], strict=True):
            check("repetition", name, one, right)
        check("CPU time", name, columns["cpu"][i], statistics.median(cell["cpu"]))
        for key in cell:
            if key.startswith("counter "):
                check(key, name, columns["counters"][key[8:]][i], statistics.median(cell[key]))
        check("median in the table", name, float(row[7][0]), middle)
        check("time as written", name, shown_seconds(row[7][1]), middle, 0.006)
        base = serial.get(work_of(name))
        if base and work_of(name) and "/serial/" not in name:
            ratio = statistics.median(base) / middle
            check("speed-up", name, float(row[8][0]), ratio)
            written = re.match(r"([\d.]+)×\s*([\d.]+)–([\d.]+)", row[8][1])
            if written and ratio > 0.1 and len(base) <= 8 and len(cell["seconds"]) <= 8:
                check("speed-up as written", name, float(written[1]), ratio, 0.006)
                for end, right in zip(written.groups()[1:], ratio_interval(base, cell["seconds"])):
                    last_digit = 10.0 ** -len(end.partition(".")[2])
                    check("interval of the speed-up", name, float(end), right, 0.51 * last_digit / right)


def check_grains(cells, data):
    for sweep in data["grains"]:
        size = int(re.search(r"size (\d+)", sweep["text"])[1])
        rows = [cells[data["cells"]["name"][p["cell"]]]["seconds"] for line in sweep["lines"] for p in line["points"]
                if data["runtimes"][line["runtime"]] == sweep["reference"]]
        reference = statistics.median(of_the_fastest(rows))
        for line in sweep["lines"]:
            for point in line["points"]:
                name = data["cells"]["name"][point["cell"]]
                middle = statistics.median(cells[name]["seconds"])
                check("efficiency", name, point["efficiency"][0], reference / middle)
                tasks = math.ceil(size / point["grain"])
                check("granularity", name, point["granularity"], middle * sweep["workers"] / tasks)


def main():
    cells, failed = read_samples(sys.argv[1])
    table = Table()
    with open(sys.argv[2], encoding="utf-8") as file:
        table.feed(file.read())
    data = json.loads(table.data)
    check_cells(cells, failed, table, data)
    check_grains(cells, data)
    print("\n".join(problems[:50]))
    print(", ".join(f"{n} x {what}" for what, n in checked.items()))
    print(f"{sum(checked.values())} numbers compared, {len(problems)} differ")
    return 1 if problems or not checked["median"] else 0


if __name__ == "__main__":
    sys.exit(main())

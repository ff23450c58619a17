# SPDX-License-Identifier: MIT
"""METG: how short a task may be to stay efficient."""
import re

from . import noise
from .kind import Kind, markdown_of
from .markdown import is_within, rows_under, seconds_in
from .result_file import ResultFile

SIZE, WORKERS, ITEM = 4096, 4, 1e-6
GRAINS = [4 ** i for i in range(6)]
FEWEST = 6  # repetitions for intervals that hold what they say
# What a task costs beside its items, in seconds; and the share of a processor that a worker gets anyway.
RUNTIMES = {"openmp-static": (0, 1), "cheap": (3e-8, 1), "dear": (3e-6, 1), "locked": (0, 0.4)}


def task(runtime, grain):
    """Seconds that a task of so many items takes."""
    cost, share = RUNTIMES[runtime]
    return grain * ITEM / share + cost


def file_of(rng, its_noise, repetitions):
    file = ResultFile(rng, its_noise, repetitions)
    for grain in GRAINS:
        file.add("k0", "serial", 1, SIZE, grain, SIZE * ITEM)
        for runtime in RUNTIMES:
            file.add("k0", runtime, WORKERS, SIZE, grain, SIZE / grain / WORKERS * task(runtime, grain))
    return file


def truth(runtime, threshold):
    """"never reached", an upper bound, or the seconds of the shortest task that is so efficient."""
    cost, share = RUNTIMES[runtime]
    if share < threshold:
        return "never", None
    shortest = cost / (1 - threshold)
    return ("below", shortest) if shortest <= task(runtime, GRAINS[0]) else ("found", shortest)


def judge(file, text, sentences):
    few = file.repetitions < FEWEST  # then the report warns that intervals may be too narrow
    found_at = sentences.of("METG with its interval and a warning" if few else "METG with its interval, each 95 %", None if few else 0.05)
    bound = sentences.of("“≤” (METG)")
    never = sentences.of("“never reached” (METG)")
    unstable = sentences.of("“unstable” (METG) of steady curves")
    for row in rows_under(text, "runtime"):
        runtime = row["runtime"].strip("`")
        for head, said in row.items():
            threshold = re.fullmatch(r"METG\((\d+) %\)", head)
            if not threshold:
                continue
            outcome, true = truth(runtime, int(threshold[1]) / 100)
            found = seconds_in(said) if said[0] not in "nu" else []
            is_bound, is_found = said.startswith("≤"), len(found) == 3
            is_right = is_found and outcome == "found" and is_within(true, found)
            found_at.add(is_found and not is_right, outcome == "found", is_right)
            bound.add(is_bound and (outcome == "never" or true > found[0] * 1.005), outcome == "below",
                      is_bound and outcome == "below")
            never.add(said == "never reached" and outcome != "never", outcome == "never",
                      said == "never reached" and outcome == "never")
            unstable.add(said == "unstable")


def kinds():
    for one in noise.ALL:
        for repetitions in (3, 6, 15):
            yield Kind(f"tasks of known cost; {one.name}; {repetitions} repetitions",
                       lambda rng, n=one, r=repetitions: file_of(rng, n, r), markdown_of, judge)

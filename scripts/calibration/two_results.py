# SPDX-License-Identifier: MIT
"""Two results side by side: which cells and which works surely differ."""
import csv
import io
import re

from . import noise
from .kind import Kind
from .result_file import ResultFile, names, workers_of

KERNELS, RUNTIMES = 30, 6
COUNT = r"(none|\d+)"


def factor_of(kernel, gain):
    """What the other machine's times are multiplied by: a third of the kernels gains, a third loses."""
    return [1 / gain, gain, 1][kernel % 3]


def files_of(rng, its_noise, repetitions, gain, other_noise=None):
    """`other_noise`: of the other machine, if it is another one."""
    files = []
    for host in ("first", "other"):
        file = ResultFile(rng, its_noise if host == "first" else other_noise or its_noise, repetitions, host=host)
        file.gain = gain
        for kernel in range(KERNELS):
            for place, runtime in enumerate(names(RUNTIMES)):
                factor = factor_of(kernel, gain) if host == "other" else 1
                file.add(f"k{kernel:02}", runtime, workers_of(runtime), 64, 4, 1e-3 * (1 + 0.1 * place) * factor)
        files.append(file)
    return files


def comparison_of(programs, files, _rng):
    return (programs.report(files, "--compare", "--csv"), programs.report(files, "--compare", "--markdown"))


def number(text):
    return 0 if text == "none" else int(text)


def judge(files, said, sentences):
    gain = files[0].gain
    table, text = said
    false_cell, could, right = False, 0, 0
    for row in csv.DictReader(io.StringIO(table)):
        if not row["ratio_to_first"]:
            continue
        true = 1 / factor_of(int(row["kernel"][1:]), gain)
        is_right = true != 1 and (float(row["ratio_to_first"]) > 1) == (true > 1)
        could += true != 1
        if row["resolved_from_first"] == "yes":
            false_cell |= not is_right
            right += is_right
    works = re.search(rf"surely faster than \S+ in {COUNT} of \d+ works and surely slower in {COUNT}\.", text)
    faster, slower = number(works[1]), number(works[2])
    differing = 0 if gain == 1 else KERNELS // 3  # that gain; as many lose
    false_work = faster > differing or slower > differing
    sentences.of("“surely” of cells of two results", 0.04).add(false_cell, could, right)
    sentences.of("“surely” of works of two results", 0.01).add(
        false_work, 2 * differing, min(faster, differing) + min(slower, differing))
    sentences.of("any “surely” of two results").add(false_cell or false_work)


def kinds():
    for repetitions in (6, 15):
        yield Kind(f"equal machines, a quiet and a noisy one; {repetitions} repetitions",
                   lambda rng, r=repetitions: files_of(rng, noise.UNLIKE[0], r, 1, noise.WIDE), comparison_of, judge)
    for title, gain in [("equal machines", 1), ("a third of 30 kernels gains 10 %, a third loses it", 1.1)]:
        for one in noise.ALL:
            for repetitions in (6, 15):
                yield Kind(f"{title}; {one.name}; {repetitions} repetitions",
                           lambda rng, n=one, r=repetitions, g=gain: files_of(rng, n, r, g), comparison_of, judge)

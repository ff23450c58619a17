# SPDX-License-Identifier: MIT
"""Rankings: who is fastest, and who is surely slower, on a card and in the table of works."""
import math
import re

from . import modes, noise
from .kind import Kind, markdown_of
from .markdown import rows_under
from .result_file import ResultFile, names, workers_of

EQUAL = 1 + 1e-9


def file_of(rng, its_noise, repetitions, runtimes, works, factor, drift=0.0):
    """Works of four kernels; `factor(runtime, place)` is what its time is multiplied by."""
    file = ResultFile(rng, its_noise, repetitions, drift)
    for work in range(works):
        size = 16 * 4 ** (work // 4)
        for place, runtime in enumerate(names(runtimes)):
            file.add(f"k{work % 4}", runtime, workers_of(runtime), size, 16, factor(runtime, place) * 1e-3 * size / 16)
    return file


def uneven_file_of(rng, repetitions, runtimes, works):
    """Equals that spread unlike each other, in a run that was cut off: some cells lack a repetition, some works a runtime."""
    file = ResultFile(rng, noise.NARROW, repetitions)
    spreads = {runtime: rng.choice(noise.UNLIKE) for runtime in names(runtimes)}
    for work in range(works):
        size = 16 * 4 ** (work // 4)
        for runtime in names(runtimes):
            if runtime != "serial" and rng.random() < 0.05:
                continue
            file.add(f"k{work % 4}", runtime, workers_of(runtime), size, 16, 1e-3 * size / 16, spreads[runtime],
                     repetitions - (rng.random() < 0.3))
    return file


def equal_runtimes(_runtimes):
    """Nobody is faster than anybody."""
    return lambda runtime, place: 1


def known_ratios(runtimes):
    """Half are equally fast, the others 10 % slower each than the one before; serial takes as long as two of the fastest."""
    return lambda runtime, place: 2 if runtime == "serial" else 1.1 ** max(0, place - runtimes // 2)


def one_winner(_runtimes):
    """r01 is a quarter faster than all others."""
    return lambda runtime, place: 0.75 if runtime == "r01" else 1


def true_means(file):
    """The geometric mean of each runtime's times, over the works of each kernel first; of those that did all works."""
    works, logarithms = {}, {}
    for (kernel, _, _, runtime, _), median in file.truth.items():
        logarithms.setdefault(runtime, {}).setdefault(kernel, []).append(math.log(median))
        works[runtime] = works.get(runtime, 0) + 1
    return {runtime: math.exp(sum(sum(all) / len(all) for all in kernels.values()) / len(kernels))
            for runtime, kernels in logarithms.items() if works[runtime] == max(works.values())}


def add_slower(sentence, true, best, slower):
    """`slower` are called slower than `best`."""
    can = {runtime for runtime in true if true[runtime] > true[best] * EQUAL}
    sentence.add(any(runtime not in can for runtime in slower), len(can), len(can & set(slower)))


def judge_card(file, text, sentences):
    true = true_means(file)
    winners = [runtime for runtime in true if true[runtime] < min(true.values()) * EQUAL]
    for row in rows_under(text, "kind of work"):
        best = row["least time"].strip("*").strip("`")
        equals = re.findall(r"`([^`]+)`", row["cannot be told from it"])
        sentences.of("“X is fastest”").add(not equals and winners != [best], len(winners) == 1, not equals and winners == [best])
        slower = [runtime for runtime in true if runtime != best and runtime not in equals]
        add_slower(sentences.of("“surely slower than the best” (card)"), true, best, slower)


def judge_works(file, text, sentences):
    """Whoever stands in a row without "≈" is said to be slower than the one in bold. A row is a family of its own."""
    for row in rows_under(text, "work"):
        head = re.findall(r"`([^`]+)`", row["work"])
        numbers = re.sub(r"[\s\u00a0\u202f]", "", head[1])
        size, grain = int(re.search(r"size(\d+)", numbers)[1]), int(re.search(r"grain(\d+)", numbers)[1])
        said = {key.strip("`"): value for key, value in row.items() if key != "work" and value != "–"}
        best = next((runtime for runtime, value in said.items() if value.startswith("**")), None)
        if best is None:
            continue
        true = {runtime: file.truth[(head[0], size, grain, runtime, workers_of(runtime))] for runtime in said}
        slower = [runtime for runtime, value in said.items() if runtime != best and "≈" not in value]
        add_slower(sentences.of("“surely slower” (row of the table)"), true, best, slower)


def judge(file, text, sentences):
    judge_card(file, text, sentences)
    judge_works(file, text, sentences)
    modes.judge(file, text, sentences)


def kind(title, truth, its_noise, repetitions, runtimes, works, drift=0.0):
    return Kind(f"{title}; {repetitions} repetitions, {runtimes} runtimes, {works} works",
                lambda rng: file_of(rng, its_noise, repetitions, runtimes, works, truth(runtimes), drift), markdown_of, judge)


def kinds():
    for title, truth in [("equal runtimes", equal_runtimes), ("half equal, others 10 % apart", known_ratios),
                         ("one winner", one_winner)]:
        for one in noise.ALL:
            for repetitions, runtimes, works in [(3, 6, 1), (3, 18, 8), (6, 6, 8), (6, 21, 12), (15, 12, 8), (30, 3, 2)]:
                yield kind(f"{title}; {one.name}", truth, one, repetitions, runtimes, works)
    for repetitions, runtimes, works in [(7, 21, 4), (15, 5, 8), (30, 14, 1)]:
        yield Kind(f"equal runtimes of unlike spread, cut off; {repetitions} repetitions, {runtimes} runtimes, {works} works",
                   lambda rng, r=repetitions, n=runtimes, w=works: uneven_file_of(rng, r, n, w), markdown_of, judge)
    yield kind("equal runtimes; drifting by 20 %", equal_runtimes, noise.NARROW, 6, 6, 8, 0.2)
    yield kind("equal runtimes; two modes", equal_runtimes, noise.TWO_MODES, 15, 6, 8)

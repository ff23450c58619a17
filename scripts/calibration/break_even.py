# SPDX-License-Identifier: MIT
"""Break-even: always, or from which size of a job on a runtime is faster than serial."""
from . import modes, noise, ranking
from .kind import Kind, markdown_of
from .markdown import is_within, rows_under, seconds_in
from .result_file import ResultFile, names, workers_of

RUNTIMES = 4
SIZES = [64 * 4 ** i for i in range(7)]


def cost_of(runtime):
    """What a runtime costs beside half of the work, in seconds. The first costs nothing."""
    return (int(runtime[1:]) - 1) * 4e-5


def sizes_that_pay(runtime, job):
    """Each runtime halves the work and costs something: it pays from twice its cost on."""
    return job if runtime == "serial" else job / 2 + cost_of(runtime)


def sizes_that_never_pay(_runtime, job):
    """As fast as serial at every size."""
    return job


def file_of(rng, its_noise, repetitions, time_of):
    file = ResultFile(rng, its_noise, repetitions)
    file.pays = time_of is sizes_that_pay
    for size in SIZES:
        for runtime in names(RUNTIMES):
            file.add("k0", runtime, workers_of(runtime), size, size // 16, time_of(runtime, size * 1e-7))
    return file


def judge(file, text, sentences):
    false_always = false_from = False
    could_always = said_always = could_from = said_from = 0
    for row in rows_under(text, "runtime"):
        if "break-even" not in row:
            continue
        runtime, said = row["runtime"].strip("`"), row["break-even"]
        crossing = 2 * cost_of(runtime) if file.pays else None  # seconds; 0: always faster
        could_always += crossing == 0
        said_always += crossing == 0 and said == "always"
        false_always |= crossing != 0 and said == "always"
        could_from += bool(crossing)
        if said.startswith("from"):
            found = seconds_in(said)
            if crossing is None:
                is_right = False
            elif "latest" in said:  # nothing above that size may be slower
                is_right = crossing <= found[0] * 1.0001
            else:
                is_right = is_within(crossing, found)
            false_from |= not is_right
            said_from += is_right and bool(crossing)
    sentences.of("“always” (break-even)").add(false_always, could_always, said_always)
    sentences.of("“from size … on”, each interval 95 %").add(false_from, could_from, said_from)
    ranking.judge_works(file, text, sentences)
    modes.judge(file, text, sentences)


def kinds():
    for one in noise.ALL:
        for repetitions in (3, 6, 15):
            for title, time_of in [("sizes that pay", sizes_that_pay), ("sizes that never pay", sizes_that_never_pay)]:
                yield Kind(f"{title}; {one.name}; {repetitions} repetitions",
                           lambda rng, n=one, r=repetitions, t=time_of: file_of(rng, n, r, t), markdown_of, judge)

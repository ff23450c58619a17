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


def sizes_that_pay(share=1):
    """Each runtime halves the work and costs (a share of) something: it pays from twice its cost on."""
    return lambda runtime, job: job if runtime == "serial" else job / 2 + cost_of(runtime) * share


def sizes_that_never_pay(_runtime, job):
    """As fast as serial at every size."""
    return job


def file_of(rng, its_noise, repetitions, time_of, share):
    file = ResultFile(rng, its_noise, repetitions)
    file.share = share
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
        crossing = None if file.share is None else 2 * cost_of(runtime) * file.share  # seconds
        always = crossing is not None and crossing < SIZES[0] * 1e-7
        later = crossing is not None and not always
        could_always += always
        said_always += always and said == "always"
        false_always |= not always and said == "always"
        could_from += later
        if said.startswith("from"):
            found = seconds_in(said)
            if crossing is None:
                is_right = False
            elif "latest" in said:  # nothing above that size may be slower
                is_right = crossing <= found[0] * 1.0001
            else:
                is_right = is_within(crossing, found)
            false_from |= not is_right
            said_from += is_right and later
    sentences.of("“always” (break-even)").add(false_always, could_always, said_always)
    sentences.of("“from size … on”, each interval 95 %").add(false_from, could_from, said_from)
    ranking.judge_works(file, text, sentences)
    modes.judge(file, text, sentences)


def kinds():
    for one in noise.ALL:
        for repetitions in (3, 6, 15):
            for title, time_of, share in [("sizes that pay", sizes_that_pay(), 1),
                                          ("sizes that pay from below the smallest on", sizes_that_pay(1 / 26), 1 / 26),
                                          ("sizes that never pay", sizes_that_never_pay, None)]:
                yield Kind(f"{title}; {one.name}; {repetitions} repetitions",
                           lambda rng, n=one, r=repetitions, t=time_of, s=share: file_of(rng, n, r, t, s), markdown_of,
                           judge)

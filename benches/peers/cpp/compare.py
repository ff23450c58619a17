#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Trees, maps and graphs of ours beside peers in C++: in every round everybody is visited once at every point, in
random order. Writes all samples after every round, so that a run that is ended keeps what it has; samples of works
that are not measured now stay.

    compare.py --bench=build/release/bench --libfork=../libfork --out=results/samples.json
"""
import argparse
import gzip
import json
import os
import random
import sys
import time

import sources
import works
from systems import Bench, Program, TaskBench

sys.path.insert(0, os.path.join(os.path.dirname(sources.HERE), "python"))
import lifetime  # noqa: E402
from conductor import Interrupted, end_on_signals  # noqa: E402

NAMES = tuple(works.OURS)
_KEPT = ("cpu_model", "usable_cpus", "virtual_machine", "commit", "dirty", "compiler", "date", "library_mpi",
         "mpi_launcher", "governor", "os_kernel")


def build(options, compiler):
    """Programs by the peer's name, or why there is none; and what is to be said of their sources."""
    given = {"--libfork": options.libfork, "--taskflow": options.taskflow, "--task-bench": options.task_bench}
    workers, programs, said = str(works.WORKERS), {}, []

    def header_only(source, name, standard, include):
        path, how = sources.compile_one(source, name, standard, include, options.build, compiler)
        return Program(path, options.timeout), how

    def task_bench(source, part, target, **how):
        path, command = sources.make_task_bench(source, part, target, options.build, compiler)
        return TaskBench(path, options.timeout, **how), command

    openmp = {**os.environ, "OMP_NUM_THREADS": workers, "OMP_PROC_BIND": "spread"}
    root = ("--allow-run-as-root",) if os.geteuid() == 0 else ()
    recipes = {
        "libfork": [(("libfork",), lambda s: header_only(s, "fib_libfork", "c++23", "include"))],
        "taskflow": [(("taskflow",), lambda s: header_only(s, "fib_taskflow", "c++20", "")),
                     (("taskflow, graph",), lambda s: header_only(s, "graph_taskflow", "c++20", ""))],
        "Task Bench": [(("Task Bench, MPI",), lambda s: task_bench(s, "mpi", "nonblock",
                                                                   start=("mpirun", *root, "-np", workers))),
                       (("Task Bench, OpenMP",), lambda s: task_bench(s, "openmp", "main", environment=openmp,
                                                                      end=("-worker", workers, "-field", "2")))]}
    for source in sources.known():
        commands = []
        for (name,), recipe in recipes[source.name]:
            try:
                if not source.folder:
                    source.look(given[source.flag])
                programs[name], how = recipe(source)
                commands.append(f"`{how}`")
            except sources.NotBuilt as why:
                programs[name] = str(why)
                print(f"{name} is missing: {why}", file=sys.stderr)
        if commands:
            said.append({"name": source.name, "url": source.url, "commit": source.commit, "how": ", ".join(commands)})
    return programs, said


def _read(path):
    if not os.path.exists(path):
        return {"works": {}}
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def _write(path, samples):
    with open(path + ".part", "wb") as file:
        text = (json.dumps(samples, indent=1) + "\n").encode()
        file.write(gzip.compress(text, mtime=0) if path.endswith(".gz") else text)
    os.replace(path + ".part", path)


def measure(options, programs, said):
    bench = Bench(options.bench, options.timeout)
    samples = _read(options.out)
    generator = random.Random(options.seed)
    chosen = []
    for name in options.only:
        own = {**programs, "taskflow": programs["taskflow, graph"]} if name in works.DEPENDENCES else programs
        chosen.append(works.Work(name, bench, own))
    for number in range(options.rounds):
        for work in generator.sample(chosen, len(chosen)):
            work.round(generator)
        for work in chosen:
            context = {key: (bench.context or {}).get(key, "unknown") for key in _KEPT}
            samples["works"][work.name] = {
                "rounds": number + 1, "seconds": work.seconds, "missing": work.missing,
                "context": {**context, "peers": said, "seed": options.seed, "command": options.command,
                            "note": options.note}}
        samples["works"] = {name: samples["works"][name] for name in NAMES if name in samples["works"]}
        _write(options.out, samples)


def parse(arguments):
    parser = argparse.ArgumentParser(prog="against-cpp", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", required=True, help="our program")
    for source in sources.known():
        parser.add_argument(source.flag, default="", metavar="FOLDER", help=f"sources: {source.url}")
    parser.add_argument("--build", default="build/against-cpp", help="where programs of peers are built")
    parser.add_argument("--only", default=",".join(NAMES), help="some of " + ", ".join(NAMES))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--timeout", type=float, default=120, help="seconds for one visit (default: 120)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32), help="of the random order")
    parser.add_argument("--note", default="", metavar="TEXT", help="what the page has to say of this run")
    parser.add_argument("--out", required=True, help="a JSON file for all samples, packed if it ends in .gz")
    options = parser.parse_args(arguments)
    options.only = options.only.split(",")
    if unknown := [name for name in options.only if name not in NAMES]:
        parser.error(f"--only: there is no {', '.join(unknown)}, only {', '.join(NAMES)}")
    if options.rounds < 1:
        parser.error("--rounds: at least one")
    folders = [f"{source.flag}=FOLDER" for source in sources.known()
               if getattr(options, source.flag[2:].replace("-", "_"))]
    options.command = " ".join(["scripts/against-cpp", *folders, f"--only={','.join(options.only)}",
                                f"--rounds={options.rounds}"])
    return options


def main(arguments):
    options = parse(arguments)
    compiler = os.environ.get("CXX", "g++")
    end_on_signals()
    lifetime.adopt_orphans()
    started = time.monotonic()
    try:
        programs, said = build(options, compiler)
        measure(options, programs, said)
    except Interrupted as interruption:
        return 128 + interruption.number
    finally:
        lifetime.kill_all()
    print(f"measured in {time.monotonic() - started:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

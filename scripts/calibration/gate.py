# SPDX-License-Identifier: MIT
"""The gate: regressions of a program whose times are drawn around known ones (gate-simulated)."""
import json
import os
import tempfile

from .kind import Kind

NOISES = ["quiet", "noisy", "bursts", "drift"]
CHANGED = "c"  # the cell whose times `head` multiplies


class Pair:
    """Two programs: `head` takes `factor` times as long in one of its cells."""

    def __init__(self, noise, factor, seed):
        self.noise, self.factor, self.seed = noise, factor, seed


def verdicts_of(programs, pair, _rng):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, factor in (("base", 1), ("head", pair.factor)):
            paths.append(os.path.join(folder, name))
            with open(paths[-1], "w", encoding="utf-8") as script:
                script.write(f"#!/bin/sh\nexec '{programs.path('gate-simulated')}' '{folder}/visits' {pair.seed} {pair.noise} "
                             f"{factor} \"$@\"\n")
            os.chmod(paths[-1], 0o755)
        output = os.path.join(folder, "gate.json")
        programs.run("gate", *paths, f"--json={output}", f"--seed={pair.seed}", "--visit=10ms", "--budget=0",
                     expected=(0, 1, 3))
        with open(output, encoding="utf-8") as text:
            return {cell["name"].split("/")[0]: cell["metrics"][0]["verdict"] for cell in json.load(text)["cells"]}


def judge(pair, verdicts, sentences):
    slower, faster = pair.factor > 1.05, pair.factor < 1 / 1.05
    for verdict, is_true in (("regression", slower), ("improvement", faster)):
        said = [cell for cell, its in verdicts.items() if its == verdict]
        allowed = [CHANGED] if is_true else []
        sentences.of(f"“{verdict}” of wall time (gate)", 0.01).add(
            any(cell not in allowed for cell in said), len(allowed), len(set(said) & set(allowed)))


def kinds():
    for noise in NOISES:
        for title, factor in [("the same program", 1), ("one of three cells 10 % slower", 1.1)]:
            yield Kind(f"gate: {title}; {noise}",
                       lambda rng, n=noise, f=factor: Pair(n, f, rng.randrange(1, 2 ** 31)), verdicts_of, judge)

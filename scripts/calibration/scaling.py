# SPDX-License-Identifier: MIT
"""Scaling laws: contention, coherency and the serial share, each with its interval."""
import json
import re

from . import noise
from .kind import Kind
from .result_file import ResultFile

WORKERS = [1, 2, 4, 8, 16]
LAWS = [(0, 0), (0.05, 0), (0.3, 0), (0.05, 0.002)]  # contention and coherency


def file_of(rng, its_noise, repetitions, law):
    file = ResultFile(rng, its_noise, repetitions)
    file.law = law
    contention, coherency = law
    file.add("k0", "serial", 1, 64, 4, 1e-3)
    for n in WORKERS:
        file.add("k0", "r01", n, 64, 4, 1e-3 * (1 + contention * (n - 1) + coherency * n * (n - 1)) / n)
    return file


def fits_of(programs, file, _rng):
    page = programs.page(file)
    return json.loads(re.search(r'<script[^>]*id="data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])["fits"]


def judge(file, fits, sentences):
    contention, coherency = file.law
    truths = [("contention (scalability law), each interval 95 %", "sigma", contention),
              ("coherency (scalability law), each interval 95 %", "kappa", coherency)]
    if coherency == 0:
        truths.append(("serial share (Amdahl), each interval 95 %", "serialShare", contention))
    for title, key, true in truths:
        ends = fits[0][key][1:] if fits and fits[0][key] else [None, None]
        is_said = None not in ends
        is_right = is_said and ends[0] * 0.995 - 1e-6 <= true <= ends[1] * 1.005 + 1e-6
        sentences.of(title).add(is_said and not is_right, 1, is_right)


def kinds():
    for law in LAWS:
        for one in (noise.NARROW, noise.WIDE, noise.SKEWED):
            for repetitions in (3, 6, 15):
                yield Kind(f"contention {law[0]:g}, coherency {law[1]:g}; {one.name}; {repetitions} repetitions",
                           lambda rng, n=one, r=repetitions, l=law: file_of(rng, n, r, l), fits_of, judge)

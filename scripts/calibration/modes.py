# SPDX-License-Identifier: MIT
"""The warning of two modes, which any page may have."""
import re


def judge(file, text, sentences):
    warned = re.search(r"two modes[^(]*\((\d+) value", text)
    if file.noise.modes == 1:
        sentences.of("“two modes” of one").add(bool(warned))
    elif file.noise.modes == 2:
        sentences.of("“two modes” of two").add(False, len(file.truth), int(warned[1]) if warned else 0)

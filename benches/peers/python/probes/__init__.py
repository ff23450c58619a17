# SPDX-License-Identifier: MIT
"""Single mechanisms of Python's under one load, beside the probes of benches/probes/.

A probe is a module of its load's name:

    SUMMARY, PARAMETERS (names), MECHANISMS (names)
    cases(mechanism)          the default ones
    workers(case)             threads and processes that take part, the caller included
    start(mechanism, case)    something with run(iterations), mistake(), counters(), note() and close()
"""
import importlib

NAMES = ("round_trip", "element", "start_stop", "start_pool", "view")


def find(name):
    return importlib.import_module("probes." + name)

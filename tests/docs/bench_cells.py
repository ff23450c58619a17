# SPDX-License-Identifier: MIT
"""Whether `bench` would measure something with these arguments, without doing it: which cells it lists, and whether
one of them has to wait for longer than its time limit.
"""
import re

LISTS = {"--help", "-h", "--version", "--list-kernels", "--list-runtimes", "--list-probes"}
WAITS = {"sleep": "microseconds", "http_get": "latency_us"}  # the parameter that says how long an item waits
LIMIT = 60  # seconds, the default of --timeout


def least_seconds(cell):
    """What the waits of a cell take at least; 0 where it does not wait."""
    kernel = cell.split("/")[0]
    numbers = {key: int(value) for key, value in re.findall(r"(\w+):(\d+)", cell)}
    if kernel not in WAITS:
        return 0
    return numbers["size"] / min(numbers["workers"], numbers["size"]) * numbers.get(WAITS[kernel], 0) * 1e-6


def check(place, arguments, wrong):
    if LISTS & set(arguments):
        done = place.run([place.settings.program("bench"), *arguments])
        if done.returncode != 0 or not done.stdout.strip():
            raise wrong(f"bench ends with status {done.returncode}: {done.stderr.strip()}")
        return
    runtimes = [name for word in arguments if word.startswith("--runtimes=")
                for name in word.partition("=")[2].split(",")]
    if set(runtimes) & place.missing_runtimes():
        print(f"not checked, because a runtime is missing: ./bench {' '.join(arguments)}")
        return
    place.provide_for("bench", arguments)
    done = place.run([place.settings.program("bench"), *arguments, "--benchmark_list_tests=true"])
    cells = done.stdout.splitlines()
    if done.returncode != 0 or not cells:
        raise wrong(f"bench ends with status {done.returncode} and {len(cells)} cells: {done.stderr.strip()}")
    for cell in cells:
        if least_seconds(cell) >= LIMIT:
            raise wrong(f"{cell} waits for {least_seconds(cell):.0f} s at least and runs into its time limit")

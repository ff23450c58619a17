# SPDX-License-Identifier: MIT
"""Whether `bench` would measure something with these arguments, without doing it: which cells it lists, and whether it
leaves some out because they have to wait for longer than their time limit.
"""
import os

LISTS = {"--help", "-h", "--version", "--list-kernels", "--list-runtimes", "--list-probes"}


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
    for word in arguments:
        given = word.partition("=")[2].split(":")[0]
        if word.startswith(("--function=", "--load=")) and not os.path.exists(os.path.join(place.folder, given)):
            print(f"not checked, because its compiler is missing: ./bench {' '.join(arguments)}")
            return
    place.provide_for("bench", arguments)
    done = place.run([place.settings.program("bench"), "--benchmark_list_tests=true", *arguments])
    cells = done.stdout.splitlines()
    if done.returncode != 0 or not cells:
        raise wrong(f"bench ends with status {done.returncode} and {len(cells)} cells: {done.stderr.strip()}")
    if "longer than --timeout" in done.stderr:
        raise wrong(done.stderr.strip())

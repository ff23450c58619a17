# SPDX-License-Identifier: MIT
"""How the work reaches the workers: Python's own ways, one a file, under the names of --list.

A strategy is made with its workers, after the kernel has been prepared, and has

    map(function, items, grain)   the results in order, `grain` items handed out at once
    close()                       ends the workers

and raises what an item has raised. Whether the caller is one of the workers is told by NOTE: it is with `threading`,
as in our runtimes, and only waits where Python's pools are used as they are.
"""
import importlib

# name -> module and class; in the order of --list
_STRATEGIES = {
    "py-serial": ("serial", "Serial"),
    "py-threads": ("threads", "Threads"),
    "py-futures-threads": ("futures", "FuturesThreads"),
    "py-futures-processes": ("futures", "FuturesProcesses"),
    "py-pool": ("pool", "Pool"),
    "py-process": ("processes", "Processes"),
    "py-process-queue": ("process_queue", "ProcessQueue"),
    "py-asyncio": ("tasks", "Tasks"),
    "py-ipyparallel": ("engines", "Engines"),
}
NAMES = tuple(_STRATEGIES)


def find(name):
    module, class_name = _STRATEGIES[name]
    return getattr(importlib.import_module("strategies." + module), class_name)

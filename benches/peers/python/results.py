# SPDX-License-Identifier: MIT
"""Results as Google Benchmark writes them, one entry per repetition, so that `report` and any other reader of that
format shows Python's cells beside ours."""
import json
import os
import time

_NANO = 1e9


class Results:
    def __init__(self, context, repetitions, executable):
        now = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        self._context = {"date": now[:-2] + ":" + now[-2:], "host_name": os.uname().nodename,
                         "executable": executable, "num_cpus": os.cpu_count(), "load_avg": list(os.getloadavg()),
                         **context}
        self._repetitions = repetitions
        self._families = {}
        self._rows = []

    def _row(self, cell, repetition):
        family = self._families.setdefault(cell.name, len(self._families))
        return {"name": cell.name, "family_index": family, "per_family_instance_index": 0, "run_name": cell.name,
                "run_type": "iteration", "repetitions": self._repetitions, "repetition_index": repetition,
                "threads": 1}

    def add(self, cell, repetition, iterations, measured):
        row = self._row(cell, repetition)
        row.update(iterations=iterations, real_time=measured["seconds"] / iterations * _NANO,
                   cpu_time=measured["cpu_seconds"] / iterations * _NANO, time_unit="ns",
                   items_per_second=cell.size * iterations / measured["seconds"], pss=measured["pss"],
                   start=measured["start"], stop=measured["stop"], switches=measured["switches"] / iterations)
        row.update(measured["counters"])
        if measured["note"]:
            row["label"] = measured["note"]
        self._rows.append(row)

    def add_failure(self, cell, repetition, message):
        row = self._row(cell, repetition)
        row.update(error_occurred=True, error_message=message, iterations=0, real_time=0.0, cpu_time=0.0,
                   time_unit="ns")
        self._rows.append(row)

    def write(self, path):
        """All or nothing: a reader never sees half a file."""
        text = json.dumps({"context": self._context, "benchmarks": self._rows}, indent=1)
        if not os.path.isfile(path) and os.path.exists(path):  # a device or a pipe
            with open(path, "w", encoding="utf-8") as file:
                file.write(text + "\n")
            return
        scratch = f"{path}.{os.getpid()}"
        try:
            with open(scratch, "w", encoding="utf-8") as file:
                file.write(text + "\n")
            os.replace(scratch, path)
        finally:
            if os.path.exists(scratch):
                os.remove(scratch)

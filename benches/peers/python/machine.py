# SPDX-License-Identifier: MIT
"""What makes a number reproducible: this machine under the same keys as in results of `bench`, and this Python.

Whatever the machine does not tell is "unknown": a missing fact is a fact too.
"""
import os
import platform
import subprocess
import sys
import sysconfig

import lifetime
import matrix
import probes


def _first_line(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.readline().strip() or "unknown"
    except OSError:
        return "unknown"


def _behind(path, key):
    """The text behind "key :" in a file like /proc/cpuinfo."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                name, colon, value = line.partition(":")
                if colon and name.strip() == key:
                    return value.strip()
    except OSError:
        pass
    return "unknown"


def _memory():
    kibibytes = _behind("/proc/meminfo", "MemTotal").split()[0]
    return f"{int(kibibytes) / (1 << 20):.1f} GiB" if kibibytes.isdigit() else "unknown"


def _virtual_machine():
    if "hypervisor" not in _behind("/proc/cpuinfo", "flags").split():
        return "no"
    vendor = _first_line("/sys/class/dmi/id/sys_vendor")
    return "yes" if vendor == "unknown" else f"yes ({vendor})"


def _commit():
    """Of these sources. Not under `commit`, which is what a C++ program was built from."""
    git = ["git", "-C", os.path.dirname(os.path.abspath(__file__))]
    try:
        commit = subprocess.run(git + ["rev-parse", "HEAD"], capture_output=True, text=True, timeout=10, check=True)
        changes = subprocess.run(git + ["status", "--porcelain", "."], capture_output=True, text=True, timeout=10,
                                 check=True)
        return commit.stdout.strip() + (" (with changes)" if changes.stdout.strip() else "")
    except (OSError, subprocess.SubprocessError):
        return "unknown"


def _gil():
    probe = getattr(sys, "_is_gil_enabled", None)
    return "yes" if probe is None or probe() else "no"


def context():
    quota = matrix.cgroup_quota()
    uname = os.uname()
    facts = {
        "schema": "1",
        "python_version": platform.python_version(),
        "python_implementation": platform.python_implementation(),
        "python_compiler": platform.python_compiler(),
        "python_flags": sysconfig.get_config_var("CFLAGS") or "unknown",
        "python_gil": _gil(),
        "python_switch_interval_us": f"{sys.getswitchinterval() * 1e6:.0f}",
        "python_start_methods": "fork, but where a name says spawn or forkserver",
        "python_garbage_collection": "on",
        "python_sources": _commit(),
        "cpu_model": _behind("/proc/cpuinfo", "model name"),
        "memory": _memory(),
        "usable_cpus": str(matrix.usable_cpus()),
        "affinity_cpus": str(len(os.sched_getaffinity(0))),
        "cgroup_quota": "none" if quota is None else f"{quota:.2f}",
        "smt": _first_line("/sys/devices/system/cpu/smt/control"),
        "governor": _first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        "boost": _first_line("/sys/devices/system/cpu/cpufreq/boost"),
        "virtual_machine": _virtual_machine(),
        "os_kernel": f"{uname.sysname} {uname.release} {uname.machine}",
        "address_randomisation": _first_line("/proc/sys/kernel/randomize_va_space"),
        "timer_slack_ns": str(lifetime.TIMER_SLACK_NS),
        "clock": "time.perf_counter",
        "probes": ",".join(probes.NAMES),
        "time_source": _first_line("/sys/devices/system/clocksource/clocksource0/current_clocksource"),
    }
    return {key: "".join(c if " " <= c <= "~" else f"\\x{ord(c):02x}" for c in value)
            for key, value in facts.items()}

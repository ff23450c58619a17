# SPDX-License-Identifier: MIT
"""The kinds of faults: what is done to a run of bench, and which exit statuses are right then.

A new kind is a method of Fault that takes its chances from self.chance. KINDS has it as often as it is to come.
"""
import os
import resource
import shutil
import signal
import subprocess

# With an exit status of its own: these a program can hear, and end in order.
HEARD = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
DEADLY = [signal.SIGKILL, signal.SIGQUIT, signal.SIGABRT, signal.SIGSEGV]
COUNTS = ["--workers=2", "--sizes=4", "--iterations=1", "--benchmark_repetitions=3"]
RUN = [*COUNTS, "sleep", "--parameter=microseconds:5000"]
ROWS = 6  # of RUN: two runtimes, three repetitions

# A file system of its own for "$1", with the options "$2", for the words that follow; what is on it is brought out.
ON_A_DISK = """mkdir -p "$1/disk" && mount -t tmpfs tmpfs "$1/disk" || exit 0
[ ! -e "$1/r.json" ] || cp "$1/r.json" "$1/disk/"
mount -o "remount,$2" "$1/disk" || exit 0
place=$1; shift 2
"$@"; status=$?
for file in "$place"/disk/r.json*; do [ ! -e "$file" ] || cp "$file" "$place/"; done
exit $status"""


class Fault:
    """One run: its words, what is done to it, and which exit statuses are right."""

    def __init__(self, kind, chance, place):
        self.kind, self.chance, self.place = kind, chance, place
        self.out, self.temporary = os.path.join(place, "r.json"), os.path.join(place, "temporary")
        os.mkdir(self.temporary)
        self.words, self.environment = list(RUN), dict(os.environ, PARALLAX_FAULT=place, TMPDIR=self.temporary)
        self.limits, self.closed, self.full, self.reader, self.nobody = [], [], None, None, False
        self.signals_sent, self.victim, self.wrapper, self.meanwhile, self.program = [], None, [], None, None
        self.delay = chance.choice([chance.uniform(0, 0.03), chance.uniform(0, 0.4), chance.uniform(0.3, 1.2)])
        self.statuses, self.told = {0, 1, 2, 3}, "nothing"
        getattr(self, kind)()
        runtimes = chance.sample(["serial", "threads", "fork", "steal", "gil", "fibers", "fork-steal"], 2)
        if self.words[1:] and not any(word.startswith("--runtimes") for word in self.words):
            self.words.append("--runtimes=" + ",".join(runtimes))
        if self.out:
            self.words.append("--benchmark_out=" + self.out)

    def served(self):
        """A run with other processes than hosts: an origin, a launcher with its ranks."""
        kernel = self.chance.choice(["echo", "http_get/.*latency_us:1000", "sleep"])
        self.words = [*COUNTS, f"--benchmark_filter=^{kernel}/",
                      "--runtimes=threads" + (",mpi" if shutil.which("mpirun") else "")]
        return kernel

    def signals(self):
        on = self.served() if self.chance.random() < 0.3 else "sleep"
        self.signals_sent = self.chance.choices(HEARD + DEADLY, k=self.chance.choice([1, 1, 1, 2, 5]))
        self.statuses = {0, 1} | {128 + number for number in self.signals_sent}
        self.told = f"{', '.join(number.name for number in self.signals_sent)} to bench on {on}"

    def stop(self):
        self.signals_sent = [signal.SIGSTOP, signal.SIGCONT]
        self.statuses = {0, 1}
        self.told = "a stop"

    def servants(self):
        """The origin, hosts, launchers and ranks: one of them gets the signal."""
        kernel = self.served()
        self.victim = self.chance.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV, signal.SIGSTOP])
        if self.victim == signal.SIGSTOP:
            self.words.append("--timeout=1s")
        self.statuses = {0, 1}
        self.told = f"{self.victim.name} to a process of {kernel}"

    def killed_and_resumed(self):
        """What was measured before the kill is not lost, and the rest is measured by the next run."""
        self.signals_sent = [self.chance.choice(DEADLY)]
        self.statuses = {0, 128 + self.signals_sent[0]}
        self.told = f"{self.signals_sent[0].name}, and another run that goes on"

    def rebuilt(self):
        self.program = os.path.join(self.place, "bench")
        self.statuses = {0, 1}
        self.told = "a program that is built again meanwhile"

        def build():
            with open(self.program + ".new", "wb") as file:
                file.write(self.chance.choice([b"", b"#!/bin/sh\nexit 3\n", b"\x7fELF"]))
            os.chmod(self.program + ".new", 0o700)
            os.rename(self.program + ".new", self.program)
        self.meanwhile = build

    def files(self):
        """Somebody tidies up while bench runs."""
        def tidy():
            name = self.chance.choice(["r.json", "r.json.journal", "r.json.part", "temporary"])
            path = os.path.join(self.place, name)
            if os.path.isdir(path):
                shutil.rmtree(path)
            elif os.path.exists(path):
                os.remove(path)
            if self.chance.random() < 0.3:
                os.mkdir(path)
        self.meanwhile = tidy
        self.statuses = {0, 1, 2, 3}  # 2: before it has begun
        self.told = "files that vanish meanwhile"

    def terminal(self):
        self.statuses = {0, 1, 3, 128 + signal.SIGHUP}
        self.told = "a terminal that is closed"

    def pipe(self):
        """A pipe that somebody reads for a while, or one for the result that nobody ever reads, and a signal."""
        self.reader = self.chance.choice(["stdout", "stderr", None])
        self.told = f"nobody reads {self.reader or 'the result'}"
        if not self.reader:
            self.out = os.path.join(self.place, "fifo")
            os.mkfifo(self.out)
            self.signals_sent = [self.chance.choice(HEARD)]
            self.statuses = {128 + self.signals_sent[0]}

    def full_stream(self):
        self.full = self.chance.choice([("stdout", "/dev/full"), ("stderr", "/dev/full"), ("stdout", "pipe"), ("stderr", "pipe")])
        if self.chance.random() < 0.3:
            self.out = None
        self.statuses = {0, 1, 3}
        self.told = f"{self.full[0]} is a {self.full[1]} that takes nothing"

    def limit(self):
        which, most = self.chance.choice([("RLIMIT_NOFILE", 60), ("RLIMIT_STACK", 1 << 20), ("RLIMIT_FSIZE", 20_000),
                                          ("RLIMIT_FSIZE", 1000), ("RLIMIT_AS", 1 << 32), ("RLIMIT_CPU", 3),
                                          ("RLIMIT_NPROC", 20), ("RLIMIT_DATA", 1 << 28), ("RLIMIT_CORE", 20),
                                          ("RLIMIT_MEMLOCK", 1 << 16), ("RLIMIT_SIGPENDING", 20)])
        least = 1 if which == "RLIMIT_CPU" else most // 20
        self.limits = [(getattr(resource, which), self.chance.randint(least, most))]
        self.nobody = which == "RLIMIT_NPROC" and os.geteuid() == 0  # no such limit holds for root
        self.statuses |= {126, 127, 128 + signal.SIGKILL, 128 + signal.SIGXCPU}  # the loader's, too
        self.told = f"{which} {self.limits[0][1]}"

    def on_a_disk(self, options):
        """False where nothing can be mounted: in some containers, and without root in a changed root."""
        unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
        if not shutil.which("unshare") or subprocess.run([*unshare, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
            self.statuses, self.told = {0, 1}, "nothing, for no disk can be mounted here"
            return False
        self.wrapper = [*unshare, "sh", "-c", ON_A_DISK, "sh", self.place, options]
        return True

    def disk(self):
        size = self.chance.randint(1, 12) * 4096
        if not self.on_a_disk(f"size={size}"):
            return
        self.out = os.path.join(self.place, "disk/r.json")
        self.told = f"a disk of {size} bytes"

    def read_only(self):
        """For temporary files, or for the result."""
        if not self.on_a_disk("ro"):
            return
        disk = os.path.join(self.place, "disk")
        if self.chance.random() < 0.7:
            if self.chance.random() < 0.5:
                self.served()
            self.environment["TMPDIR"], self.statuses, self.told = disk, {0, 1, 3}, "a read-only TMPDIR"
        else:
            self.out, self.statuses, self.told = os.path.join(disk, "r.json"), {2}, "a read-only disk"

    def journal(self):
        damage = self.chance.choice([b"", b"\0" * 5000, b"{", b'{"context": {}}\n', b"\xff\xfe{}\n", b"[" * 100_000,
                                     self.chance.randbytes(3000)])
        with open(self.out + ".journal", "wb") as file:
            file.write(damage)
        self.words.append("--resume=" + self.out)
        if self.chance.random() < 0.5:
            self.words, self.out = self.words[-1:], None
        self.statuses = {2}
        self.told = f"a journal that begins with {damage[:10]!r}"

    def descriptors(self):
        self.closed = self.chance.sample([0, 1, 2], self.chance.randint(1, 3))
        self.told = f"closed {self.closed}"

    def surroundings(self):
        changes = [("TMPDIR", "/nonexistent"), ("TMPDIR", "."), ("TMPDIR", "/proc"), ("TMPDIR", "/dev/full"),
                   ("TMPDIR", "x" * 5000), ("HOME", None), ("HOME", "/nonexistent"), ("PATH", None), ("PATH", ""),
                   ("LC_ALL", "xx"), ("LANG", "xx_YY.nothing"), ("LANGUAGE", "\udcff"), ("TERM", "odd"), ("COLUMNS", "1"),
                   ("TZ", "\x1b[31m"), ("PWD", "/nonexistent"), ("LD_PRELOAD", "/nonexistent/library.so"),
                   ("LD_LIBRARY_PATH", "/nonexistent"), ("MALLOC_ARENA_MAX", "0"), ("OMP_NUM_THREADS", "0"),
                   ("BENCHMARK_REPETITIONS", "x"), ("BENCHMARK_FORMAT", "odd"), ("BENCHMARK_FILTER", "("),
                   ("BENCHMARK_MIN_TIME", "nan"), ("BENCHMARK_OUT", "/nonexistent/r.json"), ("BENCHMARK_LIST_TESTS", "odd"),
                   ("PARALLAX_MPI_LIBRARY", "odd"), ("PARALLAX_PYTHON_HOME", "/nonexistent"), ("OMPI_MCA_btl", "nothing"),
                   ("PARALLAX_FIBERS_REACTOR", "epoll"), ("PARALLAX_FIBERS_REACTOR", "odd"), ("PYTHONHOME", "/nonexistent")]
        chosen = self.chance.sample(changes, 3)
        for name, value in chosen:
            self.environment.pop(name, None)
            if value is not None:
                self.environment[name] = value
        if self.chance.random() < 0.2:
            self.served()
        self.told = ", ".join(f"{name}={value}"[:40] for name, value in chosen)

    def argument(self):
        flag = self.chance.choice(["--workers", "--sizes", "--grains", "--parameter", "--timeout", "--iterations", "--budget",
                                   "--benchmark_filter", "--benchmark_repetitions", "--benchmark_min_time", "--corpus",
                                   "--origin", "--origin_threads", "--runtimes", "--resume", "--fiber_threads"])
        value = self.chance.choice(["", "0", "-1", "nan", "inf", "1e999", "18446744073709551616", "x" * 5000, "\x1b[31m", "é",
                                    "microseconds:18446744073709551615", "cpu_percent:101", "/dev/zero", "/", ".",
                                    "http://127.0.0.1:70000/", "http://[::1", "(", "[", "(.{0,255}){0,255}q", "1s", "5"])
        self.words.append(f"{flag}={value}")
        self.told = self.words[-1][:60]

    def output(self):
        dangling, long = (os.path.join(self.place, name) for name in ("dangling", "x" * 250))
        os.symlink("/nonexistent/r.json", dangling)
        self.out = self.chance.choice(["/dev/full", "/dev/null", self.place, os.path.join(self.place, "no/r.json"),
                                       "/proc/self/mem", dangling, long])
        self.told = self.out

    def launcher(self):
        script = os.path.join(self.place, "mpirun")
        with open(script, "w", encoding="ascii") as file:
            file.write("#!/bin/sh\n" + self.chance.choice(["exit 1", "exec yes", "exec yes >&2", "kill -9 $$", "exec sleep 1010",
                                                           "exec cat", "echo 'parallax AAAA'", "exec 0<&- 1>&- 2>&-"]) + "\n")
        os.chmod(script, 0o700)
        self.words += ["--runtimes=serial,mpi", "--timeout=500ms", f"--mpi_launcher={script} {{workers}}"]
        if self.chance.random() < 0.3:
            self.signals_sent = [self.chance.choice(HEARD)]
            self.statuses |= {128 + self.signals_sent[0]}
        self.told = "a launcher that does not work"


KINDS = ["signals", "signals", "signals", "stop", "servants", "servants", "killed_and_resumed", "rebuilt", "files", "terminal",
         "pipe", "full_stream", "limit", "limit", "descriptors", "disk", "read_only", "journal", "surroundings", "surroundings",
         "argument", "argument", "output", "launcher"]

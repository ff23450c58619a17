// SPDX-License-Identifier: MIT
// Result files for tests of the page: a run with something of everything, the same every time.

let state = 1;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647; // Lehmer's generator
const around = (value) => value * (0.97 + 0.06 * random());

export const hostile = `<img src=x onerror="alert(1)">'"\`</script><script>alert(2)</script>{{cells}}__proto__`;

function rows(name, nanoseconds, { busy = 1, more = {}, error, repetitions = 6 } = {}) {
  const all = error ? 1 : repetitions;
  return Array.from({ length: all }, (_, i) => {
    const time = error ? 0 : around(nanoseconds);
    return {
      name, run_name: name, run_type: "iteration", repetitions: all, repetition_index: i, threads: 1, iterations: 10,
      real_time: time, cpu_time: time * busy, time_unit: "ns",
      ...(error ? { error_occurred: true, error_message: error } : { pss: 4e6, start: 1e-4, stop: 5e-5, switches: 2, ...more }),
    };
  });
}

const runtimes = { serial: [1], threads: [1, 2], gil: [1, 2], tbb: [1, 2], fibers: [1, 2] };
const gain = (runtime, workers) => (["serial", "gil", "fibers"].includes(runtime) ? 1 : workers);

// Computing: a job of so many nanoseconds, on every runtime.
function computing(kernel, parts, nanoseconds, overhead = 0, more) {
  return Object.entries(runtimes).flatMap(([runtime, counts]) =>
    counts.flatMap((workers) =>
      rows(`${kernel}/${runtime}/workers:${workers}/${parts}`, nanoseconds / gain(runtime, workers) + (runtime === "serial" ? 0 : overhead), { busy: workers, more }),
    ),
  );
}

function waiting() {
  const counts = { serial: [1], threads: [1, 2, 8, 64, 512], fibers: [1, 2, 8, 64, 512], gil: [1, 8, 64] };
  return Object.entries(counts).flatMap(([runtime, all]) =>
    all.flatMap((workers) => {
      const time = 64e6 / Math.min(workers, 60) + workers * 500;
      const more = { requests_per_second: 64e9 / time, latency_p50: 1e-3, latency_p90: 1.1e-3, latency_p99: 2e-3, latency_max: 9e-3, latency_mean: 1e-3 };
      return rows(`http_get/${runtime}/workers:${workers}/size:64/grain:1/latency_us:1000`, time, { busy: 0.05, more });
    }),
  );
}

const convoy = () =>
  ["threads", "gil"].flatMap((runtime) =>
    [1, 2, 3].flatMap((workers) =>
      rows(`convoy/${runtime}/workers:${workers}/size:${workers}/grain:1`, runtime === "gil" ? 1e6 * workers ** 4 : 1e6, {
        more: { requests_per_second: runtime === "gil" ? 2e4 / workers ** 4 : 2e4, latency_p50: 1e-4, latency_p99: 1e-3 * workers },
      }),
    ),
  );

export function run() {
  state = 1;
  const context = {
    date: "2026-01-02T03:04:05+00:00", executable: "build/release/bench", num_cpus: 2, usable_cpus: "2", schema: "1", commit: "0123456789abcdef",
    compiler: "GNU 12.2.0", cpu_model: "Test CPU", arguments: "'--benchmark_filter=^(a|b)/'", virtual_machine: "yes",
  };
  const benchmarks = [
    ...computing("empty", "size:2/grain:1", 20, 500),
    ...computing("empty", "size:1024/grain:1", 2000, 20000),
    ...computing("cube", "size:4096/grain:64", 3000, 400),
    ...computing("primes", "size:16/grain:1", 72e6, 1000),
    ...computing("triad", "size:4194304/grain:65536", 4e6, 1000, { bytes_per_second: 2e10 }),
    ...[1, 16, 256, 4096].flatMap((grain) => computing("spin", `size:65536/grain:${grain}/multiply_adds:64`, 4e6, (65536 / grain) * 100)),
    ...[16, 256, 4096, 16384].flatMap((size) => computing("spin", `size:${size}/grain:${size / 8}/multiply_adds:64`, size * 62, 2000)),
    ...waiting(),
    ...convoy(),
    ...rows("primes/fork/workers:2/size:16/grain:1", 0, { error: "crashed: worker 1 died of SIGSEGV" }),
    ...rows("triad/fork/workers:2/size:4194304/grain:65536", 0, { error: "not supported: no shared memory" }),
    ...rows("control/cube/tbb/workers:2/size:4096/grain:64", 1800),
    ...rows(`${hostile}/threads/workers:2/size:8`, 500),
    ...rows(hostile, 500),
  ];
  return { context, benchmarks };
}

// A file of another project.
export const foreign = () => ({
  context: { date: "2026-01-02", host_name: "theirs", num_cpus: 8 },
  benchmarks: ["BM_Sort/1024", "BM_Sort/2048", hostile].flatMap((name) => rows(name, 1e6, { repetitions: 3 })),
});

// So many cells, for what must stay usable.
export function large(cells) {
  const benchmarks = [];
  for (let i = 0; benchmarks.length < cells * 3; ++i)
    for (const runtime of Object.keys(runtimes)) benchmarks.push(...rows(`kernel${i % 50}/${runtime}/workers:1/size:${i}/grain:1`, 1000 + i, { repetitions: 3 }));
  return { context: { usable_cpus: "2", num_cpus: 2 }, benchmarks };
}

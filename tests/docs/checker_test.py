#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The checker of documents finds what is wrong with a document, each mistake in a tree of its own, and nothing in one
that is right.

    checker_test.py SETTINGS.json
"""
import dataclasses
import os
import shutil
import sys
import tempfile
import unittest

import check_documents
import commands
import document
import settings as settings_of_build

GOOD = """# Title

[A section](#a-section-with-code), [a file](scripts/hosts), `scripts/hosts --help`, `--workers`, `runtimes/runtime.hpp`.

## A section, with `code`

    ./bench --benchmark_filter=cube \\
            --workers=2    # a comment; with a semicolon
    ./bench --list-kernels; ./bench --help; ./bench cube fork
    ./report results.json -o page.html
    ./gate old/bench new/bench --benchmark_filter=cube
    scripts/hosts --latency=1ms 2 -- ./bench --benchmark_filter=cube
    cmake --preset release && cmake --build --preset release --target bench
    ./build/release/tree_test --gtest_filter='*'

```cpp
int main() { return 0; }
```

```cmake
add_runtime(name TARGET Library::library HINT "WHAT TO DO")
```

```text
anything
```
"""


class Checker(unittest.TestCase):
    real = None  # Settings of the build under test

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.settings = dataclasses.replace(self.real, root=os.path.realpath(folder.name))
        for name in ("scripts/hosts", "scripts/hosting/outside.sh", "scripts/hosting/session.sh",
                     "scripts/hosting/words.sh", "scripts/bench", "scripts/gate-history", "runtimes/CMakeLists.txt",
                     "library/ParallaxBench.cmake",
                     "runtimes/runtime.hpp", "CMakePresets.json", "docs/example/results.json.gz"):
            os.makedirs(os.path.dirname(os.path.join(self.settings.root, name)), exist_ok=True)
            shutil.copy(os.path.join(self.real.root, name), os.path.join(self.settings.root, name))

    def found(self, text, name="page.md"):
        with open(os.path.join(self.settings.root, name), "w", encoding="utf-8") as file:
            file.write(text)
        return "\n".join(str(finding) for finding in check_documents.findings(self.settings))

    def test_a_good_document_has_no_mistake(self):
        self.assertEqual(self.found(GOOD), "")

    def test_mistakes_are_found(self):
        for text, message in {
            "[gone](gone.md)": "the link gone.md leads to nothing",
            "[outside](../outside)": "leads to nothing",
            "# Here\n\n[there](#there)": "page.md has no #there",
            "Read `runtimes/gone.hpp`.": "there is no runtimes/gone.hpp",
            "Say `--no-such-flag`.": "nothing knows the flag --no-such-flag",
            "Run `scripts/gone`.": "there is no script scripts/gone",
            "    ./bench --no_such_flag": "bench ends with status 2",
            "    ./bench --benchmark_filter=no_such_kernel": "and 0 cells",
            "    ./bench cubes": "did you mean cube?",
            "    ./bench --benchmark_filter='^sleep/serial' --workers=1": "for longer than --timeout=60s allows",
            "    ./report --no-such-flag results.json": "report ends with status 2",
            "    ./report --filter=no_such_kernel results.json": "report ends with status 1",
            "    ./gate old/bench new/bench --no-such-flag": "gate ends with status 2",
            "    scripts/hosts --no-such-flag 2 -- ./bench --help": "scripts/hosts does not know --no-such-flag",
            "    scripts/hosts 2 -- ./bench --no_such_flag": "bench ends with status 2",
            "    scripts/bench --no_such_flag": "bench ends with status 2",
            "    scripts/gate-history forget": "scripts/gate-history does not know forget",
            "    cmake --preset no-such-preset": "has none of these presets",
            "    cmake --build --preset release --target no-such-target": "the build has no target no-such-target",
            "    ./build/release/no_such_test": "the build has no no_such_test",
            "    ./build/release/tree_test --gtest_filter=None": "tree_test has no such tests",
            "    NO_SUCH_VARIABLE_IN_THE_TREE=1 ./bench --help": "nothing reads the environment variable",
            "    frobnicate --all": "does not know how to check 'frobnicate': teach it",
            "    ./bench 'a quote that is open": "No closing quotation",
            "```cpp\nint main() { return undeclared; }\n```": "this does not compile",
            "```cpp\nint main() { int unused; }\n```": "unused variable",
            "```cpp\nint main() { return 3; }\n```": "this ended with status 3",
            "```python\nprint()\n```": "does not know how to check 'python': teach it",
            "```cmake\nadd_nothing(name)\n```": "defines add_nothing(name)",
            "```cmake\nadd_runtime(name OTHER thing)\n```": "add_runtime does not know OTHER",
            "```sh\n./bench --no_such_flag\n```": "bench ends with status 2",
        }.items():
            with self.subTest(text):
                self.assertIn(message, self.found(text + "\n"))

    def test_a_long_readme_and_one_that_does_not_lead_the_way_are_found(self):
        found = self.found("a line\n" * 150, "README.md")
        self.assertIn("has 150 lines", found)
        self.assertIn("does not lead to runtimes/job.hpp", found)
        os.makedirs(os.path.join(self.settings.root, "docs"), exist_ok=True)
        self.assertIn("has 121 lines", self.found("a line\n" * 121, "docs/own-work.md"))

    def test_lists_must_name_all_that_bench_lists_and_nothing_else(self):
        found = self.found("# Lists\n\n## Runtimes\n\n| `serial` `mine` | x |\n\n## Kernels\n\n## Probes\n", "docs/what-is-there.md")
        self.assertIn("does not name threads,", found)
        self.assertIn("does not name cube,", found)
        self.assertIn("does not name round_trip,", found)
        self.assertIn("names mine,", found)
        self.assertNotIn("name serial,", found)

    def test_a_kernel_that_is_to_be_written_may_be_named(self):
        text = "Write `benches/kernels/cpu/square.cpp`:\n\n```cpp\nint x = 1;\n```\n\n    ./bench --benchmark_filter=square\n"
        self.assertEqual(self.found(text), "")


class Parts(unittest.TestCase):
    def test_headings_get_the_anchors_that_github_gives_them(self):
        taken = set()
        for heading, anchor in {"The gate: did it?": "the-gate-did-it", "Locks: `gil`, `gil-ticks`": "locks-gil-gil-ticks",
                                "[A](b) c": "a-c"}.items():
            self.assertEqual(document.anchor_of(heading, taken), anchor)
        self.assertEqual(document.anchor_of("Twice", {"twice"}), "twice-1")

    def test_command_lines_are_split_as_a_shell_does(self):
        self.assertEqual(commands.split("A=1 x 'a b;c' && y --z=\"q|r\" | w; v # rest ; u"),
                         [["A=1", "x", "a b;c"], ["y", "--z=q|r"], ["w"], ["v"]])


if __name__ == "__main__":
    Checker.real = settings_of_build.from_file(sys.argv.pop(1))
    unittest.main()

# SPDX-License-Identifier: MIT
"""Programs: what they say of files, as anyone would ask them."""
import os
import subprocess
import tempfile


class Programs:
    """`folder`: where they were built."""

    NAMES = ("report", "gate", "gate-simulated")

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def missing(self):
        return [name for name in self.NAMES if not os.access(self.path(name), os.X_OK)]

    def report(self, files, *options):
        """What `report` prints of these result files."""
        with tempfile.TemporaryDirectory() as folder:
            paths = write(files, folder)
            return self.run("report", *paths, *options).stdout

    def page(self, file):
        with tempfile.TemporaryDirectory() as folder:
            page = os.path.join(folder, "page.html")
            self.run("report", *write([file], folder), "-o", page)
            with open(page, encoding="utf-8") as text:
                return text.read()

    def run(self, name, *arguments, expected=(0,)):
        ran = subprocess.run([self.path(name), *arguments], capture_output=True, text=True, encoding="utf-8")
        if ran.returncode not in expected:
            raise RuntimeError(f"{name} {' '.join(arguments)} ends with {ran.returncode}: {ran.stderr}")
        return ran


def write(files, folder):
    paths = []
    for number, file in enumerate(files):
        paths.append(os.path.join(folder, f"{number}.json"))
        with open(paths[-1], "w", encoding="utf-8") as text:
            text.write(file.text())
    return paths

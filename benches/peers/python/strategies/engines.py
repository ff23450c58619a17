# SPDX-License-Identifier: MIT
"""`ipyparallel`, where it is installed: n engines behind a controller on this machine, map(chunksize=grain) of its
load-balanced view. Engines are fresh interpreters: each prepares the kernel's data for itself, before the time."""
import logging
import os
import sys
import tempfile

import lifetime
from cell import NotSupported

MOST_WORKERS = 64


def _prepare(kernel, case, inputs):
    import kernels

    kernels.find(kernel).prepare(case, inputs)


class Engines:
    def __init__(self, workers, kernel):
        if kernel.name == "file_write":
            raise NotSupported("engines would write into files of their own, which nobody can check")
        # Profile, connection files and logs go where the conductor removes everything.
        os.environ["IPYTHONDIR"] = tempfile.mkdtemp(prefix="ipython-")
        os.environ["PYTHONPATH"] = os.pathsep.join([sys.path[0], *filter(None, [os.environ.get("PYTHONPATH")])])
        try:
            import ipyparallel
        except ImportError as error:
            raise NotSupported(f"{error} (in Debian: python3-ipyparallel)") from None
        if not hasattr(ipyparallel, "Cluster"):
            raise NotSupported(f"ipyparallel {ipyparallel.__version__} has no Cluster; 7.0 or newer is needed")
        self.NOTE = f"ipyparallel {ipyparallel.__version__}, load-balanced view; map(chunksize=grain)"
        self._cluster = ipyparallel.Cluster(n=workers, log_level=logging.ERROR, shutdown_atexit=True)
        try:
            self._client = self._cluster.start_and_connect_sync()
            self._client[:].apply_sync(_prepare, kernel.name, kernel.case, kernel.inputs)
            self._view = self._client.load_balanced_view()
        except BaseException:
            self._cluster.stop_cluster_sync()
            raise

    def map(self, function, items, grain):
        return self._view.map_sync(function, list(items), chunksize=grain)

    def close(self):
        # The process that watches over an engine goes on for seconds when there is nothing left to watch over.
        nannies = [pid for pid in lifetime.descendants(os.getpid()) if "engine.nanny" in lifetime.command_line(pid)]
        self._client.close()
        self._cluster.stop_cluster_sync()
        lifetime.kill(nannies)

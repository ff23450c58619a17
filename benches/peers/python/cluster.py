# SPDX-License-Identifier: MIT
"""`ipyparallel`, where it is installed: a controller, its schedulers and n engines on this machine, all with its
defaults. Nothing is left of them: no process, whatever ends this one, and no file, because profile, connection files
and logs are in a folder of their own.

Every cell has a cluster of its own, but within shared() all that need as many engines use the same one.
"""
import contextlib
import logging
import os
import sys
import tempfile

from cell import NotSupported
from guard import Guard

_shared = None  # clusters by number of engines


class Cluster:
    def __init__(self, engines):
        folder = tempfile.mkdtemp(prefix="ipython-")
        self._guard = Guard(folder)
        try:
            self._start(engines, folder)
        except BaseException:
            self._guard.close()
            raise

    def _start(self, engines, folder):
        os.environ["IPYTHONDIR"] = folder
        os.environ["PYTHONPATH"] = os.pathsep.join([sys.path[0], *filter(None, [os.environ.get("PYTHONPATH")])])
        try:
            import ipyparallel
        except ImportError as error:
            raise NotSupported(f"{error} (in Debian: python3-ipyparallel)") from None
        self.version = ipyparallel.__version__
        if not hasattr(ipyparallel, "Cluster"):
            raise NotSupported(f"ipyparallel {self.version} has no Cluster; 7.0 or newer is needed")
        self._cluster = ipyparallel.Cluster(n=engines, log_level=logging.ERROR, shutdown_atexit=True)
        self.client = self._cluster.start_and_connect_sync()

    def close(self):
        try:
            self.client.close()
            self._cluster.stop_cluster_sync()
        finally:
            # The process that watches over an engine would go on for seconds when there is nothing left to watch over.
            self._guard.close()


def connect(engines):
    if _shared is None:
        return Cluster(engines)
    if engines not in _shared:
        _shared[engines] = Cluster(engines)
    return _shared[engines]


def release(cluster):
    if _shared is None:
        cluster.close()


@contextlib.contextmanager
def shared():
    global _shared
    _shared = {}
    try:
        yield
    finally:
        clusters, _shared = _shared, None
        for cluster in clusters.values():
            cluster.close()

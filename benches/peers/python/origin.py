# SPDX-License-Identifier: MIT
"""Our own origin, the server of `bench`, as a process beside this one: the same program answers both worlds."""
import os
import select
import signal
import socket
import struct

from cell import UsageError

_ARGUMENT, _SOCKET = "--parallax-origin", 3  # as benches/origin/origin.hpp has them


class Origin:
    """Runs until close(), or until this process ends, which closes the socket that it watches."""

    def __init__(self, program):
        self._socket, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with its:
            try:
                self.pid = os.posix_spawn(program, [program, _ARGUMENT], os.environ, setpgroup=0,
                                          file_actions=[(os.POSIX_SPAWN_DUP2, its.fileno(), _SOCKET)])
            except OSError as error:
                self._socket.close()
                raise UsageError(f"--bench={program}: {error.strerror}") from None
        self._socket.settimeout(10)
        try:
            ports = self._socket.recv(64)
        except OSError:
            ports = b""
        if len(ports) != 4:
            self.close()
            raise UsageError(f"--bench={program}: it starts no origin")
        http, self.echo = struct.unpack("=HH", ports)
        self.url = f"http://127.0.0.1:{http}/?latency_us={{latency_us}}&bytes={{bytes}}&seed={{seed}}"

    def close(self):
        """Asks it to end, kills it if it does not, and reaps it."""
        self._socket.close()
        end = os.pidfd_open(self.pid)
        try:
            if not select.select([end], [], [], 1)[0]:
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        finally:
            os.close(end)

# SPDX-License-Identifier: MIT
"""`multiprocessing.Process`, as in the benchmarks of PEP 371: n processes are forked for every job and joined at its end.

Chunk k is done by process k modulo n; each sends its results back through a Pipe of its own.
"""
import multiprocessing

from strategies.chunks import apply, chunks

MOST_WORKERS = 64
_context = multiprocessing.get_context("fork")


def _work(connection, function, mine):
    try:
        connection.send([(k, apply(function, items)) for k, items in mine])
    except Exception as error:
        connection.send(error)
    connection.close()


class Processes:
    NOTE = "n times multiprocessing.Process, forked for each job within the time, start method fork"

    def __init__(self, workers, _kernel):
        self._workers = workers

    def map(self, function, items, grain):
        parts = list(enumerate(chunks(items, grain)))
        results = [None] * len(parts)
        started = []
        try:
            for worker in range(self._workers):
                receiver, sender = _context.Pipe(duplex=False)
                process = _context.Process(target=_work, args=(sender, function, parts[worker :: self._workers]))
                process.start()
                sender.close()  # so that the end of the worker is the end of the stream
                started.append((process, receiver))
            for process, receiver in started:
                answer = receiver.recv()
                if isinstance(answer, Exception):
                    raise answer
                for k, part in answer:
                    results[k] = part
        except EOFError:
            raise RuntimeError(f"{process.name} ended before it had sent its results") from None
        finally:
            for process, receiver in started:
                receiver.close()
                process.join()
        return [value for part in results for value in part]

    def close(self):
        pass

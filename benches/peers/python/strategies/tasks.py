# SPDX-License-Identifier: MIT
"""`asyncio`: n tasks of one event loop, on one thread, take the next item. Kernels that can wait do so without blocking."""
import asyncio

MOST_WORKERS = 10_000


class Tasks:
    NOTE = "asyncio on one thread; n tasks"

    def __init__(self, workers, _kernel):
        self._workers = workers
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)

    def map(self, function, items, grain):
        return self._loop.run_until_complete(self._map(function, items, grain))

    async def _map(self, function, items, grain):
        results = [None] * len(items)
        following = iter(range(0, len(items), grain))
        waiting = getattr(function, "waiting", None)

        async def work():
            for begin in following:
                for i in range(begin, min(begin + grain, len(items))):
                    results[i] = await waiting(items[i]) if waiting else function(items[i])

        await asyncio.gather(*(work() for _ in range(self._workers)))
        return results

    def close(self):
        self._loop.close()

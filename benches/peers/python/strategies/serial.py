# SPDX-License-Identifier: MIT
"""One worker, in order: what all others are compared with."""
MOST_WORKERS = 1


class Serial:
    NOTE = "the caller alone"

    def __init__(self, _workers, _kernel):
        pass

    def map(self, function, items, _grain):
        return [function(item) for item in items]

    def close(self):
        pass

# SPDX-License-Identifier: MIT
"""Items cut into chunks, for those of Python's tools that hand out one thing at a time."""


def chunks(items, grain):
    return [items[begin : begin + grain] for begin in range(0, len(items), grain)]


def apply(function, items):
    return [function(item) for item in items]


def joined(parts):
    return [value for part in parts for value in part]

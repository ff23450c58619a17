# SPDX-License-Identifier: MIT
"""http_get: each item gets a page from the origin by HTTP and checks every byte of it.

Connections are kept by thread, or by event loop, from item to item, as our C++ workers keep theirs.
"""
import asyncio
import http.client
import threading
import urllib.parse
from array import array

import pages
from cell import Case, NotSupported

SUMMARY = "a page got from the origin by HTTP, every byte checked"
PARAMETERS = ("latency_us", "bytes", "keep_alive")
CASES = (Case(64, 1, (1000, 1024, 1)), Case(4096, 1, (50_000, 1024, 1)))
ORIGIN = True
_local = threading.local()
_url = _right = None
_latency = _bytes = 0
_keep_alive = True
_idle = []  # connections of the event loop that no request uses now


def waiting(case):
    return max(case.parameters[0], 10) * 1e-6


def prepare(case, inputs):
    global _url, _right, _latency, _bytes, _keep_alive
    if not inputs.origin:
        raise NotSupported("there is no origin: --bench=PROGRAM starts ours, --origin=URL names another server")
    _url = urllib.parse.urlsplit(inputs.origin)
    _latency, _bytes, _keep_alive = case.parameters[0], case.parameters[1], bool(case.parameters[2])
    if inputs.own_origin:
        page = pages.Pages(case.size, _bytes)
        _right = page.body
        return
    if _latency and "{latency_us}" not in inputs.origin:
        raise NotSupported("the origin's URL has no {latency_us}, so it cannot be told to wait")
    first = _request(0, keep=False)
    _right = lambda seed: first  # noqa: E731 - the same page for everybody
    if len(first) != _bytes:
        raise RuntimeError(f"the origin answers with {len(first)} bytes instead of {_bytes}")


def arguments(case):
    return range(case.size)


def _target(seed):
    target = (_url.path or "/") + ("?" + _url.query if _url.query else "")
    for word, value in (("{latency_us}", _latency), ("{bytes}", _bytes), ("{seed}", seed)):
        target = target.replace(word, str(value))
    return target


def _request(seed, keep):
    connection = getattr(_local, "connection", None)
    if connection is None:
        connection = http.client.HTTPConnection(_url.hostname, _url.port or 80)
    _local.connection = None  # whatever goes wrong, what is left of this answer is not the next one's
    connection.request("GET", _target(seed), headers={} if keep else {"Connection": "close"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"the origin answers {answer.status} {answer.reason}")
    if keep and not answer.will_close:
        _local.connection = connection
    else:
        connection.close()
    return body


def _checked(seed, body):
    if body != _right(seed):
        raise RuntimeError(f"the origin's page {seed} is wrong: {len(body)} bytes that are not those of the page")
    return len(body)


def item(seed):
    return _checked(seed, _request(seed, _keep_alive))


async def _get(seed):
    reader, writer = _idle.pop() if _idle else await asyncio.open_connection(_url.hostname, _url.port or 80)
    close = "" if _keep_alive else "Connection: close\r\n"
    writer.write(f"GET {_target(seed)} HTTP/1.1\r\nHost: {_url.netloc}\r\n{close}\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise RuntimeError(f"the origin answers {head[:40]!r}")
    length = int(head.partition(b"content-length:")[2].split()[0])
    body = await reader.readexactly(length)
    if _keep_alive and b"connection: close" not in head:
        _idle.append((reader, writer))
    else:
        writer.close()
    return _checked(seed, body)


item.waiting = _get


def mistake(case, out):
    for i, size in enumerate(out):
        if size != case.parameters[1]:
            return f"request {i} got {size} bytes instead of {case.parameters[1]}"
    return None


def packed(out):
    return array("Q", out).tobytes()

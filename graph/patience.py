"""Waits for work that a thread of its own does, and gives up on it when it takes too long or makes this process too large.

Knows nothing of graphs.
"""

from __future__ import annotations

import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
LOOK = 0.1                                  # seconds between looks at the clock and the memory
GROWTH = 2**30                              # bytes by which this process may grow while it waits
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class TooLong(Exception):
    """The work took longer than it may."""


class TooLarge(Exception):
    """The work brought more into memory than it may."""


def await_result(work: Callable[[], T], seconds: float, meanwhile: Callable[[], object], give_up: Callable[[BaseException, float], None]) -> T:
    """The result of `work`, or what it raises. `meanwhile` is called every LOOK seconds; what it raises ends the waiting, as does Ctrl-C.

    Where the waiting ends before the work, `give_up` is called with the reason and the seconds waited; then the reason is raised: TooLong,
    TooLarge or what came. The thread is left to end by itself.
    """
    done: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
    began, held = time.monotonic(), _held()
    threading.Thread(target=_work, args=(work, done), daemon=True).start()
    try:
        while True:
            try:
                result, error = done.get(timeout=LOOK)
                break
            except Empty:
                meanwhile()
                if time.monotonic() - began > seconds:
                    raise TooLong from None
                if _held() - held > GROWTH:
                    raise TooLarge from None
    except BaseException as reason:
        give_up(reason, time.monotonic() - began)
        raise
    if error:
        raise error
    return result  # type: ignore[no-any-return]


def _work(work: Callable[[], Any], done: SimpleQueue[tuple[Any, BaseException | None]]) -> None:
    try:
        done.put((work(), None))
    except BaseException as error:          # it is the waiting thread's
        done.put((None, error))


def _held() -> int:
    """The bytes that this process holds; where the system does not tell, the most that it ever held."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT

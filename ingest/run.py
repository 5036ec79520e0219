"""Many files through the whole pipeline: read and analysed by several processes, results in order, a few in memory at a time.

Knows no database: what is to be skipped and what becomes of a result is the caller's.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from types import TracebackType
from typing import Any

from graph.model import Document, Extraction, WatchdocketError
from ingest import extractor_name
from ingest.gold import read_gold
from ingest.read import READERS, read_document

LANGUAGE = "en"             # what the pipeline reads
STORE_ONLY = "store-only"   # extractor of documents that are kept without being analysed
AHEAD = 4                   # files a process that are read or analysed before their turn
Known = Callable[[Document, str], bool]
SECONDS = 300.0             # that one file may take; a 100-page filing takes about 30


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read, or the sentence that says why not."""

    path: Path
    document: Document | None = None
    notes: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `extraction` is None where it failed or is known already."""

    read: Read
    extraction: Extraction | None = None
    error: str = ""


def analyse(paths: Iterable[Path], *, model: str, workers: int, known: Known = lambda document, extractor: False,
            store_only: bool = False, precise: bool = False) -> Iterator[Outcome]:
    """Give an outcome for each file, in their order. What is `known` of an extractor already is not analysed again.

    With `store_only`, text in a language that is not read is kept without claims, else it fails; `precise` gives fewer and surer claims.
    Raises WatchdocketError where the run cannot go on.
    """
    files = iter(paths)
    reading: deque[_Task] = deque()
    coming: deque[_Task | Outcome] = deque()
    with _Pool(model, workers, precise) as pool:
        while True:
            while len(reading) < AHEAD * workers and (path := next(files, None)) is not None:
                reading.append(_Task(path, read_file, path))
                pool.submit(reading[-1])
            if reading and len(coming) < AHEAD * workers:
                coming.append(_next(pool, reading.popleft(), known, store_only))
            elif coming:
                yield _outcome(pool, coming.popleft())
            else:
                return


def _next(pool: _Pool, task: _Task, known: Known, store_only: bool) -> _Task | Outcome:
    """What to do with a file when it has been read."""
    read = pool.result(task)
    if not isinstance(read, Read):
        return Outcome(Read(task.path), error=str(read))
    if read.document is None:
        return Outcome(read, error=read.error)
    if read.document.language != LANGUAGE and not store_only:
        return Outcome(read, error=f"{read.path.name} is not in English (it seems to be {read.document.language!r}), the one language that is "
                                   "analysed; to keep it without claims, use --store-only.")
    extractor = extractor_name(precise=pool.precise) if read.document.language == LANGUAGE else STORE_ONLY
    if known(read.document, extractor):
        return Outcome(read)
    if extractor == STORE_ONLY:
        return Outcome(read, Extraction(read.document, extractor=STORE_ONLY))
    then = _Task(task.path, _extract, read.document, read)
    pool.submit(then)
    return then


def _outcome(pool: _Pool, task: _Task | Outcome) -> Outcome:
    if isinstance(task, Outcome):
        return task
    found = pool.result(task)
    assert task.read is not None
    return Outcome(task.read, found) if isinstance(found, Extraction) else Outcome(task.read, error=f"{task.path.name} cannot be analysed: {found}")


# ------------------------------------------------------------------ processes

@dataclass(slots=True, eq=False)
class _Task:
    """Something to do for one file in another process."""

    path: Path
    function: Callable[[Any], Any]
    argument: Any
    read: Read | None = None
    future: Future[Any] | None = None


class _Pool:
    """Processes that survive a file that kills one of them."""

    def __init__(self, model: str, workers: int, precise: bool) -> None:
        self.model, self.workers, self.precise = model, workers, precise
        os.environ.setdefault("OMP_NUM_THREADS", "1")       # one thread a process: more only get in each other's way
        self._start()

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self.executor.shutdown()
        else:
            self._end()

    def _start(self) -> None:
        self.executor = ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"), _prepare, (self.model, self.precise))

    def _end(self) -> None:
        """Drop all work at once."""
        self.executor.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.kill()

    def submit(self, task: _Task) -> None:
        try:
            task.future = self.executor.submit(task.function, task.argument)
        except BrokenProcessPool:
            self._end()
            self._start()
            task.future = self.executor.submit(task.function, task.argument)

    def result(self, task: _Task) -> Any:
        """What the task gives. Where its process died it is tried once more, by then alone; a second death, or too much time, gives a sentence."""
        for _ in range(2):
            try:
                assert task.future is not None
                return task.future.result(timeout=SECONDS)
            except TimeoutError:
                self._end()
                self._start()
                return f"it takes more than {SECONDS / 60:.0f} minutes."
            except (BrokenProcessPool, CancelledError):     # cancelled: with the others, when their pool was ended
                self._end()
                self._start()
                self.submit(task)
        return "the process that did it was ended, most likely for want of memory."


def _prepare(model: str, precise: bool) -> None:
    """In each process: leave interrupts to the parent, and end when it does."""
    global _model, _precise
    _model, _precise = model, precise
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (connection.wait([parent.sentinel]), os._exit(1)), daemon=True).start()


_model = ""
_precise = False
_nlp: Any = None


def read_file(path: Path) -> Read:
    """Read one file, a document or one in gold format; the sentence that says why not where it cannot be read."""
    notes: list[str] = []
    try:
        document = read_gold(path) if path.suffix == ".json" and path.suffix not in READERS else read_document(path, notes.append)
    except WatchdocketError as error:
        return Read(path, error=str(error))
    return Read(path, document, tuple(notes))


def _extract(document: Document) -> Extraction | str:
    """Analyse a document; a sentence where it cannot be, whatever in it the pipeline stumbles over: the other files go on."""
    global _nlp
    from ingest.extract import extract_document  # spaCy takes a second to load: only where there is something to analyse
    from ingest.nlp import load_model

    _nlp = _nlp or load_model(_model)
    try:
        return extract_document(document, _nlp, precise=_precise)
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"

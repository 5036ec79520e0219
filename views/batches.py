"""What readers give to be read: analysed in the background, looked at, then stored or dropped. Knows the pipeline and threads, no Streamlit.

A batch lives in the process of the app under an id that stands in the address, so that a reload or a second tab finds it again. One batch is
read at a time, since reading takes all processors; the others wait.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from graph.model import WatchdocketError, make_id
from graph.reviews import now
from graph.store import Store
from ingest.run import Known, Outcome, analyse

KEPT_SECONDS = 6 * 3600.0       # for which a batch that nobody asks for is kept
Prepare = Callable[[Path], Iterable[Path]]


@dataclass(slots=True)
class Batch:
    """Files on their way. `state`: waiting, reading, read, storing, stored or failed. What is stopped is read or stored in part."""

    id: str
    state: str = "waiting"
    files: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)         # ids of documents that are not to be stored
    stored: Counter[str] = field(default_factory=Counter)
    error: str = ""
    touched: float = field(default_factory=time.monotonic)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def busy(self) -> bool:
        """Whether something still happens to it by itself."""
        return self.state in ("waiting", "reading", "storing")

    @property
    def found(self) -> list[Outcome]:
        """The outcomes with something to store."""
        return [outcome for outcome in self.outcomes if outcome.extraction is not None]

    @property
    def chosen(self) -> list[Outcome]:
        """Those that are to be stored."""
        return [outcome for outcome in self.found if outcome.extraction and outcome.extraction.document.id not in self.left_out]


class Batches:
    """All batches of this process."""

    def __init__(self, model: str, workers: int) -> None:
        self._model, self._workers = model, workers
        self._batches: dict[str, Batch] = {}
        self._reading = threading.Lock()

    def find(self, batch_id: str) -> Batch | None:
        """The batch with this id, if it is still kept."""
        batch = self._batches.get(batch_id)
        if batch:
            batch.touched = time.monotonic()
        return batch

    def read(self, prepare: Prepare, known: Known) -> Batch:
        """Begin to read what `prepare` puts into a folder, and in its order; what is `known` is not analysed."""
        self._forget()
        batch = Batch(make_id("batch", now(), len(self._batches), id(prepare)))
        self._batches[batch.id] = batch
        threading.Thread(target=self._read, args=(batch, prepare, known), daemon=True).start()
        return batch

    def store(self, batch: Batch, store: Store) -> None:
        """Begin to store what is chosen, one document a transaction."""
        batch.state = "storing"
        threading.Thread(target=self._store, args=(batch, store), daemon=True).start()

    def drop(self, batch: Batch) -> None:
        """Forget the batch; what happens to it stops after the file that it is at."""
        batch.stop.set()
        self._batches.pop(batch.id, None)

    def _forget(self) -> None:
        old = [batch for batch in self._batches.values() if not batch.busy and time.monotonic() - batch.touched > KEPT_SECONDS]
        for batch in old:
            self._batches.pop(batch.id, None)

    def _read(self, batch: Batch, prepare: Prepare, known: Known) -> None:
        with _told(batch):
            with tempfile.TemporaryDirectory(prefix="watchdocket-") as folder, self._reading:
                batch.state = "reading"
                files = list(prepare(Path(folder)))
                batch.files = len(files)
                outcomes = analyse(files, model=self._model, workers=min(self._workers, len(files)), known=known) if files else iter(())
                while not batch.stop.is_set() and (outcome := next(outcomes, None)):
                    batch.outcomes.append(outcome)
                outcomes.close()
            batch.state = "read"

    def _store(self, batch: Batch, store: Store) -> None:
        with _told(batch):
            for outcome in batch.chosen:
                if batch.stop.is_set():
                    break
                assert outcome.extraction is not None
                file = outcome.extraction.document.url or outcome.read.path.name
                batch.stored[store.write(outcome.extraction, run=batch.id, file=file)] += 1
            batch.state = "stored"


@contextmanager
def _told(batch: Batch) -> Iterator[None]:
    """What goes wrong in the background is said on the page of the batch, whatever it is: nobody else would see it."""
    batch.stop.clear()
    try:
        yield
    except WatchdocketError as error:
        batch.error, batch.state = str(error), "failed"
    except Exception as error:
        batch.error, batch.state = f"Something is wrong in Watchdocket: {type(error).__name__}: {error}.", "failed"
        raise

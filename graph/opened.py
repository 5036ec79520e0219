"""An open connection to the graph, with what every part of a store needs of it. Knows no layout."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from graph.connection import Connection, StoreError
from graph.settings import Settings


class Opened:
    """A connection that is closed at the end; a context manager."""

    def __init__(self, settings: Settings, *, read_only: bool) -> None:
        self.settings = settings
        self.read_only = read_only
        self._connection = Connection(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def _require_writing(self) -> None:
        if self.read_only:
            raise StoreError("This store was opened for reading only; nothing is written or taken back here.")

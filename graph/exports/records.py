"""What every format is given: three streams of records, of a store or of a part of it. Knows neither."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from graph.model import Decision, Edge, Entity, Extraction


class Records(Protocol):
    """What is handed over. Documents by id, each with the entity of every local entity; entities by id; edges by source, relation and target."""

    def resolved(self) -> Iterator[tuple[Extraction, dict[str, str]]]: ...
    def entities(self) -> Iterator[Entity]: ...
    def edges(self) -> Iterator[Edge]: ...
    def decisions(self) -> list[Decision]: ...

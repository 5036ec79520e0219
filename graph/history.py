"""When documents came and went. The log stands beside the content: nothing is computed from it, compared by it or exported with it.

Knows the layout of the graph (see store.py), not the server.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from neo4j import Transaction

from graph.connection import batch, filled
from graph.model import make_id
from graph.records import Ask

VERDICTS: dict[str, str] = {
    "new": "it was not here before",
    "replaced": "it was here as another extractor read it, or under less full metadata",
    "unchanged": "it was here already",
    "retracted": "it was taken back",
}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What became of a document in a run of a command or a session of the app."""

    at: str                                 # ISO date-time in UTC
    verdict: str                            # a name in VERDICTS
    document: str                           # its id; it need no longer be stored
    run: str = ""
    file: str = ""                          # where it was read from, as an absolute path or an address


def add_entries(tx: Transaction, entries: Iterable[LogEntry]) -> None:
    """Note what became of documents, in the transaction in which it did."""
    batch(tx, "UNWIND $rows AS row CREATE (l:LogEntry) SET l = row",
          [filled({"id": make_id("log", *asdict(entry).values()), **asdict(entry)}) for entry in entries])


def read_entries(ask: Ask, *, document: str, run: str, file: str, limit: int) -> list[LogEntry]:
    """The latest entries, newest first; only those of the document, run or file that is named."""
    wanted = {name: value for name, value in (("document", document), ("run", run), ("file", file)) if value}
    keys = ", ".join(f"{name}: ${name}" for name in wanted)
    rows = ask(f"MATCH (l:LogEntry{f' {{{keys}}}' if keys else ''}) WITH l ORDER BY l.at DESC, l.id LIMIT $limit RETURN properties(l) AS l",
               limit=limit, **wanted)
    return [LogEntry(**{name: value for name, value in row["l"].items() if name != "id"}) for row in rows]

"""One door to the graph server: transactions with retries, questions that cannot change anything, plain values, errors as sentences.

Knows the driver and how the two servers differ, not what the graph holds.
"""

from __future__ import annotations

import fcntl
import random
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, Transaction
from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired
from neo4j.graph import Node, Path, Relationship

from graph.local_server import DATABASE, READER, find_server
from graph.model import WatchdocketError
from graph.settings import Settings

T = TypeVar("T")
BATCH = 2000                    # rows a statement
ATTEMPTS = 10                   # of a transaction that meets another; the waits add up to some 15 s
TIMED_OUT = ("Neo.ClientError.Transaction.Terminated", "Neo.ClientError.Transaction.TransactionTimedOut",
             "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration")

# What a question may call on Neo4j, where reading mode alone would let it read files, fetch addresses and stop others; its EXPLAIN tells them.
READING_PROCEDURES = ("db.index.fulltext.queryNodes", "db.index.fulltext.queryRelationships", "db.labels", "db.relationshipTypes",
                      "db.propertyKeys", "db.schema.")
REFUSED_OPERATORS = ("LoadCSV", "Show", "Terminate", "AdministrationCommand")


class StoreError(WatchdocketError):
    """The graph server cannot be reached, or refuses what was asked of it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: column names in order, and one dict a row with plain values.

    A node is {"labels", **properties}, a relationship {"type", **properties}, a path {"nodes": […], "relationships": […]}; dates are ISO strings.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    truncated: bool = False     # there were more rows than `limit`


class Connection:
    """The graph server of some settings, started where it is ours. Threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = DATABASE if settings.embedded else settings.neo4j_database
        self._reading: set[str] = set()         # questions known to change nothing
        self._lock = threading.Lock()
        self._connect()

    def _connect(self) -> None:
        uri, writer, reader = self.settings.neo4j_uri, (self.settings.neo4j_username, self.settings.neo4j_password), None
        if self.settings.embedded:
            address = find_server(self.settings)
            uri, writer, reader = address.uri, ("root", address.password), (READER, address.reader_password)
        try:
            self._writer = _driver(uri, writer)
            self._reader = _driver(uri, reader) if reader else self._writer
            self._writer.verify_connectivity()
            self.agent = self._writer.get_server_info().agent
        except (DriverError, Neo4jError, ConfigurationError, ValueError) as error:
            raise _sentence(error, self.settings) from error
        self.uri = uri

    def close(self) -> None:
        self._reader.close()
        self._writer.close()

    # -------------------------------------------------------------- our own statements

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do `work` in one transaction, again where it met another. All of it or nothing is stored."""
        with self._writing():
            return self._run(work, WRITE_ACCESS)

    def ask(self, cypher: str, **params: Any) -> list[dict[str, Any]]:
        """All rows of one of our own questions."""
        return self.look(lambda tx: tx.run(cypher, params).data())

    def look(self, work: Callable[[Transaction], T]) -> T:
        """Do `work`, which only reads, in one transaction."""
        return self._run(work, READ_ACCESS)

    def define(self, cypher: str) -> None:
        """Run a schema statement."""
        self._run(lambda tx: tx.run(cypher).consume(), WRITE_ACCESS)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Writers of one home go one after the other: the embedded server sees a conflict only when a transaction ends, Neo4j has locks."""
        if not self.settings.embedded:
            yield
            return
        with (self.settings.home / "write.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _run(self, work: Callable[[Transaction], T], access: str, *, reader: bool = False, timeout: float | None = None) -> T:
        for attempt in range(ATTEMPTS):
            writer = self._writer
            driver = self._reader if reader else writer
            try:
                with driver.session(database=self.database, default_access_mode=access) as session, session.begin_transaction(timeout=timeout) as tx:
                    result = work(tx)
                    tx.commit()
                    return result
            except (ServiceUnavailable, SessionExpired, AuthError) as error:
                if not self.settings.embedded or attempt:
                    raise _sentence(error, self.settings) from error
                self._reconnect(writer)
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable() or attempt == ATTEMPTS - 1:
                    raise _sentence(error, self.settings) from error
                time.sleep(min(3.0, 0.05 * 2 ** attempt) * random.uniform(0.5, 1.5))
        raise StoreError("The graph server broke off twice; nothing was stored.")

    def _reconnect(self, broken: Driver) -> None:
        """Our own server was stopped, fell idle or was killed: find or start it, once for all threads that noticed."""
        with self._lock:
            if self._writer is broken:
                self.close()
                self._connect()

    # -------------------------------------------------------------- questions of users

    def read(self, cypher: str, params: dict[str, Any], limit: int, timeout: float) -> Rows:
        """Answer a question as a reader who can change nothing, with at most `limit` rows, in at most `timeout` seconds."""
        if not self.settings.embedded:
            self._require_reading(cypher)
        terminate = threading.Timer(timeout, self._terminate, (cypher, timeout))
        if self.settings.embedded:          # which ignores the driver's timeout
            terminate.start()
        try:
            return self._run(lambda tx: _rows(tx, cypher, params, limit), READ_ACCESS, reader=True, timeout=timeout)
        finally:
            terminate.cancel()

    def _require_reading(self, cypher: str) -> None:
        if cypher in self._reading:
            return
        summary = self._run(lambda tx: tx.run("EXPLAIN " + cypher).consume(), READ_ACCESS)
        refused = [operator for operator, details in _operators(summary.plan) if operator.startswith(REFUSED_OPERATORS)
                   or (operator.startswith("ProcedureCall") and not details.startswith(READING_PROCEDURES))]
        if summary.query_type != "r" or refused:
            raise StoreError("Only questions that read the graph are answered here; this one would change it or do something else.")
        self._reading.add(cypher)

    def _terminate(self, cypher: str, seconds: float) -> None:
        with suppress(StoreError):
            for row in self.ask("SHOW TRANSACTIONS"):
                elapsed = row["elapsedTime"]
                if row["username"] == READER and row["currentQuery"] == cypher and elapsed.seconds + elapsed.nanoseconds / 1e9 > seconds * 0.9:
                    self.ask(f"TERMINATE TRANSACTIONS '{row['transactionId']}'")


def batch(tx: Transaction, cypher: str, rows: Iterable[Any], **params: Any) -> list[dict[str, Any]]:
    """Run a statement that begins with UNWIND $rows, BATCH of them at a time; all its results."""
    rows = list(rows)
    return [row for start in range(0, len(rows), BATCH) for row in tx.run(cypher, rows=rows[start:start + BATCH], **params).data()]


def asking(tx: Transaction) -> Callable[..., list[dict[str, Any]]]:
    """`Connection.ask` within a transaction."""
    return lambda cypher, **params: tx.run(cypher, params).data()


def filled(row: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known: an absent property is what `IS NULL` asks for."""
    return {key: value for key, value in row.items() if value not in (None, "")}


def _driver(uri: str, auth: tuple[str, str]) -> Driver:
    return GraphDatabase.driver(uri, auth=auth, connection_timeout=5, notifications_min_severity="OFF", user_agent="watchdocket")


def _rows(tx: Transaction, cypher: str, params: dict[str, Any], limit: int) -> Rows:
    result = tx.run(cypher, params)
    columns = tuple(result.keys())
    rows: list[dict[str, Any]] = []
    for record in result:
        if len(rows) == limit:
            return Rows(columns, rows, truncated=True)
        rows.append({column: plain(record[column]) for column in columns})
    return Rows(columns or _planned_columns(tx, cypher, params), rows)


def _planned_columns(tx: Transaction, cypher: str, params: dict[str, Any]) -> tuple[str, ...]:
    """The columns of an answer without rows, which the embedded server names in its plan only."""
    plan = tx.run("EXPLAIN " + cypher, params).consume().plan or {}
    projected = re.search(r"FINAL PROJECTION \[(.*)\]", str(plan.get("args", {}).get("string-representation")))
    return tuple(projected.group(1).split(", ")) if projected else ()


def _operators(plan: Any) -> Iterator[tuple[str, str]]:
    if plan:
        yield str(plan["operatorType"]), str(plan.get("args", {}).get("Details") or "")
        for child in plan.get("children", ()):
            yield from _operators(child)


def plain(value: Any) -> Any:
    """The driver's value as str, number, bool, None, list or dict."""
    if isinstance(value, Node):
        return {"labels": sorted(value.labels)} | plain(dict(value))
    if isinstance(value, Relationship):
        return {"type": value.type} | plain(dict(value))
    if isinstance(value, Path):
        return {"nodes": plain(value.nodes), "relationships": plain(value.relationships)}
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _sentence(error: Exception, settings: Settings) -> StoreError:
    """What went wrong and what to do, without passwords."""
    where = f"the embedded graph server of {settings.home}" if settings.embedded else f"Neo4j at {settings.neo4j_uri}"
    code, said = str(getattr(error, "code", "") or ""), str(getattr(error, "message", "") or error)
    if isinstance(error, AuthError) and "Unauthorized" in code:
        return StoreError(f"{where[0].upper() + where[1:]} refuses the account; check NEO4J_USERNAME and NEO4J_PASSWORD.")
    if code in TIMED_OUT:
        return StoreError("The question took too long and was stopped; ask for less, or allow more time with WATCHDOCKET_QUERY_TIMEOUT (seconds).")
    if code.endswith("Security.Forbidden") or "AccessMode" in code:
        return StoreError(f"Only questions that read the graph are answered here: {said}")
    if isinstance(error, (ServiceUnavailable, SessionExpired)):
        hint = "see its log in logs/" if settings.embedded else "start it, correct NEO4J_URI, or unset NEO4J_URI to use the embedded server"
        return StoreError(f"No answer from {where}; {hint}.")
    if "Syntax" in code or "Semantic" in code or "Parameter" in code or "Statement" in code:
        return StoreError(f"The query is not valid Cypher for {where}: {said.replace('EXPLAIN ', '')}")
    return StoreError(f"{where[0].upper() + where[1:]} could not do this: {said}")

"""One door to the graph server: transactions with retries, questions that cannot change anything, plain values, errors as sentences.

Knows the driver and how the two servers differ, not what the graph holds.
"""

from __future__ import annotations

import fcntl
import random
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, Transaction
from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired
from neo4j.graph import Node, Path, Relationship

from graph.guard import PROCEDURES, QuestionError, require_question
from graph.local_server import DATABASE, READER, find_server
from graph.model import WatchdocketError
from graph.patience import TooLarge, TooLong, await_result
from graph.settings import Settings

T = TypeVar("T")
BATCH = 2000                    # rows a statement
ATTEMPTS = 10                   # of a transaction that meets another; the waits add up to some 15 s
TIMED_OUT = ("Neo.ClientError.Transaction.Terminated", "Neo.ClientError.Transaction.TransactionTimedOut",
             "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration")

TOOK_TOO_LONG = "The question took too long and was stopped; ask for less, or allow more time with WATCHDOCKET_QUERY_TIMEOUT (seconds)."
IS_TOO_LARGE = "The answer is too large and was stopped; ask for fewer rows, or for shorter values."
ANSWER = 64 * 2**20             # characters that an answer may have
KNOWN_QUESTIONS = 1000          # that need not be planned again

# What the plan of a question must not hold: on Neo4j the names of operators, on the embedded server the first words of a step.
REFUSED_OPERATORS = ("LoadCSV", "Show", "Terminate", "AdministrationCommand")
REFUSED_STEPS = re.compile(r"^ *\+ (LOAD CSV|CREATE|MERGE|SET|DELETE|DETACH|REMOVE|FOREACH|CALL (?!SUBQUERY)(?P<called>[\w.]+))", re.MULTILINE)


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

    def _run(self, work: Callable[[Transaction], T], access: str, *, reader: bool = False, timeout: float | None = None,
             metadata: dict[str, Any] | None = None) -> T:
        for attempt in range(ATTEMPTS):
            writer = self._writer
            driver = self._reader if reader else writer
            try:
                with driver.session(database=self.database, default_access_mode=access) as session, \
                        session.begin_transaction(timeout=timeout, metadata=metadata) as tx:
                    result = work(tx)
                    tx.commit()
                    return result
            except (ServiceUnavailable, SessionExpired, AuthError) as error:
                if not self.settings.embedded or attempt:
                    raise _sentence(error, self.settings) from error
                self._reconnect(writer)
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable() or "OutOfMemory" in str(getattr(error, "code", "")) or attempt == ATTEMPTS - 1:
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

    def read(self, cypher: str, params: dict[str, Any], limit: int, timeout: float, meanwhile: Callable[[], object] = lambda: None) -> Rows:
        """Answer a question as a reader who can change nothing, with at most `limit` rows and ANSWER characters, in at most `timeout` seconds.

        `meanwhile` is called now and then while the server works; what it raises, or Ctrl-C, ends the question there too.
        """
        self._require_reading(cypher, params)
        ticket, writer = secrets.token_hex(8), self._writer

        def give_up(reason: BaseException, seconds: float) -> None:
            self._terminate(cypher, ticket, seconds)
            if isinstance(reason, TooLarge):
                self._reconnect(writer)         # else the rest of the answer still comes in

        try:
            return await_result(lambda: self._run(lambda tx: _rows(tx, cypher, params, limit), READ_ACCESS, reader=True, timeout=timeout,
                                              metadata={"question": ticket}), timeout, meanwhile, give_up)
        except TooLong:
            raise StoreError(TOOK_TOO_LONG) from None
        except TooLarge:
            raise StoreError(IS_TOO_LARGE) from None

    def plan(self, cypher: str, params: dict[str, Any]) -> dict[str, Any]:
        """The server's plan of a question, as the driver has it."""
        return self._require_reading(cypher, params, anew=True)

    def _require_reading(self, cypher: str, params: dict[str, Any], *, anew: bool = False) -> dict[str, Any]:
        """Raise StoreError unless the question's words and the server's plan of it only read; the plan, where it was made."""
        if cypher in self._reading and not anew:
            return {}
        try:
            require_question(cypher)
        except QuestionError as error:
            raise StoreError(str(error)) from error
        summary = self._run(lambda tx: tx.run("EXPLAIN " + cypher, params).consume(), READ_ACCESS, reader=True)
        plan = summary.plan or {}
        refused = _refused_steps(plan) if self.settings.embedded else summary.query_type != "r" or _refused_operators(plan)
        if refused or not plan:
            raise StoreError("Only questions that read the graph are answered here; this one would change it or do something else.")
        if len(self._reading) >= KNOWN_QUESTIONS:
            self._reading.clear()
        self._reading.add(cypher)
        return plan

    def _terminate(self, cypher: str, ticket: str, seconds: float) -> None:
        """End a question on the server. The embedded one does not know tickets: it is the one that began when ours did."""
        with suppress(StoreError):
            if self.settings.embedded:
                rows = [row for row in self.ask("SHOW TRANSACTIONS") if row["username"] == READER and row["currentQuery"] == cypher]
                rows = sorted(rows, key=lambda row: abs(row["elapsedTime"].seconds + row["elapsedTime"].nanoseconds / 1e9 - seconds))[:1]
            else:
                rows = [row for row in self.ask("SHOW TRANSACTIONS YIELD transactionId, metaData") if row["metaData"].get("question") == ticket]
            for row in rows:
                self.ask("TERMINATE TRANSACTIONS $id", id=row["transactionId"])


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
    weight = 0
    for record in result:
        if len(rows) == limit:
            return Rows(columns, rows, truncated=True)
        row = {column: plain(record[column]) for column in columns}
        weight += _weight(row)
        if weight > ANSWER:
            raise TooLarge
        rows.append(row)
    return Rows(columns or _planned_columns(tx, cypher, params), rows)


def _planned_columns(tx: Transaction, cypher: str, params: dict[str, Any]) -> tuple[str, ...]:
    """The columns of an answer without rows, which the embedded server names in its plan only."""
    plan = tx.run("EXPLAIN " + cypher, params).consume().plan or {}
    projected = re.search(r"FINAL PROJECTION \[(.*)\]", str(plan.get("args", {}).get("string-representation")))
    return tuple(projected.group(1).split(", ")) if projected else ()


def _weight(value: Any) -> int:
    """How many characters a plain value takes, nearly."""
    if isinstance(value, dict):
        return sum(len(key) + _weight(item) for key, item in value.items())
    return sum(map(_weight, value)) if isinstance(value, list) else len(value) if isinstance(value, str) else 8


def _refused_operators(plan: Any) -> bool:
    """Whether Neo4j's plan does more than read."""
    operator, details = str(plan["operatorType"]), str(plan.get("args", {}).get("Details") or "")
    called = operator.startswith("ProcedureCall") and details.split("(")[0] not in PROCEDURES
    return called or operator.startswith(REFUSED_OPERATORS) or any(map(_refused_operators, plan.get("children", ())))


def _refused_steps(plan: Any) -> bool:
    """Whether the embedded server's plan, which does not tell what stands within a part, is seen to do more than read."""
    steps = REFUSED_STEPS.finditer(str(plan.get("args", {}).get("string-representation")))
    return any(step["called"] is None or step["called"] not in PROCEDURES for step in steps)


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
        return StoreError(TOOK_TOO_LONG)
    if "OutOfMemory" in code:
        return StoreError("The question needs more memory than the server may use; ask for less.")
    if code.endswith("Security.Forbidden") or "AccessMode" in code:
        return StoreError(f"Only questions that read the graph are answered here: {said}")
    if isinstance(error, (ServiceUnavailable, SessionExpired)):
        hint = "see its log in logs/, or allow it more memory with WATCHDOCKET_SERVER_HEAP" if settings.embedded else \
            "start it, correct NEO4J_URI, or unset NEO4J_URI to use the embedded server"
        return StoreError(f"No answer from {where}; {hint}.")
    if "Syntax" in code or "Semantic" in code or "Parameter" in code or "Statement" in code:
        return StoreError(f"The query is not valid Cypher for {where}: {said.replace('EXPLAIN ', '')}")
    return StoreError(f"{where[0].upper() + where[1:]} could not do this: {said}")

"""Ten thousand hostile statements change nothing, read no file and open no connection, on both servers; their harmless likes are answered."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.store import Store, StoreError
from tests.factories import sample
from tests.graph.hostile_cypher import harmful, harmless
from tests.graph.pictures import picture

SECRET = "secret-of-the-server"


@contextmanager
def listening() -> Iterator[tuple[str, list[object]]]:
    """An address of this machine, and who has called it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls: list[object] = []

        def answer() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                calls.append(caller)
                caller.close()

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x.csv", calls


def ask_all(store: Store, statements: Iterator[str]) -> list[str]:
    """Those that were answered. None of their answers holds the secret."""
    answered = []
    for statement in statements:
        try:
            answer = store.read(statement, limit=5, timeout=20)
        except StoreError as error:
            assert SECRET not in str(error)
            continue
        assert SECRET not in repr(answer)
        answered.append(statement)
    return answered


@pytest.fixture
def secret(tmp_path: Path) -> str:
    (tmp_path / "secret.csv").write_text(SECRET, "utf-8")
    return (tmp_path / "secret.csv").as_uri()


def test_ten_thousand_hostile_statements_do_nothing(store: Store, secret: str) -> None:
    store.write(sample()[0])
    before = picture(store)
    with listening() as (address, calls):
        assert ask_all(store, harmful(1, 10_000, secret, address)) == []
        assert calls == []
    assert picture(store) == before


def test_what_only_looks_hostile_is_answered(store: Store, secret: str) -> None:
    store.write(sample()[0])
    before = picture(store)
    with listening() as (address, calls):
        statements = list(dict.fromkeys(harmless(1, 150, secret, address)))
        assert ask_all(store, iter(statements)) == statements
        assert calls == []
    assert picture(store) == before


def test_the_other_bars_hold_without_the_first(store: Store, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.connection.require_question", lambda cypher: None)
    store.write(sample()[0])
    before = picture(store)
    with listening() as (address, calls):
        ask_all(store, harmful(2, 300, secret, address))
        assert calls == []
    assert picture(store) == before
    assert store.read("RETURN 1 AS one").rows == [{"one": 1}]

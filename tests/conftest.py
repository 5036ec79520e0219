"""Servers that a whole test run shares, and a store on each that every test finds empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.connection import Connection
from graph.settings import Settings
from graph.store import Store, open_store
from tests import servers


@pytest.fixture(scope="session")
def embedded_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of an embedded server for this test run."""
    with servers.embedded(tmp_path_factory.mktemp("embedded")) as settings:
        yield settings


@pytest.fixture(scope="session")
def neo4j_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of a real Neo4j for this test run; skips where none can be had."""
    try:
        with servers.neo4j(tmp_path_factory.mktemp("neo4j")) as settings:
            yield settings
    except servers.NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture(params=["embedded", "neo4j"])
def settings(request: pytest.FixtureRequest) -> Settings:
    """The settings of each server in turn."""
    found: Settings = request.getfixturevalue(f"{request.param}_settings")
    return found


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An empty store, on each server in turn."""
    with open_store(settings) as opened:
        empty(opened)
        yield opened


@pytest.fixture
def both_stores(embedded_settings: Settings, neo4j_settings: Settings) -> Iterator[tuple[Store, Store]]:
    """An empty store on the embedded server and one on Neo4j, for what must be the same on both."""
    with open_store(embedded_settings) as left, open_store(neo4j_settings) as right:
        empty(left)
        empty(right)
        yield left, right


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).parents[1]


def empty(store: Store) -> None:
    """Delete everything but the schema; tests only."""
    connection: Connection = store._connection
    connection.write(lambda tx: tx.run("MATCH (n) WHERE NOT n:Meta DETACH DELETE n").consume())
    connection.write(lambda tx: tx.run("MATCH (m:Meta) SET m.documents = 0, m.entities = 0, m.claims = 0, m.edges = 0").consume())

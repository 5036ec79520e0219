"""What is written for Neo4j fills a real one, where all saved questions have the answers that they have in the store it came from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.exports.formats import export
from graph.exports.selection import Scope, select
from graph.model import Extraction
from graph.queries import load_queries, run_query
from graph.rdf import Publication
from graph.store import Store, open_store
from tests import servers
from tests.conftest import empty
from tests.factories import sample
from tests.graph.exports.fixtures import GRAPH, PLAIN
from tests.graph.pictures import picture

DOCUMENTS = (*sample(), *GRAPH.documents)
GIVEN = {"claims_against_company": {"company": "Acme"}, "disputes_of_company": {"company": "Borduria"}, "contradictions": {"about": "Freeport"},
         "sources_of_claims": {}}


@pytest.fixture
def source(embedded_settings) -> Iterator[Store]:
    with open_store(embedded_settings) as store:
        empty(store)
        store.write_many(DOCUMENTS)
        yield store


@pytest.fixture
def target(neo4j_settings) -> Iterator[Store]:
    with open_store(neo4j_settings) as store:
        empty(store)
        yield store


def require_same(left: Store, right: Store) -> None:
    assert picture(left) == picture(right)
    for name, given in GIVEN.items():
        answers = [run_query(store, load_queries()[name], given).rows for store in (left, right)]
        assert answers[0] == answers[1]


def load(store: Store, path: Path) -> None:
    store._connection.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    for statement in path.read_bytes().decode().split("\n"):
        if statement.startswith("UNWIND"):
            store._connection.write(lambda tx, statement=statement: tx.run(statement.removesuffix(";")).consume())
        elif statement:
            store._connection.define(statement.removesuffix(";"))


def test_a_script_fills_an_empty_neo4j(source, target, tmp_path):
    export(source, "cypher", tmp_path / "graph.cypher", Publication())
    load(target, tmp_path / "graph.cypher")
    require_same(source, target)


def test_a_public_script_fills_a_store_that_takes_it_for_parts_of_documents(source, target, tmp_path):
    public = select(source, Scope(profile="public"))
    export(public, "cypher", tmp_path / "graph.cypher", Publication())
    load(target, tmp_path / "graph.cypher")
    assert list(target.resolved()) == [(extraction, {local: entity_of[local] for local in ids(extraction)})
                                       for extraction, entity_of in public.resolved()]
    assert target.write(PLAIN) == "replaced"


def ids(extraction: Extraction) -> list[str]:
    return [entity.id for entity in extraction.entities]


def test_neo4j_admin_imports_the_folder(source, tmp_path, monkeypatch):
    monkeypatch.delenv("NEO4J_URI", raising=False)
    home, bulk = tmp_path / "neo4j", tmp_path / "bulk"
    export(source, "neo4j-bulk", bulk, Publication())
    (home / "conf").mkdir(parents=True)
    monkeypatch.chdir(bulk)
    try:
        imported = servers.admin(home, "database", "import", "full", "neo4j", "--overwrite-destination", "@import.args")
    except servers.NoServer as reason:
        pytest.skip(str(reason))
    assert imported.returncode == 0, imported.stdout + imported.stderr
    with servers.neo4j(home) as settings:
        from neo4j import GraphDatabase
        with GraphDatabase.driver(settings.neo4j_uri, auth=(settings.neo4j_username, settings.neo4j_password)) as driver:
            for statement in (bulk / "after-import.cypher").read_text("utf-8").split(";\n"):
                if statement:
                    driver.execute_query(statement)
        with open_store(settings) as target:
            require_same(source, target)

"""Questions change nothing, end in time, and come back as plain values; what fails is a sentence without secrets. On both servers."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from graph.local_server import wait_for
from graph.model import WatchdocketError
from graph.settings import Settings
from graph.store import Store, StoreError, open_store
from tests.factories import sample
from tests.graph.pictures import picture

WRITES = [
    "CREATE (:Entity {id: 'x'})",
    "MATCH (e:Entity) SET e.name = 'mine'",
    "MATCH (e:Entity) REMOVE e.name",
    "MATCH (e:Entity) DETACH DELETE e",
    "MATCH (a:Entity) MERGE (a)-[:SUES]->(a)",
    "MATCH (e:Entity) CALL (e) { SET e.name = 'mine' } RETURN e",
    "FOREACH (n IN [1] | CREATE (:Entity {id: 'x'}))",
    "MATCH (e:Entity) CALL { WITH e DELETE e } IN TRANSACTIONS OF 1 ROWS",
    "CREATE INDEX mine IF NOT EXISTS FOR (n:Entity) ON (n.kind)",
    "CREATE CONSTRAINT mine IF NOT EXISTS FOR (n:Claim) REQUIRE n.edge IS UNIQUE",
    "CREATE USER eve SET PASSWORD 'abcdefgh'",
]
OTHER_ACTS = [
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:1/' AS line RETURN line",
    "SHOW USERS",
    "CALL dbms.listConfig()",
    "CALL dbms.killConnections(['bolt-1'])",
    "RETURN 1; RETURN 2",
    "MATCH (n RETURN n",
    "MATCH (n) RETURN $missing",
    "",
]


@pytest.mark.parametrize("cypher", WRITES)
def test_a_question_that_would_change_something_is_refused(store: Store, cypher: str) -> None:
    store.write(sample()[0])
    before = picture(store)
    with pytest.raises(StoreError):
        store.read(cypher)
    assert picture(store) == before


@pytest.mark.parametrize("cypher", OTHER_ACTS)
def test_a_question_that_is_none_is_refused(store: Store, cypher: str) -> None:
    with pytest.raises(StoreError):
        store.read(cypher)


@pytest.mark.parametrize("cypher", ["SHOW TRANSACTIONS", "SHOW SETTINGS", "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
                                    "CALL db.clearQueryCaches()", "RETURN EXISTS { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line }"])
def test_reading_mode_alone_would_let_these_through_on_neo4j(neo4j_settings: Settings, cypher: str) -> None:
    with open_store(neo4j_settings) as store, pytest.raises(StoreError, match="Only questions that read"):
        store.read(cypher)


def test_what_reads_is_answered_with_plain_values(store: Store) -> None:
    store.write(sample()[0])
    answer = store.read("MATCH p = (a:Authority)-[r:OVERSEES]->(b:Project) "
                        "RETURN a, r, p, [b.name, 1.5] AS list, {k: true} AS map, date('2031-01-05') AS day")
    row = answer.rows[0]
    assert answer.columns == ("a", "r", "p", "list", "map", "day")
    assert (row["a"]["labels"], row["a"]["name"]) == (["Authority", "Entity"], "Freeport Safe City Authority")
    assert (row["r"]["type"], row["r"]["source"], row["r"]["status"]) == ("OVERSEES", row["a"]["id"], "asserted")
    assert [node["name"] for node in row["p"]["nodes"]] == ["Freeport Safe City Authority", "Freeport Safe City"]
    assert [edge["type"] for edge in row["p"]["relationships"]] == ["OVERSEES"]
    assert (row["list"], row["map"], row["day"]) == (["Freeport Safe City", 1.5], {"k": True}, "2031-01-05")


def test_an_answer_has_columns_without_rows_and_no_more_rows_than_allowed(store: Store) -> None:
    nothing = store.read("MATCH (e:Entity {id: $id}) RETURN e.name AS name, count(*) AS times", {"id": "nobody"})
    assert (nothing.columns, nothing.rows, nothing.truncated) == (("name", "times"), [], False)
    few = store.read("UNWIND range(1, 10) AS n RETURN n", limit=3)
    assert ([row["n"] for row in few.rows], few.truncated) == ([1, 2, 3], True)
    assert not store.read("UNWIND range(1, 3) AS n RETURN n", limit=3).truncated


def test_a_question_that_takes_too_long_is_stopped(store: Store) -> None:
    started = time.monotonic()
    with pytest.raises(StoreError, match="took too long"):
        store.read("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a + b < 0 RETURN count(*)", timeout=1)
    assert time.monotonic() - started < 15
    assert store.read("RETURN 1 AS one", timeout=1).rows == [{"one": 1}]        # and the next one is answered


LONG = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a + b < 0 RETURN count(*)"


def running(store: Store, cypher: str) -> bool:
    return any(row["currentQuery"] == cypher for row in store._connection.ask("SHOW TRANSACTIONS"))


def test_whoever_waits_can_give_up_and_the_question_ends_on_the_server_too(store: Store) -> None:
    looked = []

    def give_up() -> None:
        looked.append(running(store, LONG))
        if any(looked):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.read(LONG, timeout=60, meanwhile=give_up)
    assert wait_for(lambda: not running(store, LONG), 15)
    assert store.read("RETURN 1 AS one").rows == [{"one": 1}]


def test_two_who_ask_the_same_end_only_their_own_question(store: Store) -> None:
    """The second asks for less time, and is stopped first."""
    ended: dict[float, float] = {}

    def ask(seconds: float) -> None:
        with suppress(StoreError):
            store.read(LONG, timeout=seconds)
        ended[seconds] = time.monotonic() - began

    began = time.monotonic()
    threads = [threading.Thread(target=ask, args=(seconds,)) for seconds in (6.0, 2.0)]
    for thread in threads:
        thread.start()
        time.sleep(1)
    for thread in threads:
        thread.join(60)
    assert ended[2.0] < 6.0 <= ended[6.0]


def test_an_answer_that_is_too_large_is_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.connection.ANSWER", 10_000)
    assert len(store.read("UNWIND range(1, 90) AS n RETURN 'some words' AS text").rows) == 90
    with pytest.raises(StoreError, match="too large and was stopped"):
        store.read("UNWIND range(1, 900) AS n RETURN 'some words' AS text")


def test_one_value_that_is_too_large_is_stopped_while_it_comes(neo4j_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.patience.GROWTH", 20_000_000)
    with open_store(neo4j_settings) as store:
        with pytest.raises(StoreError, match="too large and was stopped"):
            store.read("RETURN [x IN range(1, 3000000) | x + 1000000000] AS numbers", timeout=60)
        assert store.read("RETURN 1 AS one").rows == [{"one": 1}]


def test_a_question_that_needs_too_much_of_the_servers_memory_is_stopped(store: Store) -> None:
    with pytest.raises(StoreError, match="more memory|exceeding the maximum"):
        store.read("UNWIND range(1, 100000000) AS x RETURN size(collect(x)) AS n", timeout=60)
    assert store.read("RETURN 1 AS one").rows == [{"one": 1}]


def test_a_plan_tells_what_is_done_and_what_it_grows_with(store: Store) -> None:
    by_id = store.explain("MATCH (e:Entity {id: $id}) RETURN e.name AS name", {"id": "x"})
    all_of_it = store.explain("MATCH (e:Claim) RETURN e.quote AS quote")
    assert by_id.steps and by_id.steps[-1].what == "give the answer"
    assert all_of_it.steps[0].what == "go through all nodes of a label" and "grows with the graph: 1 of" in all_of_it.cost
    if store.settings.neo4j_uri:
        assert "No step goes through all" in by_id.cost and by_id.steps[0].what == "look up a node by its id"
    with pytest.raises(StoreError, match="Only questions that read"):
        store.explain("MATCH (e:Entity) DELETE e")


def test_no_secret_is_in_what_a_store_tells(store: Store) -> None:
    settings = store.settings
    state = "" if settings.neo4j_uri else (settings.home / "server.json").read_text()
    secrets = [settings.neo4j_password] if settings.neo4j_uri else [value for value in state.split('"') if len(value) > 30]
    assert secrets
    told = repr(store.status()) + repr(settings) + repr(store._connection)
    with pytest.raises(StoreError) as refused:
        store.read("MATCH (n RETURN")
    assert not any(secret in told + str(refused.value) for secret in secrets)


@pytest.mark.parametrize(("uri", "says"), [
    ("bolt://127.0.0.1:1", "No answer from Neo4j at bolt://127.0.0.1:1; start it"),
    ("gopher://127.0.0.1", "could not do this"),
])
def test_a_server_that_is_not_there_is_a_sentence(tmp_path: Path, uri: str, says: str) -> None:
    with pytest.raises(WatchdocketError, match=says):
        open_store(Settings(home=tmp_path, neo4j_uri=uri))


def test_a_wrong_password_is_a_sentence(neo4j_settings: Settings) -> None:
    wrong = Settings(home=neo4j_settings.home, neo4j_uri=neo4j_settings.neo4j_uri, neo4j_password="wrong-password")
    with pytest.raises(StoreError, match="NEO4J_PASSWORD"):
        open_store(wrong)


def test_a_graph_of_a_later_version_is_left_alone(store: Store) -> None:
    store._connection.write(lambda tx: tx.run("MATCH (m:Meta) SET m.schema = 999").consume())
    try:
        with pytest.raises(StoreError, match="later Watchdocket"):
            open_store(store.settings)
    finally:
        store._connection.write(lambda tx: tx.run("MATCH (m:Meta) SET m.schema = 1").consume())

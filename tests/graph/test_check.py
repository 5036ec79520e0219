"""A sound graph has no differences, and whatever is changed in it behind the store's back is found; on both servers."""

from __future__ import annotations

import pytest

from graph.check import CHECKS, check_whole
from graph.reviews import Review
from graph.store import Store
from tests.factories import sample
from tests.synthetic import World

AT = "2031-06-01T12:00:00+00:00"

# What somebody does to the graph by hand, and the differences that tell.
TAMPERED = {
    "MATCH ()-[r:SUES]->() SET r.status = 'ruled'": {("edge", "status is 'ruled' and should be 'asserted'")},
    "MATCH ()-[r:SUES]->() SET r.established = NULL": {("edge", "established is None and should be True")},
    "MATCH ()-[r:FINES]->() DELETE r": {("edge", "is missing"), ("entity", "roles is ['regulator'] and should be []"), ("counter", "value is")},
    "MATCH (a:Entity {name: 'Freeport'}), (b:Entity {name: 'Vera Quill'}) CREATE (a)-[:SUES {id: 'x', source_roles: ['plaintiff']}]->(b)":
        {("edge", "is there and nothing says so"), ("entity", "should be ['buyer', 'plaintiff']"), ("counter", "value is")},
    "MATCH (a:Entity {name: 'Freeport'}), (b:Entity {name: 'Vera Quill'}) CREATE (a)-[:KNOWS]->(b)": {("edge", "is there and nothing says so")},
    "MATCH (c:Claim {relation: 'SUES', status: 'alleged'}) SET c.status = 'asserted'": {("document", "digest is"), ("claim", "is missing")},
    "MATCH (c:Claim {relation: 'FINES'}) SET c.amount = 'USD 6'": {("document", "digest is")},
    "MATCH (c:Claim {relation: 'FINES'}) SET c.quote = 'fined him'": {("document", "The quote “fined him” of claim")},
    "MATCH (c:Claim {relation: 'FINES'}) SET c.edge = 'elsewhere'": {("claim", "edge is 'elsewhere'"), ("edge", "is there and nothing says so")},
    "MATCH (c:Claim {relation: 'FINES'}) DETACH DELETE c": {("document", "digest is"), ("edge", "is there"), ("counter", "value is")},
    "MATCH (c:Claim {relation: 'FINES'})-[i:IN]->() DELETE i": {("claim", "stands in no document"), ("document", "digest is")},
    "MATCH (t:Text) WHERE t.text STARTS WITH 'Freedonia uses' SET t.text = t.text + '.'": {("document", "is there and nothing says so")},
    "MATCH (d:Document {title: 'Eyes'}) SET d.title = 'Ears'": {("document", "rank is")},
    "MATCH (e:Entity {name: 'Vera Quill'}) SET e.name = 'Vera'": {("entity", "name is 'Vera' and should be 'Vera Quill'")},
    "MATCH (e:Entity {name: 'Vera Quill'}) SET e.roles = ['regulator']": {("entity", "roles is ['regulator'] and should be []")},
    "MATCH (:Entity {name: 'Vera Quill'})-[n:NAMED_IN]->() DELETE n": {("document", "digest is"), ("entity", "is there and nothing says so")},
    "CREATE (:Entity:Person {id: 'x', name: 'Nobody', kind: 'Person'})": {("entity", "is there and nothing says so"), ("counter", "value is")},
    "CREATE (:Source {id: 'x'})": {("source", "stands in no document")},
    "CREATE (:Merged {id: 'x', into: 'y'})": {("decision", "is there and nothing says so")},
    "MATCH (c:RejectedClaim) REMOVE c.review": {("claim", "review is None")},
    "MATCH (v:Review {verdict: 'rejected'}) DELETE v": {("claim", "label is 'RejectedClaim' and should be 'Claim'")},
    "MATCH (m:Meta) SET m.claims = 7": {("counter", "value is 7 and should be 25")},
    "MATCH (t:Tally {relation: 'SUES', status: 'alleged'}) SET t.claims = 3": {("counter", "value is 3 and should be 1")},
}


@pytest.fixture
def sound(store: Store) -> Store:
    """The sample, with one decision, one claim rejected and one corrected."""
    store.write_many(sample())
    claims = {claim.relation: claim for found in sample() for claim in found.claims}
    store.review(Review(claims["INVESTIGATES"].id, "rejected", "Ada", AT, "no"))
    store.review(Review(claims["MAKES"].id, "corrected", "Ada", AT, "it is said", status="alleged"))
    ids = {entity.name: entity.id for entity in store.entities()}
    store.decide(ids["Crumb Wiring"], ids["Borduria Systems LLC"], "same", by="Ada", why="one firm", at=AT)
    store.decide(ids["Freeport"], ids["Freedonia"], "different", by="Ada", why="two places", at=AT)
    return store


def test_a_sound_graph_has_no_differences(sound: Store) -> None:
    assert list(sound.differences()) == []
    sound.retract(sample()[1].document.id)
    sound.write_many(map(World(stories=4, things=20).document, range(15)))
    assert list(sound.differences()) == []


def test_whatever_is_changed_by_hand_is_found(sound: Store) -> None:
    missed = {}
    for cypher, expected in TAMPERED.items():
        with pytest.raises(Undone) as tampered:
            _tamper(sound, cypher)
        found = tampered.value.args[0]
        missed |= {(cypher, *tell): found for tell in expected if not any(tell[0] == one.what and tell[1] in one.said for one in found)}
    assert missed == {}
    assert list(sound.differences()) == []


class Undone(Exception):
    """Ends a transaction without a trace, with what was found in it."""


def _tamper(store: Store, cypher: str) -> None:
    def work(tx: object) -> None:
        tx.run(cypher).consume()
        ids = {label: [row["id"] for row in tx.run(f"MATCH (n:{label}) RETURN n.id AS id").data()] for label in CHECKS}
        raise Undone([found for label, look in CHECKS.items() for found in look(tx, ids[label])] + list(check_whole(tx)))

    store._connection.write(work)

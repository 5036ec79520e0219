"""What would go with documents is what goes, and what would stay is what stays, with those on whose word."""

from __future__ import annotations

from graph.retraction import Firmness
from graph.reviews import Review, now
from graph.store import Store
from tests.conftest import empty
from tests.factories import sample
from tests.graph.pictures import picture

DOCUMENTS = sample()


def fill(store: Store) -> None:
    empty(store)
    for found in DOCUMENTS:
        store.write(found)


def edges(store: Store) -> dict[str, Firmness]:
    rows = store.read("MATCH ()-[r]->() WHERE r.statuses IS NOT NULL RETURN properties(r) AS r").rows
    return {row["r"]["id"]: Firmness(row["r"]["status"], row["r"]["disputed"], row["r"]["claims"], row["r"]["support"]) for row in rows}


def test_what_is_foretold_is_what_happens(store: Store) -> None:
    ids = [found.document.id for found in DOCUMENTS]
    for some in (ids[:1], ids[1:2], ids[2:4], ids[1:], ids):
        fill(store)
        whole, before, entities = picture(store), edges(store), {entity.id for entity in store.entities()}
        foretold, claims = store.what_rests_on(some), store.counts()["claims"]
        assert picture(store) == whole                  # nothing has happened yet
        for id in some:
            store.retract(id)
        after, left = edges(store), {entity.id for entity in store.entities()}
        assert [id for id, _ in foretold.documents] == sorted(some)
        assert foretold.claims == claims - store.counts()["claims"]
        assert {edge.id: edge.before for edge in foretold.edges} == {edge.id: before[edge.id] for edge in foretold.edges}
        assert {edge.id: edge.after for edge in foretold.edges} == {edge.id: after.get(edge.id) for edge in foretold.edges}
        assert {id for id in before if before[id] != after.get(id)} <= {edge.id for edge in foretold.edges}
        assert {entity.id for entity in foretold.entities if entity.verdict == "goes"} == entities - left


def test_what_stays_is_told_with_the_documents_and_claimants_that_it_stays_on(store: Store) -> None:
    fill(store)
    found = store.what_rests_on([DOCUMENTS[1].document.id])
    told = {(edge.relation, edge.source): edge for edge in found.edges}
    suit = told["SUES", "Borduria Systems LLC"]
    assert (suit.verdict, suit.before.status, suit.after) == ("changes", "asserted", Firmness("alleged", False, 1, 1))
    assert suit.said_by == ("Borduria Systems LLC",)
    assert suit.documents == (DOCUMENTS[4].document.id,)                # which has no title
    assert told["DENIES", "Acme Cameras Ltd"].verdict == "goes"
    stays = store.what_rests_on([DOCUMENTS[4].document.id])
    assert {edge.relation: (edge.verdict, edge.documents) for edge in stays.edges} == {
        "SETTLES_WITH": ("stays", ("Ruling",)), "ACCUSES": ("stays", ("Designs",)), "SUES": ("stays", ("Designs",))}
    bugle = next(entity for entity in found.entities if entity.name == "Daily Bugle")
    assert (bugle.verdict, bugle.documents) == ("stays", 1)


def test_reviews_that_would_wait_are_counted(store: Store) -> None:
    fill(store)
    document = DOCUMENTS[0]
    for claim, verdict in zip(document.claims, ("confirmed", "rejected"), strict=False):
        store.review(Review(claim.id, verdict, "Ada", now(), "so it says"))
    found = store.what_rests_on([document.document.id, "nowhere"])
    assert (found.documents, found.claims, found.reviews) == (((document.document.id, "Cameras for Freeport"),), len(document.claims) - 1, 2)
    assert store.what_rests_on(["nowhere"]).documents == ()

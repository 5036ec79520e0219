"""Reviews of claims: what a reviewer makes of one is what the graph says, what was extracted stays, and all of it can be taken back."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from graph.model import Claim, Extraction
from graph.reviews import Review, ReviewError, Undo, check_record, read_lines, to_line, urgency
from graph.store import Store, StoreError, open_store
from tests.conftest import empty
from tests.factories import extraction, sample, says
from tests.graph.pictures import canonical, picture

AT = "2031-06-01T12:00:{:02d}+00:00"


def told(relation: str, status: str = "asserted", said_by: int = 0) -> tuple[Extraction, Claim]:
    """The first claim of the sample with these, and its document."""
    return next((found, claim) for found in sample() for claim in found.claims
                if (claim.relation, claim.status, len(claim.said_by)) == (relation, status, said_by))


def review(claim: Claim, verdict: str, second: int = 0, **corrections: str) -> Review:
    return Review(claim.id, verdict, "Ada", AT.format(second), "as the words have it", **corrections)


def local(found: Extraction, name: str) -> str:
    return next(entity.id for entity in found.entities if entity.name == name)


def filled(store: Store) -> object:
    empty(store)
    for found in sample():
        store.write(found)
    return content(store)


def content(store: Store) -> object:
    """The graph without the records of reviewing."""
    nodes, edges = picture(store)
    return [node for node in nodes if node[0] not in (["Review"], ["Undo"])], edges


def edge(store: Store, relation: str, source: str) -> dict[str, object] | None:
    rows = store.read(f"MATCH (a:Entity {{name: $name}})-[r:{relation}]->() RETURN properties(r) AS r", {"name": source}).rows
    return rows[0]["r"] if rows else None


def test_a_rejected_claim_is_no_claim_any_more_and_what_stood_on_it_alone_goes(store: Store) -> None:
    before, (_, claim) = filled(store), told("CONTRACTS_WITH")
    store.review(review(claim, "rejected"))
    assert edge(store, "CONTRACTS_WITH", "Freeport Safe City Authority") is None
    assert store.counts() == {"documents": 5, "entities": 12, "claims": 25, "edges": 21}
    assert store.status()["problems"] == []
    roles = store.read("MATCH (e:Entity {name: 'Freeport Safe City Authority'}) RETURN e.roles AS roles").rows[0]["roles"]
    assert roles == ["overseer"]                                    # and no longer a buyer
    assert store.read("MATCH (c:Claim {id: $id}) RETURN c", {"id": claim.id}).rows == []
    kept = store.read("MATCH (s)<-[:SUBJECT]-(c:RejectedClaim {id: $id})-[:IN]->(d:Document) MATCH (v:Review {id: c.review}) "
                      "RETURN s.name AS subject, c.quote AS quote, d.title AS title, v.why AS why", {"id": claim.id}).rows
    assert kept == [{"subject": "Freeport Safe City Authority", "quote": claim.quote, "title": "Cameras for Freeport", "why": "as the words have it"}]
    store.undo_review(store.reviews()[0].review.id, "Bob", "too strict")
    assert content(store) == before


def test_a_corrected_claim_stands_as_corrected_and_shows_what_was_extracted(store: Store) -> None:
    before, (_, claim) = filled(store), told("CONTRACTS_WITH")
    store.review(review(claim, "corrected", relation="BIDS_FOR", status="planned", subject=claim.object, object=claim.subject))
    assert edge(store, "CONTRACTS_WITH", "Freeport Safe City Authority") is None
    row = store.read("MATCH (s)<-[:SUBJECT]-(c:Claim {id: $id})-[:OBJECT]->(o) RETURN s.name AS s, o.name AS o, "
                     "c.relation AS relation, c.status AS status, "
                     "c.reviewed AS reviewed, c.original_relation AS was, c.original_status AS was_status", {"id": claim.id}).rows
    assert row == [{"s": "Acme Cameras Ltd", "o": "Freeport Safe City Authority", "relation": "BIDS_FOR", "status": "planned",
                    "reviewed": "corrected", "was": "CONTRACTS_WITH", "was_status": "asserted"}]
    made = next(edge for edge in store.edges() if claim.id in edge.claims)
    assert (made.relation, made.status, made.established) == ("BIDS_FOR", "planned", False)
    assert store.counts()["claims"] == 26
    store.undo_review(store.reviews()[0].review.id, "Bob", "no")
    assert content(store) == before


def test_what_was_extracted_and_what_reviewers_make_of_it_are_both_given(store: Store) -> None:
    filled(store)
    found, accusation = told("ACCUSES", said_by=1)
    _, suit = told("SUES")
    _, filing = told("FILED_IN")
    for made in (review(accusation, "corrected", status="alleged", category="corruption"), review(suit, "rejected"), review(filing, "confirmed")):
        store.review(made)
    assert store.extraction(found.document.id) == canonical(found)
    assert store.write(found) == "unchanged"
    reviewed = store.reviewed(found.document.id)
    assert reviewed is not None
    claims = {claim.id: claim for claim in reviewed.claims}
    assert claims.keys() == {claim.id for claim in found.claims} - {suit.id}
    assert (claims[accusation.id].status, claims[accusation.id].category) == ("alleged", "corruption")
    assert claims[filing.id] == filing
    assert [entity for entity, _ in store.resolved()].count(reviewed) == 1
    marks = store.read("MATCH (c:Claim) WHERE c.reviewed IS NOT NULL RETURN c.id AS id, c.reviewed AS reviewed").rows
    assert {row["id"]: row["reviewed"] for row in marks} == {accusation.id: "corrected", filing.id: "confirmed"}


def test_of_several_reviews_the_latest_that_is_not_undone_holds_in_whatever_order_they_come(store: Store) -> None:
    _, claim = told("CONTRACTS_WITH")
    records = [review(claim, "rejected", 1), review(claim, "corrected", 2, status="alleged"), review(claim, "confirmed", 3)]
    undo = Undo(records[2].id, "Bob", AT.format(4), "hasty")
    filled(store)
    for record in records:
        store.review(record)
    store.add_reviews([undo])
    once = picture(store)
    assert [entry.state for entry in store.reviews(claim.id)] == ["overruled", "holds", "undone"]
    assert store.reviews()[2].undo == undo
    for seed in range(3):
        filled(store)
        assert store.add_reviews(random.Random(seed).sample([*records, undo], 4)) == 4
        assert picture(store) == once
    assert store.add_reviews(store.review_records()) == 0
    assert picture(store) == once


def test_reviews_outlive_their_documents_and_hold_again_when_these_return(store: Store) -> None:
    filled(store)
    for made in (review(told("CONTRACTS_WITH")[1], "rejected"), review(told("SUES")[1], "corrected", status="alleged")):
        store.review(made)
    once, records = picture(store), store.review_records()
    for found in sample():
        store.retract(found.document.id)
    assert {entry.state for entry in store.reviews()} == {"pending"}
    for found in reversed(sample()):
        store.write(found)
    assert picture(store) == once
    empty(store)                                                    # another server: reviews first, documents later
    assert store.add_reviews(records) == 2
    for found in sample():
        store.write(found)
    assert picture(store) == once


def test_a_review_of_a_claim_that_a_new_extractor_does_not_make_waits(store: Store) -> None:
    found, claim = told("CONTRACTS_WITH")
    store.write(found)
    store.review(review(claim, "rejected"))
    store.write(replace(found, claims=tuple(other for other in found.claims if other is not claim), extractor="hand 2"))
    assert [entry.state for entry in store.reviews()] == ["pending"]
    store.write(replace(found, extractor="hand 3"))
    assert [entry.state for entry in store.reviews()] == ["holds"]
    assert store.read("MATCH (c:Claim {id: $id}) RETURN c", {"id": claim.id}).rows == []


def test_a_review_from_elsewhere_that_does_not_fit_waits_too(store: Store) -> None:
    before, (_, claim) = filled(store), told("CONTRACTS_WITH")
    store.add_reviews([review(claim, "corrected", subject="nobody")])
    assert [entry.state for entry in store.reviews()] == ["pending"]
    assert content(store) == before


BAD: dict[str, Callable[[Extraction, Claim], Review]] = {
    "no claim": lambda found, claim: replace(review(claim, "rejected"), claim="nothing"),
    "changes nothing": lambda found, claim: review(claim, "corrected", status="asserted"),
    "entities that its document names": lambda found, claim: review(claim, "corrected", subject="nobody"),
    "goes from": lambda found, claim: review(claim, "corrected", object=local(found, "Freeport")),
    "needs one of the categories": lambda found, claim: review(claim, "corrected", relation="ACCUSES"),
    "must be in the vocabulary": lambda found, claim: review(claim, "corrected", status="true"),
    "only a correction does": lambda found, claim: review(claim, "confirmed", status="alleged"),
    "names what is to be changed": lambda found, claim: review(claim, "corrected"),
    "verdicts are": lambda found, claim: review(claim, "liked"),
    "Say why": lambda found, claim: replace(review(claim, "rejected"), why=""),
    "name of who": lambda found, claim: replace(review(claim, "confirmed"), by=""),
    "date-time in UTC": lambda found, claim: replace(review(claim, "confirmed"), at="2031-06-01 12:00"),
}


@pytest.mark.parametrize("sentence", BAD)
def test_a_review_that_cannot_be_is_refused_with_a_reason(store: Store, sentence: str) -> None:
    found, claim = told("CONTRACTS_WITH")
    store.write(found)
    before = picture(store)
    with pytest.raises(ReviewError, match=sentence):
        store.review(BAD[sentence](found, claim))
    assert picture(store) == before


def test_what_is_not_there_or_undone_already_is_not_undone(store: Store) -> None:
    found, claim = told("CONTRACTS_WITH")
    store.write(found)
    with pytest.raises(ReviewError, match="no review nothing"):
        store.undo_review("nothing", "Bob", "")
    store.review(made := review(claim, "confirmed"))
    store.undo_review(made.id, "Bob", "")
    with pytest.raises(ReviewError, match="taken back by Bob"):
        store.undo_review(made.id, "Eve", "")
    with open_store(store.settings, read_only=True) as reader, pytest.raises(StoreError, match="reading only"):
        reader.review(made)


def test_the_queue_puts_first_what_harms_most_if_wrong_and_drops_what_was_reviewed(store: Store) -> None:
    filled(store)
    about = extraction("Borduria Systems LLC accuses Vera Quill. Vera Quill chairs Borduria Systems LLC.",
                       {"Vera Quill": "Person", "Borduria Systems LLC": "Company"},
                       says("Borduria Systems LLC", "ACCUSES", "Vera Quill", "accuses Vera Quill", category="corruption", confidence=0.5),
                       says("Vera Quill", "HOLDS_ROLE", "Borduria Systems LLC", "chairs Borduria Systems LLC", category="chair"), title="Charges")
    store.write(about)
    queue = store.review_queue(limit=100)
    assert [found.urgency for found in queue] == sorted((found.urgency for found in queue), reverse=True)
    assert len(queue) == store.counts()["claims"]
    assert (queue[0].subject, queue[0].relation, queue[0].object, queue[0].document) == ("Borduria Systems LLC", "ACCUSES", "Vera Quill", "Charges")
    assert queue[0].reasons == ("about a person", "speaks of a wrong", "its edge rests on it alone", "unsure")
    disputed = [found for found in queue if "disputed" in found.reasons]
    assert {(found.subject, found.relation, found.object) for found in disputed} == {
        ("Freedonia", "USES", "Iris Eye"), ("Acme Cameras Ltd", "SUBCONTRACTS_TO", "Crumb Wiring")}
    store.review(review(about.claims[0], "confirmed"))
    assert [found.claim for found in store.review_queue(limit=3)] == [found.claim for found in queue[1:4]]


def test_what_one_says_of_itself_can_be_reviewed_and_taken_back(store: Store) -> None:
    found = extraction("Acme denies it.", {"Acme": "Company"}, says("Acme", "DENIES", "Acme", "Acme denies it", category="privacy"))
    store.write(found)
    assert [queued.claim for queued in store.review_queue()] == [found.claims[0].id]
    assert [edge.verdict for edge in store.what_rests_on([found.document.id]).edges] == ["goes"]
    store.review(review(found.claims[0], "rejected"))
    assert store.counts() == {"documents": 1, "entities": 1, "claims": 0, "edges": 0}


def test_a_claim_is_found_with_its_document_whether_it_stands_or_not(store: Store) -> None:
    found, claim = told("CONTRACTS_WITH")
    store.write(found)
    assert store.claim(claim.id) == (claim, canonical(found))
    store.review(review(claim, "rejected"))
    assert store.claim(claim.id) == (claim, canonical(found))
    assert store.claim("nothing") is None


# ------------------------------------------------------------------ records

def test_records_are_read_as_they_were_written() -> None:
    _, claim = told("CONTRACTS_WITH")
    records = [review(claim, "corrected", category="", status="alleged"), review(claim, "rejected"), Undo("x", "Zoë", AT.format(1), "“no”\n")]
    lines = [to_line(record) for record in records]
    assert list(read_lines([*lines, "\n"])) == records
    for broken in (lines[0].replace("alleged", "denied"), "{}", "[]", "no JSON", lines[1].replace('"by": "Ada"', '"by": 1'),
                   lines[1][:-1] + ', "x": "y"}'):
        with pytest.raises(ReviewError, match="Line 2 "):
            list(read_lines([lines[0], broken]))


def test_an_id_tells_apart_what_differs() -> None:
    _, claim = told("CONTRACTS_WITH")
    made = [review(claim, "rejected"), review(claim, "rejected", 1), review(claim, "corrected", status="alleged"),
            review(claim, "corrected", relation="alleged"), review(claim, "corrected", category=""), replace(review(claim, "rejected"), by="Bob")]
    assert len({record.id for record in made}) == len(made)
    for record in (made[0], made[2], made[4]):
        check_record(record)


@pytest.mark.parametrize(("relation", "status", "kinds", "confidence", "expected"), [
    ("ACCUSES", "asserted", ("Company", "Person"), 1.0, 3),         # a natural person is said to have done wrong
    ("RULES_AGAINST", "ruled", ("Person", "Company"), 1.0, 2),      # here the person is the judge
    ("SUES", "alleged", ("Person", "Company"), 1.0, 3),
    ("OWNS", "alleged", ("Person", "Company"), 1.0, 3),
    ("HOLDS_ROLE", "asserted", ("Person", "Company"), 1.0, 0),      # an office is no wrong
    ("SUES", "asserted", ("Company", "Company"), 1.0, 2),
    ("USES", "denied", ("City", "Product"), 1.0, 1),
    ("USES", "asserted", ("City", "Product"), 0.4, 1),
    ("USES", "ruled", ("City", "Product"), 0.85, 0),
])
def test_what_may_do_most_harm_is_most_urgent(relation: str, status: str, kinds: tuple[str, str], confidence: float, expected: int) -> None:
    found = extraction("A b", {"A": "Company", "b": "Company"}, says("A", "SUES", "b", "A b", confidence=confidence))
    assert urgency(replace(found.claims[0], relation=relation, status=status), kinds) == expected

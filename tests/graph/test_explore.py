"""What the pages show comes out of both servers the same and says how firm it is."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graph import explore
from graph.store import Store
from tests.factories import PARTIES, extraction, sample, says
from tests.hostile import hostile


@pytest.fixture
def filled(store: Store) -> Store:
    for record in sample():
        store.write(record)
    return store


def the(store: Store, name: str) -> explore.ShownEntity:
    found = [entity for entity in explore.search(store, name) if entity.name == name]
    assert len(found) == 1
    return found[0]


def test_both_servers_give_the_same_records(both_stores: tuple[Store, Store]) -> None:
    answers = []
    for store in both_stores:
        for record in [*sample(), *hostile()]:
            store.write(record)
        acme = the(store, "Acme Cameras Ltd")
        documents = explore.list_documents(store)
        answers.append((store.claims_by_relation(), explore.disputed_pairs(store), documents, acme, explore.publishers(store),
                        explore.documents_naming(store, acme.id), explore.claims_about(store, acme.id), explore.claims_by(store, acme.id),
                        [explore.document_page(store, document.id) for document in documents]))
    for left, right in zip(*answers, strict=True):
        assert left == right


def test_what_an_accusation_says_is_never_shown_as_established(filled: Store) -> None:
    claims = explore.claims_about(filled, the(filled, "Acme Cameras Ltd").id)
    accusations = [claim for claim in claims if claim.relation == "ACCUSES"]
    assert accusations and {claim.status for claim in accusations} == {"asserted"}
    assert {claim.manner for claim in accusations} == {"alleged"}
    assert {claim.manner for claim in claims if claim.relation == "FINES"} == {"established"}


def test_an_accusation_that_the_accused_rejects_is_contested(filled: Store) -> None:
    acme, borduria = the(filled, "Acme Cameras Ltd"), the(filled, "Borduria Systems LLC")
    manners = {edge.relation: edge.manner for edge in explore.edges_between(filled, acme.id, borduria.id)}
    assert {manners.pop("ACCUSES"), manners.pop("DENIES")} == {"disputed"}
    assert set(manners) == {"SUES", "SETTLES_WITH", "SUBCONTRACTS_TO"} and set(manners.values()) == {"established"}


def test_a_claim_comes_with_its_chain_its_words_and_its_sources(filled: Store) -> None:
    acme, borduria = the(filled, "Acme Cameras Ltd"), the(filled, "Borduria Systems LLC")
    edge = next(edge for edge in explore.edges_between(filled, borduria.id, acme.id) if edge.relation == "ACCUSES")
    claim = next(claim for claim in explore.claims_of_edges(filled, [edge.id]) if claim.said_by)
    assert claim.said_by == ("Daily Bugle",) and claim.category == "trade_secrets"
    assert claim.quote in claim.sentence and claim.sentence.startswith("The Daily Bugle reported")
    assert [source.publisher for source in claim.sources] == ["High Court"] and claim.document.title == "Designs"


def test_a_chain_keeps_its_order(filled: Store) -> None:
    denied = next(claim for claim in explore.claims_about(filled, the(filled, "Iris Eye").id) if claim.status == "denied")
    assert denied.said_by == ("Vera Quill", "Daily Bugle") and denied.page == 2


def test_documents_are_listed_newest_first_and_found_by_title_or_publisher(filled: Store) -> None:
    dates = [document.published for document in explore.list_documents(filled)]
    assert all(later >= earlier for later, earlier in pairwise(dates))
    assert {document.title for document in explore.list_documents(filled, text="BUGLE")} == {"Cameras for Freeport", "Designs"}
    assert [document.title for document in explore.list_documents(filled, kind="court")] == ["Ruling"]
    assert [document.title for document in explore.list_documents(filled, skip=1, limit=1)] == [explore.list_documents(filled)[1].title]


def test_a_documents_page_holds_its_claims_in_the_order_of_the_text(filled: Store) -> None:
    document = explore.list_documents(filled, text="Designs")[0]
    page = explore.document_page(filled, document.id)
    assert page and [claim.start for claim in page.claims] == sorted(claim.start for claim in page.claims)
    assert page.document.claims == len(page.claims) == 6
    assert {entity.id for entity in page.extraction.entities} == set(page.entity_of)
    assert explore.document_page(filled, "no such document") is None


def test_what_is_not_there_is_none_or_empty(filled: Store) -> None:
    assert explore.find_entity(filled, "nobody") is None and explore.find_pair(filled, "nothing") is None
    assert explore.search(filled, "…") == []


def test_claims_between_two_are_counted_whoever_is_named_first(store: Store) -> None:
    store.write(extraction("Acme Cameras Ltd sued Borduria Systems LLC. Borduria Systems LLC sued Acme Cameras Ltd.",
                           {name: PARTIES[name] for name in ("Acme Cameras Ltd", "Borduria Systems LLC")},
                           says("Acme Cameras Ltd", "SUES", "Borduria Systems LLC", "Acme Cameras Ltd sued Borduria Systems LLC"),
                           says("Borduria Systems LLC", "SUES", "Acme Cameras Ltd", "Borduria Systems LLC sued Acme Cameras Ltd")))
    (pair,) = explore.disputed_pairs(store)
    assert pair.claims == 2 and len(pair.edges) == 2

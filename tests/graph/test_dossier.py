"""What the pages of single things are made of, read from a real store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph import dossier, explore
from graph.explore import ShownEntity
from graph.settings import Settings
from graph.store import Store, open_store
from tests.conftest import empty
from tests.factories import extraction, sample, says


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def filled(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The sample dispute on each server."""
    settings: Settings = request.getfixturevalue(f"{request.param}_settings")
    with open_store(settings) as store:
        empty(store)
        for record in sample():
            store.write(record)
        yield store


def find(store: Store, name: str) -> ShownEntity:
    return next(entity for entity in explore.search(store, name) if entity.name == name)


def told(ties: list[dossier.Tie] | tuple[dossier.Tie, ...]) -> set[tuple[str, str, str]]:
    return {(tie.here.name, tie.reading, tie.other.name) for tie in ties}


def test_each_name_comes_with_the_documents_that_use_it(filled: Store) -> None:
    names = dossier.names_of(filled, find(filled, "Acme Cameras Ltd"))
    assert [used.name for used in names] == ["Acme Cameras Ltd", "Acme Cameras"]
    assert names[0].uses == 5 and {document.title for document in names[0].documents} >= {"Ruling", "Eyes", "Designs", "Cameras for Freeport"}


def test_claims_are_counted_and_chosen_by_manner(filled: Store) -> None:
    acme = find(filled, "Acme Cameras Ltd").id
    counted = dossier.tally(filled, acme)
    for manner, number in counted.items():
        found = dossier.claims_of(filled, acme, manners=[manner], limit=100)
        assert len(found) == number and {claim.manner for claim in found} == {manner}
    assert sum(counted.values()) == len(dossier.claims_of(filled, acme, limit=100))
    assert dossier.tally(filled, find(filled, "Vera Quill").id, said_by=True) == {"disputed": 1}


def test_a_chain_of_subcontracts_has_every_firm_once_below_its_own(filled: Store) -> None:
    acme, crumb = find(filled, "Acme Cameras Ltd"), find(filled, "Crumb Wiring")
    down = dossier.chain(filled, acme.id, down=True)
    assert [(step.depth, step.tie.other.name) for step in down if step.tie.other.name == "Borduria Systems LLC"] == [(1, "Borduria Systems LLC")]
    assert len({step.tie.other.id for step in down}) == len(down) == 2
    up = dossier.chain(filled, crumb.id, down=False)
    assert {step.tie.other.name for step in up} == {"Acme Cameras Ltd", "Borduria Systems LLC"}


def test_a_tie_is_read_from_where_one_stands_and_keeps_how_firm_it_is(filled: Store) -> None:
    acme = find(filled, "Acme Cameras Ltd")
    ties = dossier.ties_of(filled, [acme.id], dossier.DEALINGS)
    assert ("Acme Cameras Ltd", "sells to", "Freeport Safe City Authority") in told(ties)
    bid = next(tie for tie in ties if tie.edge.relation == "BIDS_FOR")
    assert bid.edge.manner == "planned" and [claim.status for claim in bid.claims] == ["planned"]


def test_an_accusation_stands_beside_its_denial(filled: Store) -> None:
    exchange, = dossier.exchanges(dossier.argued_claims(filled, find(filled, "Acme Cameras Ltd").id))
    assert (exchange.accuser.name, exchange.accused.name, exchange.category) == ("Borduria Systems LLC", "Acme Cameras Ltd", "trade_secrets")
    assert len(exchange.accusations) == 2 and [claim.quote for claim in exchange.answers] == ["Acme Cameras Ltd denies it"]


def test_a_denial_answers_only_what_it_is_about(filled: Store) -> None:
    names = {"Alpha": "Company", "Beta": "Company", "Gamma": "Company"}
    filled.write(extraction("Beta accuses Alpha of graft. Beta accuses Alpha of spying. Alpha denies graft. Alpha denies what Gamma says.", names,
                            says("Beta", "ACCUSES", "Alpha", "Beta accuses Alpha of graft", category="corruption"),
                            says("Beta", "ACCUSES", "Alpha", "Beta accuses Alpha of spying", category="privacy"),
                            says("Alpha", "DENIES", "Beta", "Alpha denies graft", category="corruption"),
                            says("Alpha", "DENIES", "Gamma", "Alpha denies what Gamma says", category="privacy")))
    found = dossier.exchanges(dossier.argued_claims(filled, find(filled, "Alpha").id))
    assert {(one.accuser.name, one.category, len(one.accusations), len(one.answers)) for one in found} == {
        ("Beta", "corruption", 1, 1), ("Beta", "privacy", 1, 0), ("Gamma", "privacy", 0, 1)}


def test_a_case_has_parties_court_course_and_documents(filled: Store) -> None:
    found = dossier.case(filled, find(filled, "Borduria Systems LLC v. Acme Cameras Ltd").id)
    assert {(tie.other.name, tie.edge.categories) for tie in found.parties} == {
        ("Borduria Systems LLC", ("plaintiff",)), ("Acme Cameras Ltd", ("defendant",))}
    assert [tie.other.name for tie in found.courts] == ["High Court of Freedonia"]
    assert {"ACCUSES", "DENIES", "SUES"} <= {claim.relation for claim in found.claims}
    assert [document.title for document in found.documents] == ["Designs"]
    days = [claim.date or claim.document.published for claim in found.claims]
    assert days == sorted(days)


def test_a_place_tells_who_buys_builds_and_oversees_there(filled: Store) -> None:
    found = dossier.site(filled, find(filled, "Freeport").id)
    assert told(found.within) == {("Freeport", "contains", "Freeport Safe City"), ("Freeport", "contains", "Freeport Safe City Authority")}
    assert told(found.dealings) >= {("Freeport", "buys from", "Acme Cameras Ltd"), ("Freeport Safe City", "is worked on by", "Acme Cameras Ltd"),
                                    ("Freeport Safe City Authority", "buys from", "Acme Cameras Ltd")}
    project = dossier.site(filled, find(filled, "Freeport Safe City").id)
    assert ("Freeport Safe City", "is overseen by", "Freeport Safe City Authority") in told(project.dealings)


def test_others_in_the_same_places_are_found_through_what_lies_there(filled: Store) -> None:
    filled.write(extraction("Dorp Ltd works on Freeport Safe City.", {"Dorp Ltd": "Company", "Freeport Safe City": "Project"},
                            says("Dorp Ltd", "WORKS_ON", "Freeport Safe City", "Dorp Ltd works on Freeport Safe City", "alleged")))
    shared = dossier.same_places(filled, find(filled, "Acme Cameras Ltd").id)
    assert [(place.name, [(tie.other.name, tie.edge.manner) for tie in ties]) for place, ties in shared] == [
        ("Freeport Safe City", [("Dorp Ltd", "alleged")])]

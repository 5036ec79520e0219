"""Which names are one thing, what a thing is called, and what claims add up to."""

from __future__ import annotations

import pytest

from graph.model import LocalEntity
from graph.resolve import Names, edge_status, entity_id, fold, is_established, roles_of


def named(kind: str, name: str, document: str = "one") -> LocalEntity:
    return LocalEntity(document, kind, name, (name,))


@pytest.mark.parametrize(("kind", "left", "right"), [
    ("Company", "Acme Cameras Co., Ltd.", "acme cameras"),                              # legal forms and case
    ("Company", "Acme Cameras (Pvt.) Ltd", "Acme Cameras S.A."),
    ("Company", "Sociedad Ácme, S.L.", "Sociedad Acme, S.L."),                          # accents
    ("Company", "Smith & Sons Inc", "Smith and Sons"),
    ("Authority", "The U.S. Department of Cameras", "US Department of Cameras"),        # "the", full stops of initials
    ("Person", "Vera Quill", "VERA QUILL"),
    ("City", "Freeport", "freeport"),
    ("Dispute", "Acme Inc. v. Borduria Systems, LLC", "Acme vs. Borduria Systems"),     # the same parties on the same sides
    ("Dispute", "No. 8:31-cv-01357", "Case 8:31-CV-01357 (second)"),                    # the same docket number
])
def test_one_thing_in_two_documents(kind: str, left: str, right: str) -> None:
    assert entity_id(named(kind, left, "one")) == entity_id(named(kind, right, "two"))


@pytest.mark.parametrize(("kind", "left", "right"), [
    ("Company", "Acme Cameras", "Acme Cameras Freedonia"),                              # a subsidiary, perhaps
    ("Company", "Acme", "Acme Cameras"),                                                # part of a name is weaker evidence
    ("Person", "Quill", "Quill"),                                                       # one word fits many people
    ("Court", "the District Court", "District Court"),                                  # a role, not a name
    ("Authority", "City Police Department", "City Police Department"),
    ("Project", "Safe City project", "Safe City project"),
    ("Dispute", "Acme v. Borduria", "Borduria v. Acme"),                                # a counter-suit or an appeal
    ("Dispute", "case against Acme", "case against Acme"),
    ("Dispute", "the State v. Acme", "the State v. Acme"),
])
def test_two_things_until_somebody_decides(kind: str, left: str, right: str) -> None:
    assert entity_id(named(kind, left, "one")) != entity_id(named(kind, right, "two"))


def test_another_kind_is_another_thing() -> None:
    assert entity_id(named("City", "Freeport")) != entity_id(named("Region", "Freeport"))


def test_folding_keeps_other_alphabets_and_bare_legal_forms() -> None:
    assert fold("The «ФСБ»") == "фсб"
    assert entity_id(named("Company", "Co.", "one")) != entity_id(named("Company", "Ltd", "one"))


def test_names_counted_in_and_out_in_any_order_leave_nothing() -> None:
    names = Names()
    names.add("Acme", ("Acme", "AC"))
    names.add("Acme Cameras", ("Acme",))
    names.add("Acme Cameras", ("Acme Cameras",))
    assert (names.name, names.aliases, names.members) == ("Acme Cameras", ("AC", "Acme", "Acme Cameras"), 3)
    names.add("Acme Cameras", ("Acme",), -1)
    names.add("Acme Cameras", ("Acme Cameras",), -1)
    assert (names.name, names.aliases, names.members) == ("Acme", ("AC", "Acme"), 1)


@pytest.mark.parametrize(("statuses", "status", "established"), [
    ({"asserted"}, "asserted", True),
    ({"alleged", "ruled", "planned"}, "ruled", True),
    ({"alleged", "planned"}, "alleged", False),             # an allegation is no fact, however often made
    ({"asserted", "denied"}, "asserted", False),
    ({"alleged", "negated"}, "alleged", False),
    ({"negated", "denied"}, "denied", False),
])
def test_status_of_an_edge(statuses: set[str], status: str, established: bool) -> None:
    assert (edge_status(statuses), is_established(statuses)) == (status, established)


@pytest.mark.parametrize(("relation", "kinds", "parts", "roles"), [
    ("CONTRACTS_WITH", ("City", "Company"), set(), (("buyer",), ("vendor",))),
    ("CONTRACTS_WITH", ("Company", "Company"), set(), (("buyer",), ())),                # who sells to a firm is no vendor of the public
    ("SUES", ("Company", "City"), set(), (("plaintiff",), ("defendant",))),
    ("PARTY_TO", ("Company", "Dispute"), {"defendant"}, (("defendant",), ())),
    ("INVESTIGATES", ("Authority", "Company"), set(), (("regulator",), ())),
    ("INVESTIGATES", ("Person", "Company"), set(), ((), ())),
])
def test_roles_that_an_edge_gives(relation: str, kinds: tuple[str, str], parts: set[str], roles: tuple[tuple[str, ...], ...]) -> None:
    assert roles_of(relation, kinds, parts) == roles

"""The network of a page is the same from both servers, says how firm it is, keeps to its size, and loses nothing without saying so."""

from __future__ import annotations

import pytest

from graph import network
from graph.as_of import Bounds
from graph.explore import ShownEntity, search
from graph.model import RELATIONS, WatchdocketError
from graph.network import Filters, Neighbourhood, Request, neighbourhood
from graph.store import Store
from tests.factories import extraction, sample, says
from tests.hostile import hostile


@pytest.fixture
def filled(store: Store) -> Store:
    for record in sample():
        store.write(record)
    return store


def the(store: Store, name: str) -> ShownEntity:
    return next(entity for entity in search(store, name) if entity.name == name)


def ids(store: Store, *names: str) -> tuple[str, ...]:
    return tuple(the(store, name).id for name in names)


def names(around: Neighbourhood) -> set[str]:
    return {entity.name for entity in around.entities}


def manners(around: Neighbourhood) -> dict[tuple[str, str, str], str]:
    called = {entity.id: entity.name for entity in around.entities}
    return {(called[edge.source], edge.relation, called[edge.target]): edge.manner for edge in around.edges}


def hub(store: Store, suppliers: int, authorities: int) -> str:
    """A firm with this many subcontractors and customers; its id."""
    parties = {f"Supplier {chr(65 + at)}": "Company" for at in range(suppliers)}
    parties |= {f"Office {chr(65 + at)}": "Authority" for at in range(authorities)}
    claims = [says("Hub", "SUBCONTRACTS_TO", name, f"Hub hired {name}") if kind == "Company"
              else says(name, "CONTRACTS_WITH", "Hub", f"{name} pays Hub") for name, kind in parties.items()]
    store.write(extraction(". ".join(claim.quote for claim in claims) + ".", {"Hub": "Company"} | parties, *claims, published="2030"))
    return the(store, "Hub").id


def test_both_servers_give_the_same_network(both_stores: tuple[Store, Store]) -> None:
    answers = []
    for store in both_stores:
        for record in [*sample(), *hostile()]:
            store.write(record)
        acme, freedonia = ids(store, "Acme Cameras Ltd", "Freedonia")
        bounded = Filters(bounds=Bounds("2031-04", "2031-01-20", "2031-12", "Daily Bugle"))
        answers.append((neighbourhood(store, Request((acme,), at_first=4)), neighbourhood(store, Request((acme, freedonia))),
                        neighbourhood(store, Request((acme,), filters=bounded)), network.disputed_network(store, Filters(), 8),
                        network.ways_between(store, acme, freedonia)))
    for left, right in zip(*answers, strict=True):
        assert left == right


def test_a_denied_or_negated_edge_is_disputed_and_an_alleged_or_planned_one_says_so(filled: Store) -> None:
    found = manners(neighbourhood(filled, Request(ids(filled, "Freedonia", "Crumb Wiring", "Freeport"))))
    assert found["Freedonia", "USES", "Iris Eye"] == "disputed"
    assert found["Acme Cameras Ltd", "SUBCONTRACTS_TO", "Crumb Wiring"] == "disputed"
    assert found["Borduria Systems LLC", "SUBCONTRACTS_TO", "Crumb Wiring"] == "alleged"
    assert found["Acme Cameras Ltd", "BIDS_FOR", "Freeport"] == "planned"


def test_a_neighbourhood_keeps_to_its_size_and_groups_what_it_leaves_out(filled: Store) -> None:
    acme = ids(filled, "Acme Cameras Ltd")
    whole, part = neighbourhood(filled, Request(acme)), neighbourhood(filled, Request(acme, at_first=4))
    assert whole.hidden == 0 and not whole.groups and len(part.entities) == 4
    assert part.hidden == len(whole.entities) - 4 == len({member for group in part.groups for member in group.members})
    assert "Borduria Systems LLC" in names(part)                 # with whom most is contested
    assert len(part.groups) <= network.GROUPED


def test_a_hub_is_summarised_by_what_ties_its_neighbours_to_it(store: Store) -> None:
    around = neighbourhood(store, Request((hub(store, 20, 9),), at_first=6))
    assert {(group.relation, group.outward, len(group.members)) for group in around.groups} == {
        ("SUBCONTRACTS_TO", True, 20 - sum("Supplier" in name for name in names(around))),
        ("CONTRACTS_WITH", False, 9 - sum("Office" in name for name in names(around)))}


def test_what_is_opened_later_takes_nothing_away_and_what_is_closed_leaves_the_rest(store: Store) -> None:
    one = hub(store, 20, 9)
    first = neighbourhood(store, Request((one,), at_first=6))
    both = neighbourhood(store, Request((one, the(store, "Office A").id), at_first=6))
    assert set(first.entities) <= set(both.entities) and both.entities[:6] == first.entities[:6]


def test_what_is_added_is_in_no_group_and_what_is_put_away_is_nowhere(store: Store) -> None:
    one = hub(store, 20, 9)
    first = neighbourhood(store, Request((one,), at_first=6))
    member, seen = first.groups[0].members[-1], first.entities[1].id
    then = neighbourhood(store, Request((one,), (member,), (seen,), at_first=6))
    assert member in {entity.id for entity in then.entities} and seen not in {entity.id for entity in then.entities}
    assert not {member, seen} & {one for group in then.groups for one in group.members} and then.put_away == 1


@pytest.mark.parametrize(("filters", "expected"), [
    (Filters(manners=("disputed",)), {"Acme Cameras Ltd", "Borduria Systems LLC", "Crumb Wiring"}),
    (Filters(relations=("FINES", "MAKES")), {"Acme Cameras Ltd", "High Court of Freedonia", "Iris Eye"}),
    (Filters(kinds=("Project", "Dispute")), {"Acme Cameras Ltd", "Freeport Safe City", "Borduria Systems LLC v. Acme Cameras Ltd"}),
    (Filters(bounds=Bounds(publisher="High Court of Freedonia")), {"Acme Cameras Ltd", "Borduria Systems LLC", "High Court of Freedonia",
                                                                   "Freedonia"}),
    (Filters(bounds=Bounds(publisher="High Court")), {"Acme Cameras Ltd", "Borduria Systems LLC"}),       # a source of the document
    (Filters(bounds=Bounds(as_of="2031-01")), {"Acme Cameras Ltd", "Borduria Systems LLC", "Freeport Safe City Authority", "Freeport Safe City",
                                               "Freeport"}),
    (Filters(bounds=Bounds(since="2031-05-09")), {"Acme Cameras Ltd", "Borduria Systems LLC", "High Court of Freedonia", "Freedonia"}),
    (Filters(bounds=Bounds(until="2030")), {"Acme Cameras Ltd"}),
])
def test_a_filter_leaves_only_what_fits(filled: Store, filters: Filters, expected: set[str]) -> None:
    assert names(neighbourhood(filled, Request(ids(filled, "Acme Cameras Ltd"), filters=filters))) == expected


def test_an_edge_is_as_firm_as_the_claims_within_bounds_make_it(filled: Store) -> None:
    pair = ("Borduria Systems LLC", "ACCUSES", "Acme Cameras Ltd")
    acme = ids(filled, "Acme Cameras Ltd")
    assert manners(neighbourhood(filled, Request(acme)))[pair] == "disputed"
    bounded = Filters(bounds=Bounds(publisher="High Court"))            # which says nothing of a denial
    assert manners(neighbourhood(filled, Request(acme, filters=bounded)))[pair] == "alleged"


def test_what_is_no_date_is_refused_in_a_sentence() -> None:
    for bounds in ({"as_of": "soon"}, {"since": "2031-13"}, {"until": "1"}):
        with pytest.raises(WatchdocketError, match="is no day"):
            Bounds(**bounds)


def test_a_way_goes_by_what_was_done_before_it_goes_by_places(store: Store) -> None:
    store.write(extraction("A is in X. B is in X. A hired C. C sued B.", {"A": "Company", "B": "Company", "C": "Company", "X": "City"},
                           says("A", "BASED_IN", "X", "A is in X"), says("B", "BASED_IN", "X", "B is in X"),
                           says("A", "SUBCONTRACTS_TO", "C", "A hired C"), says("C", "SUES", "B", "C sued B")))
    a, b, c, x = ids(store, "A", "B", "C", "X")
    assert network.ways_between(store, a, b) == ((a, c, b),)
    assert network.ways_between(store, x, b) == ((x, b),)
    around = network.way_network(store, [(a, c, b)], Request())
    assert names(around) == {"A", "B", "C"} and set(manners(around)) == {("A", "SUBCONTRACTS_TO", "C"), ("C", "SUES", "B")}
    assert network.ways_between(store, a, "nobody") == ()


def test_thin_relations_are_relations() -> None:
    assert set(network.THIN) < set(RELATIONS)


def test_an_unknown_name_gives_an_empty_picture(filled: Store) -> None:
    assert neighbourhood(filled, Request(("nobody",))).entities == ()

"""What decisions on identity add up to, what they change in a graph, and that an undo leaves nothing of it; on both servers."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import permutations

import pytest

from graph.decisions import AUTOMATIC, DecisionError, clusters, contradiction, from_lines, standing, to_lines, undo
from graph.model import Decision, Extraction
from graph.resolve import entity_id
from graph.reviews import Review
from graph.store import Store, StoreError, open_store
from tests.conftest import empty
from tests.factories import extraction, sample, says
from tests.graph.pictures import canonical, picture

A, B, C, D = ("a" * 24, "b" * 24, "c" * 24, "d" * 24)


def decided(left: str, right: str, judgement: str = "same", by: str = "Vera", at: str = "2031-02-01T09:00:00+00:00") -> Decision:
    return Decision(left, right, judgement, by, at, "they say so")


def graph(store: Store) -> object:
    """The picture of a graph without the record of who decided what, which is a log beside it."""
    nodes, ties = picture(store)
    return [node for node in nodes if node[0] != ["Decision"]], ties


def base(name: str) -> str:
    """The id that a thing of this name has in the sample, before decisions."""
    return next(entity_id(entity) for found in documents() for entity in found.entities if entity.name == name)


def documents() -> list[Extraction]:
    """The sample, and documents that call its parties by other names, one of them by another kind."""
    acme = {"ACL": "Company", "Borduria Systems LLC": "Company", "Borduria": "Company", "Freeport": "City"}
    return [*sample(),
            extraction("ACL sells to Freeport. Borduria accuses ACL of theft, ACL says.", acme,
                       says("Freeport", "CONTRACTS_WITH", "ACL", "ACL sells to Freeport"),
                       says("Borduria", "ACCUSES", "ACL", "Borduria accuses ACL of theft", "alleged", by=("ACL",), category="trade_secrets"),
                       title="Theft", publisher="Daily Bugle", published="2031-03-01"),
            extraction("The Borduria Institute hired Crumb Wiring and sued Borduria Systems LLC.",
                       {"Borduria Institute": "Organization", "Crumb Wiring": "Company", "Borduria Systems LLC": "Company"},
                       says("Borduria Institute", "CONTRACTS_WITH", "Crumb Wiring", "hired Crumb Wiring"),
                       says("Borduria Institute", "SUES", "Borduria Systems LLC", "sued Borduria Systems LLC"))]


def merges() -> list[Decision]:
    return [decided(base("ACL"), base("Acme Cameras Ltd")), decided(base("Borduria"), base("Borduria Systems LLC"), by="Otto"),
            decided(base("Borduria Institute"), base("Borduria"), at="2031-02-02T09:00:00+00:00")]


# ------------------------------------------------------------------ what decisions add up to

def test_a_decision_is_on_a_pair_whichever_way_round() -> None:
    assert decided(A, B) == decided(B, A)
    assert decided(A, B) != decided(A, B, "different")


@pytest.mark.parametrize(("decisions", "expected"), [
    ([], {}),
    ([decided(C, B)], {B: B, C: B}),
    ([decided(C, B), decided(D, C), decided(A, B, "unsure")], {B: B, C: B, D: B}),              # unsure makes nothing one
    ([decided(C, B), decided(D, A), decided(A, B)], {A: A, B: A, C: A, D: A}),
    ([decided(C, B), undo(decided(C, B), "Otto", "2031-03-01", "wrong"), decided(D, A)], {A: A, D: A}),
    ([decided(C, B), undo(decided(C, B), "Otto", "2031-03-01", "wrong"), decided(C, B, by="Otto")], {B: B, C: B}),      # another said so too
])
def test_things_that_decisions_make_one_go_under_the_smallest_id_in_any_order(decisions: list[Decision], expected: dict[str, str]) -> None:
    assert all(clusters(order) == expected for order in permutations(decisions))


def test_a_contradiction_is_found_with_the_shortest_chain_between_the_two() -> None:
    chain = (decided(A, B), decided(B, C))
    long = [decided(A, D), decided(D, "e" * 24), decided("e" * 24, C)]
    different = decided(C, A, "different")
    assert contradiction([*long, *chain, different]) == (different, chain)
    assert contradiction([*long[:2], *chain[:1], different]) is None
    assert contradiction([*chain, different, undo(different, "Otto", "2031-03-01", "wrong")]) is None
    assert contradiction([*chain, decided(A, C, "unsure")]) is None


def test_decisions_go_through_a_file_and_back() -> None:
    decisions = [decided(A, B), decided(C, B, "different", by="Zoë"), undo(decided(A, B), "Otto", "2031-03-01T00:00:00+00:00", "a \"slip\"\n")]
    assert sorted(from_lines(to_lines(decisions)), key=str) == sorted(decisions, key=str)
    assert standing(from_lines(to_lines(decisions))) == [decisions[1]]


@pytest.mark.parametrize(("change", "complaint"), [
    ({"judgement": "perhaps"}, "'perhaps' is no judgement"), ({"left": "Acme"}, "'Acme' is not an id"),
    ({"right": A, "left": A}, "one thing already"), ({"by": " "}, "somebody who made it"),
    ({"at": "yesterday"}, "'yesterday' is not an ISO date-time"), ({"judgement": "undo"}, "'' is not an id"),
])
def test_what_is_no_decision_is_refused_with_its_reason(store: Store, change: dict[str, str], complaint: str) -> None:
    with pytest.raises(DecisionError, match=complaint):
        store.record_decisions([decided(C, D), replace(decided(A, B), **change)])
    assert store.decisions() == []


@pytest.mark.parametrize("line", ["nonsense", "[]", "{}", json.dumps({"left": A, "right": B})])
def test_a_file_that_is_no_list_of_decisions_is_refused_with_the_line(line: str) -> None:
    with pytest.raises(DecisionError, match="Line 2 is not a decision"):
        from_lines(to_lines([decided(A, B)]) + line + "\n")


def test_a_decision_that_was_altered_in_the_file_is_refused() -> None:
    with pytest.raises(DecisionError, match="does not say what the decision of its id said"):
        from_lines(to_lines([decided(A, B)]).replace("same", "different"))


# ------------------------------------------------------------------ what they change

def test_what_is_decided_to_be_one_is_one_entity_with_all_that_is_said_of_it(store: Store) -> None:
    for found in documents():
        store.write(found)
    store.record_decisions(merges())
    names = [row["e"]["name"] for row in store.read("MATCH (e:Entity) RETURN e").rows]
    assert "ACL" not in names and "Borduria" not in names and "Borduria Institute" not in names
    acme = next(entity for entity in store.entities() if entity.name == "Acme Cameras Ltd")
    assert (acme.id, acme.aliases, len(acme.members)) == (min(base("ACL"), base("Acme Cameras Ltd")), ("ACL", "Acme Cameras", "Acme Cameras Ltd"), 6)
    edge = store.read("MATCH (a:Entity)-[r:ACCUSES]->(b:Entity {id: $id}) RETURN a.name AS by, r", {"id": acme.id}).rows
    assert [(row["by"], row["r"]["claims"], row["r"]["support"], row["r"]["statuses"], row["r"]["established"]) for row in edge] == [
        ("Borduria Systems LLC", 3, 3, ["alleged", "asserted"], True)]
    assert acme.id in edge[0]["r"]["said_by"]
    assert store.status()["problems"] == []


def test_every_document_comes_back_as_it_was_written_whatever_is_decided(store: Store) -> None:
    store.record_decisions(merges())
    for found in documents():
        store.write(found)
    assert list(store.extractions()) == sorted(map(canonical, documents()), key=lambda found: found.document.id)
    assert all(store.has(found.document, found.extractor) for found in documents())


def test_a_thing_that_decisions_make_of_several_kinds_is_what_most_documents_show(store: Store) -> None:
    store.record_decisions(merges())
    institute = documents()[-1]
    store.write(institute)
    label = "MATCH (e:Entity) WHERE 'Borduria Institute' IN e.aliases RETURN e"
    both = store.read(label).rows[0]["e"]
    assert (both["kind"], both["labels"]) == ("Company", ["Company", "Entity"])         # one each: the first of the two kinds in the table
    for found in documents()[:-1]:
        store.write(found)
    store.retract(institute.document.id)
    assert store.read("MATCH (e:Entity) WHERE 'Borduria' IN e.aliases RETURN e").rows[0]["e"]["labels"] == ["Company", "Entity"]


def test_undo_restores_the_graph_node_for_node(store: Store) -> None:
    for found in documents():
        store.write(found)
    pictures = [graph(store)]
    for decision in merges():
        store.record_decisions([decision])
        pictures.append(graph(store))
    assert len({str(each) for each in pictures}) == 4
    for decision, expected in zip(reversed(merges()), reversed(pictures[:-1]), strict=True):
        store.undo_decision(decision.id, by="Otto", why="a slip")
        assert graph(store) == expected
    assert [decision.judgement for decision in store.decisions()].count("undo") == 3


def test_reviewed_claims_go_where_their_parties_go_and_come_back(store: Store) -> None:
    for found in documents():
        store.write(found)
    theft, sale = documents()[-2].claims[1], documents()[-2].claims[0]
    reviews = [Review(theft.id, "rejected", "Vera", "2031-03-05T00:00:00+00:00", "no such words"),
               Review(sale.id, "corrected", "Vera", "2031-03-05T00:00:00+00:00", "not yet", status="planned")]
    store.add_reviews(reviews)
    before = graph(store)
    store.record_decisions(merges())
    merged = graph(store)
    assert list(store.differences()) == []
    sold = store.read("MATCH (:City)-[r:CONTRACTS_WITH]->(e:Entity {id: $id}) RETURN r", {"id": min(base("ACL"), base("Acme Cameras Ltd"))}).rows
    assert (sold[0]["r"]["claims"], sold[0]["r"]["statuses"]) == (2, ["asserted", "planned"])
    for decision in merges():
        store.undo_decision(decision.id, by="Otto", why="a slip")
    assert graph(store) == before
    empty(store)
    store.record_decisions(merges())
    store.add_reviews(reviews)
    for found in documents():
        store.write(found)
    assert graph(store) == merged


def test_undoing_the_first_decision_leaves_what_the_others_make(store: Store) -> None:
    for found in documents():
        store.write(found)
    store.record_decisions(merges()[1:])
    expected = graph(store)
    store.record_decisions(merges()[:1])
    store.undo_decision(merges()[0].id, by="Otto", why="a slip")
    assert graph(store) == expected


def test_deciding_and_ingesting_in_any_order_gives_one_graph(store: Store) -> None:
    acts = [*documents(), *merges(), decided(base("Crumb Wiring"), base("Freeport"), "different")]
    pictures = set()
    for seed in range(4):
        empty(store)
        for act in random.Random(seed).sample(acts, len(acts)):
            store.write(act) if isinstance(act, Extraction) else store.record_decisions([act])
        pictures.add(str(picture(store)))
    assert len(pictures) == 1


def test_a_decision_outlives_retraction_and_new_readings(store: Store) -> None:
    first, *others = documents()
    for found in (first, *others):
        store.write(found)
    store.record_decisions(merges())
    expected = graph(store)
    for found in documents():
        store.retract(found.document.id)
    assert store.counts() == {"documents": 0, "entities": 0, "claims": 0, "edges": 0}
    for found in reversed(others):
        store.write(found)
    without = graph(store)
    store.write(replace(first, claims=first.claims[:2], extractor="hand 2"))
    store.write(first)                                      # of another extractor again, so it replaces
    assert graph(store) == expected
    store.retract(first.document.id)
    assert graph(store) == without
    assert store.decisions() == sorted(merges(), key=lambda decision: (decision.at, decision.id))


def test_decisions_move_to_another_server_as_a_file(both_stores: tuple[Store, Store]) -> None:
    here, there = both_stores
    for found in documents():
        here.write(found)
        there.write(found)
    here.record_decisions(merges())
    here.undo_decision(merges()[1].id, by="Otto", why="a slip")
    assert there.record_decisions(from_lines(to_lines(here.decisions()))) == 4
    assert there.record_decisions(here.decisions()) == 0
    assert picture(there) == picture(here)


def test_a_contradicting_decision_is_refused_with_the_chain_in_names(store: Store) -> None:
    for found in documents():
        store.write(found)
    store.record_decisions(merges())
    before = picture(store)
    with pytest.raises(DecisionError, match="“Borduria Institute” is not “Borduria Systems LLC”.*by Otto at 2031") as refused:
        store.decide(base("Borduria Systems LLC"), base("Borduria Institute"), "different", by="Vera", why="one sued the other")
    assert set(refused.value.chain) == set(merges()[1:])
    assert picture(store) == before
    store.undo_decision(merges()[2].id, by="Vera", why="one sued the other")
    store.decide(base("Borduria Systems LLC"), base("Borduria Institute"), "different", by="Vera", why="one sued the other")
    with pytest.raises(DecisionError, match="contradict"):
        store.record_decisions([replace(merges()[2], by="Otto")])


def test_a_persons_word_outranks_what_was_decided_automatically(store: Store) -> None:
    automatic = [replace(decision, by=AUTOMATIC) for decision in merges()[1:]]
    for orders in ([automatic, [decided(base("Borduria Institute"), base("Borduria Systems LLC"), "different")]],
                   [[decided(base("Borduria Institute"), base("Borduria Systems LLC"), "different")], automatic]):
        empty(store)
        for decisions in orders:
            store.record_decisions(decisions)
        assert [decision.judgement for decision in standing(store.decisions())] == ["different"]


def test_a_split_parts_what_one_document_calls_so_from_the_rest_and_is_undone(store: Store) -> None:
    first, *others = documents()
    for found in (first, *others):
        store.write(found)
    before, acme = graph(store), base("Acme Cameras Ltd")
    split, = store.split(acme, first.document.id, by="Vera", why="another firm")
    alone = next(entity for entity in store.entities() if entity.members == (split.left if split.left != acme else split.right,))
    assert alone.id in (split.left, split.right) and store.things([alone.id, acme]) == {
        alone.id: ("Acme Cameras Ltd", "Company"), acme: ("Acme Cameras Ltd", "Company")}
    edge = store.read("MATCH (:Authority)-[r:CONTRACTS_WITH]->(e:Entity) RETURN e.id AS id").rows
    assert edge == [{"id": alone.id}]                       # what this document says is said of the other firm
    with pytest.raises(DecisionError, match="contradict"):
        store.decide(alone.id, acme, "same", by="Otto", why="one firm")
    store.decide(alone.id, base("Crumb Wiring"), "same", by="Otto", why="its old name")
    parted = graph(store)
    assert list(store.differences()) == []
    with pytest.raises(DecisionError, match="names nothing that goes under"):
        store.split(acme, first.document.id, by="Vera", why="again")
    store.retract(first.document.id)
    store.write(first)
    assert graph(store) == parted
    for decision in reversed(standing(store.decisions())):
        store.undo_decision(decision.id, by="Vera", why="a slip")
    assert graph(store) == before


def test_splits_and_merges_in_any_order_give_one_graph(store: Store) -> None:
    first = documents()[0]
    local = next(entity for entity in first.entities if entity.name == "Acme Cameras Ltd")
    acts = [*documents(), *merges(), decided(local.id, base("Acme Cameras Ltd"), "split"), decided(local.id, base("Crumb Wiring"), by="Otto")]
    pictures = set()
    for seed in range(3):
        empty(store)
        for act in random.Random(seed).sample(acts, len(acts)):
            store.write(act) if isinstance(act, Extraction) else store.record_decisions([act])
        pictures.add(str(picture(store)))
    assert len(pictures) == 1


def test_only_what_stands_can_be_undone(store: Store) -> None:
    decision = store.decide(A, B, "same", by="Vera", why="seen")
    undone = store.undo_decision(decision.id, by="Otto", why="a slip")
    for id, complaint in ((decision.id, "undone already"), (undone.id, "itself an undo"), (D, "no decision")):
        with pytest.raises(DecisionError, match=complaint):
            store.undo_decision(id, by="Vera", why="again")
    with open_store(store.settings, read_only=True) as reader, pytest.raises(StoreError, match="reading only"):
        reader.undo_decision(decision.id, by="Vera", why="again")


def test_a_graph_of_the_first_schema_is_brought_up_to_date(store: Store) -> None:
    for found in documents():
        store.write(found)
    expected = picture(store)
    store._connection.write(lambda tx: tx.run("MATCH ()-[n:NAMED_IN]->() REMOVE n.kind").consume())
    store._connection.write(lambda tx: tx.run("MATCH (m:Meta) SET m.schema = 1").consume())
    with open_store(store.settings) as reopened:
        assert picture(reopened) == expected

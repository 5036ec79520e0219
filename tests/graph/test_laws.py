"""The laws of the graph, tried on random histories of random documents, decisions and reviews; on both servers.

Whatever happened, the graph is what the documents, decisions and reviews that are there make it, and nothing else: so the order in which they
came, and what came and went meanwhile, change nothing. A history that breaks a law is printed by Hypothesis as a short one that does so too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from graph.backup import restore_backup, write_backup
from graph.decisions import DecisionError, standing
from graph.model import DISPUTING, FIRMNESS, Extraction
from graph.resolve import entity_id, pair_of
from graph.reviews import Review
from graph.store import Store
from tests.conftest import empty
from tests.factories import extraction
from tests.graph.pictures import picture
from tests.graph.records import Graph
from tests.synthetic import World

HISTORIES, STEPS = 5, 8         # some 20 s a server on a free machine
WORLD = World(stories=3, things=14, claims=2)
DOCUMENTS = [WORLD.document(number) for number in range(8)]
SOME = st.lists(st.sampled_from(range(len(DOCUMENTS))), min_size=1, max_size=4)
LOGGED = (["Decision"], ["Review"], ["Undo"])       # records that stay when what they did is taken back


@dataclass(frozen=True)
class Told(Graph):
    """A graph in memory of documents as a store resolved and reviewed them, whose edges are made without it."""

    told: tuple[tuple[Extraction, dict[str, str]], ...] = ()

    def resolved(self) -> Iterator[tuple[Extraction, dict[str, str]]]:
        return iter(self.told)


class Laws(RuleBasedStateMachine):
    """One history of a store."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.stored: dict[int, Extraction] = {}
        self.clock = 0
        empty(store)

    def now(self) -> str:
        self.clock += 1
        return f"2031-06-01T12:{self.clock // 60:02}:{self.clock % 60:02}+00:00"

    def graph(self) -> Any:
        nodes, ties = picture(self.store)
        return [node for node in nodes if node[0] not in LOGGED], ties

    # ---------------------------------------------------------- what can happen

    @rule(numbers=SOME, extractor=st.sampled_from(("made up 1", "made up 2")), at_once=st.booleans())
    def write(self, numbers: list[int], extractor: str, at_once: bool) -> None:
        written = {number: replace(DOCUMENTS[number], extractor=extractor) for number in numbers}
        self.store.write_many(written.values()) if at_once else [self.store.write(found) for found in written.values()]
        self.stored |= written

    @precondition(lambda self: self.stored)
    @rule(data=st.data())
    def write_again(self, data: st.DataObject) -> None:
        before = picture(self.store)
        assert self.store.write(self.stored[data.draw(st.sampled_from(sorted(self.stored)))]) == "unchanged"
        assert picture(self.store) == before

    @rule(numbers=SOME)
    def retract(self, numbers: list[int]) -> None:
        for number in set(numbers):
            assert self.store.retract(DOCUMENTS[number].document.id) == (self.stored.pop(number, None) is not None)

    @precondition(lambda self: len(self.stored) > 1)
    @rule(data=st.data(), judgement=st.sampled_from(("same", "same", "different")), kept=st.booleans())
    def decide(self, data: st.DataObject, judgement: str, kept: bool) -> None:
        ids = sorted({entity_id(entity) for found in self.stored.values() for entity in found.entities})
        left, right = data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True))
        before, with_log = self.graph(), picture(self.store)
        try:
            decision = self.store.decide(left, right, judgement, by="Ada", why="so it is", at=self.now())
        except DecisionError:                               # it contradicts others: then it leaves no trace
            assert picture(self.store) == with_log
            return
        if not kept:
            self.store.undo_decision(decision.id, by="Bob", why="no", at=self.now())
            assert self.graph() == before

    @precondition(lambda self: standing(self.store.decisions()))
    @rule(data=st.data())
    def undo_a_decision(self, data: st.DataObject) -> None:
        known = [decision.id for decision in standing(self.store.decisions())]
        self.store.undo_decision(data.draw(st.sampled_from(known)), by="Bob", why="no", at=self.now())

    @precondition(lambda self: any(found.claims for found in self.stored.values()))
    @rule(data=st.data(), verdict=st.sampled_from(("confirmed", "corrected", "rejected")), kept=st.booleans())
    def review(self, data: st.DataObject, verdict: str, kept: bool) -> None:
        claim = data.draw(st.sampled_from([claim for _, found in sorted(self.stored.items()) for claim in found.claims]))
        status = {"status": "planned" if claim.status != "planned" else "ruled"} if verdict == "corrected" else {}
        before = self.graph()
        review = Review(claim.id, verdict, "Ada", self.now(), "so it is", **status)
        self.store.review(review)
        if not kept:
            self.store.undo_review(review.id, "Bob", "no")
            assert self.graph() == before

    @rule()
    def back_up_and_restore(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            before, file = picture(self.store), Path(folder) / "backup"
            write_backup(self.store, file)
            empty(self.store)
            restore_backup(self.store, file)
            assert picture(self.store) == before

    # ---------------------------------------------------------- what is always so

    @invariant()
    def the_graph_is_what_is_said(self) -> None:
        assert list(self.store.differences()) == []

    @invariant()
    def every_edge_has_its_claims_and_every_claim_its_quote(self) -> None:
        told, edges = tuple(self.store.resolved()), list(self.store.edges())
        claims = {claim.id: (claim, pair_of(claim, entity_of)) for found, entity_of in told for claim in found.claims}
        assert {found.document.id for found, _ in told} == {found.document.id for found in self.stored.values()}
        assert all(found.document.text[claim.start:claim.end] == claim.quote for found, _ in told for claim in found.claims)
        assert sorted(claim for edge in edges for claim in edge.claims) == sorted(claims)
        for edge in edges:
            under = [claims[id] for id in edge.claims]
            assert {(pair.relation, pair.source, pair.target) for _, pair in under} == {(edge.relation, edge.source, edge.target)}
            assert FIRMNESS.get(edge.status, 0) == max(FIRMNESS.get(claim.status, 0) for claim, _ in under)
            assert edge.disputed == any(claim.status in DISPUTING for claim, _ in under)
        assert [plain(edge) for edge in edges] == [plain(edge) for edge in Told((), told=told).edges()]

    def teardown(self) -> None:
        """Build the graph anew from what is there in the end, in another order: the same graph."""
        now, decisions, reviews = picture(self.store), self.store.decisions(), self.store.review_records()
        empty(self.store)
        self.store.add_reviews(reversed(reviews))
        for number in sorted(self.stored, reverse=True):
            self.store.write(self.stored[number])
        self.store.record_decisions(reversed(decisions))
        assert picture(self.store) == now


def test_a_document_that_is_read_again_counts_once_in_the_kind_of_a_merged_thing(store: Store) -> None:
    firm, board = extraction("Acme grew.", {"Acme": "Company"}), extraction("Acme Board met.", {"Acme Board": "Authority"})
    store.write_many([firm, board])
    store.decide(*(entity_id(found.entities[0]) for found in (firm, board)), "same", by="Ada", why="so it is")
    store.write(replace(firm, extractor="hand 2"))
    assert [entity.kind for entity in store.entities()] == ["Company"]
    assert list(store.differences()) == []


def plain(edge: Any) -> Any:
    """An edge without the order of what has none."""
    return replace(edge, claims=tuple(sorted(edge.claims)), statuses=tuple(sorted(edge.statuses)), first=edge.first or None, last=edge.last or None)


def test_the_laws_hold_whatever_happens(store: Store) -> None:
    run_state_machine_as_test(lambda: Laws(store), settings=settings(
        max_examples=HISTORIES, stateful_step_count=STEPS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)))

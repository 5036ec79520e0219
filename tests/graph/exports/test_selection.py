"""What is selected, in every format: the laws hold of a part as of the whole. Knows no server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.exports.formats import FORMATS
from graph.exports.gathered import Gathered
from graph.exports.selection import Scope, Selected, connected, select
from graph.model import Claim, Decision, Extraction, WatchdocketError, check
from graph.resolve import entity_id
from tests.factories import sample
from tests.graph.exports.fixtures import GRAPH, PEOPLE, PLAIN, content
from tests.graph.records import Graph
from tests.graph.test_rdf_shapes import failures, merged

SMALL = Graph((PEOPLE, PLAIN))
PUBLIC = Scope(profile="public")


def claim(extraction: Extraction, relation: str, status: str = "asserted") -> Claim:
    return next(each for each in extraction.claims if (each.relation, each.status) == (relation, status))


def kept(graph: Graph, scope: Scope) -> list[tuple[str, str]]:
    """Relation and status of what is selected."""
    return sorted((each.relation, each.status) for extraction, _ in select(graph, scope).resolved() for each in extraction.claims)


def thing(name: str) -> str:
    return next(entity_id(entity) for extraction in SMALL.documents for entity in extraction.entities if entity.name == name)


# ------------------------------------------------------------------ the whole

def test_all_of_a_graph_is_the_graph_itself():
    assert select(GRAPH, Scope()) is GRAPH


@pytest.mark.parametrize("graph", [GRAPH, Graph(tuple(sample()))], ids=["hostile", "sample"])
def test_what_is_gathered_of_all_documents_is_what_the_graph_has(graph):
    gathered = Gathered(graph.resolved())
    assert list(gathered.entities()) == [replace(entity, members=tuple(sorted(entity.members))) for entity in graph.entities()]
    assert list(gathered.edges()) == [replace(edge, statuses=tuple(sorted(edge.statuses)), claims=tuple(sorted(edge.claims)))
                                      for edge in graph.edges()]


# ------------------------------------------------------------------ parts

@pytest.mark.parametrize(("scope", "expected"), [
    (Scope(entities=frozenset({thing("Iris Eye")})), [("MAKES", "asserted"), ("USES", "asserted"), ("USES", "negated")]),
    (Scope(claims=frozenset({claim(PLAIN, "MAKES").id})), [("MAKES", "asserted")]),
    (Scope(statuses=frozenset({"planned"})), []),
    # the event of 2030 in a document of 2031
    (Scope(until="2030"), [("CONTRACTS_WITH", "asserted")]),
    # a date in part may mean any of its days
    (Scope(since="2031-02-15", until="2031-12", statuses=frozenset({"alleged"})), [("OWNS", "alleged"), ("OWNS", "denied")]),
    (Scope(as_of="2032", statuses=frozenset({"alleged"})), [("OWNS", "alleged"), ("OWNS", "denied")]),
    # a denial goes with what it denies, whatever status and time are asked for
    (Scope(statuses=frozenset({"asserted"}), entities=frozenset({thing("Crumb Wiring")})), [("OWNS", "asserted"), ("OWNS", "denied")]),
    (Scope(since="2033", entities=frozenset({thing("Crumb Wiring")})), [("OWNS", "asserted"), ("OWNS", "denied")]),
])
def test_a_part_has_the_claims_asked_for_and_what_disputes_them(scope, expected):
    assert kept(SMALL, scope) == expected


def test_an_edge_of_a_part_is_disputed_where_that_of_the_whole_is():
    whole = {(edge.relation, edge.source, edge.target): edge for edge in SMALL.edges()}
    for statuses in ({"asserted"}, {"alleged"}, {"ruled", "asserted"}):
        for edge in select(SMALL, Scope(statuses=frozenset(statuses))).edges():
            assert edge.disputed == whole[edge.relation, edge.source, edge.target].disputed


def test_documents_and_entities_without_a_selected_claim_are_left_out():
    selected = select(SMALL, Scope(claims=frozenset({claim(PLAIN, "MAKES").id})))
    assert [extraction.document.id for extraction, _ in selected.resolved()] == [PLAIN.document.id]
    assert {entity.name for entity in selected.entities()} == {"Iris Eye", "Acme Cameras Ltd"}


def test_as_known_on_a_day_keeps_all_that_its_documents_name():
    selected = select(SMALL, Scope(as_of="2032"))
    assert [extraction for extraction, _ in selected.resolved()] == [PEOPLE]
    assert {entity.name for entity in selected.entities()} == {entity.name for entity in PEOPLE.entities}


@pytest.mark.parametrize("wrong", [{"since": "last year"}, {"as_of": "2021-13"}, {"statuses": frozenset({"proven"})}, {"statuses": frozenset()},
                                   {"profile": "secret"}])
def test_what_cannot_be_asked_for_is_refused(wrong):
    with pytest.raises(WatchdocketError):
        Scope(**wrong)


def test_decisions_go_with_what_they_tie_together():
    def same(left: str, right: str) -> Decision:
        return Decision(left, right, "same", "ann", "2031-01-01T00:00:00+00:00", "")
    decisions = [same("a", "b"), same("x", "y"), same("c", "b")]
    assert connected(decisions, {"a"}) == [decisions[0], decisions[2]]


# ------------------------------------------------------------------ the public profile

def test_the_public_profile_has_no_unreviewed_allegation_about_a_person():
    assert kept(SMALL, PUBLIC) == [("CONTRACTS_WITH", "asserted"), ("CONTRACTS_WITH", "asserted"), ("HOLDS_ROLE", "asserted"), ("MAKES", "asserted"),
                                   ("USES", "asserted"), ("USES", "negated")]


def test_a_claim_whose_denial_is_withheld_is_withheld_as_well():
    assert ("OWNS", "asserted") in kept(Graph((PLAIN,)), PUBLIC)
    assert ("OWNS", "asserted") not in kept(SMALL, PUBLIC)


def test_what_a_reviewer_confirmed_is_public():
    accusation = claim(PEOPLE, "ACCUSES")
    assert ("ACCUSES", "asserted") in kept(replace(SMALL, reviewed=frozenset({accusation.id})), PUBLIC)


def test_a_public_document_keeps_its_id_and_evidence_and_no_other_word():
    for extraction, _ in Selected(SMALL, PUBLIC).resolved():
        check(extraction)
        whole = next(each for each in SMALL.documents if each.document.id == extraction.document.id)
        assert (extraction.document.sha256, extraction.whole) == (whole.document.sha256, False)
        assert "theft" not in extraction.document.text and "one can tell" not in extraction.document.text


SECRETS = ["theft", "it is said, owns", "Ivo Pell", "denies that he", "What Quill did", "Pell and his firm", claim(PEOPLE, "ACCUSES").id,
           claim(PEOPLE, "OWNS", "alleged").id, claim(PEOPLE, "OWNS", "denied").id, claim(PEOPLE, "FILED_IN").id, "v. Ivo"]


@pytest.mark.parametrize("format", FORMATS)
def test_in_every_format_the_public_profile_tells_nothing_of_it(format, tmp_path):
    public = content(select(SMALL, PUBLIC), format, tmp_path)
    assert "Borduria Systems LLC" in public
    assert [secret for secret in SECRETS if secret in public] == []
    full = content(SMALL, format, tmp_path)
    assert "Ivo Pell" in full and ("theft" in full or format in ("graphml", "gexf"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("scope", [Scope(statuses=frozenset({"asserted"})), PUBLIC, Scope(as_of="2032")], ids=["asserted", "public", "as of"])
def test_every_format_writes_every_scope_in_the_same_bytes_twice(format, scope, tmp_path):
    first = content(select(GRAPH, scope), format, tmp_path)
    backwards = Graph(tuple(reversed(GRAPH.documents)))
    assert content(select(backwards, scope), format, tmp_path) == first


@pytest.mark.parametrize("scope", [PUBLIC, Scope(statuses=frozenset({"alleged"})), Scope(entities=frozenset({thing("Crumb Wiring")}))],
                         ids=["public", "alleged", "one entity"])
def test_a_part_conforms_to_the_shapes(scope, tmp_path):
    assert failures(merged(content(select(SMALL, scope), "trig", tmp_path).encode(), "trig")) == set()

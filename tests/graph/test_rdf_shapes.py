"""data/shapes.ttl: every export passes, and an export changed so that it breaks a law does not. Knows no server."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.collection import Collection

from graph.model import KINDS, RELATIONS, STATUSES
from graph.rdf_formats import FORMATS
from graph.vocabulary import BASE, PREFIXES, RELATION_TERMS, VOCABULARY
from tests.graph.records import Graph
from tests.graph.test_rdf import GRAPH, quads, write

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl")
SHAPES_FILE = Path(__file__).parents[2] / "data" / "shapes.ttl"
SHAPES = rdflib.Graph().parse(SHAPES_FILE)
HEAD = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in {"wd": VOCABULARY, **PREFIXES}.items())


def merged(content: bytes, format: str) -> rdflib.Graph:
    """The export without its assertion graphs, as one graph: what the shapes are for."""
    claim = re.compile(re.escape(BASE) + "claim/[^#]*")
    kept = {q.triple for q in quads(content, format) if not claim.fullmatch(getattr(q.graph_name, "value", ""))}
    return rdflib.Graph().parse(data=ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES), format="nt")


def failures(graph: rdflib.Graph) -> set[str]:
    """The messages of the validation, and the names of the properties at fault."""
    conforms, report, text = pyshacl.validate(graph, shacl_graph=SHAPES)
    assert isinstance(report, rdflib.Graph), text
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    found = {str(message) for message in report.objects(None, sh.resultMessage)}
    found |= {str(path).rpartition("#")[2] for path in report.objects(None, sh.resultPath)}
    assert conforms == (not found)
    return found


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    return merged(write(GRAPH, "trig", tmp_path_factory.mktemp("lawful"))[0], "trig")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_conforms(format: str, tmp_path: Path) -> None:
    assert failures(merged(write(GRAPH, format, tmp_path)[0], format)) == set()


def test_an_empty_export_conforms(tmp_path: Path) -> None:
    assert failures(merged(write(Graph(()), "trig", tmp_path)[0], "trig")) == set()


# What is changed in an export, and what the validation must say of it.
BARE, GAP = "A bare triple stands where its edge is not established.", "The chain does not end with the document, or has a gap."
NOT_ESTABLISHED = "The edge is called established, but its status is not ruled or asserted, or it is disputed."
MUTATIONS = [
    # law 1: an allegation never becomes a fact
    ("an alleged triple is stated", BARE,
     "INSERT { ?s ?p ?o } WHERE { ?c a wd:Claim ; wd:status wd:status-alleged ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"),
    ("a planned triple is stated", BARE,
     "INSERT { ?s ?p ?o } WHERE { ?c a wd:Claim ; wd:status wd:status-planned ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"),
    ("a triple that nobody claims is stated", BARE, "INSERT DATA { <urn:a> wd:accuses <urn:b> }"),
    ("an edge under a stated triple is gone", BARE, "DELETE { ?e ?p ?o } WHERE { ?e a wd:Edge ; wd:established true ; ?p ?o }"),
    ("an edge under a stated triple is disputed", NOT_ESTABLISHED,
     "DELETE { ?e wd:disputed false } INSERT { ?e wd:disputed true } WHERE { ?e wd:established true }"),
    ("an alleged edge is called established", NOT_ESTABLISHED,
     "DELETE { ?e wd:established false } INSERT { ?e wd:established true } WHERE { ?e wd:status wd:status-alleged }"),
    ("an alleged edge is called asserted", "The edge has a status that none of its claims has.",
     "DELETE { ?e wd:status wd:status-alleged } INSERT { ?e wd:status wd:status-asserted } WHERE { ?e a wd:Edge ; wd:status wd:status-alleged }"),
    ("a denial is hidden", "A claim of the edge is denied or negated, but the edge is not called disputed.",
     "DELETE { ?e wd:disputed true } INSERT { ?e wd:disputed false } WHERE { ?e a wd:Edge }"),
    ("a claim's status is kept from the edge", "A claim of the edge has a status that the edge does not show.",
     "DELETE { ?e wd:onRecord wd:status-denied } WHERE { ?e a wd:Edge }"),
    ("an edge rests on another triple's claim", "A claim of the edge is about another triple.",
     "DELETE { ?c rdf:object ?o } INSERT { ?c rdf:object ?s } WHERE { ?c a wd:Claim ; rdf:subject ?s ; rdf:object ?o }"),
    ("an edge rests on nothing", "claim", "DELETE { ?e wd:claim ?c } WHERE { ?e wd:claim ?c }"),
    ("an edge rests on a claim that is not there", "claim", "DELETE { ?c ?p ?o } WHERE { ?c a wd:Claim ; wd:status wd:status-denied ; ?p ?o }"),
    ("an edge has no status", "status", "DELETE { ?e wd:status ?x } WHERE { ?e a wd:Edge ; wd:status ?x }"),
    # law 2: every claim has its evidence
    ("a claim has no status", "status", "DELETE { ?c wd:status ?x } WHERE { ?c a wd:Claim ; wd:status ?x }"),
    ("a claim has two statuses", "status", "INSERT { ?c wd:status wd:status-planned } WHERE { ?c a wd:Claim ; wd:status wd:status-ruled }"),
    ("a claim's status is unheard of", "status",
     "DELETE { ?c wd:status ?x } INSERT { ?c wd:status wd:status-proven } WHERE { ?c a wd:Claim ; wd:status ?x }"),
    ("a claim has no chain", "chain", "DELETE { ?c wd:chain ?x } WHERE { ?c wd:chain ?x }"),
    ("a claimant is struck from the chain", GAP,
     "DELETE { ?c wd:chain ?x } WHERE { ?c wd:chain ?x . ?x wd:position 1 . ?c wd:chain/wd:position 3 }"),
    ("the document is struck from the chain", GAP,
     "DELETE { ?c wd:chain ?x } WHERE { ?c wd:chain ?x ; prov:wasDerivedFrom ?d . ?x wd:speaker ?d . ?c wd:chain/wd:position 2 }"),
    ("two stand at one place of the chain", GAP,
     "DELETE { ?x wd:position 2 } INSERT { ?x wd:position 1 } WHERE { ?x wd:position 2 }"),
    ("a link of the chain has no speaker", "chain", "DELETE { ?x wd:speaker ?y } WHERE { ?x wd:speaker ?y }"),
    ("a link of the chain has no place", "chain", "DELETE { ?x wd:position ?y } WHERE { ?x wd:position ?y }"),
    ("a claim has no document", "wasDerivedFrom", "DELETE { ?c prov:wasDerivedFrom ?x } WHERE { ?c prov:wasDerivedFrom ?x }"),
    ("a claim's document is not described", "wasDerivedFrom", "DELETE { ?d a wd:Document } WHERE { ?d a wd:Document }"),
    ("a claim has no quote", "hasTarget", "DELETE { ?c oa:hasTarget ?x } WHERE { ?c oa:hasTarget ?x }"),
    ("the words of a quote are gone", "hasTarget", "DELETE { ?x oa:exact ?y } WHERE { ?x oa:exact ?y }"),
    ("the words of a quote are empty", "hasTarget", "DELETE { ?x oa:exact ?y } INSERT { ?x oa:exact '' } WHERE { ?x oa:exact ?y }"),
    ("the place of a quote is gone", "hasTarget", "DELETE { ?x oa:end ?y } WHERE { ?x oa:end ?y }"),
    ("the place of a quote is turned round", "hasTarget",
     "DELETE { ?x oa:end ?e ; oa:start ?s } INSERT { ?x oa:start ?e ; oa:end ?s } WHERE { ?x oa:start ?s ; oa:end ?e }"),
    ("a quote is shortened", "The quote is not as long as the stretch of text it is said to fill.",
     "DELETE { ?x oa:exact ?y } INSERT { ?x oa:exact ?z } WHERE { ?x oa:exact ?y BIND(SUBSTR(?y, 2) AS ?z) }"),
    ("a quote is of another document", "The quote is taken from another document than the claim.",
     "DELETE { ?q oa:hasSource ?x } INSERT { ?q oa:hasSource ?y } WHERE { ?q oa:hasSource ?x . ?y a wd:Document FILTER(?x != ?y) }"),
    ("a claim hides that it is one", "claim", "DELETE { ?c a wd:Claim } WHERE { ?c a wd:Claim }"),
    ("a claim has no subject", "subject", "DELETE { ?c rdf:subject ?x } WHERE { ?c a wd:Claim ; rdf:subject ?x }"),
    ("a claim's relation is unheard of", "predicate",
     "DELETE { ?c rdf:predicate ?x } INSERT { ?c rdf:predicate wd:bribes } WHERE { ?c a wd:Claim ; rdf:predicate ?x }"),
    ("an entity has no kind", "subject", "DELETE { ?x a ?k } WHERE { ?x wd:member ?y ; a ?k }"),
]


@pytest.mark.parametrize(("expected", "update"), [pytest.param(expected, update, id=name) for name, expected, update in MUTATIONS])
def test_a_broken_law_is_caught(expected: str, update: str, lawful: rdflib.Graph) -> None:
    graph = rdflib.Graph()
    graph += lawful
    graph.update(HEAD + update)
    assert set(graph) != set(lawful), "the update changes nothing"
    assert expected in failures(graph)


def test_the_shapes_have_every_relation_status_and_kind() -> None:
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    lists = {frozenset(str(term).rpartition("#")[2] for term in Collection(SHAPES, head)) for head in SHAPES.objects(None, sh["in"])}
    relations = frozenset(term.removeprefix("wd:") for term in RELATION_TERMS.values())
    assert lists == {relations, frozenset(KINDS), frozenset(f"status-{name}" for name in STATUSES)}
    in_queries = {frozenset(re.findall(r"wd:(\w+)", terms)) for terms in re.findall(r"\?relation IN \((.*?)\)", SHAPES_FILE.read_text("utf-8"), re.S)}
    symmetric = frozenset(RELATION_TERMS[name].removeprefix("wd:") for name, relation in RELATIONS.items() if relation.symmetric)
    assert in_queries == {relations, symmetric}

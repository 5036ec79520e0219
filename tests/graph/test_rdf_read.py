"""An export comes back as the records it was made from, a forged one does not, and SPARQL answers over it. Knows no server."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from graph.exports.files import replace_file
from graph.model import Extraction, LawError, Source, WatchdocketError
from graph.rdf import Publication, account_of, write_rdf
from graph.rdf_formats import FORMATS
from graph.rdf_read import BY_SUFFIX, Export, read_rdf
from graph.sparql import ask_rdf
from tests.graph.records import Graph, document_of
from tests.graph.test_rdf import GRAPH, HOSTILE, LAWSUIT, RULING, write


def hostile(name: str) -> Extraction:
    return document_of([(f"Person:{name}", "USES", "Product:Eye", "alleged", (f"{name}, Inc.",))], title=name, publisher=name, url=name,
                       published=name, licence=name, sources=(Source(name, name, name, name, name),))


HARD = Graph((*GRAPH.documents, *map(hostile, HOSTILE)))


def write_again(export: Export, format: str, folder: Path) -> bytes:
    path = folder / f"again{FORMATS[format].suffix}"
    replace_file(path, lambda out: write_rdf(out, format, export.accounts, export.entities, export.edges, export.publication))
    return path.read_bytes()


def file_of(graph: Graph, format: str, folder: Path, **publication: str) -> Path:
    write(graph, format, folder, **publication)
    return folder / f"graph{FORMATS[format].suffix}"


# ------------------------------------------------------------------ round trip

@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("graph", [GRAPH, HARD, Graph(())], ids=["plain", "hostile", "empty"])
def test_export_of_import_of_export_is_the_same_bytes_in_every_format(graph: Graph, format: str, tmp_path: Path) -> None:
    export = read_rdf(file_of(graph, format, tmp_path, title="T \"1\"", licence="https://licence.example/1", issued="2026-01"))
    for other in FORMATS:
        content, _ = write(graph, other, tmp_path, title="T \"1\"", licence="https://licence.example/1", issued="2026-01")
        assert write_again(export, other, tmp_path) == content


def test_the_records_come_back(tmp_path: Path) -> None:
    export = read_rdf(file_of(GRAPH, "trig", tmp_path))
    expected = [account_of(extraction, entities) for extraction, entities in GRAPH.resolved()]
    for found, wanted in zip(export.accounts, expected, strict=True):
        assert found.header == replace(wanted.header, sources=tuple(sorted(wanted.header.sources, key=lambda source: source.key)))
        assert {entity.id: entity.mentions for entity in found.entities} == {entity.id: entity.mentions for entity in wanted.entities}
        claims = {passage.claim.id: replace(passage, sources=tuple(sorted(passage.sources))) for passage in wanted.passages}
        assert {passage.claim.id: passage for passage in found.passages} == claims
    assert [(edge.status, edge.first, edge.support) for edge in export.edges] == [(edge.status, edge.first, edge.support) for edge in GRAPH.edges()]


def test_another_publisher_s_file_is_read_under_its_own_addresses(tmp_path: Path) -> None:
    publication = {"base": "https://partner.example/graph/", "vocabulary": "https://terms.example/wd#"}
    export = read_rdf(file_of(GRAPH, "jsonld", tmp_path, **publication))
    assert export.publication == Publication(**publication)
    ours = replace(export, publication=Publication())
    assert write_again(ours, "trig", tmp_path) == write(GRAPH, "trig", tmp_path)[0]


# ------------------------------------------------------------------ forged and broken files

ALLEGED = next(claim for claim in LAWSUIT.claims if claim.status == "alleged" and claim.relation == "USES")
FORGERIES = [
    # name, what is replaced (a pattern over N-Quads lines), by what, what is said of it
    ("an alleged triple in the default graph", rf"(<\S+> <\S+#uses> <\S+>) <\S+claim/{ALLEGED.id}> \.\n", r"\g<0>\1 .\n", "not established"),
    ("an established triple left out", r"(?m)^<\S+> <\S+#sues> <\S+> \.\n", "", "leaves out"),
    ("a bare triple of strangers", r"\A", "<urn:a> <https://watchdocket.example/vocabulary#sues> <urn:b> .\n", "not established"),
    ("an alleged triple in a provenance graph", rf"(<\S+> <\S+#uses> <\S+>) <\S+claim/{ALLEGED.id}> \.\n",
     r"\g<0>\1 <https://watchdocket.example/claim/x#provenance> .\n", "not established"),
    ("a claim made firmer", rf"(claim/{ALLEGED.id}> <\S+#status> <\S+)status-alleged", r"\1status-asserted", "id that its content gives"),
    ("an edge made firmer", r"(edge/\w+> <\S+#status> <\S+)status-alleged", r"\1status-asserted", "says asserted"),
    ("a denial hidden", r"(edge/\w+> <\S+#disputed> )\"true\"", r'\1"false"', "says"),
    ("an edge without a claim", r"<\S+edge/\w+> <\S+#claim> .*\n", "", "must rest on claims"),
    ("a quote shortened", r"(#words> <\S+#exact> \").", r"\1", "does not fill the stretch"),
    ("a quote moved", r"(#start> )\"(\d+)", r'\1"1\2', "id that its content gives"),
    ("a claimant struck out", rf"<\S+claim/{ALLEGED.id}> <\S+#chain> <\S+said-1> .*\n", "", "without a gap"),
    ("the document struck from the chain", rf"<\S+claim/{ALLEGED.id}> <\S+#chain> <\S+said-3> .*\n", "", "should be a document"),
    ("no chain", r"<\S+> <\S+#chain> .*\n", "", "without a gap"),
    ("another triple in the assertion graph", rf"(<\S+> <\S+#)uses(> <\S+> <\S+claim/{ALLEGED.id}> \.\n)", r"\1makes\2", "another triple"),
    ("an assertion graph without a claim", r"\A", "<urn:n> <http://www.nanopub.org/nschema#hasAssertion> <urn:g> <urn:h> .\n", "without a claim"),
    ("an unknown status", r"status-alleged", "status-proven", "not in the vocabulary"),
    ("an unknown relation", r"(#predicate> <\S+#)uses", r"\1bribes", "not in the vocabulary"),
    ("no document", r"<\S+> <\S+#type> <\S+#Document> .*\n", "", "does not describe"),
    ("another text's checksum", r"(#sha256> \")\w{4}", r"\g<1>0000", "checksum"),
    ("two quotes", r"(<\S+)(#words> <\S+#exact> )\".*\" (<\S+> \.\n)", r'\g<0>\1\2"other" \3', "must have one oa:exact"),
    ("a name that is another's", r"(local/\w+> <\S+#label> \")", r"\1Not ", "id that its content gives"),
    ("a confidence beyond belief", r"(#confidence> \")0.9", r"\g<1>9", "between 0 and 1"),
    ("a page that is none", r"(#page> \")1", r"\1one", "whole number"),
    ("a place outside the document", r"#char=\d+,", "#line=", "no place in its document"),
    ("an entity with two names", r"(<\S+entity/\w+> <\S+#label> )\".*\" \.\n", r'\g<0>\1"Other" .\n', "must have one rdfs:label"),
]


@pytest.mark.parametrize(("pattern", "replacement", "message"), [pytest.param(*forgery, id=name) for name, *forgery in FORGERIES])
def test_a_forged_file_is_refused(pattern: str, replacement: str, message: str, tmp_path: Path) -> None:
    path = file_of(GRAPH, "nquads", tmp_path)
    text = path.read_text("utf-8")
    forged = re.sub(pattern, replacement, text)
    assert forged != text
    path.write_text(forged, "utf-8")
    with pytest.raises(LawError, match=message):
        read_rdf(path)


@pytest.mark.parametrize(("name", "content", "message"), [
    ("graph.csv", b"a,b", "file names end with"),
    ("graph.trig", b"", "no Watchdocket export"),
    ("graph.trig", b"\x00\xff\xfe not RDF", "cannot be read"),
    ("graph.nq", b"<urn:a> <urn:b> <urn:c> .\n", "no Watchdocket export"),
    ("graph.nq", b"<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .\n", "cannot be read"),
    ("graph.jsonld", b"{", "cannot be read"),
    ("graph.jsonld", b'{"@context": "https://elsewhere.example/context"}', "cannot be read"),
])
def test_what_is_no_export_is_refused_with_a_sentence(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WatchdocketError, match=message):
        read_rdf(tmp_path / name)


def test_a_missing_or_cut_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WatchdocketError, match="cannot be read"):
        read_rdf(tmp_path / "absent.trig")
    path = file_of(GRAPH, "trig", tmp_path)
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(WatchdocketError):
        read_rdf(path)


def test_every_format_can_be_read() -> None:
    assert list(BY_SUFFIX) == [format.suffix for format in FORMATS.values()]


# ------------------------------------------------------------------ SPARQL

@pytest.mark.parametrize("format", [name for name in FORMATS if FORMATS[name].named])
def test_the_default_graph_holds_no_allegation_and_the_claim_s_own_graph_does(format: str, tmp_path: Path) -> None:
    path = file_of(GRAPH, format, tmp_path)
    assert ask_rdf(path, "ASK { ?a wd:uses ?b }").rows == [{"answer": False}]
    rows = ask_rdf(path, """SELECT ?who ?what ?status ?position { GRAPH ?claim { ?a wd:uses ?b } ?a rdfs:label ?who . ?b rdfs:label ?what
        GRAPH ?g { ?claim wd:status ?status ; wd:chain/wd:position ?position } } ORDER BY ?status ?who ?position""")
    assert rows.columns == ("who", "what", "status", "position")
    wd = Publication().vocabulary
    assert [tuple(row.values()) for row in rows.rows] == [
        *(("Huawei", "back door", f"{wd}status-alleged", position) for position in (1, 2, 3)),
        *(("Huawei", "back door", f"{wd}status-denied", position) for position in (1, 2)),
        ("Lahore", "Pegasus", f"{wd}status-negated", 1)]


def test_construct_and_unbound_values_are_rows_too(tmp_path: Path) -> None:
    path = file_of(GRAPH, "trig", tmp_path)
    made = ask_rdf(path, "CONSTRUCT { ?b <urn:sued> ?n } WHERE { ?a wd:sues ?b . ?b rdfs:label ?n }")
    assert (made.columns, made.rows[0]["object"], len(made.rows)) == (("subject", "predicate", "object"), "Huawei", 1)
    assert ask_rdf(path, "SELECT ?x { OPTIONAL { ?x wd:nothing ?y } }").rows == [{"x": None}]
    assert ask_rdf(path, "SELECT ?d { ?e wd:disputed ?d } ORDER BY DESC(?d) LIMIT 1").rows == [{"d": True}]


@pytest.mark.parametrize("query", [
    "SELECT * { SERVICE <http://127.0.0.1:8/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:8/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:8/> { ?s ?p ?o } }",
    "ASK { { SELECT * { ?s ?p ?o OPTIONAL { SERVICE ?o { ?a ?b ?c } } } } }",
    "ASK { ?s ?p ?o FILTER NOT EXISTS { # '\nSERVICE <http://127.0.0.1:8/> { ?a ?b ?c } # '\n} }",
    "ASK { ?s ?p '''x' ''' . SERVICE <http://127.0.0.1:8/> { ?a ?b \"'''\" } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { SERVICE <http://127.0.0.1:8/> { ?s ?p ?o } } }",
])
def test_a_query_that_calls_another_server_is_refused(query: str, tmp_path: Path) -> None:
    with pytest.raises(WatchdocketError, match="another server|not well formed"):
        ask_rdf(file_of(GRAPH, "trig", tmp_path), query)


def test_the_word_service_may_stand_in_a_text(tmp_path: Path) -> None:
    assert ask_rdf(file_of(GRAPH, "trig", tmp_path), 'SELECT ?service { ?service rdfs:label ?n FILTER CONTAINS(?n, "secret service {") }').rows == []


@pytest.mark.parametrize(("name", "query"), [("graph.trig", "SELECT"), ("graph.trig", "DELETE WHERE { ?s ?p ?o }"), ("graph.trig", "LOAD <file:///etc/hostname>"),
                                             ("absent.trig", "ASK { ?s ?p ?o }"), ("graph.xml", "ASK { ?s ?p ?o }")])
def test_what_cannot_be_answered_is_explained(name: str, query: str, tmp_path: Path) -> None:
    file_of(GRAPH, "trig", tmp_path)
    with pytest.raises(WatchdocketError):
        ask_rdf(tmp_path / name, query)


def test_reading_does_not_depend_on_the_order_of_lines(tmp_path: Path) -> None:
    path = file_of(Graph((RULING,)), "nquads", tmp_path)
    content = path.read_bytes()
    path.write_bytes(b"".join(sorted(content.splitlines(keepends=True), reverse=True)))
    assert write_again(read_rdf(path), "nquads", tmp_path) == content

"""What the RDF export says, in every format: laws, bytes, hostile text. Knows no server: records are made by hand."""

from __future__ import annotations

import hashlib
import itertools
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import STATUSES, Citation, Entity, LawError, LocalEntity, Source, WatchdocketError
from graph.rdf import Publication, Summary, dated, export_rdf
from graph.rdf_formats import FORMATS
from graph.resolve import entity_id
from graph.vocabulary import BASE, CLASSES, JSON_KEYS, PROPERTIES, RELATION_TERMS, VOCABULARY, prefixes, vocabulary_turtle
from tests.graph.records import Graph, document_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
ROOT = Path(__file__).parents[2]
WD = VOCABULARY
HOSTILE = ["plain", 'say "no"', "back\\slash", "line\nbreak\r\n\ttab", "nul\0 bell\a del\x7f", "\u202eright to left\u202c \u200f", "’smart’ 漢字 🕵️",
           "<https://watchdocket.example/claim/1> .", "wd:sues }} .", "\\u0041\\n", "'''\"\"\"", "\u2028\u2029\x85\ufeff", "</script>",
           "ends with \\"]


LAWSUIT = document_of([
    ("BES", "SUES", "Huawei", "asserted", ()),
    ("BES", "ACCUSES", "Huawei", "asserted", ("Organization:The Wall Street Journal",)),
    ("Huawei", "USES", "Product:back door", "alleged", ("BES", "Organization:The Wall Street Journal")),
    ("Huawei", "USES", "Product:back door", "denied", ("Huawei",)),
    ("Authority:Punjab Safe Cities Authority", "OVERSEES", "Project:Lahore project", "asserted", ()),
    ("Huawei", "TERMINATES", "BES", "alleged", ("BES",)),
], title="BES v. Huawei", publisher="A Daily", url="https://news.example/a b?q=\"1\"", published="2021-08-16", kind="news", licence="CC BY 4.0",
    pages=(0, 60, 120), sources=(Source("b 2", "Complaint", "C.D. Cal.", "https://court.example/1", "2021"), Source("a", "Report")),
    citations=(Citation(0, 20, "b 2"), Citation(5, 30, "a")))
RULING = document_of([
    ("Court:Ninth Circuit", "RULES_AGAINST", "NSO Group", "asserted", ()),
    ("NSO Group", "MAKES", "Product:Pegasus", "ruled", ("Court:Ninth Circuit",)),
    ("BES", "SUES", "Huawei", "asserted", ()),
    ("City:Lahore", "USES", "Product:Pegasus", "negated", ()),
    ("City:Lahore", "CONTRACTS_WITH", "NSO Group", "planned", ()),
    ("NSO Group", "PARTNERS_WITH", "Huawei", "asserted", ()),
], title="A ruling", published="2021-13-45", kind="court")
GRAPH = Graph((LAWSUIT, RULING))


def write(graph: Graph, format: str, folder: Path, **publication: str) -> tuple[bytes, Summary]:
    path = folder / f"graph{FORMATS[format].suffix}"
    summary = export_rdf(graph, format, path, publication=Publication(**publication))
    return path.read_bytes(), summary


OXIGRAPH = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "ntriples": ox.RdfFormat.N_TRIPLES, "nquads": ox.RdfFormat.N_QUADS,
            "jsonld": ox.RdfFormat.JSON_LD}
RDFLIB = {"turtle": "turtle", "trig": "trig", "ntriples": "nt", "nquads": "nquads", "jsonld": "json-ld"}


def quads(content: bytes, format: str) -> list[ox.Quad]:
    return list(ox.parse(content, format=OXIGRAPH[format]))


def rdflib_size(content: bytes, format: str) -> int:
    dataset = rdflib.Dataset()
    dataset.parse(data=content, format=RDFLIB[format])
    return sum(1 for _ in dataset.quads())


def entity(kind: str, name: str) -> str:
    return f"{BASE}entity/{entity_id(LocalEntity('', kind, name, ()))}"


def bare(found: Iterable[ox.Quad]) -> set[tuple[str, str, str, str]]:
    """The triples of relations, with the name of their graph ("" for the default one)."""
    relations = {term.replace("wd:", WD) for term in RELATION_TERMS.values()}
    return {(q.subject.value, q.predicate.value, q.object.value, getattr(q.graph_name, "value", "")) for q in found if q.predicate.value in relations}


# ------------------------------------------------------------------ formats agree

@pytest.mark.parametrize("format", FORMATS)
def test_both_libraries_read_as_many_quads_as_were_counted(format: str, tmp_path: Path) -> None:
    content, summary = write(GRAPH, format, tmp_path)
    found = quads(content, format)
    assert len(found) == len(set(found)) == summary.triples == rdflib_size(content, format)
    assert summary.counts == {"Entity": 10, "Document": 2, "LocalEntity": 12, "Claim": 12, "Edge": 10, "Decision": 0}


def test_formats_with_graphs_say_the_same_and_so_do_those_without(tmp_path: Path) -> None:
    found = {format: set(quads(write(GRAPH, format, tmp_path)[0], format)) for format in FORMATS}
    assert found["trig"] == found["nquads"] == found["jsonld"]
    assert found["turtle"] == found["ntriples"]


def test_turtle_is_the_dataset_without_its_assertion_graphs(tmp_path: Path) -> None:
    checks = ("void#triples", "spdx.org/rdf/terms#checksumValue")
    kept = {q.triple for q in quads(write(GRAPH, "trig", tmp_path)[0], "trig")
            if not isinstance(q.graph_name, ox.NamedNode) or q.graph_name.value.endswith("#provenance")}
    merged = {q.triple for q in quads(write(GRAPH, "turtle", tmp_path)[0], "turtle")}
    assert all(triple.predicate.value.endswith(checks) for triple in kept ^ merged)


def test_there_are_no_blank_nodes(tmp_path: Path) -> None:
    found = quads(write(GRAPH, "nquads", tmp_path)[0], "nquads")
    assert not any(isinstance(term, ox.BlankNode) for q in found for term in (q.subject, q.object, q.graph_name))


# ------------------------------------------------------------------ law 1

def test_only_established_triples_stand_in_the_default_graph(tmp_path: Path) -> None:
    stated = {row[:3] for row in bare(quads(write(GRAPH, "trig", tmp_path)[0], "trig")) if not row[3]}
    assert stated == {
        (entity("Company", "BES"), f"{WD}sues", entity("Company", "Huawei")),
        (entity("Company", "BES"), f"{WD}accuses", entity("Company", "Huawei")),
        (entity("Authority", "Punjab Safe Cities Authority"), f"{WD}oversees", entity("Project", "Lahore project")),
        (entity("Court", "Ninth Circuit"), f"{WD}rulesAgainst", entity("Company", "NSO Group")),
        (entity("Company", "NSO Group"), f"{WD}makes", entity("Product", "Pegasus")),
        (entity("Company", "NSO Group"), f"{WD}partnersWith", entity("Company", "Huawei")),
    }
    assert {row[:3] for row in bare(quads(write(GRAPH, "turtle", tmp_path)[0], "turtle"))} == stated


@pytest.mark.parametrize("statuses", [names for size in (1, 2) for names in itertools.combinations(STATUSES, size)])
def test_a_triple_is_established_by_a_firm_claim_that_nobody_disputes(statuses: tuple[str, ...], tmp_path: Path) -> None:
    graph = Graph((document_of([("Acme", "USES", "Product:Eye", status, ()) for status in statuses]),))
    expected = bool({"ruled", "asserted"} & set(statuses)) and not {"denied", "negated"} & set(statuses)
    for format in FORMATS:
        stated = {row for row in bare(quads(write(graph, format, tmp_path)[0], format)) if not row[3]}
        assert bool(stated) == expected


def test_each_assertion_graph_bears_its_claim_s_name_and_holds_its_triple_alone(tmp_path: Path) -> None:
    found = quads(write(GRAPH, "trig", tmp_path)[0], "trig")
    asserted = [row for row in bare(found) if row[3]]
    assert {row[3] for row in asserted} == {f"{BASE}claim/{claim.id}" for extraction in GRAPH.documents for claim in extraction.claims}
    for graph in {row[3] for row in asserted}:
        inside = [q for q in found if getattr(q.graph_name, "value", "") == graph]
        reified = {q.predicate.value.rpartition("#")[2]: q.object for q in found if q.subject.value == graph}
        assert [(q.subject, q.predicate, q.object) for q in inside] == [(reified["subject"], reified["predicate"], reified["object"])]


# ------------------------------------------------------------------ law 2: what a claim says of itself

def test_a_partner_finds_chain_status_quote_page_and_sources_by_sparql(tmp_path: Path) -> None:
    store = ox.Store()
    store.load(write(GRAPH, "trig", tmp_path)[0], format=ox.RdfFormat.TRIG)
    rows = list(store.query("""
        PREFIX wd: <https://watchdocket.example/vocabulary#> PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?label ?position ?name ?document ?exact ?prefix ?suffix ?start ?end ?page ?rule ?extractor {
            GRAPH ?claim { ?s wd:uses ?o }
            GRAPH ?provenance {
                ?claim rdfs:label ?label ; wd:status wd:status-alleged ; wd:chain ?link ; oa:hasTarget ?target ;
                       wd:rule ?rule ; wd:extractor ?extractor .
                ?link wd:position ?position ; wd:speaker ?speaker .
                ?target wd:page ?page ; oa:hasSource ?document ; oa:hasSelector ?words, ?place .
                ?words oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
                ?place oa:start ?start ; oa:end ?end .
            }
            OPTIONAL { ?speaker rdfs:label ?name }
        } ORDER BY ?position"""))
    text, claim = LAWSUIT.document.text, LAWSUIT.claims[2]
    assert [(int(row["position"].value), row["name"] and row["name"].value) for row in rows] == [
        (1, "BES"), (2, "The Wall Street Journal"), (3, None)]
    for row in rows:
        assert row["label"].value == "alleged by BES, The Wall Street Journal: Huawei uses back door"
        start, end = int(row["start"].value), int(row["end"].value)
        assert row["document"].value == f"{BASE}document/{LAWSUIT.document.id}"
        assert text[start:end] == row["exact"].value == claim.quote
        assert text[start - len(row["prefix"].value):end + len(row["suffix"].value)] == row["prefix"].value + row["exact"].value + row["suffix"].value
        assert (int(row["page"].value), row["rule"].value, row["extractor"].value) == (LAWSUIT.document.page_at(claim.start), "by hand 1", "test 1.0")
    cited = store.query("""
        PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT DISTINCT ?title { GRAPH ?g { ?claim dcterms:source ?source } ?source dcterms:title ?title } ORDER BY ?title""")
    assert [row["title"].value for row in cited] == ["Complaint", "Report"]


def test_a_quote_that_is_not_in_its_document_is_not_exported(tmp_path: Path) -> None:
    forged = replace(LAWSUIT, claims=(replace(LAWSUIT.claims[0], quote="Huawei stole it"),))
    with pytest.raises(LawError, match="does not stand"):
        write(Graph((forged,)), "trig", tmp_path)
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------ same graph, same bytes

@pytest.mark.parametrize("format", FORMATS)
def test_the_order_in_which_things_were_found_leaves_no_trace(format: str, tmp_path: Path) -> None:
    expected, _ = write(GRAPH, format, tmp_path)
    for seed in range(5):
        shuffled = [replace(extraction, entities=_shuffled(extraction.entities, seed), claims=_shuffled(extraction.claims, seed))
                    for extraction in GRAPH.documents]
        assert write(Graph(_shuffled(shuffled, seed)), format, tmp_path)[0] == expected


def _shuffled(items: Iterable[object], seed: int) -> tuple:
    return tuple(random.Random(seed).sample(list(items), len(list(items))))


def test_records_out_of_order_are_refused(tmp_path: Path) -> None:
    class Backwards(Graph):
        def entities(self) -> Iterator[Entity]:
            return reversed(list(super().entities()))
    with pytest.raises(ValueError, match="must not come after"):
        write(Backwards(GRAPH.documents), "nquads", tmp_path)


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    code = ("import sys; from tests.graph.test_rdf import *; "
            "sys.stdout.write(hashlib.sha256(b''.join(write(GRAPH, format, Path(sys.argv[1]))[0] for format in FORMATS)).hexdigest())")
    runs = {subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True,
                           text=True, check=True).stdout for seed in ("1", "2")}
    assert runs == {hashlib.sha256(b"".join(write(GRAPH, format, tmp_path)[0] for format in FORMATS)).hexdigest()}


# ------------------------------------------------------------------ hostile text

@pytest.mark.parametrize("format", FORMATS)
def test_hostile_strings_come_back_as_they_were(format: str, tmp_path: Path) -> None:
    graph = Graph(tuple(document_of([(f"Person:{name}", "USES", "Product:Eye", "alleged", (f"{name}, Inc.",))], title=name, publisher=name, url=name,
                                    published=name, licence=name, sources=(Source(name, name, name, name, name),)) for name in HOSTILE))
    content, summary = write(graph, format, tmp_path, title=HOSTILE[1])
    found = quads(content, format)
    assert len(found) == summary.triples == rdflib_size(content, format)
    by_predicate: dict[str, set[str]] = {}      # a sentence that names things is one more label
    for q in found:
        by_predicate.setdefault(q.predicate.value, set()).add(q.object.value)
    for term in ("rdfs:label", "dcterms:title", "dc:publisher", "schema:url", "schema:datePublished", "dc:rights", "wd:key", "rdf:value"):
        prefix, _, local = term.partition(":")
        assert set(HOSTILE) <= by_predicate[prefixes()[prefix] + local], term
    quotes = {claim.quote for extraction in graph.documents for claim in extraction.claims}
    assert quotes == by_predicate[prefixes()["oa"] + "exact"]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30))
def test_any_text_survives_any_format(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    graph = Graph((document_of([("Acme", "USES", "Product:Eye", "alleged", ())], title=name, sources=(Source(name),)),))
    titles = [{q.object.value for q in quads(write(graph, format, folder)[0], format) if q.predicate.value.endswith(("terms/title", "#key"))}
              for format in FORMATS]
    assert all(found == {name, "Watchdocket"} for found in titles)


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_confidence_that_is_none_is_not_exported(confidence: float, tmp_path: Path) -> None:
    with pytest.raises(LawError, match="between 0 and 1"):
        write(Graph((replace(LAWSUIT, claims=(replace(LAWSUIT.claims[0], confidence=confidence),)),)), "trig", tmp_path)


def test_a_lone_surrogate_stops_the_export_and_leaves_the_old_file(tmp_path: Path) -> None:
    old, _ = write(GRAPH, "trig", tmp_path)
    with pytest.raises(WatchdocketError, match="no file can hold"):
        write(Graph((replace(LAWSUIT, document=replace(LAWSUIT.document, title="half \ud83d")),)), "trig", tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [old]


@pytest.mark.parametrize(("value", "type"), [
    ("2021", "gYear"), ("2021-08", "gYearMonth"), ("2021-08-16", "date"), ("2024-02-29", "date"),
    ("2021-02-29", ""), ("2021-13", ""), ("0000", ""), ("16 August 2021", ""), ("2021-8", ""), ("２０２１", ""), ("2021-08-16T00:00", ""),
    ("2021\n", ""),
])
def test_dates_have_the_type_of_what_is_known(value: str, type: str) -> None:
    assert dated(value).rpartition("^^xsd:")[2 if type else 0] == (type or "")
    assert len(quads(f"PREFIX xsd: <{prefixes()['xsd']}>\n<urn:a> <urn:b> {dated(value)} .".encode(), "turtle")) == 1


# ------------------------------------------------------------------ description, base, errors

@pytest.mark.parametrize("format", ["nquads", "ntriples"])
def test_the_checksum_is_that_of_all_lines_but_the_description(format: str, tmp_path: Path) -> None:
    content, summary = write(GRAPH, format, tmp_path)
    description = (b"<https://watchdocket.example/dataset", b"<https://watchdocket.example/software")
    lines = [line for line in content.splitlines(keepends=True) if not line.startswith(description)]
    assert hashlib.sha256(b"".join(lines)).hexdigest() == summary.sha256
    others = [name for name in FORMATS if FORMATS[name].named == FORMATS[format].named]
    assert {write(GRAPH, name, tmp_path)[1].sha256 for name in others} == {summary.sha256}


def test_the_dataset_describes_itself_without_a_date_unless_one_is_given(tmp_path: Path) -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    plain, _ = write(GRAPH, "trig", tmp_path)
    content, summary = write(GRAPH, "trig", tmp_path, licence=licence, issued="2026-01-31")
    store = ox.Store()
    store.load(content, format=ox.RdfFormat.TRIG)
    row = next(iter(store.query("""
        PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX spdx: <http://spdx.org/rdf/terms#>
        PREFIX wd: <https://watchdocket.example/vocabulary#>
        SELECT * { ?set a void:Dataset ; void:triples ?triples ; dcterms:license ?licence ; dcterms:issued ?issued ;
                        spdx:checksum/spdx:checksumValue ?sha ;
                        void:classPartition [ void:class wd:Claim ; void:entities ?claims ] }""")))
    assert (row["set"].value, row["triples"].value, row["licence"].value) == (f"{BASE}dataset", str(summary.triples), licence)
    assert (row["issued"].value, row["sha"].value, row["claims"].value) == ("2026-01-31", summary.sha256, "12")
    assert b"issued" not in plain.rpartition(b"<dataset>")[2] and licence.encode() not in plain


def test_base_and_vocabulary_are_the_publisher_s_to_choose(tmp_path: Path) -> None:
    for format in FORMATS:
        content, _ = write(GRAPH, format, tmp_path, base="https://partner.example/graph/", vocabulary="https://terms.example/wd/")
        assert b"watchdocket.example" not in content
        found = quads(content, format)
        assert all(q.subject.value.startswith("https://partner.example/graph/") for q in found)
        assert {"https://terms.example/wd/sues", "https://terms.example/wd/status"} <= {q.predicate.value for q in found}


@pytest.mark.parametrize("publication", [
    {"base": "watchdocket"}, {"base": "https://a b/"}, {"base": "https://a"}, {"base": "https://a/\n/"}, {"base": 'https://a/">/'},
    {"vocabulary": "https://a/b"}, {"licence": "CC BY"},
])
def test_an_address_that_cannot_begin_an_iri_is_refused(publication: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(WatchdocketError, match="absolute address"):
        write(GRAPH, "trig", tmp_path, **publication)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_and_a_missing_folder_are_explained(tmp_path: Path) -> None:
    with pytest.raises(WatchdocketError, match="turtle, trig, ntriples, nquads, jsonld"):
        export_rdf(GRAPH, "rdfxml", tmp_path / "graph.rdf")
    with pytest.raises(WatchdocketError, match="Nothing can be written"):
        export_rdf(GRAPH, "trig", tmp_path / "absent" / "graph.trig")


def test_an_empty_store_gives_a_file_that_describes_nothing(tmp_path: Path) -> None:
    for format in FORMATS:
        content, summary = write(Graph(()), format, tmp_path)
        assert len(quads(content, format)) == summary.triples and set(summary.counts.values()) == {0}


# ------------------------------------------------------------------ the vocabulary

def test_the_vocabulary_file_is_up_to_date() -> None:
    assert (ROOT / "data" / "vocabulary.ttl").read_text("utf-8") == vocabulary_turtle(), "run: python -m graph.vocabulary > data/vocabulary.ttl"


def test_every_term_of_ours_that_an_export_uses_is_in_the_vocabulary(tmp_path: Path) -> None:
    defined = {q.subject.value for q in quads(vocabulary_turtle().encode(), "turtle")}
    used = {term.value for q in quads(write(GRAPH, "trig", tmp_path)[0], "trig") for term in (q.predicate, q.object)}
    assert {term for term in used if term.startswith(WD) and term != WD} <= defined


def test_the_vocabulary_is_one_graph_to_both_libraries_and_follows_another_namespace() -> None:
    found = list(ox.parse(vocabulary_turtle("https://terms.example/wd#").encode(), format=ox.RdfFormat.TURTLE))
    assert len(found) == len(rdflib.Graph().parse(data=vocabulary_turtle("https://terms.example/wd#")))
    assert not any(BASE in str(q) for q in found)


def test_json_keys_are_distinct_and_cover_the_vocabulary() -> None:
    keys = [key for key, _ in JSON_KEYS.values()]
    assert len(keys) == len(set(keys)) and not set(keys) & {*prefixes(), "id"}
    assert not {term.name for term in CLASSES} & {term.name for term in PROPERTIES}

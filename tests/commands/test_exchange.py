"""export, import and sparql as a person gives them."""

from __future__ import annotations

import hashlib
import json

import pyoxigraph as ox
import pytest
import rdflib

from graph.exports.formats import FORMATS
from graph.rdf import export_rdf
from tests.factories import extraction, sample, says
from tests.graph.pictures import picture
from tests.graph.records import Graph

STRANGERS = extraction("Zubrowka Optics sued Acme Cameras Ltd. Zubrowka Optics sells to Freeport.",
                       {"Zubrowka Optics": "Company", "Acme Cameras Ltd": "Company", "Freeport": "City"},
                       says("Zubrowka Optics", "SUES", "Acme Cameras Ltd", "Zubrowka Optics sued Acme Cameras Ltd"),
                       says("Freeport", "CONTRACTS_WITH", "Zubrowka Optics", "Zubrowka Optics sells to Freeport"), published="2031-07-01")


def claims(say, tmp_path, *options: str) -> list[dict]:
    code, out, error = say("export", "jsonl", str(tmp_path / "claims.jsonl"), *options)
    assert (code, error) == (0, "") and "claims" in out
    return [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text("utf-8").splitlines()]


def test_the_help_lists_every_format(say, capsys):
    with pytest.raises(SystemExit):
        say("export", "-h")
    out = capsys.readouterr().out
    assert all(f"  {name} " in out and format.about in out for name, format in FORMATS.items())


def test_what_is_asked_for_is_exported(say, tmp_path):
    everything = claims(say, tmp_path)
    assert len(everything) == sum(len(found.claims) for found in sample())
    about = claims(say, tmp_path, "--scope", "entity:Crumb Wiring")
    assert 0 < len(about) and all("Crumb Wiring" in (row["subject"], row["object"]) for row in about)
    by_id = claims(say, tmp_path, "--scope", f"entity:{next(row['object_id'] for row in about if row['object'] == 'Crumb Wiring')}")
    assert by_id == about
    wider = claims(say, tmp_path, "--scope", "entity:Crumb Wiring+1")
    assert len(about) < len(wider) < len(everything)
    asked = claims(say, tmp_path, "--scope", "query:claims_against_company", "--param", "company=Acme")
    assert {row["object"] for row in asked} == {"Acme Cameras Ltd"} and {"SUES", "ACCUSES"} <= {row["relation"] for row in asked}
    assert {row["status"] for row in claims(say, tmp_path, "--status", "planned")} == {"planned"}
    assert {row["published"] for row in claims(say, tmp_path, "--as-of", "2031-01")} == {"2031-01-05"}
    assert {row["published"] for row in claims(say, tmp_path, "--since", "2031-05", "--until", "2031-06")} == {"2031-05-09"}
    assert not [row for row in claims(say, tmp_path, "--profile", "public") if row["subject"] == "Vera Quill"]


@pytest.mark.parametrize(("options", "message"), [
    (("--scope", "entity:Nobody"), "Nothing is called 'Nobody'"), (("--scope", "city:Freeport"), "is no scope"),
    (("--scope", "query:nothing"), "There is no question"), (("--status", "proven"), "is no status"), (("--profile", "secret"), "is no profile"),
    (("--as-of", "then"), "is no day"),
])
def test_what_cannot_be_exported_is_explained(options, message, say, tmp_path):
    code, _, error = say("export", "csv", str(tmp_path / "x.csv"), *options)
    assert code == 1 and message in error and not list(tmp_path.iterdir())


def test_anothers_file_is_one_more_source_that_can_be_taken_back_as_a_whole(store, say, tmp_path):
    before, path = picture(store), tmp_path / "partner.trig"
    export_rdf(Graph((STRANGERS, sample()[0])), "trig", path)
    code, out, _ = say("import", str(path))
    assert code == 0 and "2 documents (1 new, 0 replaced, 1 unchanged), " in out
    assert "Zubrowka Optics" in {row["subject"] for row in claims(say, tmp_path)}
    code, out, _ = say("retract", str(path))
    assert code == 0 and STRANGERS.document.id in out
    assert picture(store) == before
    say("import", str(path))
    store.write(STRANGERS, file="strangers.txt")
    assert say("retract", str(path))[0] == 1 and store.extraction(STRANGERS.document.id) == STRANGERS


def test_a_forged_file_changes_nothing(store, say, tmp_path):
    before, path = picture(store), tmp_path / "partner.trig"
    export_rdf(Graph((STRANGERS,)), "trig", path)
    path.write_text(path.read_text("utf-8").replace("wd:status-asserted", "wd:status-ruled"), "utf-8")
    code, _, error = say("import", str(path))
    assert code == 1 and "changed" in error and picture(store) == before


def test_beside_an_rdf_file_lies_its_description(say, tmp_path, monkeypatch):
    monkeypatch.setenv("WATCHDOCKET_RDF_LICENCE", "https://licence.example/1")
    assert say("export", "trig", str(tmp_path / "g.trig"))[0] == 0
    described = rdflib.Graph().parse(tmp_path / "g.trig.void.ttl")
    row, = described.query("""
        PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#>
        PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX wd: <https://watchdocket.example/vocabulary#>
        SELECT * { ?set a void:Dataset ; void:triples ?triples ; dcterms:license ?licence ; dcterms:issued ?day ; dcat:distribution ?file .
                   ?file dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?sha .
                   ?set void:classPartition [ void:class wd:Claim ; void:entities ?claims ] }""")
    content = (tmp_path / "g.trig").read_bytes()
    assert (int(row.size), str(row.sha)) == (len(content), hashlib.sha256(content).hexdigest())
    assert (int(row.claims), str(row.licence)) == (sum(len(found.claims) for found in sample()), "https://licence.example/1")
    assert int(row.triples) == len(list(ox.parse(content, format=ox.RdfFormat.TRIG))) and len(row.day) == 10


def test_sparql_answers_from_a_file_or_the_line(say, tmp_path):
    assert say("export", "trig", str(tmp_path / "g.trig"))[0] == 0
    (tmp_path / "q.rq").write_text("SELECT ?n { ?a wd:sues/rdfs:label ?n }")
    for query in (str(tmp_path / "q.rq"), "SELECT ?n { ?a wd:sues/rdfs:label ?n }"):
        for over in ((), ("--export", str(tmp_path / "g.trig"))):
            code, out, _ = say("sparql", query, *over, "--format", "json")
            assert code == 0 and json.loads(out) == [{"n": "Acme Cameras Ltd"}]
    assert say("sparql", "SELECT")[0] == 1

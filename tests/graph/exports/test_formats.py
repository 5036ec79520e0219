"""Each format is what it says it is: other programs read it, no allegation looks like a fact in it, and hostile text stays text."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import networkx
import pytest

from graph.exports.claims import COLUMNS
from graph.exports.formats import FORMATS, export
from graph.model import FACTUAL, KINDS, Edge, WatchdocketError
from graph.rdf import Publication
from tests.factories import sample
from tests.graph.exports.fixtures import GRAPH, HOSTILE, content
from tests.graph.records import Graph

ROOT = Path(__file__).parents[3]
SAMPLE = Graph(tuple(sample()))
EDGES = {(edge.source, edge.target, edge.relation): edge for edge in GRAPH.edges()}
SCHEMATA = json.loads((Path(__file__).parent / "ftm_schemata.json").read_text("utf-8"))["schemata"]


# ------------------------------------------------------------------ claims

def test_csv_has_every_claim_with_its_status_and_no_formula(tmp_path):
    rows = list(csv.DictReader(io.StringIO(content(GRAPH, "csv", tmp_path), newline="")))
    assert len(rows) == sum(len(extraction.claims) for extraction in GRAPH.documents)
    assert not [value for row in rows for value in row.values() if value[:1] in tuple("=+-@\t\r")]
    by_id = {claim.id: claim for extraction in GRAPH.documents for claim in extraction.claims}
    assert all(row["status"] == by_id[row["claim"]].status for row in rows)
    assert {"'" + name for name in HOSTILE if name[0] in "=+-@"} <= {row["subject"] for row in rows}


def test_json_lines_have_the_words_as_they_are_and_who_says_so(tmp_path):
    rows = [json.loads(line) for line in content(GRAPH, "jsonl", tmp_path).splitlines()]
    assert all(tuple(row) == COLUMNS for row in rows)
    assert {row["subject"] for row in rows} >= set(HOSTILE)
    denial = next(row for row in rows if row["status"] == "denied")
    assert (denial["said_by"], denial["subject"], denial["page"]) == (["Ivo Pell"], "Ivo Pell", None)
    owned = [row for row in rows if row["relation"] == "OWNS"]
    assert {(row["status"], row["edge_status"], row["disputed"], row["established"]) for row in owned} == {
        (status, "asserted", True, False) for status in ("asserted", "alleged", "denied")}


# ------------------------------------------------------------------ networks

@pytest.mark.parametrize(("format", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)])
def test_networkx_reads_the_network_with_every_status(format, read, tmp_path):
    export(GRAPH, format, tmp_path / format, Publication())
    found = read(tmp_path / format)
    assert set(found) == {entity.id for entity in GRAPH.entities()}
    assert Counter((source, target, data["relation"]) for source, target, data in found.edges(data=True)) == Counter(list(EDGES))
    for source, target, data in found.edges(data=True):
        edge = EDGES[source, target, data["relation"]]
        assert (data["status"], data["disputed"], data["established"], data["support"]) == (
            edge.status, edge.disputed, edge.established, edge.support)
        assert data["label"].startswith(f"{edge.status}, disputed: " if edge.disputed else f"{edge.status}: ")
    labels = {data["label"] for _, data in found.nodes(data=True)}
    assert {name for name in HOSTILE if "\0" not in name and "\r" not in name and "\ufeff" not in name} <= labels
    assert "nul\ufffd bell\ufffd" in labels


# ------------------------------------------------------------------ FollowTheMoney

def ftm(graph: Graph, folder: Path) -> dict[str, dict]:
    return {entity["id"]: entity for entity in map(json.loads, content(graph, "ftm", folder).splitlines())}


@pytest.mark.parametrize("graph", [GRAPH, SAMPLE], ids=["hostile", "sample"])
def test_ftm_entities_are_of_their_schemata(graph, tmp_path):
    found = ftm(graph, tmp_path)
    for entity in found.values():
        schema = SCHEMATA[entity["schema"]]
        assert set(schema["required"]) <= entity["properties"].keys() <= schema["properties"].keys()
        for name, values in entity["properties"].items():
            assert values and all(isinstance(value, str) and value for value in values)
            kind, _, range = schema["properties"][name].partition(":")
            assert kind != "entity" or all(range in SCHEMATA[found[value]["schema"]]["schemata"] for value in values)
            assert kind != "date" or all(re.fullmatch(r"\d{4}(-\d\d){0,2}", value) for value in values)
            assert kind != "url" or all(value.startswith(("http://", "https://")) for value in values)


@pytest.mark.parametrize("graph", [GRAPH, SAMPLE], ids=["hostile", "sample"])
def test_in_ftm_nothing_is_linked_but_what_is_established(graph, tmp_path):
    found = ftm(graph, tmp_path)
    links = {id.removeprefix("edge-") for id in found if id.startswith("edge-")}
    claims = [json.loads(line) for line in content(graph, "jsonl", tmp_path).splitlines()]
    established = [edge for edge in graph.edges() if edge.established and edge.relation not in ("ACCUSES", "DENIES")]
    assert len(links) == len(established) and all(found[f"edge-{id}"]["properties"]["status"][0] in FACTUAL for id in links)
    for row in claims:
        note = found[f"claim-{row['claim']}"]
        assert note["schema"] == "Note" and note["properties"]["name"][0].startswith(row["status"].upper())
        assert row["established"] == ("Not an established fact" not in note["properties"]["notes"][0])
        assert {row["subject_id"], row["object_id"]} == set(note["properties"]["entity"])


def test_every_kind_has_a_schema_of_ftm():
    assert {kind.ftm for kind in KINDS.values()} <= SCHEMATA.keys()


# ------------------------------------------------------------------ there whole or not at all

class Failing(Graph):
    """A graph that ends with an error when all but its last part is written."""

    def edges(self, as_of: str = "") -> Edge:
        raise RuntimeError("no more")

    def resolved(self, as_of: str = ""):
        yield from super().resolved()
        raise RuntimeError("no more")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("format", FORMATS)
def test_a_failure_leaves_the_old_export_and_nothing_else(format, tmp_path):
    export(SAMPLE, format, tmp_path / "out", Publication())
    before = tree(tmp_path)
    with pytest.raises(RuntimeError):
        export(Failing(GRAPH.documents), format, tmp_path / "out", Publication())
    assert tree(tmp_path) == before
    export(GRAPH, format, tmp_path / "out", Publication())
    assert tree(tmp_path).keys() == before.keys() and tree(tmp_path) != before


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tests.graph.exports.fixtures import GRAPH, Publication, export
from graph.exports.formats import FORMATS
from graph.model import WatchdocketError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
for format in FORMATS:
    try:
        export(GRAPH, format, Path(sys.argv[1]) / format, Publication())
    except WatchdocketError as error:
        print(format, error)
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from tests.graph.exports.fixtures import GRAPH, Publication, export
from tests.graph.records import Graph
class Deadly(Graph):
    def resolved(self, as_of=""):
        yield from super().resolved()
        os.kill(os.getpid(), signal.SIGKILL)
export(Deadly(GRAPH.documents), sys.argv[2], Path(sys.argv[1]) / sys.argv[2], Publication())
"""


def test_a_full_disk_leaves_every_old_export(tmp_path):
    for format in FORMATS:
        export(SAMPLE, format, tmp_path / format, Publication())
    before = tree(tmp_path)
    run = subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert [line.split()[0] for line in run.stdout.splitlines() if "was not written" in line] == list(FORMATS), run.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize("format", ["nquads", "csv", "neo4j-bulk"])
def test_a_kill_leaves_the_old_export(format, tmp_path):
    export(SAMPLE, format, tmp_path / format, Publication())
    before = tree(tmp_path)
    run = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), format], cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == -signal.SIGKILL
    assert {name: content for name, content in tree(tmp_path).items() if not name.startswith(".")} == before


def test_a_folder_that_is_no_export_is_not_replaced(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(WatchdocketError, match="no earlier export"):
        export(SAMPLE, "neo4j-bulk", tmp_path / "mine", Publication())
    assert tree(tmp_path) == {"mine/letter.txt": b"dear"}


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_graph_can_be_exported(format, tmp_path):
    content(Graph(()), format, tmp_path)


def test_an_unknown_format_is_explained(tmp_path):
    with pytest.raises(WatchdocketError, match="formats are turtle, trig"):
        export(SAMPLE, "xlsx", tmp_path / "x", Publication())

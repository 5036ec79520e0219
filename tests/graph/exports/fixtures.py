"""A graph with natural persons and hostile names, and a way to write it in any format. Knows no server."""

from __future__ import annotations

from pathlib import Path

from graph.exports.formats import export
from graph.exports.records import Records
from graph.model import Source
from graph.rdf import Publication
from tests.factories import extraction, says
from tests.graph.records import Graph

PEOPLE = extraction(
    "Vera Quill works for Acme Cameras Ltd. Acme Cameras Ltd accuses Vera Quill of theft. "
    "Borduria Systems LLC sells to Freeport. Freeport hired Borduria Systems LLC last year, in an orderly way, it seems, as far as one can tell. "
    "Ivo Pell, it is said, owns Crumb Wiring. Daily Bugle v. Ivo Pell was filed in the High Court. Ivo Pell denies that he owns Crumb Wiring.",
    {"Vera Quill": "Person", "Ivo Pell": "Person", "Acme Cameras Ltd": "Company", "Borduria Systems LLC": "Company", "Crumb Wiring": "Company",
     "Freeport": "City", "High Court": "Court", "Daily Bugle v. Ivo Pell": "Dispute"},
    says("Vera Quill", "HOLDS_ROLE", "Acme Cameras Ltd", "Vera Quill works for Acme Cameras Ltd", category="engineer"),
    says("Acme Cameras Ltd", "ACCUSES", "Vera Quill", "Acme Cameras Ltd accuses Vera Quill of theft", category="trade_secrets"),
    says("Freeport", "CONTRACTS_WITH", "Borduria Systems LLC", "Borduria Systems LLC sells to Freeport"),
    says("Freeport", "CONTRACTS_WITH", "Borduria Systems LLC", "Freeport hired Borduria Systems LLC last year", date="2030"),
    says("Ivo Pell", "OWNS", "Crumb Wiring", "Ivo Pell, it is said, owns Crumb Wiring", "alleged"),
    says("Daily Bugle v. Ivo Pell", "FILED_IN", "High Court", "Daily Bugle v. Ivo Pell was filed in the High Court"),
    says("Ivo Pell", "OWNS", "Crumb Wiring", "Ivo Pell denies that he owns Crumb Wiring", "denied", by=("Ivo Pell",)),
    title="What Quill did", publisher="Daily Bugle", published="2031-02", url="https://bugle.example/2", kind="news",
    sources=(Source("1", "Pell and his firm"),))
PLAIN = extraction(
    "Iris Eye is made by Acme Cameras Ltd. Ivo Pell owns Crumb Wiring. Freeport does not use Iris Eye. Freeport uses Iris Eye.",
    {"Iris Eye": "Product", "Acme Cameras Ltd": "Company", "Ivo Pell": "Person", "Crumb Wiring": "Company", "Freeport": "City"},
    says("Acme Cameras Ltd", "MAKES", "Iris Eye", "Iris Eye is made by Acme Cameras Ltd"),
    says("Ivo Pell", "OWNS", "Crumb Wiring", "Ivo Pell owns Crumb Wiring"),
    says("Freeport", "USES", "Iris Eye", "Freeport does not use Iris Eye", "negated"),
    says("Freeport", "USES", "Iris Eye", "Freeport uses Iris Eye"),
    title="Plain", published="2033-01-02")
FORMULA = '=HYPERLINK("http://x.example","y")'
HOSTILE = [FORMULA, "+1+1", "-2", "@SUM(A1)", "</graphml><x>&amp;", "a;b,c\"d'e\\", "nul\0 bell\a", "line\nbreak\r\ttab",
           "\u202eback\u202c", "漢字 🕵️",
           "}) DETACH DELETE n //", "$param `tick` \\u0041", "\u2028\u2029\x85\ufeff", "\ue000 private"]
WORSE = tuple(extraction(f"{name} may use Eye. {name}, Inc. said so.", {name: "Company", f"{name}, Inc.": "Organization", "Eye": "Product"},
                         says(name, "USES", "Eye", f"{name} may use Eye", "alleged", by=(f"{name}, Inc.",)), title=name, publisher=name, url=name)
              for name in HOSTILE)
GRAPH = Graph((PEOPLE, PLAIN, *WORSE))


def content(records: Records, format: str, folder: Path) -> str:
    """The text of an export, all files of a folder together."""
    path = folder / format
    export(records, format, path, Publication())
    return "".join(file.read_text("utf-8") for file in sorted(path.iterdir())) if path.is_dir() else path.read_text("utf-8")

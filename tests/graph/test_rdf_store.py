"""The export of a real store, on both servers, is that of the records by themselves: the store adds nothing and forgets nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.rdf import export_rdf
from graph.rdf_formats import FORMATS
from graph.reviews import Review, corrected, now
from graph.store import Store
from tests.factories import sample
from tests.graph.records import Graph
from tests.graph.test_rdf import LAWSUIT, RULING, write
from tests.graph.test_rdf_shapes import failures, merged

DOCUMENTS = (*sample(), LAWSUIT, RULING)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_store_gives_the_bytes_of_its_records_in_every_format(store: Store, backwards: bool, tmp_path: Path) -> None:
    for extraction in sorted(DOCUMENTS, key=lambda extraction: extraction.document.id, reverse=backwards):
        store.write(extraction)
    for format in FORMATS:
        export_rdf(store, format, tmp_path / format)
        assert (tmp_path / format).read_bytes() == write(Graph(DOCUMENTS), format, tmp_path)[0]


def test_what_is_taken_back_is_gone_from_the_export(store: Store, tmp_path: Path) -> None:
    for extraction in DOCUMENTS:
        store.write(extraction)
    for extraction in DOCUMENTS[1:]:
        store.retract(extraction.document.id)
    export_rdf(store, "nquads", tmp_path / "store")
    assert (tmp_path / "store").read_bytes() == write(Graph(DOCUMENTS[:1]), "nquads", tmp_path)[0]


def test_the_export_says_what_reviewers_made_of_claims(store: Store, tmp_path: Path) -> None:
    first, *others = DOCUMENTS
    rejected, misread, *kept = first.claims
    for extraction in DOCUMENTS:
        store.write(extraction)
    store.review(Review(rejected.id, "rejected", "Ada", now(), "no"))
    store.review(Review(misread.id, "corrected", "Ada", now(), "no", status="alleged"))
    export_rdf(store, "trig", tmp_path / "store")
    reviewed = replace(first, claims=(corrected(misread, {"status": "alleged"}), *kept))
    assert (tmp_path / "store").read_bytes() == write(Graph((reviewed, *others)), "trig", tmp_path)[0]


def test_the_sample_conforms_to_the_shapes(tmp_path: Path) -> None:
    assert failures(merged(write(Graph(DOCUMENTS), "trig", tmp_path)[0], "trig")) == set()

"""Each claim is explained by its sentence, its pattern, the words that stand for its ends and the voices around it; hostile text stays text."""

from __future__ import annotations

import pytest

from cli import main
from graph.model import Document
from ingest.explain import as_page, as_text, explain
from ingest.extract import extract_document
from ingest.nlp import load_model

TEXT = ("Veltrax Systems is a camera maker in Nairobi. The Coast Gazette reported on Monday that Veltrax Systems had sued Oberlin Optics. "
        "Oberlin Optics alleges that the camera maker bribed the Ministry of Interior.")


@pytest.fixture(scope="module")
def document() -> Document:
    return Document(text=TEXT, title="Cameras <script>alert(1)</script>")


@pytest.fixture(scope="module")
def explanations(document):
    return explain(document, load_model())


def test_every_claim_is_explained_once(document, explanations):
    claims = extract_document(document, load_model()).claims
    assert [e.sentence[slice(*e.quote)] for e in explanations] == [claim.quote for claim in claims]


def test_a_pattern_and_the_voices_around_it_are_shown(explanations):
    suit = next(e for e in explanations if e.heading.startswith("Veltrax Systems sues Oberlin Optics"))
    facts = dict(suit.facts)
    assert 'relation = "SUES"' in facts["pattern"] and '"sue"' in facts["pattern"]
    assert facts["within"].startswith("reports: ") and facts["within"].endswith("Coast Gazette")


def test_a_description_is_shown_with_the_name_it_stands_for(explanations):
    accusation = next(e for e in explanations if " accuses " in e.heading)
    assert ("resolved", "“the camera maker” is Veltrax Systems") in accusation.facts


def test_the_page_holds_every_claim_and_no_markup_of_the_document(document, explanations):
    page = as_page(document, explanations)
    assert page.count("<article>") == len(explanations) > 2
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_the_text_has_a_block_for_each_claim(explanations):
    assert list(as_text(explanations)).count("") == len(explanations)


def test_the_command_prints_and_writes_a_page(tmp_path, capsys):
    source, page = tmp_path / "article.txt", tmp_path / "article.html"
    source.write_text(TEXT, "utf-8")
    assert main(["annotate", "--explain", str(source), str(page)]) == 0
    assert "Veltrax Systems sues Oberlin Optics" in capsys.readouterr().out
    assert "<article>" in page.read_text("utf-8")


def test_without_a_folder_annotate_says_what_it_needs(tmp_path, capsys):
    assert main(["annotate", str(tmp_path)]) == 1
    assert "needs a folder" in capsys.readouterr().err


def test_precise_gives_a_part_of_the_claims_under_another_name(document):
    text = Document(text=TEXT + " Veltrax Systems and the Ministry of Interior worked in Mombasa, where Oberlin Optics' cameras are.")
    plain, precise = (extract_document(text, load_model(), precise=value) for value in (False, True))
    assert {claim.id for claim in precise.claims} <= {claim.id for claim in plain.claims}
    assert precise.extractor != plain.extractor

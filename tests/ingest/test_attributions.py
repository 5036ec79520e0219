"""Who says what: a table of sentences, the tables of cues, quotation marks, hostile texts, and a floor on PolNeAR where it is at hand."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bench.attributions import measure
from bench.train_attributions import read_corpus
from graph.model import Attribution, WatchdocketError
from ingest import attribution_model, cues
from ingest.attributions import find_attributions
from ingest.nlp import load_model
from ingest.quotations import find_quotations

HERE = Path(__file__).parent
POLNEAR = HERE.parents[2] / "shared" / "data" / "polnear"
FLOORS = {"content": 0.82, "source": 0.74, "pairs": 0.61}       # on dev; the goals on the hidden part are .75, .70, .55


def read_table(path: Path) -> list[tuple[str, list[str]]]:
    """(sentence, expected lines) of attributions.txt."""
    cases: list[tuple[str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            cases[-1][1].append(" | ".join(cell.strip() for cell in line.split("|")))
        elif line and not line.startswith("#"):
            cases.append((line, []))
    return cases


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_model()


def written(text: str, attribution: Attribution) -> str:
    """An attribution as a line of the table."""
    source, content = (" … ".join(text[start:end] for start, end in spans) for spans in (attribution.source, attribution.content))
    return f"{attribution.kind} | {source} | {content}".replace("\n", "¶")


@pytest.mark.parametrize(("sentence", "expected"), [pytest.param(*case, id=case[0][:60]) for case in read_table(HERE / "attributions.txt")])
def test_sentence(nlp: Language, sentence: str, expected: list[str]) -> None:
    text = sentence.replace("¶", "\n")
    found = [written(text, attribution) for attribution in find_attributions(nlp(text)) if attribution.kind != "attitude"]
    assert found == expected


def test_the_claimant_comes_nearest_and_the_relay_around_it(nlp: Language) -> None:
    text = "The Journal reported that BES said in a suit that Huawei built a back door."
    around = [a for a in find_attributions(nlp(text)) if any(start <= text.index("built") < end for start, end in a.content)]
    around.sort(key=lambda attribution: sum(end - start for start, end in attribution.content))
    assert [text[slice(*attribution.source[0])] for attribution in around] == ["BES", "The Journal"]


def test_without_weights_the_tables_still_read_plain_speech(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution_model, "weights", lambda: {name: {} for name in attribution_model.MODELS})
    text = "BES alleges that Huawei stole its designs."
    assert [written(text, a) for a in find_attributions(nlp(text))] == ["alleges | BES | that Huawei stole its designs"]


# ------------------------------------------------------------------ tables

def test_every_kind_of_the_tables_is_documented() -> None:
    tables = (cues.verbs(), cues.nouns(), cues.adjectives())
    assert {kind for table in tables for cue in table.values() for kind in cue.kinds.values()} <= set(cues.KINDS)


def test_no_place_of_content_is_given_twice_for_one_verb() -> None:
    seen = [(row[0], place) for row in cues._rows("verbs", 4) for place in row[2].split()]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(("row", "complaint"), [
    ("say\tsays\tclause", "3 columns; it needs 4"),
    ("say\tshouts\tclause\tyes", "unknown kind 'shouts'"),
])
def test_a_wrong_row_is_refused_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, complaint: str) -> None:
    (tmp_path / "verbs.tsv").write_text("lemma\tkind\tcontent\tfirm\n" + row + "\n")
    monkeypatch.setattr(cues, "FOLDER", tmp_path)
    with pytest.raises(WatchdocketError, match=complaint):
        cues._read("verbs")


def test_the_weights_are_small_and_hold_no_sentences() -> None:
    assert attribution_model.FILE.stat().st_size < 2_000_000
    with gzip.open(attribution_model.FILE, "rt", encoding="utf-8") as lines:
        assert not [line for line in lines if " " in line or len(line) > 120]


# ------------------------------------------------------------------ quotation marks

@pytest.mark.parametrize(("text", "expected"), [
    ("He said “yes” twice.", ["“yes”"]),
    ('She wrote "no" and left.', ['"no"']),
    ("''Yes,'' he said.", ["''Yes,''"]),
    ("“He said ‘go’ to me,” she said.", ["“He said ‘go’ to me,”"]),              # the outer marks alone
    ("The workers' tools and the judge's wig.", []),                              # apostrophes
    ("“First paragraph.\n\n“Second one,” he said.", ["“First paragraph.", "“Second one,”"]),
    ("“Never closed.\n\nNext paragraph.", []),
    ('A 5" pipe is no quotation.', []),
    ("", []),
])
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[quotation.start:quotation.end] for quotation in find_quotations(text)] == expected


# ------------------------------------------------------------------ hostile and long texts

HOSTILE = ["", " ", "\n\n\n", ":", "“", "”", '"' * 500, "“‘" * 300 + "he said", "said " * 300, "X said: " * 100, "\x00\x07 said \u202e“x” \ufffd",
           "(" * 400, "according to", "According to\n\nsaid:", "says\n" * 100, "Q: " * 80, "“a,” said " * 120, "that that that said that", "…" * 300]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_raises_and_every_span_lies_in_the_text(nlp: Language, text: str) -> None:
    for attribution in find_attributions(nlp(text)):
        assert attribution.content and attribution.cue
        for start, end in (*attribution.source, *attribution.cue, *attribution.content):
            assert 0 <= start < end <= len(text)


def list_of_names(count: int) -> Doc:
    """“N said N, N, N …”: each name hangs on the one before, the deepest tree there is."""
    words = ["Acme", "said", *(["Acme", ","] * count)]
    heads = [1, 1, 1, *(max(1, number - 1 - number % 2) for number in range(3, len(words)))]
    deps = ["nsubj", "ROOT", "dobj", *(["punct", "conj"] * count)][:len(words)]
    tags = ["NNP", "VBD", *(["NNP", ","] * count)]
    pos = ["PROPN", "VERB", *(["PROPN", "PUNCT"] * count)]
    lemmas = ["say" if word == "said" else word.lower() for word in words]
    return Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=deps, tags=tags, pos=pos, lemmas=lemmas)


def test_time_grows_with_length_and_no_faster() -> None:
    def seconds(count: int) -> float:
        doc = list_of_names(count)
        start = time.process_time()
        find_attributions(doc)
        return time.process_time() - start
    seconds(100)
    short, long = min(seconds(4_000) for _ in range(3)), min(seconds(16_000) for _ in range(3))
    assert long < 12 * short


def test_many_cues_on_one_verb_stay_linear(nlp: Language) -> None:
    start = time.process_time()
    doc = nlp("He said she said and they said " * 400)
    parsed = time.process_time()
    find_attributions(doc)
    assert time.process_time() - parsed < max(1.0, 2 * (parsed - start))


# ------------------------------------------------------------------ the corpus

@pytest.mark.skipif(not POLNEAR.exists(), reason="PolNeAR is not at hand in ../shared/data/polnear; its texts are no part of this repository.")
def test_floors_on_polnear() -> None:
    score = measure(read_corpus(POLNEAR / "dev.jsonl", None))
    assert {role: score.f1(role) for role in FLOORS} == {role: pytest.approx(1, abs=1 - floor) for role, floor in FLOORS.items()}

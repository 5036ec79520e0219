"""Why each claim of a document is there: its sentence, the pattern, whom the words stand for, and who speaks around it; as text and as a page.

Knows the stages' results, not how they come about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from spacy.language import Language
from spacy.tokens import Doc, Token

from graph.model import RELATIONS, Attribution, Document, LocalEntity
from ingest.claims import Told, tell
from ingest.extract import news_media, read_names
from ingest.learned import STRICTER
from ingest.references import Referents
from ingest.relations import written_frame
from ingest.status import Voices

STYLE = """body{font:16px/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fdfcf9}
h1{font-size:1.3rem}article{border-top:1px solid #cfcabd;padding:1rem 0}h2{font-size:1rem;margin:0}blockquote{margin:.5rem 0;padding-left:1rem;
border-left:3px solid #cfcabd}
mark{background:#ffe9a8;color:inherit}dl{display:grid;grid-template-columns:9rem 1fr;gap:.2rem 1rem;font-size:.9rem}
dt{color:#5c574b}
dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){body{background:#1b1a17;color:#e9e4d8}mark{background:#5a4a12}dt{color:#b0a995}}"""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One claim in words. `quote` is the claim's stretch [start, end) within `sentence`."""

    heading: str                                # "Acme sues Bolt · asserted · on the word of Carol, the document"
    sentence: str
    quote: tuple[int, int]
    facts: tuple[tuple[str, str], ...]          # label and text: pattern, each end, each voice, category, date


def explain(document: Document, nlp: Language, *, precise: bool = False) -> list[Explanation]:
    """Explain each claim that the pipeline finds in a document, in the order of the text."""
    doc, entities, attributions = read_names(document, nlp)
    refs = Referents(doc, entities, document.publisher)
    named, told, voices = tell(doc, document, refs, attributions, news_media(), STRICTER if precise else 0.0)
    names = {entity.id: entity for entity in named}
    return [_explained(entry, doc, names, refs, voices) for entry in told]


def _explained(told: Told, doc: Doc, names: dict[str, LocalEntity], refs: Referents, voices: Voices) -> Explanation:
    claim, sentence = told.claim, told.finding.trigger.sent
    start, end = min(sentence.start_char, claim.start), max(sentence.end_char, claim.end)
    said_by = ", ".join([*(names[speaker].name for speaker in claim.said_by), "the document"])
    reading = f"{names[claim.subject].name} {RELATIONS[claim.relation].reading} {names[claim.object].name}"
    heading = f"{reading} · {claim.status} · on the word of {said_by}"
    found_by = f"{claim.rule} at “{told.finding.word.text}”, confidence {claim.confidence:.2f}"
    pattern = [("pattern", text)] if (text := written_frame(claim.rule)) else []
    facts = [("found by", found_by), *pattern, *_ends(told, doc, names, refs),
             *(("within", line) for line in _voices(told.finding.trigger, doc, voices)),
             *((label, value) for label, value in (("category", claim.category), ("date", claim.date)) if value)]
    return Explanation(heading, doc.text[start:end], (claim.start - start, claim.end - start), tuple(facts))


def _ends(told: Told, doc: Doc, names: dict[str, LocalEntity], refs: Referents) -> Iterator[tuple[str, str]]:
    """Each word of the text that stands for an end of the claim without being its name."""
    for end in dict.fromkeys((told.claim.subject, told.claim.object)):
        for i in told.finding.places:
            if i not in refs.at_token and any(entity.id == end for entity in refs.one(doc[i], frozenset({names[end].kind}))):
                words = doc[doc[i].left_edge.i: i + 1].text
                yield "resolved", f"“{words}” is {names[end].name}"


def _voices(trigger: Token, doc: Doc, voices: Voices) -> Iterator[str]:
    for attribution in voices.enclosing(trigger.idx):
        speakers, _ = voices.source(attribution)
        who = ", ".join(speaker.name for speaker in speakers) or "nobody who is named"
        yield f"{attribution.kind}: {_written(doc, attribution)} — {who}"


def _written(doc: Doc, attribution: Attribution) -> str:
    spans = sorted((*attribution.source, *attribution.cue))
    return "“" + " … ".join(doc.text[start:end] for start, end in spans) + "”"


# ------------------------------------------------------------------ shown

def as_text(explanations: list[Explanation]) -> Iterator[str]:
    """Lines for a terminal."""
    for explanation in explanations:
        yield explanation.heading
        yield f"  “{' '.join(explanation.sentence.split())}”"
        for label, text in explanation.facts:
            first, *rest = text.splitlines()
            yield f"  {label:9} {first}"
            yield from (f"  {'':9} {line}" for line in rest)
        yield ""


def as_page(document: Document, explanations: list[Explanation]) -> str:
    """One page of HTML that needs no other file; all text of the document is escaped."""
    title = escape(document.title or "Untitled document")
    parts = [_article(explanation) for explanation in explanations] or ["<p>No claim was found.</p>"]
    return (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{title}: claims explained</title><style>{STYLE}</style></head>\n<body><h1>{title}: {len(explanations)} claims explained</h1>\n"
            + "\n".join(parts) + "\n</body></html>\n")


def _article(explanation: Explanation) -> str:
    start, end = explanation.quote
    before, quote, after = (escape(part) for part in (explanation.sentence[:start], explanation.sentence[start:end], explanation.sentence[end:]))
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in explanation.facts)
    return (f"<article><h2>{escape(explanation.heading)}</h2><blockquote>{before}<mark>{quote}</mark>{after}</blockquote>"
            f"<dl>{facts}</dl></article>")

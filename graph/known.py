"""What the tables of data/gazetteers tell of identity: names of one row are one thing, and which words of a name are places.

Knows only names, aliases and countries of the tables; `ingest.gazetteers` reads them whole, to tell what a text names.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from graph.model import BODIES

FOLDER = Path(__file__).resolve().parents[1] / "data" / "gazetteers"
TABLES: dict[str, tuple[str, ...]] = {      # of each kind; a body may be taken for another sort of body
    **dict.fromkeys(BODIES, ("vendors", "agencies", "courts", "organizations")),
    "Country": ("countries",), "Region": ("regions",), "City": ("places",), "Product": ("products",), "Project": ("projects",)}
PLACE_SIZE = 50_000                         # people in a city whose name counts as a place in the name of something else

Fold = Callable[[str], str]


def entry(kind: str, folded: str, fold: Fold) -> str | None:
    """The one row that has this name, folded by `fold`, in the tables of the kind; None where none has, or several do."""
    return _entries(TABLES.get(kind, ()), fold).get(folded)


def country_of(kind: str, folded: str, fold: Fold) -> str | None:
    """The country (ISO 3166-1 alpha-2) that a place of this name is or lies in, where there is but one."""
    return _countries(kind, fold).get(folded)


@cache
def _entries(tables: tuple[str, ...], fold: Fold) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for number, row in enumerate(_rows(table)):
            for name in _names(row):
                found[fold(name)].add(f"{table} {number}")
    return {name: rows.pop() for name, rows in found.items() if len(rows) == 1}


@cache
def _countries(kind: str, fold: Fold) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for table in TABLES.get(kind, ()):
        for row in _rows(table):
            for name in _names(row):
                found[fold(name)].add(row.get("code") or row.get("country") or "")
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1 and "" not in codes}


@cache
def countries_by_name(fold: Fold) -> dict[str, str]:
    """The country (ISO 3166-1 alpha-2) of each name of one, and of each word for its people and things."""
    return {fold(name): row["code"] for row in _rows("countries") for name in _names(row)}


@cache
def place_words(fold: Fold) -> frozenset[str]:
    """Words that stand for a country, region or larger city where they stand in the name of something else."""
    names = [name for table in ("countries", "regions") for row in _rows(table) for name in _names(row)]
    names += [row["name"] for row in _rows("places") if int(row["population"] or 0) >= PLACE_SIZE and not row["common"]]
    folded = (fold(name) for name in names)
    return frozenset(name for name in folded if " " not in name)


def _names(row: dict[str, str]) -> Iterator[str]:
    yield row["name"]
    for column in ("aliases", "adjectives"):
        yield from filter(None, (row.get(column) or "").split("|"))


@cache
def _rows(table: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
        next(file)                          # source and licence
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

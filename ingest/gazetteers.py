"""Reads the tables of data/gazetteers once, on first use, and gives them as name → row. Knows what the tables say, not how a text uses a name.

Every look-up is exact and case-sensitive. A row stands under its name, its aliases, and both of these without accents (“Sao Paulo”) and with
a plain apostrophe. Where several rows bear one name, `places` and `regions` give all of them; the other tables give the row whose own name it
is, or else the first. All that is returned is immutable and shared between calls.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, get_type_hints

from graph.model import WatchdocketError

FOLDER = Path(__file__).resolve().parent.parent / "data" / "gazetteers"


class Place(NamedTuple):
    """A city, town or county."""

    name: str
    aliases: tuple[str, ...]
    level: str                  # city or county
    country: str                # ISO 3166-1 alpha-2
    region: str                 # name in regions.tsv, "" where that table does not divide the country
    latitude: float | None      # degrees north
    longitude: float | None     # degrees east
    population: int             # 0 where unknown
    common: bool                # also an ordinary English word or a frequent personal name


class Region(NamedTuple):
    """A first-level division of a country, some other part of one (`area`), or a supranational region."""

    name: str
    aliases: tuple[str, ...]
    level: str                  # first, area or supranational
    country: str                # "" for a supranational region
    city: str                   # a city in it, whose coordinates it has
    latitude: float | None
    longitude: float | None


class Country(NamedTuple):
    """A country, with the words for its people and things."""

    code: str                   # ISO 3166-1 alpha-2
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    capital: str
    latitude: float | None      # of the capital
    longitude: float | None


class Vendor(NamedTuple):
    """A commercial firm."""

    name: str
    aliases: tuple[str, ...]
    country: str                # of its seat
    common: bool                # also an ordinary word or a personal name


class Product(NamedTuple):
    """A named system, and who makes it."""

    name: str
    aliases: tuple[str, ...]
    maker: str
    ambiguous: bool             # the name is also a firm's or an ordinary word


class Project(NamedTuple):
    """A public surveillance, identity or policing programme."""

    name: str
    aliases: tuple[str, ...]
    country: str                # "" for one of several countries


class Agency(NamedTuple):
    """A public body."""

    name: str
    aliases: tuple[str, ...]    # acronyms among them
    country: str                # "" for a body of several countries
    sort: str                   # police, intelligence, military, ministry, regulator, data_protection, prosecutor, procurement, audit, legislature
    #                             or other


class Organization(NamedTuple):
    """A body that is neither firm nor public."""

    name: str
    aliases: tuple[str, ...]
    sort: str                   # medium, ngo, union, university, party, standards, international, other
    country: str
    common: bool                # the name or an alias is also an ordinary word


class Court(NamedTuple):
    """A court or tribunal outside the US federal list; `generic` names one that many places have (“Crown Court”)."""

    name: str
    aliases: tuple[str, ...]
    country: str
    generic: bool


class Office(NamedTuple):
    """A title that a person holds."""

    name: str
    aliases: tuple[str, ...]
    sort: str                   # company, government, justice, police, military, legislature, other


class LegalForm(NamedTuple):
    """The ending that makes a name a firm's."""

    name: str
    aliases: tuple[str, ...]
    country: str


RowT = TypeVar("RowT", bound=NamedTuple)
CONVERT: dict[Any, Any] = {        # annotation of a field → what makes it of a cell
    str: str,
    bool: bool,
    int: lambda cell: int(cell or 0),
    float | None: lambda cell: float(cell) if cell else None,
    tuple[str, ...]: lambda cell: tuple(cell.split("|")) if cell else (),
}


def read_lines(table: str) -> Iterator[str]:
    """The lines of data/gazetteers/`table`.tsv after its comment; the first is the header. Raises WatchdocketError where the file is missing."""
    try:
        text = (FOLDER / f"{table}.tsv").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise WatchdocketError(f"The table data/gazetteers/{table}.tsv is missing; get it back with `git checkout data/gazetteers`.") from error
    return (line for line in text.splitlines() if not line.startswith("#"))


def read_rows(table: str, row_type: type[RowT]) -> tuple[RowT, ...]:
    """The rows of a table, typed. Its columns are the fields of `row_type`, in their order."""
    converters = [CONVERT[hint] for hint in get_type_hints(row_type).values()]
    lines = read_lines(table)
    header = next(lines).split("\t")
    if header != list(row_type._fields):
        raise WatchdocketError(f"data/gazetteers/{table}.tsv has the columns {', '.join(header)}; they must be {', '.join(row_type._fields)}.")
    return tuple(row_type(*(convert(cell) for convert, cell in zip(converters, line.split("\t"), strict=True))) for line in lines)


def unaccented(name: str) -> str:
    """The name without accents and with plain apostrophes: “Côte d’Ivoire” → “Cote d'Ivoire”."""
    if name.isascii():
        return name
    letters = unicodedata.normalize("NFKD", name.replace("’", "'").translate(str.maketrans("łŁøØđĐı", "lLoOdDi")))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def keys(name: str, aliases: tuple[str, ...]) -> Iterator[str]:
    """All that a row is looked up under, its own name first."""
    yield name
    yield from aliases
    yield from (plain for plain in map(unaccented, (name, *aliases)) if plain != name)


def by_name(rows: tuple[RowT, ...]) -> Mapping[str, RowT]:
    """name or alias → row; a row's own name goes before another's alias."""
    table = {row.name: row for row in reversed(rows)}                      # type: ignore[attr-defined]
    for row in rows:
        for key in keys(row.name, row.aliases):                            # type: ignore[attr-defined]
            table.setdefault(key, row)
    return MappingProxyType(table)


def all_by_name(rows: tuple[RowT, ...]) -> Mapping[str, tuple[RowT, ...]]:
    """name or alias → the rows that bear it, in the order of `rows`."""
    table: dict[str, list[RowT]] = {}
    for row in rows:
        for key in dict.fromkeys(keys(row.name, row.aliases)):             # type: ignore[attr-defined]
            table.setdefault(key, []).append(row)
    return MappingProxyType({key: tuple(found) for key, found in table.items()})


@cache
def places() -> Mapping[str, tuple[Place, ...]]:
    """City, town or county name → the places that bear it, the most populous first."""
    return all_by_name(tuple(sorted(read_rows("places", Place), key=lambda place: -place.population)))


@cache
def regions() -> Mapping[str, tuple[Region, ...]]:
    """State, province or supranational region, or its abbreviation (“Calif.”, “NSW”) → the regions that bear it."""
    return all_by_name(read_rows("regions", Region))


@cache
def countries() -> Mapping[str, Country]:
    """Name or alias (“U.S.”, “UAE”) → country. Two-letter codes are no keys unless they are used in text; see `country_by_code`."""
    return by_name(read_rows("countries", Country))


@cache
def country_by_code() -> Mapping[str, Country]:
    """ISO 3166-1 alpha-2 code → country."""
    return MappingProxyType({country.code: country for country in read_rows("countries", Country)})


@cache
def demonyms() -> Mapping[str, tuple[Country, ...]]:
    """Adjective or word for the people (“Israeli”, “Britons”) → the countries it can mean."""
    table: dict[str, list[Country]] = {}
    for country in read_rows("countries", Country):
        for word in country.adjectives:
            table.setdefault(word, []).append(country)
    return MappingProxyType({word: tuple(found) for word, found in table.items()})


@cache
def vendors() -> Mapping[str, Vendor]:
    """Firm name or alias → firm."""
    return by_name(read_rows("vendors", Vendor))


@cache
def products() -> Mapping[str, Product]:
    """Product name or alias → product."""
    return by_name(read_rows("products", Product))


@cache
def projects() -> Mapping[str, Project]:
    """Programme's name or alias → programme."""
    return by_name(read_rows("projects", Project))


@cache
def agencies() -> Mapping[str, Agency]:
    """Public body's name or acronym → body."""
    return by_name(read_rows("agencies", Agency))


@cache
def organizations() -> Mapping[str, Organization]:
    """Name of a medium, NGO, university or other body → body."""
    return by_name(read_rows("organizations", Organization))


@cache
def courts() -> Mapping[str, Court]:
    """Court name or acronym → court."""
    return by_name(read_rows("courts", Court))


@cache
def offices() -> Mapping[str, Office]:
    """Title in lower case (“chief executive”, “ceo”) → office."""
    return MappingProxyType({key.lower(): office for key, office in by_name(read_rows("offices", Office)).items()})


@cache
def legal_forms() -> Mapping[str, LegalForm]:
    """Legal form as written (“GmbH”, “Inc.”) → form."""
    return by_name(read_rows("legal_forms", LegalForm))


@cache
def given_names() -> frozenset[str]:
    """Common given names, each as written and without accents."""
    names = list(read_lines("given_names"))[1:]
    return frozenset(names) | frozenset(map(unaccented, names))

"""Which names of one document are names of one thing: acronyms, short names, last names, "City of X". Knows strings, not sentences or kinds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest import gazetteers
from ingest.spans import Span
from ingest.words import (
    ACRONYM,
    AUTHORITY,
    BODY,
    CAPITAL,
    COMPANY,
    COUNTRY,
    COURT,
    DEMONYM,
    FIELD,
    FORM,
    HEAD,
    MIXED,
    NOTHING,
    ORGANIZATION,
    PLACE,
    PRODUCT,
    PROJECT,
    ROYAL,
    flags_of,
)

SPACES = re.compile(r"\s+")
# A unit that bears the parent's name and one of these is a thing of its own: "Google Cloud", "Amazon Web Services", "Huawei Europe".
OWN_UNITS = frozenset(
    "Cloud Web Pay Health Music Capital Ventures Foundation University Bank Insurance Europe Asia Africa America Americas EMEA APAC North "
    "South East West Middle Latin Marine Aviation Ireland".split()
)
PLACE_OF = re.compile(
    r"^(?:City|Town|Township|Village|Borough|State|Commonwealth|Province|Republic|Municipality|Kingdom|Canton|Free State) of (?:the )?(.+)$", re.I
)


@dataclass(slots=True)
class Name:
    """One way in which the text writes a name, and where."""

    surface: str                                    # as first written, white space single
    words: tuple[str, ...]                          # without "the", with hyphens apart as the tokens are
    spans: list[Span] = field(default_factory=list)

    @property
    def flags(self) -> list[int]:
        return [flags_of(word) for word in self.words]


def fold(surface: str) -> str:
    """The form under which spellings of one name meet."""
    return SPACES.sub(" ", surface.replace("’", "'").replace("‘", "'")).strip(" .,").casefold()


def collect(pairs: Iterable[tuple[str, tuple[str, ...], Span]]) -> dict[str, Name]:
    """fold → name, from (surface, words, span)."""
    names: dict[str, Name] = {}
    for surface, words, span in pairs:
        key = fold(surface)
        if key not in names:
            names[key] = Name(SPACES.sub(" ", surface), words)
        names[key].spans.append(span)
    return names


class Clusters:
    """Names put together step by step."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.parent = {key: key for key in keys}

    def root(self, key: str) -> str:
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, left: str, right: str) -> None:
        left, right = self.root(left), self.root(right)
        if left != right:
            self.parent[max(left, right)] = min(left, right)

    def groups(self) -> list[list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key in self.parent:
            found[self.root(key)].append(key)
        return list(found.values())


def link(names: dict[str, Name], defined: Iterable[tuple[str, str]] = ()) -> Clusters:
    """Put the names of one thing together; `defined` holds pairs of folds that the text itself says are one."""
    clusters = Clusters(names)
    for left, right in defined:
        if left in names and right in names:
            clusters.join(left, right)
    by_core: dict[tuple[str, ...], list[str]] = defaultdict(list)
    cores = {key: core(name) for key, name in names.items()}
    for key, words in cores.items():
        by_core[words].append(key)
    for same in by_core.values():
        for key in same[1:]:
            clusters.join(same[0], key)
    _link_places(names, clusters)
    _link_bodies(names, cores, clusters)
    _link_listed(names, clusters)
    _link_acronyms(names, cores, clusters)
    _link_short(names, cores, clusters)
    return clusters


def core(name: Name) -> tuple[str, ...]:
    """The words that carry the name, folded: no legal form, no article."""
    words = [word for word in name.words if word not in (",", "&") or word == "&"]
    if words and words[0] in ("The", "the", "THE"):
        words = words[1:]
    while (
        len(words) > 1
        and (flags_of(words[-1]) & FORM or words[-1] in (".", "r.l", "S.à"))
        and (not flags_of(words[-1]) & (AUTHORITY | COURT | ORGANIZATION))
    ):
        words = words[:-1]
    return tuple(fold(word) for word in words)


def is_place(key: str, name: Name) -> bool:
    surface = name.surface
    return bool(
        surface in gazetteers.countries() or surface in gazetteers.demonyms() or surface in gazetteers.regions() or surface in gazetteers.places()
    )


def _link_places(names: dict[str, Name], clusters: Clusters) -> None:
    by_country: dict[str, str] = {}
    by_region: dict[str, str] = {}
    for key, name in names.items():
        match = PLACE_OF.match(name.surface)
        if match and fold(match.group(1)) in names:
            clusters.join(key, fold(match.group(1)))
        country = gazetteers.countries().get(name.surface)
        demonym = gazetteers.demonyms().get(name.surface)
        code = country.code if country else demonym[0].code if demonym and len(demonym) == 1 else ""
        if code:
            clusters.join(key, by_country.setdefault(code, key))
        elif regions := gazetteers.regions().get(name.surface, ()):
            if len(regions) == 1:
                clusters.join(key, by_region.setdefault(regions[0].name, key))


def _bag(words: tuple[str, ...]) -> frozenset[str]:
    """Words of a body's name without order, articles and nationality: “U.S. Department of Justice”, “Justice Department”."""
    return frozenset(words) - {"of", "the", "for", "and", "'s", "'", "office"}


def _nation(word: str) -> bool:
    return bool(flags_of(word) & (DEMONYM | COUNTRY)) or word in ("Federal", "National")


def _link_bodies(names: dict[str, Name], cores: dict[str, tuple[str, ...]], clusters: Clusters) -> None:
    """Public bodies with and without their nation or place: “Justice Department” = “US Department of Justice”."""
    bags: dict[frozenset[str], list[str]] = defaultdict(list)
    for key, name in names.items():
        flags = name.flags
        if len(name.words) < 2 or not any(f & (AUTHORITY | COURT) for f in flags):
            continue
        words = name.words[1:] if _nation(name.words[0]) else name.words
        while words and words[0] in ("'s", "’s", "United", "States"):
            words = words[1:]
        if words:
            bags[_bag(tuple(fold(word) for word in words))].append(key)
    for key, name in names.items():                 # "Commerce officials" speak for the Department of Commerce
        if all(f & FIELD for f in name.flags) and not any(f & (AUTHORITY | COURT) for f in name.flags):
            for form in ("department", "ministry"):
                bag = frozenset(map(fold, name.words)) | {form}
                if bag in bags:
                    bags[bag].append(key)
    for same in bags.values():
        nations = {names[key].words[0] for key in same if _nation(names[key].words[0])}
        codes = {_code(word) for word in nations}
        if len(codes) <= 1:
            for key in same[1:]:
                clusters.join(same[0], key)


def _link_listed(names: dict[str, Name], clusters: Clusters) -> None:
    """Two names of one row of the gazetteers: “FBI”, “Federal Bureau of Investigation”."""
    rows: dict[tuple[str, str, str], str] = {}
    for key, name in names.items():
        for table in (gazetteers.agencies, gazetteers.organizations, gazetteers.courts):
            row = table().get(name.surface)
            if row is not None and (len(name.words) > 1 or not name.flags[0] & ACRONYM or fits(name.surface, tuple(row.name.split()))):
                clusters.join(key, rows.setdefault((table.__name__, row.name, row.country), key))
                break


def _code(word: str) -> str:
    country = gazetteers.countries().get(word)
    demonym = gazetteers.demonyms().get(word)
    return country.code if country else demonym[0].code if demonym else word


def initials(words: tuple[str, ...]) -> set[str]:
    """The acronyms that the words may be shortened to."""
    letters = [
        word[0].upper()
        for word in words
        if word[0].isalnum()
        and word not in ("of", "the", "for", "and", "de", "la", "on", "to", "in", "des", "du", "et", "y", "la", "van", "voor", "der", "und", "für")
    ]
    every = [word[0].upper() for word in words if word[0].isalnum()]
    capitals = "".join(c for word in words for c in word if c.isupper())
    return {"".join(letters), "".join(every), capitals}


def fits(acronym: str, words: tuple[str, ...]) -> bool:
    """The acronym shortens the words, of which a nation in front may be left out."""
    letters = acronym.replace(".", "").replace("-", "").upper()
    if not 2 <= len(letters) <= 10 or len(words) < 2:
        return False
    for part in (words, words[1:] if _nation(words[0]) else words):
        if letters in initials(part):
            return True
        plain = [w for w in part if not flags_of(w) & FORM]
        if len(plain) > 1 and letters in initials(tuple(plain)):
            return True
    return False


def _link_acronyms(names: dict[str, Name], cores: dict[str, tuple[str, ...]], clusters: Clusters) -> None:
    shorts = [key for key, name in names.items() if len(name.words) == 1 and name.flags[0] & ACRONYM and not name.flags[0] & COUNTRY]
    if not shorts:
        return
    long_of: dict[str, set[str]] = defaultdict(set)
    for key, name in names.items():
        if 2 <= len(name.words) <= 14:
            for part in (name.words, name.words[1:] if _nation(name.words[0]) else name.words):
                plain = tuple(word for word in part if not flags_of(word) & FORM)
                for letters in initials(part) | (initials(plain) if plain else set()):
                    if 2 <= len(letters) <= 10:
                        long_of[letters].add(key)
    for key in shorts:
        roots = {clusters.root(long) for long in long_of.get(names[key].words[0].replace(".", "").upper(), ())}
        if len(roots) == 1:
            clusters.join(key, roots.pop())


def _person_like(name: Name) -> bool:
    flags = name.flags
    return (
        2 <= len(flags) <= 6
        and not any(f & (HEAD | FORM | FIELD | PRODUCT | NOTHING) & ~ROYAL for f in flags)
        and bool(flags[0] & (CAPITAL | MIXED))
        and not flags[-1] & (ACRONYM | DEMONYM)
    )


def _link_short(names: dict[str, Name], cores: dict[str, tuple[str, ...]], clusters: Clusters) -> None:
    """Short names of longer ones: “Huawei”, “NSO”, “Falk”, “the Ministry of the Interior”."""
    starts: dict[str, list[str]] = defaultdict(list)
    ends: dict[str, list[str]] = defaultdict(list)
    for key, words in cores.items():
        if len(words) > 1:
            starts[words[0]].append(key)
            ends[words[-1]].append(key)
            if _nation(names[key].words[0]) and len(words) > 2:
                starts[words[1]].append(key)
    for key, words in sorted(cores.items(), key=lambda item: (-len(item[1]), item[0])):
        if not words:
            continue
        prefix = (
            set()
            if is_place(key, names[key])
            else {clusters.root(long) for long in starts.get(words[0], ()) if long != key and _begins(names, cores, key, long)} - {clusters.root(key)}
        )
        if not prefix:
            prefix = {clusters.root(long) for long in ends.get(words[-1], ()) if long != key and _finishes(names, cores, key, long)} - {
                clusters.root(key)
            }
            if len(prefix) > 1:
                prefix = _nearest(names, key, ends[words[-1]], clusters, prefix)
        if len(prefix) == 1:
            clusters.join(key, prefix.pop())


def _begins(names: dict[str, Name], cores: dict[str, tuple[str, ...]], short: str, long: str) -> bool:
    words, longer = cores[short], cores[long]
    if longer[:1] != words[:1] and _nation(names[long].words[0]):
        longer = longer[1:]
    if len(words) >= len(longer) or longer[:len(words)] != words:
        return False
    rest = names[long].words[-(len(longer) - len(words)):] if not flags_of(names[long].words[-1]) & FORM else names[long].words[len(words):]
    flags = [flags_of(word) for word in rest]
    own = flags_of(names[short].words[-1])
    last = flags[-1]
    if own & (AUTHORITY | COURT):
        return not last & NOTHING                   # "the Federal Trade Commission Act" is no commission
    if any(f & (DEMONYM | COUNTRY) for f in flags) or any(word in OWN_UNITS for word in rest):
        return False
    if len(rest) == 1 and rest[0].lower() in ("spyware", "software", "malware", "app", "trojan"):
        return True
    if (
        last & (AUTHORITY | COURT | ORGANIZATION | PROJECT | PRODUCT | PLACE | NOTHING)
        and not last & (COMPANY | FORM | FIELD)
        and not own & ORGANIZATION
    ):
        return False
    if _person_like(names[long]):
        return len(words) > 1 or not any(f & FIELD for f in flags)
    return True


def _finishes(names: dict[str, Name], cores: dict[str, tuple[str, ...]], short: str, long: str) -> bool:
    words, longer = cores[short], cores[long]
    if len(words) >= len(longer) or longer[-len(words):] != words:
        return False
    own = flags_of(names[short].words[0])
    if _person_like(names[long]):
        return not own & (COUNTRY | DEMONYM) and not is_place(long, names[long])
    rest = names[long].words[:len(longer) - len(words)]
    if is_place(short, names[short]) or any(word in ("of", "for") for word in rest):
        return False
    if len(words) == 1:
        return bool(own & BODY)
    if any(flags_of(word) & BODY for word in names[short].words):
        return all(flags_of(word) & (DEMONYM | COUNTRY) or word in ("'s", "’s") for word in rest) or bool(own & (FIELD | BODY))
    return False


def _nearest(names: dict[str, Name], key: str, longs: list[str], clusters: Clusters, roots: set[str]) -> set[str]:
    """Of several persons with one last name, the one named last before the first short mention."""
    first = names[key].spans[0].start
    before = [
        (span.start, clusters.root(long)) for long in longs for span in names[long].spans if span.start < first and clusters.root(long) in roots
    ]
    return {max(before)[1]} if before else set()

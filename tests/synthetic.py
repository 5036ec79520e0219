"""Made-up documents in any number, skewed as real ones are: few names in many of them, most in one or two. Knows the records, not a store.

A world has stories, each with a cast; a document tells one story. Known casts and known stories come up more often than others, so that
pairs gather claims and some names become hubs. Every document depends on its number and the world alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random

from graph.model import CATEGORIES, RELATIONS, Citation, Claim, Document, Extraction, LocalEntity, Mention, Source

CLAIMS_A_DOCUMENT = 10          # on average
KNOWN = 0.4                     # share of a cast that is drawn with skew; the others are as likely as any
KINDS = {"Company": 34, "Person": 18, "Authority": 13, "Organization": 9, "City": 9, "Project": 5, "Product": 5, "Court": 3,
         "Region": 2, "Country": 2}
NAMES = {"Company": "{} Systems Ltd", "Person": "{} Quill", "Authority": "{} Police Authority", "Organization": "{} Watch", "City": "{}",
         "Project": "{} Sure City", "Product": "{} Eye", "Court": "High Court of {}", "Region": "{} Province", "Country": "{} Republic"}
STATUSES = {"asserted": 56, "alleged": 24, "planned": 7, "ruled": 5, "denied": 5, "negated": 3}
WEIGHTS = {"CONTRACTS_WITH": 20, "SUES": 12, "ACCUSES": 16, "DENIES": 8, "USES": 8, "OVERSEES": 8, "WORKS_ON": 8, "MAKES": 6, "LOCATED_IN": 6}
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va")
PUBLISHERS = ("The Rivergate Record", "Daily Bugle", "Watch Monthly", "Freeport Times", "High Court of Freedonia")


@dataclass(frozen=True)
class World:
    """What documents are drawn from: how many stories there are, how many things can be in their casts, and the mean of claims a document."""

    stories: int
    things: int
    claims: float = CLAIMS_A_DOCUMENT
    seed: int = 0

    @cached_property
    def _fitting(self) -> dict[tuple[str, str], list[str]]:
        """The relations that may hold between two kinds."""
        return {(one, other): [name for name, relation in RELATIONS.items() if one in relation.domain and other in relation.range]
                for one in KINDS for other in KINDS}

    def document(self, number: int) -> Extraction:
        """The document of this number, with all that is found in it."""
        random = Random(f"{self.seed} {number}")
        cast = self._cast(skewed(random, self.stories))
        witness = f"{word(number)} {word(random.randrange(4096))}"
        writer = _Writer(random, [*cast, ("Person", witness)])
        for _ in range(max(1, min(30 * int(self.claims), round(random.lognormvariate(0, 0.9) * self.claims / 1.4)))):
            self._tell(random, writer)
        return writer.extraction(number)

    def _cast(self, story: int) -> list[tuple[str, str]]:
        random = Random(f"{self.seed} story {story}")
        numbers = {skewed(random, self.things) if random.random() < KNOWN else random.randrange(self.things) for _ in range(8)}
        return [thing(number) for number in sorted(numbers)]

    def _tell(self, random: Random, writer: _Writer) -> None:
        subject, object = random.sample(writer.cast, 2)
        fitting = self._fitting[subject[0], object[0]]
        if fitting:
            relation = random.choices(fitting, [WEIGHTS.get(name, 1) for name in fitting])[0]
            status = random.choices(list(STATUSES), list(STATUSES.values()))[0]
            speakers = random.sample(writer.cast, random.choice((1, 1, 2))) if status in ("alleged", "denied") else []
            writer.tell(relation, subject, object, status, speakers)


def documents(claims: int, seed: int = 0) -> Iterator[Extraction]:
    """Documents of a world of about so many claims: 100,000 documents and 150,000 entities for a million."""
    number = claims // CLAIMS_A_DOCUMENT
    world = World(stories=max(3, number // 3), things=max(12, number), seed=seed)
    return map(world.document, range(number))


def skewed(random: Random, size: int, flat: int = 20) -> int:
    """A number below `size`, the small ones more often (Zipf's law, but that the first `flat` are about as likely as one another)."""
    return min(size - 1, int((size + flat) ** (share := random.random()) * flat ** (1 - share)) - flat)


def word(number: int) -> str:
    """A word of its own for each number."""
    text = ""
    while number or len(text) < 4:
        number, rest = divmod(number, len(SYLLABLES))
        text += SYLLABLES[rest]
    return text.capitalize()


def thing(number: int) -> tuple[str, str]:
    """Kind and name of the thing of a number."""
    kind = Random(number).choices(list(KINDS), list(KINDS.values()))[0]
    return kind, NAMES[kind].format(word(number))


class _Writer:
    """Writes the text of one document and notes where each name stands."""

    def __init__(self, random: Random, cast: list[tuple[str, str]]) -> None:
        self.cast = cast
        self._random = random
        self._text = ""
        self._places: dict[tuple[str, str], list[tuple[int, str]]] = {}
        self._told: list[tuple[str, tuple[str, str], tuple[str, str], str, list[tuple[str, str]], int, int]] = []

    def tell(self, relation: str, subject: tuple[str, str], object: tuple[str, str], status: str, speakers: list[tuple[str, str]]) -> None:
        for speaker in reversed(speakers):
            self._name(speaker)
            self._text += " says that "
        start = len(self._text)
        self._name(subject)
        self._text += f" {RELATIONS[relation].reading} "
        self._name(object)
        end = len(self._text)
        self._text += f", {status} in item {len(self._told)}, which others looked into as well before the week was out.\n"
        self._told.append((relation, subject, object, status, speakers, start, end))

    def _name(self, named: tuple[str, str]) -> None:
        kind, name = named
        surface = name.split()[0] if kind == "Company" and self._random.random() < 0.2 else name
        self._places.setdefault(named, []).append((len(self._text), surface))
        self._text += surface

    def extraction(self, number: int) -> Extraction:
        random, day = self._random, 1 + number % 28
        source = Source("1", f"Notes on {word(number)}", random.choice(PUBLISHERS), f"https://news.example/{number}")
        text = self._text or f"Nothing was said in {number}."
        cited = ((source,), (Citation(0, len(text), "1"),)) if random.random() < 0.1 else ((), ())
        document = Document(text, f"Report {number}", random.choice(PUBLISHERS), f"https://example.org/{number}",
                            f"20{10 + number % 15}-{1 + number % 12:02}-{day:02}", "news", sources=cited[0], citations=cited[1])
        entities = {named: _local(document, named, places) for named, places in self._places.items()}
        claims = tuple(Claim(document.id, relation, entities[subject].id, entities[object].id, status, tuple(entities[each].id for each in speakers),
                             text[start:end], start, end, random.choice(CATEGORIES) if RELATIONS[relation].categorised else None,
                             f"20{10 + random.randrange(15)}" if random.random() < 0.4 else None, None, "made up 1", random.randint(40, 99) / 100)
                       for relation, subject, object, status, speakers, start, end in self._told)
        return Extraction(document, tuple(entities.values()), (), claims, "made up 1")


def _local(document: Document, named: tuple[str, str], places: list[tuple[int, str]]) -> LocalEntity:
    kind, name = named
    mentions = tuple(Mention(start, start + len(surface), surface, "name") for start, surface in places)
    return LocalEntity(document.id, kind, name, tuple(sorted({name, *(surface for _, surface in places)})), mentions)

"""What a person makes of a claim: confirmed, corrected or rejected, and taken back. Knows records, not where they are kept.

A review is a record that is never changed and never deleted; an undo is another one. Of a claim's reviews that are not undone the latest holds.
It names the claim by its id, a hash of content: so it holds again when the same text is read again, here or on another server, and waits
(“pending”) while no document makes that claim. What was extracted stays beside what a reviewer made of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.model import ADVERSE, CATEGORIES, FACTUAL, RELATIONS, STATUSES, Claim, Extraction, WatchdocketError, make_id

VERDICTS: dict[str, str] = {
    "confirmed": "the document says so, as it was extracted",
    "corrected": "the document says something else of these words, as the review has it",
    "rejected": "the document does not say so",
}
STATES: dict[str, str] = {
    "holds": "it decides how the claim stands",
    "overruled": "a later review of the claim holds",
    "undone": "somebody took it back",
    "pending": "no document makes this claim, or not so that the review fits it",
}


class ReviewError(WatchdocketError):
    """A review that cannot be: its text says what would be."""


@dataclass(frozen=True, slots=True)
class Review:
    """A person's judgement on a claim. A correction has a value; None leaves what was extracted."""

    claim: str
    verdict: str                            # a name in VERDICTS
    by: str
    at: str                                 # ISO date-time in UTC
    why: str = ""                           # needed for all but a confirmation
    relation: str | None = None
    status: str | None = None
    subject: str | None = None              # local entity id of the claim's own document
    object: str | None = None
    category: str | None = None             # "" takes it away
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", make_id("review", self.claim, self.verdict, self.by, self.at, self.why, *map(repr, self.corrections.items())))

    @property
    def corrections(self) -> dict[str, str]:
        """The new values by the name of the claim's field."""
        return {name: value for name in CORRECTABLE if (value := getattr(self, name)) is not None}


CORRECTABLE = ("relation", "status", "subject", "object", "category")


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes a review back, for ever: whoever thinks better of it reviews the claim again."""

    review: str
    by: str
    at: str                                 # ISO date-time in UTC
    why: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", make_id("undo", self.review, self.by, self.at, self.why))


Record = Review | Undo


@dataclass(frozen=True, slots=True)
class Entry:
    """A review with what became of it."""

    review: Review
    state: str                              # a name in STATES
    undo: Undo | None = None


def now() -> str:
    """This moment as records have it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


# ------------------------------------------------------------------ which holds

def holding(reviews: Iterable[Review], undone: Iterable[str]) -> dict[str, Review]:
    """For each claim the latest review that is not undone."""
    taken_back = set(undone)
    return {review.claim: review for review in sorted(reviews, key=_moment) if review.id not in taken_back}


def log(reviews: Iterable[Review], undos: Iterable[Undo], applied: Iterable[str]) -> list[Entry]:
    """All reviews, oldest first. `applied` are the ids of those that decide how a claim stands."""
    of_review: dict[str, list[Undo]] = defaultdict(list)
    for undo in undos:
        of_review[undo.review].append(undo)
    reviews, decisive = sorted(reviews, key=_moment), set(applied)
    last = {review.id for review in holding(reviews, of_review).values()}

    def state(review: Review) -> str:
        if review.id in of_review:
            return "undone"
        return "overruled" if review.id not in last else "holds" if review.id in decisive else "pending"

    return [Entry(review, state(review), min(of_review[review.id], key=_moment) if review.id in of_review else None) for review in reviews]


def _moment(record: Record) -> tuple[datetime, str]:
    return datetime.fromisoformat(record.at), record.id


def reviewed_claim(claim: Claim, review: Review | None) -> Claim | None:
    """The claim as the review has it, under its own id; None where it is rejected."""
    if review is None or review.verdict == "confirmed":
        return claim
    if review.verdict == "rejected":
        return None
    return corrected(claim, review.corrections)


def corrected(claim: Claim, values: Mapping[str, Any], id: str = "") -> Claim:
    """The claim with other values under its own id, or the one that is given; an empty category is none."""
    made = replace(claim, **values)
    made = replace(made, category=made.category or None)
    object.__setattr__(made, "id", id or claim.id)
    return made


@dataclass(frozen=True, slots=True)
class Stated:
    """How a claim stands: as it was extracted, with the review that holds of it, and as that has it (None: rejected)."""

    extracted: Claim
    review: Review | None
    claim: Claim | None
    urgency: int


def stated(extraction: Extraction, reviews: Mapping[str, Review]) -> list[Stated]:
    """How the claims of a document stand. `reviews` are those that hold, by claim; one that does not fit its claim is left aside."""
    kinds = {entity.id: entity.kind for entity in extraction.entities}
    found = []
    for claim in extraction.claims:
        review = reviews.get(claim.id)
        if review is not None and misfit(review, claim, kinds):
            review = None
        found.append(Stated(claim, review, reviewed_claim(claim, review), urgency(claim, (kinds[claim.subject], kinds[claim.object]))))
    return found


# ------------------------------------------------------------------ what can be

def check_record(record: Record) -> None:
    """Raise ReviewError unless the record is whole, whatever claim it is about."""
    try:
        is_utc = datetime.fromisoformat(record.at).utcoffset() == timedelta(0)
    except ValueError:
        is_utc = False
    if not is_utc:
        raise ReviewError(f"The moment {record.at!r} of a review must be an ISO date-time in UTC, such as {now()}.")
    if not record.by:
        raise ReviewError("A review needs the name of who makes it.")
    if isinstance(record, Undo):
        return
    if record.verdict not in VERDICTS:
        raise ReviewError(f"The verdict {record.verdict!r} is none; verdicts are {', '.join(VERDICTS)}.")
    if record.verdict != "confirmed" and not record.why:
        raise ReviewError("Say why: a claim is corrected or rejected for a reason.")
    if bool(record.corrections) != (record.verdict == "corrected"):
        raise ReviewError(f"A correction names what is to be changed ({', '.join(CORRECTABLE)}), and only a correction does.")
    if record.relation not in {None, *RELATIONS} or record.status not in {None, *STATUSES}:
        raise ReviewError(f"The relation {record.relation!r} and the status {record.status!r} must be in the vocabulary.")


def misfit(review: Review, claim: Claim, kinds: Mapping[str, str]) -> str:
    """Why the review cannot be of this claim, as a sentence; empty where it can. `kinds` are those of the document's local entities."""
    result = reviewed_claim(claim, review)
    if result is None or review.verdict == "confirmed":
        return ""
    relation = RELATIONS[result.relation]
    if not {result.subject, result.object} <= kinds.keys():
        return "The parties of a corrected claim must be entities that its document names."
    if kinds[result.subject] not in relation.domain or kinds[result.object] not in relation.range:
        return (f"{result.relation} goes from {', '.join(sorted(relation.domain))} to {', '.join(sorted(relation.range))}, "
                f"not from {kinds[result.subject]} to {kinds[result.object]}.")
    if relation.categorised and result.category not in CATEGORIES:
        return f"{result.relation} needs one of the categories {', '.join(CATEGORIES)}."
    return "" if result != claim else "The correction changes nothing; confirm the claim instead."


# ------------------------------------------------------------------ which first

UNSURE = 0.6        # confidence is the share that is right: below this, more than four in ten are wrong


def urgency(claim: Claim, kinds: tuple[str, str]) -> int:
    """How much harm the claim may do if it is wrong, 3 (most) to 0. `kinds` are those of its subject and object."""
    adverse, settled = claim.relation in ADVERSE, claim.status in FACTUAL
    exposed = kinds if not settled else kinds[1:] if adverse else ()        # who is ruled against, but not the judge who rules
    if "Person" in exposed:
        return 3
    return 2 if adverse else 1 if not settled or claim.confidence < UNSURE else 0


@dataclass(frozen=True, slots=True)
class Queued:
    """A claim that nobody has reviewed, with the reasons why it should be looked at."""

    claim: str
    subject: str                            # names
    relation: str
    object: str
    status: str
    quote: str
    document: str                           # its title
    confidence: float
    urgency: int
    reasons: tuple[str, ...]


# ------------------------------------------------------------------ JSON lines

TYPES: dict[str, type[Review] | type[Undo]] = {"review": Review, "undo": Undo}


def to_line(record: Record) -> str:
    """The record as one line of JSON; `read_lines` reads it back."""
    kind = next(name for name, type_ in TYPES.items() if isinstance(record, type_))
    values = {name: value for name, value in asdict(record).items() if value is not None}
    return json.dumps({"type": kind} | values, ensure_ascii=False, sort_keys=True)


def read_lines(lines: Iterable[str]) -> Iterator[Record]:
    """The records of JSON lines. Raises ReviewError, with the number of the line, where one is not as it was written."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _read_line(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError, ReviewError) as error:
                raise ReviewError(f"Line {number} is no review or undo as `watchdocket review export` writes them: {error}") from error


def _read_line(values: dict[str, str]) -> Record:
    made = TYPES[values.pop("type")]
    id = values.pop("id")
    if not all(isinstance(value, str) for value in values.values()):
        raise TypeError("all its values must be text.")
    record = made(**values)
    check_record(record)
    if record.id != id:
        raise ReviewError(f"its id is {id!r} and its content makes {record.id!r}; it was changed by hand.")
    return record

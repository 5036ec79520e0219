"""review: what a person makes of single claims, and what was made of them before."""

from __future__ import annotations

import argparse
import getpass
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.parsing import FORMATS, add_command, add_group, add_signature, positive, settings_of
from commands.shown import print_records, read_text, write_text
from graph.model import CATEGORIES, RELATIONS, STATUSES, LocalEntity
from graph.reviews import CORRECTABLE, Entry, Review, ReviewError, now, read_lines, to_line

if TYPE_CHECKING:
    from commands.parsing import Commands
    from graph.store import Store


def add(commands: Commands) -> None:
    acts = add_group(commands, "review", "confirm, correct or reject what was extracted", "watchdocket review queue --limit 10")
    queue = add_command(acts, "queue", run_queue, "list claims to look at, the most harmful if wrong first", "watchdocket review queue --limit 10")
    queue.add_argument("--limit", type=positive, default=20, metavar="N", help="claims at most (default: 20)")
    log = add_command(acts, "log", run_log, "list reviews with what became of them", "watchdocket review log")
    log.add_argument("claim", nargs="?", metavar="CLAIM", help="only those of this claim")
    for listing in (queue, log):
        listing.add_argument("--format", choices=FORMATS, default="table")
    _add_verdict(acts, "confirm", "confirmed", "say that the document says so", why="")
    _add_verdict(acts, "reject", "rejected", "say that the document does not say so")
    correct = _add_verdict(acts, "correct", "corrected", "say what the document says instead", example=" --status alleged")
    correct.add_argument("--relation", choices=RELATIONS, metavar="RELATION", help=", ".join(RELATIONS))
    correct.add_argument("--status", choices=STATUSES)
    correct.add_argument("--category", help=f"{', '.join(CATEGORIES)}; for offices and parties the part as it is written; '' for none")
    for party in ("subject", "object"):
        correct.add_argument(f"--{party}", metavar="NAME", help="by a name or the id of an entity that the document names")
    undo = add_command(acts, "undo", run_undo, "take a review back", "watchdocket review undo 0f1e2d --why 'misread'")
    undo.add_argument("review", metavar="REVIEW", help="its id, as `watchdocket review log` gives it")
    add_signature(undo, why="")
    for name, run, about in (("export", run_export, "write all reviews to a file of JSON lines"),
                             ("import", run_import, "take over reviews from such a file; what is here already stays")):
        add_command(acts, name, run, about, f"watchdocket review {name} reviews.jsonl").add_argument("file", type=Path, metavar="FILE")


def _add_verdict(acts: Commands, name: str, verdict: str, about: str, *, why: str | None = None, example: str = "") -> argparse.ArgumentParser:
    act = add_command(acts, name, run_verdict, about, f"watchdocket review {name} 0f1e2d{example} --why 'as page 3 has it'")
    act.add_argument("claim", metavar="CLAIM", help="its id, as the queue and the answers of `watchdocket query` give it")
    act.set_defaults(verdict=verdict)
    add_signature(act, why=why)
    return act


def run_verdict(args: argparse.Namespace) -> int:
    """Review one claim."""
    from graph.store import open_store

    with open_store(settings_of(args)) as store:
        review = Review(args.claim, args.verdict, args.by or getpass.getuser(), now(), args.why, **_corrections(store, args))
        store.review(review)
    print(f"The claim {review.claim} is {review.verdict}; `watchdocket review undo {review.id}` takes that back.")
    return 0


def _corrections(store: Store, args: argparse.Namespace) -> dict[str, str]:
    """What is corrected, with parties as local entity ids."""
    given = {name: value for name in CORRECTABLE if (value := getattr(args, name, None)) is not None}
    found = store.claim(args.claim)
    if found is not None:
        given |= {name: _party(found[1].entities, given[name]) for name in ("subject", "object") if name in given}
    return given


def _party(entities: tuple[LocalEntity, ...], name: str) -> str:
    fitting = [entity for entity in entities if name in (entity.id, entity.name, *entity.aliases)]
    if len(fitting) != 1:
        several = ", ".join(f"{entity.id} ({entity.kind})" for entity in fitting)
        raise ReviewError(f"The document names several things “{name}”; say which by its id: {several}." if fitting else
                          f"The document names nothing “{name}”; it names {', '.join(sorted(entity.name for entity in entities))}.")
    return fitting[0].id


def run_undo(args: argparse.Namespace) -> int:
    """Take a review back."""
    from graph.store import open_store

    with open_store(settings_of(args)) as store:
        store.undo_review(args.review, args.by or getpass.getuser(), args.why)
    print(f"The review {args.review} is undone.")
    return 0


def run_queue(args: argparse.Namespace) -> int:
    """List claims to look at."""
    from graph.store import open_store

    with open_store(settings_of(args), read_only=True) as store:
        print_records([asdict(found) | {"reasons": list(found.reasons)} for found in store.review_queue(args.limit)], args.format)
    return 0


def run_log(args: argparse.Namespace) -> int:
    """List reviews."""
    from graph.store import open_store

    with open_store(settings_of(args), read_only=True) as store:
        print_records([_logged(entry) for entry in store.reviews(args.claim)], args.format)
    return 0


def _logged(entry: Entry) -> dict[str, Any]:
    review, undo = entry.review, entry.undo
    return {"review": review.id, "claim": review.claim, "verdict": review.verdict, "corrections": [f"{n}={v}" for n, v in review.corrections.items()],
            "by": review.by, "at": review.at, "why": review.why, "state": entry.state,
            "undone": f"by {undo.by} at {undo.at}{f': {undo.why}' if undo.why else ''}" if undo else ""}


def run_export(args: argparse.Namespace) -> int:
    """Write all reviews and undos to a file."""
    from graph.store import open_store

    with open_store(settings_of(args), read_only=True) as store:
        records = store.review_records()
    write_text(args.file, "".join(f"{to_line(record)}\n" for record in records))
    print(f"{args.file}: {len(records)} reviews and undos.")
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Take over reviews and undos."""
    from graph.store import open_store

    records = list(read_lines(read_text(args.file).splitlines()))
    with open_store(settings_of(args)) as store:
        new = store.add_reviews(records)
        waiting = sum(entry.state == "pending" for entry in store.reviews())
    print(f"{new} of {len(records)} reviews and undos are new; of all reviews here, {waiting} wait for a claim that no document makes.")
    return 0

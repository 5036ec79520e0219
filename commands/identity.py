"""identity: which things of different names are one, by the evidence, by a person's word, and what was decided before."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.parsing import FORMATS, add_command, add_group, add_signature, positive, settings_of
from commands.shown import print_records, read_text, write_text
from graph.decisions import DecisionError, from_lines, standing, to_lines

if TYPE_CHECKING:
    from commands.parsing import Commands
    from graph.store import Store


def add(commands: Commands) -> None:
    acts = add_group(commands, "identity", "say which things of different names are one", "watchdocket identity queue --limit 10")
    add_command(acts, "apply", run_apply, "merge what the evidence alone makes one, and queue what a person should say", "watchdocket identity apply")
    queue = add_command(acts, "queue", run_queue, "list pairs that may be one, those first on which most of the graph hangs",
                        "watchdocket identity queue --limit 10")
    queue.add_argument("--limit", type=positive, default=20, metavar="N", help="pairs at most (default: 20)")
    log = add_command(acts, "log", run_log, "list decisions, the automatic ones and undone ones too", "watchdocket identity log --format csv")
    for listing in (queue, log):
        listing.add_argument("--format", choices=FORMATS, default="table")
    decide = add_command(acts, "decide", run_decide, "say whether two things are one",
                         "watchdocket identity decide 'Acme Ltd' 'Acme Cameras' same --why 'one address'")
    for side in ("left", "right"):
        decide.add_argument(side, metavar=side.upper(), help="a name, or an id as the queue gives it")
    decide.add_argument("judgement", choices=("same", "different", "unsure"))
    add_signature(decide, why=None)
    split = add_command(acts, "split", run_split, "say that one document speaks of another thing of the same name",
                        "watchdocket identity split 'Vera Quill' 0f1e2d --why 'the judge, not the minister'")
    split.add_argument("thing", metavar="NAME", help="a name, or an id")
    split.add_argument("document", metavar="DOCUMENT", help="the id of the document that speaks of another")
    add_signature(split, why=None)
    undo = add_command(acts, "undo", run_undo, "take a decision back: the graph is what it would be without it",
                       "watchdocket identity undo 0f1e2d --why 'two firms of one name'")
    undo.add_argument("decision", metavar="DECISION", help="its id, as `watchdocket identity log` gives it")
    add_signature(undo, why=None)
    for name, run, about in (("export", run_export, "write all decisions to a file of JSON lines"),
                             ("import", run_import, "take over decisions from such a file, all or none; what is here already stays")):
        add_command(acts, name, run, about, f"watchdocket identity {name} decisions.jsonl").add_argument("file", type=Path, metavar="FILE")


def run_apply(args: argparse.Namespace) -> int:
    """Weigh the evidence anew."""
    from graph.store import open_store

    with open_store(settings_of(args)) as store:
        applied = store.apply_identity()
    print(f"{len(applied.merged)} pairs merged, {len(applied.undone)} automatic merges taken back, {applied.asked} pairs wait for a person.")
    return 0


def run_queue(args: argparse.Namespace) -> int:
    """List pairs that wait for a person."""
    from graph.store import open_store

    with open_store(settings_of(args), read_only=True) as store:
        questions = store.identity_queue(args.limit)
    print_records([{f"{name}{key}": value for name, side in (("left", found.left), ("right", found.right)) for key, value in (
        ("", side.name), ("_kind", side.kind), ("_claims", side.claims), ("_documents", side.documents), ("_id", side.id))}
        | {"evidence": list(found.evidence), "score": found.score} for found in questions], args.format)
    return 0


def run_decide(args: argparse.Namespace) -> int:
    """Record what a person says of two things."""
    from graph.store import open_store

    with open_store(settings_of(args)) as store:
        left, right = (_thing(store, text) for text in (args.left, args.right))
        decision = store.decide(left, right, args.judgement, by=args.by or getpass.getuser(), why=args.why)
    print(f"Recorded; `watchdocket identity undo {decision.id}` takes it back.")
    return 0


def run_split(args: argparse.Namespace) -> int:
    """Record that a document speaks of another thing of that name."""
    from graph.store import open_store

    with open_store(settings_of(args)) as store:
        decisions = store.split(_thing(store, args.thing), args.document, by=args.by or getpass.getuser(), why=args.why)
    for decision in decisions:
        print(f"Recorded; `watchdocket identity undo {decision.id}` takes it back.")
    return 0


def _thing(store: Store, text: str) -> str:
    """The id of what is meant by an id or a whole name. Raises DecisionError where it is nothing here, or several things."""
    if store.things([text]):
        return text
    named = store.things_called(text)
    if len(named) == 1:
        return next(iter(named))
    several = ", ".join(f"{id} ({kind} {name})" for id, (name, kind) in sorted(named.items()))
    raise DecisionError(f"Several things are called “{text}”; say which by its id: {several}." if named else
                        f"Nothing here is called “{text}”, nor has that id; `watchdocket identity queue` names pairs.")


def run_undo(args: argparse.Namespace) -> int:
    """Take a decision back."""
    from graph.store import open_store

    with open_store(settings_of(args)) as store:
        store.undo_decision(args.decision, by=args.by or getpass.getuser(), why=args.why)
    print(f"The decision {args.decision} is undone.")
    return 0


def run_log(args: argparse.Namespace) -> int:
    """List all decisions."""
    from graph.store import open_store

    with open_store(settings_of(args), read_only=True) as store:
        decisions = store.decisions()
        things = store.things({id for decision in decisions for id in (decision.left, decision.right)})
    stand = {decision.id for decision in standing(decisions)}
    unnamed = ("", "")
    print_records([{"decision": decision.id, "judgement": decision.judgement, "left": things.get(decision.left, unnamed)[0],
                    "right": things.get(decision.right, unnamed)[0], "by": decision.by, "at": decision.at, "why": decision.why,
                    "stands": decision.id in stand, "undoes": decision.undoes, "left_id": decision.left, "right_id": decision.right}
                   for decision in decisions], args.format)
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write all decisions to a file."""
    from graph.store import open_store

    with open_store(settings_of(args), read_only=True) as store:
        decisions = store.decisions()
    write_text(args.file, to_lines(decisions))
    print(f"{args.file}: {len(decisions)} decisions and undos.")
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Take over decisions."""
    from graph.store import open_store

    decisions = from_lines(read_text(args.file))
    with open_store(settings_of(args)) as store:
        new = store.record_decisions(decisions)
    print(f"{new} of {len(decisions)} decisions and undos are new.")
    return 0

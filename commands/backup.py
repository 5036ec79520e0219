"""backup and restore: all records of a graph in one file, and back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from commands.parsing import add_command, settings_of

if TYPE_CHECKING:
    from commands.parsing import Commands
    from graph.backup import Contents


def add(commands: Commands) -> None:
    for name, run, about in (("backup", run_backup, "write all documents, claims, decisions and reviews to one file, for any server"),
                             ("restore", run_restore, "put all records of a backup into an empty graph")):
        command = add_command(commands, name, run, about, f"watchdocket {name} graph.backup.gz")
        command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--into-existing", action="store_true", help="add them to what a graph holds already")


def run_backup(args: argparse.Namespace) -> int:
    """Write a backup."""
    from graph.backup import write_backup
    from graph.store import open_store

    with open_store(settings_of(args), read_only=True) as store:
        print(f"{args.file}: {_told(write_backup(store, args.file))}.")
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Restore a backup."""
    from graph.backup import restore_backup
    from graph.store import open_store

    with open_store(settings_of(args)) as store:
        print(f"Restored {_told(restore_backup(store, args.file, into_existing=args.into_existing))}.")
    return 0


def _told(contents: Contents) -> str:
    return (f"{contents.documents:,} documents with all that was found in them, {contents.decisions:,} decisions, "
            f"{contents.reviews:,} reviews and undos")

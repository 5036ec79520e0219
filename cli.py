"""The command line: which commands there are, and how each ends. What they do is in `commands/`."""

from __future__ import annotations

import argparse
import importlib.metadata
import logging
import os
import sys

from commands import asking, backup, exchange, identity, reading, retract, review, upkeep
from graph.model import WatchdocketError


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 where all went well, 1 with one line on standard error where it did not, 130 where it was interrupted."""
    args = parser().parse_args(argv)
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)      # what it would say, a StoreError says
    try:
        return int(args.run(args) or 0)
    except WatchdocketError as error:
        print(f"watchdocket: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nwatchdocket: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:         # `watchdocket … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """All commands with their options, help and examples."""
    top = argparse.ArgumentParser(prog="watchdocket", epilog="`watchdocket COMMAND -h` explains a command and gives an example.",
                                  description="A knowledge graph of corporate surveillance-contract disputes that keeps who says what.")
    top.add_argument("--version", action="version", version=f"watchdocket {importlib.metadata.version('watchdocket')}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in (reading, asking, identity, review, retract, exchange, backup, upkeep):
        group.add(commands)
    return top


if __name__ == "__main__":
    sys.exit(main())

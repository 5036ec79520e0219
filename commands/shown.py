"""Answers as tables, CSV or JSON on standard output, and text in files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.model import WatchdocketError
from graph.table import cell, to_csv

if TYPE_CHECKING:
    from graph.connection import Rows

WIDE = 100_000              # columns that a table may have which goes to a file or a program: a line a row


def print_rows(answer: Rows, format: str) -> None:
    if format == "json":
        print(json.dumps(answer.rows, ensure_ascii=False, indent=1))
    elif format == "jsonl":
        for row in answer.rows:
            print(json.dumps(row, ensure_ascii=False))
    elif format == "csv":
        print(to_csv(answer), end="")
    elif answer.rows:
        print_table(answer.columns, [[cell(row[column]) for column in answer.columns] for row in answer.rows])
    else:
        print("No rows.")


def print_records(rows: list[dict[str, Any]], format: str) -> None:
    """Rows that all have the same columns."""
    from graph.connection import Rows

    print_rows(Rows(tuple(rows[0]) if rows else (), rows), format)


def print_table(columns: Iterable[str], rows: Iterable[Iterable[str]], *, header: bool = True) -> None:
    console = Console(width=None if sys.stdout.isatty() else WIDE, markup=False, highlight=False)
    table = Table(*columns, show_header=header, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(" ".join(cell.split())) for cell in row))
    with console.capture() as drawn:
        console.print(table)
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def read_text(path: Path) -> str:
    """The text of a file in UTF-8. Raises WatchdocketError."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WatchdocketError(f"{path} cannot be read: {error}.") from error


def write_text(path: Path, text: str) -> None:
    """Make a file of the text. Raises WatchdocketError."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise WatchdocketError(f"{path} cannot be written: {error.strerror}.") from error

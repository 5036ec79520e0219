"""Answers as tables, CSV or JSON on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.table import cell, to_csv

if TYPE_CHECKING:
    from graph.connection import Rows

WIDE = 100_000              # columns that a table may have which goes to a file or a program: a line a row


def print_rows(answer: Rows, format: str) -> None:
    if format == "json":
        print(json.dumps(answer.rows, ensure_ascii=False, indent=1))
    elif format == "csv":
        print(to_csv(answer), end="")
    elif answer.rows:
        print_table(answer.columns, [[cell(row[column]) for column in answer.columns] for row in answer.rows])
    else:
        print("No rows.")


def print_table(columns: Iterable[str], rows: Iterable[Iterable[str]], *, header: bool = True) -> None:
    console = Console(width=None if sys.stdout.isatty() else WIDE, markup=False, highlight=False)
    table = Table(*columns, show_header=header, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(" ".join(cell.split())) for cell in row))
    with console.capture() as drawn:
        console.print(table)
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()))

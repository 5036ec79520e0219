"""Imports point one way, and modules say what they are for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("*.py", "graph/*.py", "graph/exports/*.py", "ingest/*.py", "views/*.py", "commands/*.py")
FILES = sorted(path for pattern in FOLDERS for path in ROOT.glob(pattern))
# Who may import whom. `ingest` knows of `graph` only the records; the faces know everything but each other.
ALLOWED = {
    "graph": {"graph"},
    "ingest": {"ingest", "graph.model"},
    "views": {"views", "graph", "ingest"},
    "app": {"views", "graph"},
    "serve": {"graph"},
    "commands": {"commands", "serve", "graph", "ingest"},
    "cli": {"commands", "graph"},
}
OURS = set(ALLOWED)


def part(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return relative.parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """All modules that a file imports, also within functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def within(name: str, allowed: str) -> bool:
    return name == allowed or name.startswith(f"{allowed}.")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path):
    ours = {name for name in imported(path) if name.split(".")[0] in OURS and name not in OURS}
    wrong = {name for name in ours if not any(within(name, allowed) for allowed in ALLOWED[part(path)])}
    assert not wrong


@pytest.mark.parametrize(("folder", "stranger"), [("graph", "spacy"), ("ingest", "neo4j"), ("graph", "streamlit"), ("ingest", "streamlit")])
def test_each_part_keeps_to_its_library(folder, stranger):
    assert [path.name for path in (ROOT / folder).glob("*.py") if any(within(name, stranger) for name in imported(path))] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_library_code_never_prints():
    for path in FILES:
        if part(path) in ("graph", "ingest"):
            calls = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
            assert not any(isinstance(call, ast.Name) and call.id == "print" for call in calls), f"{path.name} prints"

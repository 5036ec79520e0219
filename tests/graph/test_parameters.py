"""Cypher is made of our own tables and of parameters, never of what somebody typed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from graph.store import Store
from tests.factories import sample
from tests.graph.pictures import picture

ROOT = Path(__file__).parents[2]
FILES = sorted(path for folder in ("graph", "commands", "views") for path in (ROOT / folder).glob("*.py"))
CYPHER = re.compile(r"\b(?:MATCH|UNWIND|MERGE|DETACH|RETURN|YIELD)\b")

# A constant, or a list made of one alone.
CONSTANT = re.compile(r"[A-Z_]+|'[|, ]+'\.join\((?:[A-Z_]+|\(?f'[^']*\{name\}[^']*' for name in [A-Z_]+\)?)\)")
# What may stand in Cypher beside constants: labels, types and clauses of our own tables, under these names, and none a person's words.
NAMES = frozenset("label labels relation relations type ties side sides start end node place pattern match where ends act found old new".split())
# Longer expressions, each looked at: those of `relations` are of the vocabulary (see views/picture.py), the others are clauses.
OURS = frozenset({
    "tie.replace('[r]', f'[r:{EDGES}]')", "'|'.join(relations)", "found.replace('(e)', '(n)').replace('[r:', '[s:')", "tie.format(type='')",
    "match.replace('LABEL', label)", "bounds.where", "course.match", "asked.match",
    "f' {{{keys}}}' if keys else ''", "'|'.join(filters.relations) or EDGES",
})


def interpolated(path: Path) -> set[str]:
    """The expressions that are put into texts that look like Cypher; a name in capitals is a constant."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr) and _is_cypher(node):
            found |= {ast.unparse(part.value) for part in node.values if isinstance(part, ast.FormattedValue)}
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)) and (_is_cypher(node.left) or _is_cypher(node.right)):
            found |= {ast.unparse(side) for side in (node.left, node.right) if isinstance(side, (ast.Name, ast.Attribute, ast.Subscript))}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join", "replace") \
                and _is_cypher(node.func.value):
            found |= {ast.unparse(argument) for argument in node.args}
    return {expression for expression in found if not CONSTANT.fullmatch(expression)} - NAMES - OURS


def _is_cypher(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) and CYPHER.search(part.value) for part in ast.walk(node))


def test_nothing_but_what_was_looked_at_is_put_into_cypher() -> None:
    assert {path.relative_to(ROOT).as_posix(): found for path in FILES if (found := interpolated(path))} == {}


TYPED = ("x' OR 1=1 //", "`) DETACH DELETE n //", "\\", "'}) SET e.name='x", "$id", "*", "+a* -b*", "a~9 [b TO c] {d:e}^9", "AND OR",
         "\\u0000", "((((")


@pytest.mark.parametrize("text", TYPED)
def test_what_is_typed_stays_a_value(store: Store, text: str) -> None:
    store.write(sample()[0])
    before = picture(store)
    assert all(row["name"] for row in store.search_entities(text))
    assert store.read("MATCH (e:Entity {name: $name}) RETURN e.name AS name", {"name": text}).rows == []
    assert store.find_documents(publisher=text, url=text) == []
    assert picture(store) == before

"""Reads and checks the annotated sentences of this folder, and counts them: `python data/training/check.py` (exit code 1 on an error).

Knows the notation of README.md and the vocabulary of graph/model.py; it does not know whether an annotation is true of its sentence.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from graph.model import CATEGORIES, KINDS, RELATIONS, STATUSES

MARK = re.compile(r"\{(?:(\d+):(\w+):([^{}]+)|=(\d+)\|([^{}]+))\}")
DISPUTE = re.compile(r"(D\d+) = (?:(\d+(?:,\d+)*) v |case against )(\d+(?:,\d+)*)$")
CLAIM = re.compile(r"([A-Z_]+) (D?\d+) (D?\d+) (\w+)(?: (?!by )([^\s=]+))?(?: by (\d+(?:,\d+)*))?(?: date=(\d{4}(?:-\d\d){0,2}))?$")
PARTS = {"plaintiff", "defendant", "intervenor", "appellant", "appellee", "amicus"}
ITSELF = {"DENIES", "INVESTIGATES"}     # relations that a body may have to itself


def blocks(path: Path) -> Iterator[list[tuple[int, str]]]:
    """Give the blocks of a file as lists of (line number, line); comments are left out."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        if line.strip() and not line.startswith("#"):
            block.append((number, line))
        elif not line.strip() and block:
            yield block
            block = []


def read_text(lines: list[str]) -> tuple[str, dict[str, str], list[tuple[int, int, str, bool]]]:
    """Give the plain text, the kind of each entity, and (start, end, entity, is a name) of each mention; ValueError names what is wrong."""
    marked, text, last = "\n".join(line[2:] for line in lines), "", 0
    kinds: dict[str, str] = {}
    mentions = []
    for mark in MARK.finditer(marked):
        number, kind, name, referred, words = mark.groups()
        text += marked[last:mark.start()]
        mentions.append((len(text), len(text + (name or words)), number or referred, bool(number)))
        text, last = text + (name or words), mark.end()
        if number and (kind not in KINDS or kinds.setdefault(number, kind) != kind or re.search(r"^\s|\s$|['’]s$", name)):
            raise ValueError(f"bad mention {mark.group()}")
    text += marked[last:]
    unknown = {entity for *_, entity, _ in mentions} - kinds.keys()
    if unknown or "{" in text or "}" in text or not text.strip():
        raise ValueError(f"stray brace or reference to an undeclared entity {sorted(unknown)}")
    return text, kinds, mentions


def check_claim(line: str, text: str, kinds: dict[str, str]) -> tuple[str, str]:
    """Give (relation, status) of a claim line; ValueError says what is wrong with it."""
    found = CLAIM.match(line)
    if not found:
        raise ValueError("not a claim line")
    name, subject, obj, status, category, by, _ = found.groups()
    relation = RELATIONS.get(name)
    if relation is None or status not in STATUSES:
        raise ValueError("unknown relation or status")
    if missing := {subject, obj, *(by.split(",") if by else ())} - kinds.keys():
        raise ValueError(f"undeclared {sorted(missing)}")
    if kinds[subject] not in relation.domain or kinds[obj] not in relation.range or (subject == obj and name not in ITSELF):
        raise ValueError(f"{name} does not run from {kinds[subject]} {subject} to {kinds[obj]} {obj}")
    wrong = {"ACCUSES": category not in CATEGORIES, "DENIES": category not in (None, *CATEGORIES), "PARTY_TO": category not in (None, *PARTS),
             "HOLDS_ROLE": bool(category) and str(category).replace("_", " ").lower() not in " ".join(text.lower().split())}
    if wrong.get(name, category is not None):
        raise ValueError(f"bad category {category}")
    return name, status


def check_block(block: list[tuple[int, str]]) -> tuple[Counter[str], list[str]]:
    """Count the words and claims of one block, and list its errors as "line: what is wrong"."""
    counts, errors = Counter(blocks=1), []
    try:
        text, kinds, mentions = read_text([line for _, line in block if line.startswith("> ")])
    except ValueError as error:
        return counts, [f"{block[0][0]}: {error}"]
    counts.update(words=len(text.split()), names=sum(named for *_, named in mentions), references=sum(not named for *_, named in mentions))
    seen: set[str] = set()
    for number, line in (item for item in block if not item[1].startswith("> ")):
        try:
            if declared := DISPUTE.match(line):
                if {n for part in declared.groups()[1:] if part for n in part.split(",")} - kinds.keys():
                    raise ValueError("undeclared party")
                kinds[declared[1]] = "Dispute"
            else:
                counts.update(["claims", "{} {}".format(*check_claim(line, text, kinds))])
            if line in seen:
                raise ValueError("said twice")
            seen.add(line)
        except ValueError as error:
            errors.append(f"{number}: {error}: {line}")
    counts["without claims"] += not counts["claims"]
    return counts, errors


def main(folder: Path) -> int:
    """Print errors and counts of all files of `folder`; give 1 if there is an error or no block at all, else 0."""
    total, errors = Counter[str](), []
    for path in sorted(folder.glob("*.txt")):
        for block in blocks(path):
            counts, wrong = check_block(block)
            total += counts
            errors += [f"{path}:{line}" for line in wrong]
    print(*errors, sep="\n", file=sys.stderr)
    print(*(f"{total[key]:6} {key}" for key in ("blocks", "words", "names", "references", "claims", "without claims")), sep="\n")
    for name in RELATIONS:
        by_status = {status: total[f"{name} {status}"] for status in STATUSES}
        print(f"{sum(by_status.values()):6} {name:16}", *(f"{status} {number}" for status, number in by_status.items()))
    return 1 if errors or not total["blocks"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).parent))

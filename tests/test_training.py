"""The annotated sentences in data/training parse, keep to the vocabulary, and show every relation and status. Knows no model and no pipeline."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from graph.model import CATEGORIES, RELATIONS, STATUSES

FOLDER = Path(__file__).parents[1] / "data" / "training"


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("training_check", FOLDER / "check.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_file_is_free_of_errors(check: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(FOLDER) == 0, capsys.readouterr().err


def test_every_relation_status_and_category_is_shown(check: ModuleType) -> None:
    lines = [line for path in FOLDER.glob("*.txt") for block in check.blocks(path) for _, line in block]
    words = Counter(word for line in lines if line[0] != ">" for word in line.split())
    assert not {name for name in (*RELATIONS, *STATUSES, *CATEGORIES) if words[name] < 10}


def test_no_sentence_stands_twice(check: ModuleType) -> None:
    blocks = [block for path in FOLDER.glob("*.txt") for block in check.blocks(path)]
    texts = Counter(check.read_text([line for _, line in block if line[0] == ">"])[0] for block in blocks)
    assert [text for text, times in texts.items() if times > 1] == []


def test_mentions_point_at_their_words(check: ModuleType) -> None:
    text, kinds, mentions = check.read_text(["> {1:Company:Orvane} sued {2:City:Ghent}.", "> {=1|It} lost."])
    assert text == "Orvane sued Ghent.\nIt lost."
    assert kinds == {"1": "Company", "2": "City"}
    found = [(text[start:end], entity, named) for start, end, entity, named in mentions]
    assert found == [("Orvane", "1", True), ("Ghent", "2", True), ("It", "1", False)]


@pytest.mark.parametrize("wrong", [
    "> {1:Firm:Orvane} sued.",
    "> {1:Company:Orvane} sued {1:City:Ghent}.",
    "> {=1|It} sued {2:City:Ghent}.",
    "> {1:Company:Orvane}'s lawyers } spoke.",
    "> {1:Company:Orvane’s} lawyers spoke.",
    "> {1:Company:Orvane} sued {2:City:Ghent}.\nSUES 1 3 asserted",
    "> {1:Company:Orvane} sued {2:City:Ghent}.\nSUES 1 2 certain",
    "> {1:Company:Orvane} sued {2:City:Ghent}.\nACCUSES 1 2 asserted badness",
    "> {1:Company:Orvane} sued {2:City:Ghent}.\nSUES 1 2 asserted privacy",
    "> {1:Company:Orvane} sued {2:City:Ghent}.\nBASED_IN 2 1 asserted",
    "> {1:Company:Orvane} sued {2:City:Ghent}.\nSUES 1 2 asserted\nSUES 1 2 asserted",
    "> {1:Company:Orvane} sued {2:City:Ghent}.\nSUES 1 2 asserted date=May",
    "> {1:Company:Orvane} sued {2:City:Ghent}.\nPARTY_TO 1 D1 asserted plaintiff",
])
def test_a_slip_is_named_with_its_line(check: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str) -> None:
    (tmp_path / "10-slip.txt").write_text(f"# a slip\n\n{wrong}\n", encoding="utf-8")
    assert check.main(tmp_path) == 1
    assert "10-slip.txt:" in capsys.readouterr().err

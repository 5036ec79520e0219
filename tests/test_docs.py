"""README tells the truth: its commands can be given, its lists are complete, and what it names is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

import cli
from commands.asking import pairs
from graph.catalogue import catalogue
from graph.exports.formats import FORMATS
from graph.queries import load_queries
from graph.settings import DEFAULTS, variable
from ingest.read import READERS, read_document
from tests.servers import NEO4J_VERSION

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
SHELL = [line.split(" #")[0].strip() for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
COMMANDS = [line for line in SHELL if line.startswith("watchdocket ")]


def subcommands() -> set[str]:
    return set(next(action for action in cli.parser()._actions if action.choices).choices)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_can_be_given(command):
    assert cli.parser().parse_args(shlex.split(command)[1:]).run


def test_every_command_has_an_example():
    assert {command.split()[1] for command in COMMANDS} == subcommands()


@pytest.mark.parametrize("name", sorted(subcommands()))
def test_the_example_in_a_commands_help_can_be_given(name, capsys):
    with pytest.raises(SystemExit):
        cli.parser().parse_args([name, "-h"])
    example = capsys.readouterr().out.split("Example: ")[1].strip()
    assert cli.parser().parse_args(shlex.split(example)[1:]).run


def test_the_first_commands_are_the_two_that_matter():
    assert [line.split()[:2] for line in SHELL[:2]] == [["make", "demo"], ["make", "test"]]


def test_make_has_the_targets_that_the_readme_names():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert targets == set(re.findall(r"\bmake (\w+)\b", README)) == {"install", "demo", "stop", "test", "lint"}


def test_the_list_of_queries_is_made_from_their_files():
    assert (ROOT / "queries" / "README.md").read_text("utf-8") == catalogue(load_queries().values()), (
        "watchdocket query --catalogue > queries/README.md")


def test_the_queries_in_the_examples_exist_with_their_parameters():
    for command in COMMANDS:
        args = cli.parser().parse_args(shlex.split(command)[1:])
        if getattr(args, "name", None):
            load_queries()[args.name].bind(pairs(args.param))


def test_the_table_of_settings_is_complete():
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \| `(\w+)` \| (.*?) \|", README, re.MULTILINE)
    assert [(name, field) for name, field, _ in rows] == [(variable(field), field) for field in DEFAULTS]
    for _, field, default in rows:
        if default.startswith("`"):
            assert default.strip("`") == str(DEFAULTS[field])


def test_formats_and_types_of_file_are_those_that_the_code_knows():
    assert re.findall(r"^\| `([\w-]+)` \| (.+) \| (.+) \|$", README.split("### Hand over")[1].split("###")[0], re.MULTILINE) == [
        (name, format.about, format.status) for name, format in FORMATS.items()]
    assert all(f"`{ending}`" in README for ending in READERS if ending not in (".htm", ".markdown"))


def test_what_the_layout_names_is_there():
    names = {name for row in re.findall(r"^\| (`.+?) \|", README.split("## Layout")[1], re.MULTILINE) for name in re.findall(r"`([\w./]+)`", row)}
    assert len(names) > 8
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_the_neo4j_of_compose_is_of_the_version_that_is_tested_and_open_to_this_machine_only():
    service = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]["neo4j"]
    assert service["image"].startswith(f"neo4j:{NEO4J_VERSION.rsplit('.', 1)[0]}-")
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "${NEO4J_PASSWORD:?" in service["environment"]["NEO4J_AUTH"]


def test_the_dossier_and_the_sidecar_shown_can_be_read(tmp_path):
    dossier, sidecar = (re.search(rf"```{kind}\n(.*?)```", README, re.DOTALL).group(1) for kind in ("markdown", "yaml"))
    (tmp_path / "d.md").write_text(dossier, "utf-8")
    document = read_document(tmp_path / "d.md")
    assert (document.kind, len(document.citations)) == ("dossier", 2)
    (tmp_path / "d.meta.yaml").write_text(sidecar, "utf-8")
    assert read_document(tmp_path / "d.md").publisher == "The Rivergate Record"


def test_the_number_of_dossiers_is_right():
    assert int(re.search(r"read (\d+) bundled dossiers", README).group(1)) == len(list((ROOT / "data" / "dossiers").glob("*.md")))


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "dossiers").glob("*.md")), ids=lambda path: path.stem)
def test_every_bundled_dossier_is_read_with_every_sentence_tied_to_a_source(path):
    from ingest.read_markdown import sentence_starts

    document = read_document(path)
    assert {citation.source for citation in document.citations} == {source.key for source in document.sources}
    at = 0
    for paragraph in document.text.split("\n\n"):
        for start in sentence_starts(paragraph):
            assert document.sources_of(at + start, at + start + 1), f"no source for “{paragraph[start : start + 60]}…”"
        at += len(paragraph) + 2

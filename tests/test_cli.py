"""The commands as a person or a program gives them, on an embedded server of their own."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest
import rdflib

import cli
from commands.shown import print_rows
from graph.connection import Rows
from graph.local_server import running_server, stop_server
from serve import running_app

SUIT = (
    "Acme Vision sues Rivergate over unpaid bills\n\nAcme Vision Inc., a camera maker, sued the city of Rivergate in March 2021. "
    "The company alleges that the city did not pay for 40 cameras. The city denies the allegations of Acme Vision.\n"
)
CONTRACT = "Rivergate hired Bolt Systems\n\nThe city of Rivergate signed a contract with Bolt Systems Inc. in 2022.\n"


@pytest.fixture(scope="module", autouse=True)
def clean_environment():
    """No setting of the machine on which the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("NEO4J_", "WATCHDOCKET_"))]:
            patch.delenv(name)
        patch.setenv("WATCHDOCKET_SERVER_HEAP", "512m")
        yield


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "sub").mkdir()
    (folder / "suit.txt").write_text(SUIT, "utf-8")
    (folder / "sub" / "contract.txt").write_text(CONTRACT, "utf-8")
    (folder / "sub" / "empty.html").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def ingested(corpus, tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A home into which the corpus went by the console script, and what the script said."""
    home = tmp_path_factory.mktemp("home") / "graph"
    done = subprocess.run(
        [sys.executable, "-m", "cli", "ingest", "--home", str(home), "--workers", "2", str(corpus)],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    yield home, done
    stop_server(home)


@pytest.fixture
def say(ingested, capsys):
    """Give a command on the ingested home; returns exit code, standard output and standard error."""

    def say(*words: str) -> tuple[int, str, str]:
        code = cli.main([words[0], "--home", str(ingested[0]), *words[1:]])
        return code, *capsys.readouterr()

    return say


def test_a_line_a_file_a_table_and_the_failed_file_by_name(ingested, corpus):
    _, done = ingested
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        f"new       {corpus / 'suit.txt'}",
        f"new       {corpus / 'sub' / 'contract.txt'}",
        "failed    empty.html cannot be read: it is empty.",
    ]
    table = {" ".join(line.split()[:-1]): line.split()[-1] for line in lines[3:-1]}
    assert (table["documents new"], table["documents failed"], table["documents in the graph"]) == ("2", "1", "2")
    assert int(table["claims found"]) == int(table["claims in the graph"]) > 1
    assert lines[-1] == "failed: empty.html cannot be read: it is empty."
    assert (done.returncode, done.stderr) == (1, "")


def test_ingesting_again_changes_nothing(say, corpus):
    code, out, _ = say("ingest", str(corpus / "suit.txt"), str(corpus / "sub" / "contract.txt"), "--json")
    facts = json.loads(out)
    assert code == 0
    assert facts["documents"] == {"new": 0, "replaced": 0, "unchanged": 2, "failed": 0}
    assert facts["graph"]["documents"] == 2
    log = json.loads(say("log", "--file", str(corpus / "suit.txt"), "--format", "json")[1])
    assert [entry["verdict"] for entry in log] == ["unchanged", "new"]
    assert log[0]["run"] != log[1]["run"]


def test_a_path_that_is_not_there_is_one_line(say, tmp_path):
    assert say("ingest", str(tmp_path / "nowhere")) == (1, "", f"watchdocket: There is no file or folder {tmp_path / 'nowhere'}.\n")
    code, _, error = say("ingest", str(tmp_path))
    assert (code, error.count("\n")) == (1, 1)


def test_status_tells_what_is_there(say, ingested):
    code, out, _ = say("status", "--json")
    facts = json.loads(out)
    assert code == 0
    assert facts["documents"] == 2
    assert facts["claims"] > 1
    assert facts["entities"] > 2
    assert (facts["home"], facts["problems"], facts["app"]) == (str(ingested[0]), [], "not running")
    assert "password" not in out


def test_status_of_an_empty_home_starts_nothing_and_says_how_to_begin(tmp_path, capsys):
    home = tmp_path / "none"
    assert cli.main(["status", "--home", str(home)]) == 0
    assert "watchdocket ingest PATH" in capsys.readouterr().out
    assert not home.exists()


def test_status_says_what_is_wrong(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("WATCHDOCKET_MODEL", "no_such_model")
    assert cli.main(["status", "--home", str(tmp_path / "none"), "--neo4j-uri", "bolt://127.0.0.1:9"]) == 1
    out = capsys.readouterr().out
    assert out.count("wrong: ") == 2
    assert "no_such_model" in out


def test_questions_are_listed(say):
    code, out, _ = say("query", "--format", "json")
    names = {row["name"] for row in json.loads(out)}
    assert code == 0
    assert len(names) >= 8
    assert "disputes_of_company" in names


def test_a_question_is_answered_in_three_formats(say):
    words = ("query", "claims_against_company", "--param", "company=Rivergate")
    rows = json.loads(say(*words, "--format", "json")[1])
    assert ("SUES", "asserted") in {(row["relation"], row["status"]) for row in rows}
    table = list(csv.DictReader(io.StringIO(say(*words, "--format", "csv")[1])))
    assert [row["quote"] for row in table] == [row["quote"] for row in rows]
    text = say(*words)[1]
    assert rows[0]["quote"] in text
    assert len(text.splitlines()) == len(rows) + 1


def test_a_question_in_cypher_is_answered_with_parameters(say):
    asked = ("cypher", "MATCH (c:Claim) WHERE c.relation = $relation AND $n > 1 RETURN c.status AS status, c.quote AS quote ORDER BY quote LIMIT $n")
    rows = json.loads(say(*asked, "--param", "relation=SUES", "--param", "n=2", "--format", "json")[1])
    assert rows and {"status", "quote"} == rows[0].keys()
    lines = say(*asked, "--param", "relation=SUES", "--param", "n=2", "--format", "jsonl")[1].splitlines()
    assert [json.loads(line) for line in lines] == rows
    code, _, error = say("cypher", "UNWIND [1, 2, 3] AS n RETURN n", "--limit", "2")
    assert (code, error) == (0, "watchdocket: there are more than 2 rows; ask for more with --limit.\n")


def test_a_question_is_explained(say):
    code, out, _ = say("query", "path_between", "--explain")
    assert code == 0
    assert "search the full-text index" in out and "give the answer" in out
    assert out.splitlines()[-1].endswith(".")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("cypher", "MATCH (n) DETACH DELETE n"), "Only questions that read the graph are answered here. DETACH does something else"),
        (("cypher", "MATCH (n) RETURN $x"), "not valid Cypher"),
        (("query", "nothing"), "There is no question 'nothing'; there are "),
        (("query", "disputes_of_company", "--param", "company"), "write --param name=value"),
        (("query", "disputes_of_company", "--param", "firm=x"), "has no parameter firm"),
        (("export", "pdf", "x.pdf"), "formats are turtle, trig"),
    ],
)
def test_a_slip_is_one_line(say, words, sentence):
    code, out, error = say(*words)
    assert (code, out, error.count("\n")) == (1, "", 1)
    assert error.startswith("watchdocket: ")
    assert sentence in error


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(cell, capsys):
    print_rows(Rows(("a",), [{"a": cell}]), "csv")
    assert next(csv.reader(io.StringIO(capsys.readouterr().out.split("\n", 1)[1])))[0] == f"'{cell}"


@pytest.mark.parametrize(("format", "name"), [("turtle", "turtle"), ("trig", "trig")])
def test_the_graph_is_exported(say, tmp_path, format, name):
    file = tmp_path / "graph"
    code, out, _ = say("export", format, str(file))
    assert code == 0
    assert "2 Document" in out
    assert len(rdflib.Dataset().parse(file, format=name)) > 100


def test_annotate_gives_gold_format_and_annotation_of_it_the_same(corpus, tmp_path, capsys):
    assert cli.main(["annotate", str(corpus), str(tmp_path / "out"), "--workers", "1", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["documents"] == {"new": 2, "replaced": 0, "unchanged": 0, "failed": 1}
    suit = json.loads((tmp_path / "out" / "suit.json").read_text("utf-8"))
    assert suit["source"]["title"] == "Acme Vision sues Rivergate over unpaid bills"
    assert {"entities", "claims", "attributions"} <= suit.keys()
    assert all(claim["quote"] in suit["text"] and claim["said_by"][-1] == "doc" for claim in suit["claims"])
    assert cli.main(["annotate", str(tmp_path / "out" / "suit.json"), str(tmp_path / "again"), "--workers", "1"]) == 0
    again = json.loads((tmp_path / "again" / "suit.json").read_text("utf-8"))
    assert (again["entities"], again["claims"]) == (suit["entities"], suit["claims"])


def test_what_was_annotated_scores_as_itself(corpus, tmp_path, capsys):
    cli.main(["annotate", str(corpus / "suit.txt"), str(tmp_path), "--workers", "1"])
    (tmp_path / "suit.json").rename(tmp_path / "001.json")
    capsys.readouterr()
    assert cli.main(["evaluate", str(tmp_path), "--workers", "1", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["entities"]["f1"], result["claims"]["f1"], result["verbatim"]) == (1, 1, 1)


def test_two_documents_of_one_name_are_refused(tmp_path, capsys):
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(SUIT)
    assert cli.main(["annotate", str(tmp_path), str(tmp_path / "out")]) == 1
    assert "different names" in capsys.readouterr().err


def test_a_terminal_gets_a_bar_and_no_lines(corpus, tmp_path):
    import pty

    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "annotate", str(corpus / "suit.txt"), str(tmp_path), "--workers", "1"],
        stdout=terminal,
        stderr=terminal,
        stdin=terminal,
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            piece = os.read(controller, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    assert process.wait(60) == 0
    assert "━" in shown.decode()
    assert f"new       {corpus}" not in shown.decode()


def started(home: Path, *words: str) -> tuple[subprocess.Popen[str], str]:
    """A command that serves the app, and the address that it announced."""
    process = subprocess.Popen([sys.executable, "-m", "cli", *words, "--home", str(home)], stdout=subprocess.PIPE, text=True, start_new_session=True)
    end = time.monotonic() + 240
    while time.monotonic() < end:
        line = process.stdout.readline()
        if "http://127.0.0.1:" in line:
            return process, "http://" + line.split("http://")[1].split()[0]
        assert line, "the command ended before it announced an address"
    raise AssertionError("no address was announced")


def test_the_app_is_found_answers_and_is_ended_by_stop(say, ingested, capsys):
    process, address = started(ingested[0], "app")
    children = psutil.Process(process.pid).children(recursive=True)
    assert urllib.request.urlopen(f"{address}/_stcore/health", timeout=10).read() == b"ok"
    assert running_app(ingested[0]).address == address
    assert json.loads(say("status", "--json")[1])["app"] == address
    code, out, _ = say("stop")
    assert code == 0
    assert out.startswith("Ended the app and the graph server of ")
    process.wait(30)
    assert psutil.wait_procs(children, timeout=10)[1] == []
    assert (running_app(ingested[0]), running_server(ingested[0])) == (None, None)
    assert say("stop")[1].startswith("Nothing was running")


def test_the_demo_leaves_nothing_running_when_it_is_interrupted(tmp_path):
    home = tmp_path / "demo"
    process, address = started(home, "demo")
    assert urllib.request.urlopen(f"{address}/_stcore/health", timeout=10).read() == b"ok"
    server = psutil.Process(running_server(home).pid)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert psutil.wait_procs([*children, server], timeout=20)[1] == []

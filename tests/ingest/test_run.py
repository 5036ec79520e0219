"""Many files through the pipeline: order, what is skipped, and files and processes that break."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from graph.model import WatchdocketError
from ingest import EXTRACTOR, run
from ingest.nlp import DEFAULT_MODEL
from ingest.run import STORE_ONLY, Outcome, _Pool, _Task, analyse

ENGLISH = "Acme Vision sued the city of Rivergate in California on Monday over unpaid bills. It is number {}."
FRENCH = "La ville a mis fin à son contrat de caméras avec la société, qui l'avait poursuivie devant le tribunal pour des factures impayées."


def files(folder: Path) -> list[Path]:
    texts = {"a.txt": ENGLISH.format(1), "b.txt": "", "c.txt": FRENCH, "d.txt": ENGLISH.format(2), "e.txt": ENGLISH.format(3)}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in texts]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> list[Outcome]:
    """Of a run in which the text of d.txt is known."""
    return list(analyse(files(tmp_path_factory.mktemp("run")), model=DEFAULT_MODEL, workers=2, known=lambda document, _: "number 2" in document.text))


def test_outcomes_come_in_the_order_of_the_files(outcomes):
    assert [outcome.read.path.name for outcome in outcomes] == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]


def test_what_can_be_read_is_analysed(outcomes):
    assert [bool(outcome.extraction) for outcome in outcomes] == [True, False, False, False, True]
    assert outcomes[0].extraction.extractor == EXTRACTOR
    assert "Acme Vision" in {entity.name for entity in outcomes[0].extraction.entities}


def test_what_is_known_is_not_analysed_again(outcomes):
    assert (outcomes[3].extraction, outcomes[3].error) == (None, "")


def test_what_fails_says_why_and_the_others_go_on(outcomes):
    assert outcomes[1].error == "b.txt cannot be read: it is empty."
    assert "c.txt is not in English (it seems to be 'fr')" in outcomes[2].error


def test_other_languages_are_kept_without_claims_where_that_is_asked_for(tmp_path):
    [outcome] = analyse([files(tmp_path)[2]], model=DEFAULT_MODEL, workers=1, store_only=True)
    assert (outcome.error, outcome.extraction.extractor, outcome.extraction.claims) == ("", STORE_ONLY, ())
    assert outcome.extraction.document.language == "fr"


def test_a_model_that_is_not_there_ends_the_run_with_a_sentence(tmp_path):
    with pytest.raises(WatchdocketError, match="no_such_model"):
        list(analyse([files(tmp_path)[0]], model="no_such_model", workers=1))


def test_a_file_that_kills_its_process_fails_alone():
    tasks = [_Task(Path(name), function, argument) for name, function, argument in
             (("a", len, "xy"), ("bad", os._exit, 9), ("b", len, "xyz"), ("c", len, ""))]
    with _Pool(DEFAULT_MODEL, 2, precise=False) as pool:
        for task in tasks:
            pool.submit(task)
        assert [pool.result(task) for task in tasks] == [2, "the process that did it was ended, most likely for want of memory.", 3, 0]


def test_a_file_that_takes_too_long_fails_alone(monkeypatch):
    monkeypatch.setattr(run, "SECONDS", 3.0)
    tasks = [_Task(Path("bad"), time.sleep, 600), _Task(Path("b"), len, "xyz")]
    with _Pool(DEFAULT_MODEL, 1, precise=False) as pool:
        for task in tasks:
            pool.submit(task)
        assert "minutes" in pool.result(tasks[0])
        monkeypatch.setattr(run, "SECONDS", 60.0)
        assert pool.result(tasks[1]) == 3


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_no_process_outlives_a_run_that_ends_early(tmp_path, number):
    for n in range(40):
        (tmp_path / f"{n}.txt").write_text(ENGLISH.format(n), "utf-8")
    code = (f"from pathlib import Path\nfrom ingest.run import analyse\nif __name__ == '__main__':\n"
            f"    for outcome in analyse(sorted(Path({str(tmp_path)!r}).glob('*.txt')), model={DEFAULT_MODEL!r}, workers=2): print(1, flush=True)\n")
    script = tmp_path / "script.py"
    script.write_text(code)
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    assert process.stdout.readline() == b"1\n"
    workers = psutil.Process(process.pid).children(recursive=True)
    assert len(workers) >= 2
    process.send_signal(number)
    process.wait(20)
    assert psutil.wait_procs(workers, timeout=20)[1] == []

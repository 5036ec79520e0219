"""Where settings come from, and that they keep their secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model import WatchdocketError
from graph.settings import load_settings


def test_flag_beats_environment_beats_dotenv_beats_toml_beats_default(tmp_path: Path) -> None:
    assert load_settings(folder=tmp_path, environ={}).workers == 0
    (tmp_path / "watchdocket.toml").write_text('workers = 1\nmodel = "toml"\nquery_limit = 11\nserver_heap = "2g"\n')
    (tmp_path / ".env").write_text("# mine\nWATCHDOCKET_WORKERS=2\nexport WATCHDOCKET_MODEL='dotenv'\nWATCHDOCKET_QUERY_LIMIT=12\nPATH=/bin\n")
    settings = load_settings(folder=tmp_path, environ={"WATCHDOCKET_WORKERS": "3", "WATCHDOCKET_MODEL": "environment"}, workers=4, model=None)
    assert (settings.workers, settings.model, settings.query_limit) == (4, "environment", 12)
    assert (settings.server_heap, settings.query_timeout) == ("2g", 30.0)


def test_home_is_a_path_and_an_address_means_that_the_server_is_not_ours(tmp_path: Path) -> None:
    settings = load_settings(folder=tmp_path, environ={"WATCHDOCKET_HOME": "/somewhere", "NEO4J_URI": "bolt://db:7687"})
    assert settings.home == Path("/somewhere")
    assert not settings.embedded
    assert load_settings(folder=tmp_path, environ={}).embedded


@pytest.mark.parametrize(("toml", "environ", "says"), [
    ("colour = 1\n", {}, "no setting 'colour'"),                                        # a typing error is not passed over
    ("workers = \n", {}, "not valid TOML"),
    ("", {"WATCHDOCKET_WORKERS": "many"}, "WATCHDOCKET_WORKERS must be a int"),
])
def test_what_is_wrong_is_a_sentence(tmp_path: Path, toml: str, environ: dict[str, str], says: str) -> None:
    (tmp_path / "watchdocket.toml").write_text(toml)
    with pytest.raises(WatchdocketError, match=says):
        load_settings(folder=tmp_path, environ=environ)


def test_the_password_is_never_shown(tmp_path: Path) -> None:
    assert "hunter2" not in repr(load_settings(folder=tmp_path, environ={"NEO4J_PASSWORD": "hunter2"}))

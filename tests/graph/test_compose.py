"""The settings that compose.yaml gives to Neo4j are ones it knows. Docker itself is not needed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests import servers


def test_neo4j_knows_every_setting_of_the_compose_file(repository: Path, tmp_path: Path) -> None:
    service = yaml.safe_load((repository / "compose.yaml").read_text())["services"]["neo4j"]
    settings = {name.removeprefix("NEO4J_").replace("__", "-").replace("_", ".").replace("-", "_"): re.sub(r"\$\{\w+:-(\w+)\}", r"\1", str(value))
                for name, value in service["environment"].items() if name != "NEO4J_AUTH"}
    assert "db.memory.transaction.max" in settings
    (tmp_path / "conf").mkdir()
    try:
        for lines, code in ((settings, 0), ({"no.such.setting": "1"}, 78)):
            (tmp_path / "conf" / "neo4j.conf").write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
            assert servers.admin(tmp_path, "server", "validate-config").returncode == code
    except servers.NoServer as reason:
        pytest.skip(str(reason))


def test_neo4j_is_reached_from_this_machine_only_and_has_no_built_in_password(repository: Path) -> None:
    service = yaml.safe_load((repository / "compose.yaml").read_text())["services"]["neo4j"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert ":?" in service["environment"]["NEO4J_AUTH"]

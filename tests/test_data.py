"""The bundled data keep their own rules: dossiers are complete and sourced, gazetteers are well-formed. Knows files, not extraction."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.model import WatchdocketError
from ingest import gazetteers
from ingest.read import read_document
from ingest.read_markdown import sentence_starts, split_front_matter

DATA = Path(__file__).parent.parent / "data"
DOSSIERS = sorted((DATA / "dossiers").glob("*.md"))
TABLES = sorted((DATA / "gazetteers").glob("*.tsv"))
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# What makes a row itself; in the other tables its name does.
KEYS = {"places": ("name", "country", "region", "level"), "regions": ("name", "country"), "countries": ("code",)}
UNIQUE_ALIASES = [table for table in TABLES if table.stem not in {"places", "regions", "given_names", "offices", "legal_forms"}]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a gazetteer, read without our loader."""
    comment, header, *lines = path.read_text(encoding="utf-8").splitlines()
    assert comment.startswith("# ")
    columns = header.split("\t")
    cells = [line.split("\t") for line in lines]
    assert all(len(row) == len(columns) for row in cells)
    return [dict(zip(columns, row, strict=True)) for row in cells]


# ------------------------------------------------------------------ dossiers

def test_the_first_of_many_dossiers_is_that_of_bes_and_huawei() -> None:
    assert len(DOSSIERS) >= 16
    assert DOSSIERS[0].stem == "001-bes-huawei-lahore"
    assert [path.stem[:3] for path in DOSSIERS] == [f"{number:03}" for number in range(1, len(DOSSIERS) + 1)]


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_a_dossier_has_complete_front_matter(path: Path) -> None:
    meta, _ = split_front_matter(path.read_text(encoding="utf-8"))
    assert set(meta) == {"id", "title", "date", "places", "sources"}
    assert DATE.fullmatch(str(meta["date"]))
    known = gazetteers.places().keys() | gazetteers.regions().keys() | gazetteers.countries().keys()
    assert meta["places"] and not set(meta["places"]) - known
    for source in meta["sources"]:
        assert source["publisher"] and set(source) <= {"key", "title", "publisher", "url", "date"}
        assert re.match(r"https?://[^/ ]+/\S", source.get("url", "http://x/y"))
        assert DATE.fullmatch(str(source.get("date", "2000")))


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_every_sentence_of_a_dossier_has_a_source_and_every_source_a_sentence(path: Path) -> None:
    document = read_document(path)
    assert document.kind == "dossier" and document.title
    assert 120 <= len(document.text.split()) <= 250
    assert {citation.source for citation in document.citations} == {source.key for source in document.sources}
    at = 0
    for paragraph in document.text.split("\n\n"):
        starts = [*sentence_starts(paragraph), len(paragraph)]
        for start, end in zip(starts, starts[1:], strict=False):
            assert document.sources_of(at + start, at + end), paragraph[start:end]
        at += len(paragraph) + 2


def test_marks_stand_after_the_full_stop_and_ids_are_unique() -> None:
    ids = []
    for path in DOSSIERS:
        meta, body = split_front_matter(path.read_text(encoding="utf-8"))
        ids.append(meta["id"])
        before = {mark.start() and body[:mark.start()].rstrip(" ")[-1] for mark in re.finditer(r"\[\^", body)}
        assert before <= {".", "”", "]"}, path.name
    assert len(set(ids)) == len(ids)


# ------------------------------------------------------------------ gazetteers

@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_is_sorted_and_has_no_row_twice(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()[2:]
    assert lines == sorted(lines)
    keys = [tuple(row[column] for column in KEYS.get(path.stem, ("name",))) for row in rows(path)]
    assert not [key for key, after in zip(sorted(keys), sorted(keys)[1:], strict=False) if key == after]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_cells_are_clean(path: Path) -> None:
    for row in rows(path):
        assert row["name"]
        for cell in row.values():
            assert cell == cell.strip() and "||" not in cell and not cell.startswith("|") and not cell.endswith("|"), row
        for flag in {"common", "ambiguous", "generic"} & row.keys():
            assert row[flag] in ("", "1"), row
        aliases = row.get("aliases", "").split("|")
        assert row["name"] not in aliases and len(set(aliases)) == len(aliases), row


@pytest.mark.parametrize("path", UNIQUE_ALIASES, ids=lambda path: path.stem)
def test_no_alias_is_another_rows_name_or_alias(path: Path) -> None:
    owner: dict[str, str] = {row["name"]: row["name"] for row in rows(path)}
    for row in rows(path):
        for alias in filter(None, row.get("aliases", "").split("|")):
            assert owner.setdefault(alias, row["name"]) == row["name"], (alias, owner[alias], row["name"])


def test_tables_refer_to_what_exists() -> None:
    codes = {row["code"] for row in rows(DATA / "gazetteers" / "countries.tsv")} | {""}
    territories = {"PR", "GU", "VI", "AS", "MP"}
    for path in TABLES:
        unknown = {row["country"] for row in rows(path) if "country" in row} - codes
        assert path.stem in {"places", "regions"} and (path.stem == "places" or unknown <= territories) or not unknown, (path.stem, unknown)
    makers = {row["maker"] for row in rows(DATA / "gazetteers" / "products.tsv")} - {""}
    assert not makers - gazetteers.vendors().keys() - gazetteers.agencies().keys() - gazetteers.organizations().keys()
    regions = {(row["country"], row["name"]) for row in rows(DATA / "gazetteers" / "regions.tsv")}
    assert not {(row["country"], row["region"]) for row in rows(DATA / "gazetteers" / "places.tsv") if row["region"]} - regions


def test_places_lie_on_earth_and_fit_into_the_repository() -> None:
    for row in rows(DATA / "gazetteers" / "places.tsv"):
        assert row["level"] == "county" or row["latitude"], row
        assert not row["latitude"] or (abs(float(row["latitude"])) <= 90 and abs(float(row["longitude"])) <= 180), row
    assert (DATA / "gazetteers" / "places.tsv").stat().st_size <= 2_500_000


@pytest.mark.parametrize(("table", "least"), [("vendors", 400), ("products", 250), ("agencies", 300), ("organizations", 250), ("courts", 150),
                                              ("given_names", 2000), ("countries", 190), ("regions", 300)])
def test_tables_cover_the_world(table: str, least: int) -> None:
    assert len(rows(DATA / "gazetteers" / f"{table}.tsv")) >= least


# ------------------------------------------------------------------ the loader

def test_a_name_is_found_with_and_without_accents() -> None:
    assert gazetteers.places()["Sao Paulo"] == gazetteers.places()["São Paulo"]
    assert gazetteers.countries()["Cote d'Ivoire"].code == "CI"


def test_places_of_one_name_come_most_populous_first() -> None:
    springfields = gazetteers.places()["Springfield"]
    assert len(springfields) > 5
    assert [place.population for place in springfields] == sorted((place.population for place in springfields), reverse=True)
    assert {region.country for region in gazetteers.regions()["Punjab"]} == {"IN", "PK"}


@pytest.mark.parametrize(("found", "expected"), [
    (lambda: gazetteers.countries()["U.S."].name, "United States"),
    (lambda: gazetteers.demonyms()["Israeli"][0].code, "IL"),
    (lambda: {country.code for country in gazetteers.demonyms()["Congolese"]}, {"CD", "CG"}),
    (lambda: gazetteers.regions()["Calif."][0].name, "California"),
    (lambda: gazetteers.vendors()["HackingTeam"].name, "Hacking Team"),
    (lambda: gazetteers.products()["FinSpy"].maker, "FinFisher"),
    (lambda: gazetteers.agencies()["FTC"].sort, "regulator"),
    (lambda: gazetteers.organizations()["WSJ"].sort, "medium"),
    (lambda: gazetteers.courts()["CJEU"].country, "LU"),
    (lambda: gazetteers.offices()["ceo"].name, "chief executive"),
    (lambda: gazetteers.legal_forms()["Pvt Ltd"].country, "IN"),
    (lambda: {"Siobhán", "Siobhan", "Zeynep"} <= gazetteers.given_names(), True),
])
def test_look_ups(found, expected) -> None:
    assert found() == expected


def test_tables_are_read_once_and_cannot_be_changed() -> None:
    assert gazetteers.vendors() is gazetteers.vendors()
    with pytest.raises(TypeError):
        gazetteers.vendors()["Acme"] = None        # type: ignore[index]


def test_a_missing_or_altered_table_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteers, "FOLDER", tmp_path)
    with pytest.raises(WatchdocketError, match="git checkout"):
        gazetteers.read_rows("vendors", gazetteers.Vendor)
    (tmp_path / "vendors.tsv").write_text("# own\nname\tcountry\nAcme\tUS\n", encoding="utf-8")
    with pytest.raises(WatchdocketError, match="must be name, aliases, country, common"):
        gazetteers.read_rows("vendors", gazetteers.Vendor)

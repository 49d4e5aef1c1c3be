"""Word files are valid by Microsoft's own validator: every house, both examples, pictures and native charts."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import HOUSES, ROOT, Project
from docx import Document
from lxml import etree
from openpyxl import load_workbook

from report_builder import pipeline
from report_builder.model import Narrative

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
VERSIONS = ("Office2016", "Microsoft365")


@pytest.mark.parametrize("charts", ["pictures", "native"])
@pytest.mark.parametrize("house", HOUSES)
@pytest.mark.parametrize("name", ["leicestershire", "london"])
def test_every_report_is_valid(
    example: Callable[..., Path],
    validator: Callable[[Path, str], list[str]],
    name: str,
    house: str,
    charts: str,
) -> None:
    built = pipeline.build(example(name, house, charts=charts))
    assert [error for version in VERSIONS for error in validator(built.document, version)] == []


# ------------------------------------------------------------------------- native charts


@pytest.fixture(scope="session")
def native(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Narrative]:
    """A report with Word's own charts: a gap, a break, figures of two kinds of caution, a target."""
    project = Project(tmp_path_factory.mktemp("native") / "project")
    project.define(
        indicators="""
| id       | priority | name       | better | target | charts | comparator set |
| burglary | crime    | burglaries | lower  | 130    | trend; peers | region |
""",
        areas="""
| name    | kind       | comparator set | population 2015 |
| Ashby   | subject    | region | 3000 |
| Bourne  | comparator | region | 1000 |
| Corby   | comparator | region | 2000 |
""",
        notes="""
| indicator | period     | status       | note |
| burglary  | Q3 2015/16 | provisional  | late records |
| burglary  | Q1 2016/17 | series break | a new system |
""",
    )
    project.returns(
        "| Burglaries | Q2 2015/16 | Q3 2015/16 | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n"
        "| Ashby | 150 | 142 | 140 | 117 | 123 |\n| Bourne | 70 | 72 | 60 | 57 | 63 |\n| Corby | 80 | 70 | 77 | 60 | 60 |"
    )
    house = project.home / "templates" / "editable"
    house.mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "committee" / "report.docx", house)
    (house / "house.toml").write_text('charts = "native"\n')
    built = pipeline.build(project.setting("house", "editable").home)
    assert built.attention == tuple(each for each in built.attention if each.code != "not-accessible")
    return built.document.read_bytes(), built.narrative


def parts(document: bytes, folder: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith(folder)}


def test_a_native_chart_shows_the_figures_of_its_picture(native: tuple[bytes, Narrative]) -> None:
    document, told = native
    charts = [etree.fromstring(each) for each in parts(document, "word/charts/chart").values()]
    planned = [each for each in told.pictures() if each.kind in ("trend", "peers")]
    assert len(charts) == len(planned) > 0
    for chart, picture in zip(charts, planned, strict=True):
        own = chart.find(f".//{C}ser")
        values = [float(each.text or "nan") for each in own.findall(f"{C}val//{C}v")]
        assert values == [point.value for point in picture.points if point.value is not None]
        assert chart.find(f".//{C}legend") is None


def test_the_sheet_inside_holds_what_the_chart_refers_to(native: tuple[bytes, Narrative]) -> None:
    document, _ = native
    books = list(parts(document, "word/embeddings/").values())
    charts = [etree.fromstring(each) for each in parts(document, "word/charts/chart").values()]
    for book, chart in zip(books, charts, strict=True):
        sheet = load_workbook(io.BytesIO(book))["Figures"]
        for series in chart.iter(f"{C}ser"):
            cells = (series.findtext(f"{C}val//{C}f") or "").partition("!")[2].replace("$", "")
            seen = [None if (v := row[0].value) is None else float(v) for row in sheet[cells]]
            cached = {
                int(p.get("idx", "0")): float(p.findtext(f"{C}v") or "nan")
                for p in series.findall(f"{C}val//{C}pt")
            }
            assert {i: v for i, v in enumerate(seen) if v is not None} == cached


def test_what_a_native_chart_cannot_say_stands_above_it(native: tuple[bytes, Narrative]) -> None:
    document, _ = native
    said = [
        each.text for each in Document(io.BytesIO(document)).paragraphs if "Number per quarter" in each.text
    ]
    assert any("Diamonds: provisional" in each for each in said)
    assert any("The line parts where the series breaks" in each for each in said)


def test_the_sheet_inside_does_not_tell_the_time(native: tuple[bytes, Narrative]) -> None:
    document, _ = native
    for book in parts(document, "word/embeddings/").values():
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            assert b"1980-01-01" in archive.read("docProps/core.xml")

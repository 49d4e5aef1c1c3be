"""Every fault of the catalogue is met here: what a person did, and the place and sentence that answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import INDICATORS, PRIORITIES, REPORT, ROOT, Project, save
from docx import Document
from openpyxl import load_workbook
from openpyxl.comments import Comment

from report_builder import narrative, pipeline
from report_builder.problems import CATALOGUE, Faults, Problem, fatal, problem

AREAS = "| name | kind |\n| Ashby | subject |\n| Northam | district |"
RETURN = "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | {} | 123 |\n| Robberies | 59 | 55 |"
FORM = "| Indicator | Area | Period | Value | Status | Note |\n| Burglaries | Ashby | Q2 2016/17 | 123 | {} | {} |"
RATE = "| id | priority | name | kind | unit | per |\n| fte | crime | first time entrants | rate | population | 100000 |"
SOURCE = "| indicator | workbook | layout | row filter |\n| burglary | {} | areas down | {} |"
Trigger = Callable[[Project], object]


def house(project: Project, **files: str) -> Path:
    folder = project.home / "templates" / "committee"
    shutil.copytree(ROOT / "templates/committee", folder)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text)
    return folder


def template(project: Project, text: str) -> None:
    folder = house(project)
    document = Document(str(folder / "report.docx"))
    document.add_paragraph(text)
    document.save(str(folder / "report.docx"))


def without(project: Project, text: str) -> None:
    path = house(project) / "report.docx"
    document = Document(str(path))
    for paragraph in document.paragraphs:
        if paragraph.text == text:
            paragraph.runs[0].text = "Fixed"
    document.save(str(path))


def lines(*rows: str) -> str:
    return "\n".join(rows)


def put(project: Project, name: str, content: bytes) -> None:
    (project.inputs / name).write_bytes(content)


def part(project: Project, old: bytes, new: bytes) -> None:
    """Write something else into the sheet of the return, as a program with a fault would."""
    path = project.inputs / "police.xlsx"
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(old, new) if "sheet1" in name else content)


def hide_the_sheet(project: Project) -> None:
    book = load_workbook(project.inputs / "police.xlsx")
    book.create_sheet("Read me")["A1"] = "The figures are on the other sheet."
    book["Sheet1"].sheet_state = "hidden"
    book.save(project.inputs / "police.xlsx")


def hide_a_row(project: Project) -> None:
    book = load_workbook(project.inputs / "police.xlsx")
    book["Sheet1"].row_dimensions[5].hidden = True
    book.save(project.inputs / "police.xlsx")


def comment_on_a_cell(project: Project) -> None:
    book = load_workbook(project.inputs / "police.xlsx")
    book["Sheet1"]["D4"].comment = Comment("Two reports are still to come.", "Analyst")
    book.save(project.inputs / "police.xlsx")


def districts(project: Project, whole: int) -> None:
    project.define(areas=AREAS + "\n| Southam | district |")
    save(
        project.inputs / "police.xlsx",
        {"Burglary": f"| District | Q2 2016/17 |\n| Ashby | {whole} |\n| Northam | 43 |\n| Southam | 60 |"},
    )


def extract(project: Project, *last: str, layout: str = "line level", headings: str = "Group,Date") -> None:
    """One row an offence, every other day, and the dates of the last ones."""
    dates = [f"{day:02d}/{month:02d}/2016" for month in (7, 8) for day in range(1, 31, 2)]
    more = ",2" * (headings.count(",") - 1)
    rows = "".join(f"BURGLARY,{day}{more if day in dates else ''}\n" for day in [*dates, *last])
    (project.inputs / "police.xlsx").unlink()
    (project.inputs / "crimes.csv").write_text(f"{headings}\n{rows}")
    project.define(sources=SOURCE.format("crimes.csv", "Group = BURGLARY").replace("areas down", layout))


def formula_in_priorities(project: Project) -> None:
    book = load_workbook(project.inputs / "report.xlsx")
    book["priorities"]["B2"] = '="Less crime"'
    book.save(project.inputs / "report.xlsx")


def published(project: Project) -> None:
    pipeline.publish(pipeline.proof(project.home))


def record(project: Project, name: str) -> None:
    (project.inputs / "published").mkdir()
    put(project, f"published/{name}", b"nonsense")


def changed(project: Project) -> None:
    published(project)
    part(project, b"<v>123</v>", b"<v>132</v>")


def renamed(p: Project) -> None:
    pipeline.publish(pipeline.proof(p.home))
    p.define(indicators=INDICATORS.replace("| burglary |", "| dwelling |", 1))


def gone(project: Project) -> None:
    project.returns(
        "| Measure | Q1 2015/16 | Q2 2015/16 | Q3 2015/16 | Q1 2014/15 |\n| Robberies | 1 | 2 | 3 | 4 |",
        file="a.xlsx",
    )
    published(project)
    (project.inputs / "a.xlsx").unlink()


TRIGGERS: dict[str, tuple[Trigger, str, str]] = {
    "no-home": (lambda p: shutil.rmtree(p.inputs), "project", "no “inputs” folder"),
    "no-definition": (lambda p: (p.inputs / "report.xlsx").unlink(), "inputs", "report.xlsx"),
    "no-returns": (lambda p: (p.inputs / "police.xlsx").unlink(), "inputs", "no return"),
    "file-unreadable": (lambda p: put(p, "police.xlsx", b"\0\1\2\3 nonsense"), "police.xlsx", "damaged"),
    "file-truncated": (
        lambda p: put(p, "police.xlsx", (p.inputs / "police.xlsx").read_bytes()[:-500]), "police.xlsx", "cut short"
    ),
    "file-renamed": (lambda p: put(p, "police.xlsx", b"Measure,Q1\n"), "police.xlsx", "is plain text"),
    "file-too-large": (lambda p: put(p, "police.csv", b"," * 20_000), "police.csv", "20,001 columns"),
    "file-quote-open": (lambda p: put(p, "police.csv", b'a,b\nc,"d\n'), "police.csv", "row 2"),
    "file-not-read": (lambda p: put(p, "notes.docx", b"PK"), "notes.docx", "not read"),
    "file-password": (
        lambda p: put(p, "police.xlsx", (ROOT / "tests/files/password.xlsx").read_bytes()), "police.xlsx", "password"
    ),
    "sheet-unreadable": (lambda p: part(p, b"</sheetData>", b"</sheetDate>"), "police.xlsx, Sheet1", "damaged"),
    "sheet-too-large": (lambda p: part(p, b'r="A1"', b'r="XFD1048576"'), "police.xlsx, Sheet1", "16,384 columns"),
    "formula-broken": (formula_in_priorities, "report.xlsx, priorities, B2", "a formula without its result"),
    "sheet-missing": (lambda p: p.define(indicators="", indicator=INDICATORS), "report.xlsx", "“indicators”"),
    "heading-unknown": (
        lambda p: p.define(priorities="| id | hedding |\n| crime | Less crime |"), "priorities, B1", "“heading”"
    ),
    "heading-twice": (
        lambda p: p.define(priorities="| id | code | heading |\n| crime | x | Less crime |"), "priorities, B1", "left"
    ),
    "setting-unknown": (lambda p: p.setting("bord", "X"), "report, A8", "“board”"),
    "value-missing": (lambda p: p.define(priorities="| id | heading |\n| crime | |"), "priorities, B2", "“heading”"),
    "value-not-allowed": (
        lambda p: p.define(indicators=INDICATORS.replace("| lower ", "| lowr  ", 1)), "indicators, F2", "“lower”"
    ),
    "id-twice": (
        lambda p: p.define(indicators=INDICATORS.replace("| robbery ", "| burglary ", 1)), "indicators, A3", "A2"
    ),
    "name-unknown": (
        lambda p: p.define(indicators=INDICATORS.replace("| crime ", "| crimes ", 1)), "indicators, B2", "“crime”"
    ),
    "no-subject": (
        lambda p: p.define(
            report=REPORT.replace("| subject area  | Ashby ", "| agenda item | 5 "),
            areas=AREAS.replace("subject", "district"),
        ),
        "areas",
        "subject",
    ),
    "recommendation-offered": (
        lambda p: p.define(indicators=lines("| id | priority | name | better | target |", "| burglary | crime | burglaries | lower | 100 |"))
        .returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 60 | 130 |"),
        "", "consider burglary",
    ),
    "recommendation-not-due": (
        lambda p: p.setting("accepted", "consider robbery"), "report, B8", "consider robbery",
    ),
    "nothing-read": (
        lambda p: p.returns("| Car park | Spaces |\n| Market Square | 140 |", file="parking.xlsx"), "parking.xlsx, Sheet1", "Nothing was"
    ),
    "period-unclear": (
        lambda p: p.returns("| Measure | Q1 | Q2 |\n| Burglaries | 117 | 123 |", file="second.xlsx"), "second.xlsx, Sheet1, B1", "no year"
    ),
    "period-assumed": (
        lambda p: p.returns("| Measure | 2015 | | | |\n| | Q1 | Q2 | Q3 | Q4 |\n| Robberies | 61 | 58 | 57 | 60 |", file="second.xlsx"),
        "second.xlsx, Sheet1, B2",
        "calendar quarter",
    ),
    "area-unclear": (
        lambda p: p.define(areas=AREAS).returns(
            "| Performance of Northam and other districts | |\n| Measure | Q2 2016/17 |\n| Burglaries | 43 |", file="second.xlsx"
        ),
        "second.xlsx, Sheet1",
        "“Northam”",
    ),
    "area-not-said": (
        lambda p: save(
            p.inputs / "second.xlsx",
            {
                "By area": "| Area | Measure | Q1 2015/16 |\n| Ashby | Burglaries | 117 |",
                "Online": "| Measure | Q1 2015/16 |\n| Burglaries | 9 |",
            },
        ),
        "second.xlsx, Online",
        "those of Ashby",
    ),
    "sheet-hidden": (hide_the_sheet, "police.xlsx, Sheet1", "hidden"),
    "rows-hidden": (hide_a_row, "police.xlsx, Sheet1", "Row 5 is hidden"),
    "comment": (comment_on_a_cell, "police.xlsx, Sheet1, D4", "“Two reports are still to come.”"),
    "districts-differ": (lambda p: districts(p, 130), "police.xlsx, Burglary, B2", "add up to 103"),
    "area-wider": (
        lambda p: p.returns("| Ashby and Rutland | |\n| Measure | Q1 2014/15 |\n| Burglaries | 40 |", file="second.xlsx"),
        "second.xlsx, Sheet1",
        "“Ashby and Rutland” stands over the figures, which were read as those of Ashby",
    ),
    "rate-base-differs": (
        lambda p: p.define(indicators=RATE).returns(
            "| Rate per 1,000 population | |\n| Measure | Q2 2016/17 |\n| First time entrants | 1.2 |"
        ),
        "police.xlsx, Sheet1",
        "per 100,000",
    ),
    "comma-unclear": (
        lambda p: put(p.define(indicators=RATE), "police.csv", b"Measure;Q2 2016/17\nFirst time entrants;3,218\n"),
        "police.csv, B2",
        "thousands or decimals",
    ),
    "title-disagrees": (
        lambda p: p.returns("| Recorded crime 2016/17 | | |\n| Measure | 2013-04-01 | 2013-05-01 |\n| Burglaries | 40 | 41 |", file="second.xlsx"),
        "second.xlsx, Sheet1",
        "names 2016/17, and the figures were read for other periods, the newest May 2013",
    ),
    "zero-unsupported": (
        lambda p: p.returns(
            "| Measure | Apr 2016 | May 2016 | Jun 2016 | Q1 2016/17 | Jul 2016 | Aug 2016 | Sep 2016 | Q2 2016/17 |\n"
            "| Burglaries | 40 | 38 | 39 | 117 | | | | 0 |"
        ),
        "police.xlsx, Sheet1, I2",
        "a sum of empty cells",
    ),
    "parts-differ": (
        lambda p: p.returns("| Measure | Jul 2016 | Aug 2016 | Sep 2016 |\n| Burglaries | 40 | 40 | 34 |", file="monthly.xlsx"),
        "police.xlsx, Sheet1, D4",
        "months add up to 114",
    ),
    "tenfold": (
        lambda p: p.returns(
            "| Measure | Q3 2015/16 | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 131 | 142 | 1170 | 123 |"
        ),
        "police.xlsx, Sheet1, D2",
        "ten times",
    ),
    "unchanged-figure": (lambda p: p.returns(RETURN.format(123)), "police.xlsx, Sheet1, C2", "Q1 2016/17 (B2)"),
    "stale-return": (
        lambda p: p.returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 123 |").returns(
            "| Measure | Q4 2015/16 | Q1 2016/17 |\n| Robberies | 59 | 55 |", file="last time.xlsx"
        ),
        "last time.xlsx",
        "Q1 2016/17",
    ),
    "source-no-values": (
        lambda p: extract(p, "25/09/2016,3", layout="", headings="Group,Date,Number of victims"),
        "sources, A2",
        "line level",
    ),
    "rows-are-events": (
        lambda p: p.inputs.joinpath("crimes.csv").write_text(
            "Offence,Borough,Date\n" + "".join(f"Burglary,Ashby,{day:02d}/09/2016\n" for day in range(1, 9))
        ),
        "crimes.csv",
        "“line level”",
    ),
    "rows-counted": (lambda p: extract(p, "25/09/2016", layout=""), "crimes.csv", "counted"),
    "rows-alike": (lambda p: extract(p, "25/09/2016", "25/09/2016"), "crimes.csv, A33", "1 row is"),
    "sum-with-gaps": (
        lambda p: p.define(sources=SOURCE.format("second.xlsx", "Type = Home")).returns(
            "| Type | Area | Q1 2015/16 | Q2 2015/16 |\n| Home | Ashby | 1 | 2 |\n| Home | Ashby | 4 | |", file="second.xlsx"
        ),
        "second.xlsx, Sheet1, D3",
        "1 cell",
    ),
    "scale-named": (
        lambda p: p.returns("| All figures in thousands | | |\n" + RETURN.format(117)), "police.xlsx, Sheet1", "thousands"
    ),
    "figure-aside": (
        lambda p: p.returns("| Forecast | | |\n" + RETURN.format(117), file="second.xlsx"), "second.xlsx, Sheet1", "Forecast"
    ),
    "figure-of-a-part": (
        lambda p: p.returns("| Measure | Sex | Q1 2016/17 |\n| Burglaries | Male | 3 |", file="second.xlsx"),
        "second.xlsx, Sheet1, B2",
        "Male",
    ),
    "figure-withheld": (
        lambda p: p.returns("| Measure | Q1 2014/15 |\n| Burglaries | 12 [c] |", file="second.xlsx"),
        "second.xlsx, Sheet1, B2",
        "12 [c]",
    ),
    "status-not-known": (
        lambda p: p.returns(
            "| Measure | Period | Value | Status |\n| Burglaries | Q1 2014/15 | 12 | p |\n| Burglaries | Q2 2014/15 | 12 | cut |",
            file="second.xlsx",
        ),
        "second.xlsx, Sheet1, D3",
        "cut",
    ),
    "row-parted": (
        lambda p: put(p, "second.csv", b"Measure,Q1 2014/15,Q2 2014/15\nBurglaries,1,234,12\n"), "second.csv, D2", "comma"
    ),
    "file-empty": (lambda p: put(p, "second.xlsx", b""), "second.xlsx", "Ask for it again"),
    "folder-not-read": (
        lambda p: save(p.inputs / "Q2" / "second.xlsx", {"Sheet1": RETURN.format(117)}), "Q2", "move them"
    ),
    "rows-undated": (lambda p: extract(p, "28/09/2016", "not known"), "crimes.csv, B33", "1 row"),
    "extract-ends-early": (lambda p: extract(p, "12/09/2016"), "crimes.csv", "12 September 2016"),
    "indicator-unknown": (
        lambda p: p.returns(RETURN.format(117).replace("Burglaries", "Burglarys")), "police.xlsx, Sheet1, A2", "burglaries"
    ),
    "area-unknown": (
        lambda p: p.define(areas=AREAS).returns(
            "| Area | Q1 2016/17 | Q2 2016/17 |\n| Ashby | 1 | 2 |\n| Nortam | 1 | 2 |", file="a.xlsx", sheet="Robbery"
        ),
        "a.xlsx, Robbery, A3",
        "Northam",
    ),
    "rows-not-used": (
        lambda p: p.returns(RETURN.format(117) + "\n| Weather | 1 | 2 |"), "police.xlsx, Sheet1", "“Weather”"
    ),
    "negative-value": (lambda p: p.returns(RETURN.format(-117)), "police.xlsx, Sheet1, B2", "-117"),
    "whole-number-expected": (lambda p: p.returns(RETURN.format(117.5)), "police.xlsx, Sheet1, B2", "117.5"),
    "percentage-over": (
        lambda p: p.define(
            indicators=lines("| id | priority | name | kind |", "| burglary | crime | burglaries | percentage |")
        ),
        "police.xlsx, Sheet1, B4",
        "142%",
    ),
    "value-twice": (
        lambda p: p.returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 123 |", file="second.xlsx"),
        "second.xlsx, Sheet1, B2",
        "police.xlsx, Sheet1, C4",
    ),
    "source-no-sheet": (
        lambda p: p.define(sources="| indicator | workbook | sheet |\n| burglary | police.xlsx | Sheet9 |"),
        "sources, C2",
        "“Sheet1”",
    ),
    "name-twice": (
        lambda p: p.define(indicators=INDICATORS.replace("robberies", "burglaries")), "indicators, C3", "“burglaries”"
    ),
    "status-unknown": (lambda p: p.returns(FORM.format("guess", "")), "police.xlsx, Sheet1, E2", "provisional"),
    "return-note": (lambda p: p.returns(FORM.format("", "late")), "police.xlsx, Sheet1, F2", "“late”"),
    "form-empty": (lambda p: p.returns(FORM.replace("123", "").format("", ""), file="form.xlsx"), "form.xlsx", "No value"),
    "row-incomplete": (
        lambda p: p.returns(FORM.format("", "").replace("| Ashby ", "| ")), "police.xlsx, Sheet1, D2", "its area"
    ),
    "sheet-empty": (lambda p: p.define(indicators="| id | priority | name |"), "report.xlsx", "“indicators”"),
    "no-folder": (lambda p: shutil.rmtree(p.home), "project", "no such folder"),
    "part-over-whole": (
        lambda p: p.define(
            indicators=lines(
                "| id | priority | name | part of |", "| burglary | crime | burglaries | robbery |", "| robbery | crime | robberies | |"
            )
        ),
        "police.xlsx, Sheet1, D4",
        "(55)",
    ),
    "districts-not-compared": (
        lambda p: p.define(
            areas=AREAS, indicators=lines("| id | priority | name | chart |", "| burglary | crime | burglaries | districts |")
        ),
        "",
        "1 of 1",
    ),
    "style-unreadable": (
        lambda p: (house(p) / "charts.mplstyle").write_text("lines.linewidth: thick"), "charts.mplstyle", "thick"
    ),
    "name-near": (
        lambda p: p.returns("| Measure | Q1 2015/16 | Q2 2015/16 |\n| Burglaryes | 9 | 8 |", file="second.xlsx"),
        "second.xlsx, Sheet1, A2",
        "“burglaries”",
    ),
    "period-not-read": (
        lambda p: p.returns("| Measure | Q1 2015/16 | Q2 2015/16 | Q3 2015/61 |\n| Burglaries | 9 | 8 | 7 |", file="second.xlsx"),
        "second.xlsx, Sheet1, D1",
        "“Q3 2015/61”",
    ),
    "heading-missing": (lambda p: p.define(priorities="| id |\n| crime |"), "report.xlsx, priorities", "“heading”"),
    "number-expected": (lambda p: p.returns(RETURN.format("lots")), "police.xlsx, Sheet1, B2", "“lots”"),
    "percentage-of-percentage": (
        lambda p: p.define(indicators="| id | priority | name | kind |\n| rate | crime | repeat rate | percentage |").returns(
            "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Repeat rate | 28% | 2700% |"
        ),
        "police.xlsx, Sheet1, C2",
        "27 stands in a cell that is formatted as a percentage, and so means 2,700%",
    ),
    "percentage-unclear": (
        lambda p: p.define(
            indicators=lines("| id | priority | name | kind |", "| burglary | crime | burglaries | percentage |")
        ).returns(RETURN.format(0.27).replace("123", "0.3")),
        "police.xlsx, Sheet1, B2",
        "0.27",
    ),
    "duplicate-value": (
        lambda p: p.returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 118 | 123 |", file="second.xlsx"),
        "second.xlsx, Sheet1, B2",
        "police.xlsx, Sheet1, C4",
    ),
    "source-no-file": (lambda p: p.define(sources=SOURCE.format("polise.xlsx", "A = b")), "sources, B2", "police.xlsx"),
    "source-no-column": (
        lambda p: p.define(areas=AREAS, sources=SOURCE.format("police.xlsx", "Measur = Burglaries")),
        "sources, D2",
        "“Measure”",
    ),
    "source-no-rows": (
        lambda p: p.define(areas=AREAS, sources=SOURCE.format("a.csv", "Group = X")).inputs.joinpath("a.csv").write_text(
            "Group,Area,201608,201609\nY,Ashby,1,2\n"
        ),
        "sources, D2",
        "Group = X",
    ),
    "indicator-without-figures": (
        lambda p: p.define(
            indicators=INDICATORS + "| arson | crime | arsons | arson | count | lower | quarter |"
        ),
        "",
        "“arsons”",
    ),
    "other-period-named": (lambda p: p.setting("title", "Performance 2015/16 Q4"), "report.xlsx, report, B7", "Q4 2015/16"),
    "not-filled-in": (lambda p: p.setting("board", "NAME OF THE BOARD"), "report.xlsx, report, B7", "NAME OF THE BOARD"),
    "subject-without-figures": (
        lambda p: p.define(areas=AREAS).returns("| District | Q2 2016/17 |\n| Northam | 43 |", sheet="Burglary", file="police.xlsx"),
        "",
        "in Ashby were found in the returns, only for Northam",
    ),
    "no-data-for-period": (lambda p: p.setting("period", "Q3 2016/17"), "", "Q2 2016/17"),
    "figure-missing": (lambda p: p.returns(RETURN.format(117).replace("123", "TBC")), "police.xlsx, Sheet1, C2", "Q1"),
    "house-missing": (lambda p: p.setting("house", "comittee"), "report.xlsx", "“committee”"),
    "phrases-unreadable": (lambda p: house(p, phrases="[[phrase"), "phrases.toml", "TOML"),
    "phrase-slot-unknown": (lambda p: house(p, phrases='[[phrase]]\nslot = "chang"\nsay = "x"'), "chang 1", "“change”"),
    "phrase-field-unknown": (
        lambda p: house(p, phrases='[[phrase]]\nslot = "change"\nsay = "{latst}"'), "change 1", "“latest”"
    ),
    "phrase-tag-unknown": (
        lambda p: house(p, phrases='[[phrase]]\nslot = "change"\nwhen = { change.way = "dwn" }\nsay = "x"'),
        "change 1",
        "change.way = down",
    ),
    "phrase-digit": (lambda p: house(p, phrases='[[phrase]]\nslot = "change"\nsay = "all 5"'), "change 1", "“5”"),
    "phrase-unreachable": (
        lambda p: house(
            p, phrases='[[phrase]]\nslot = "rank"\nsay = "{latest}"\n[[phrase]]\nslot = "rank"\nsay = "{latest}!"'
        ),
        "rank 2",
        "{latest}!",
    ),
    "rule-unknown": (lambda p: house(p, rules="percent_from_bas = 5"), "rules.toml", "percent_from_base"),
    "restated": (changed, "police.xlsx, Sheet1, D4", "was 123 in the report for Q2 2016/17 and is 132 now"),
    "figures-gone": (gone, "a.xlsx", "“robberies”: 4 figures of the report for Q2 2016/17 are not there now"),
    "published-unknown": (renamed, "report.xlsx", "“burglary” was in the report for Q2 2016/17"),
    "record-unreadable": (lambda p: record(p, "Q1 2016-17.json"), "published/Q1 2016-17.json", "cut short or damaged"),
    "published-stray": (lambda p: record(p, "paper.docx"), "published/paper.docx", "no record"),
    "template-missing": (lambda p: (house(p) / "report.docx").unlink(), "report.docx", "not there"),
    "template-unreadable": (lambda p: (house(p) / "report.docx").write_bytes(b"x"), "report.docx", "Word document"),
    "template-tag-unknown": (lambda p: template(p, "{{ tittle }}"), "report.docx", "title"),
    "template-place-missing": (lambda p: without(p, "{{ group.heading }}"), "report.docx", "“heading” of “dashboard”"),
    "template-broken": (lambda p: template(p, "{%p for paragraph in summary %}"), "report.docx", "cannot be filled"),
}  # fmt: skip
ELSEWHERE = {
    "pdf-older",
    "output-refused",
    "house-file-missing",
    "inputs-locked",
    "file-locked",
    "output-open",
    "record-kept",
    "document-differs",
    "libreoffice-missing",
    "pdf-failed",
    "pdf-differs",
    "word-missing",
    "blank-page-needs-pdf",
    "not-accessible",
    "inputs-there",
    "file-missing",
    "file-name-twice",
    "file-is-definition",
    "nothing-to-draft",
    "blank-filled",
}
"""Faults of the machine, of the output and of a project that is begun: in their own tests."""


@pytest.mark.parametrize("code", TRIGGERS)
def test_a_fault_names_its_place_and_says_what_to_do(project: Project, code: str) -> None:
    trigger, where, says = TRIGGERS[code]
    trigger(project)
    found = [each for each in pipeline.check(project.home) if each.code == code]
    assert found, [each.code for each in pipeline.check(project.home)]
    assert where in found[0].where
    assert says in str(found[0])
    assert found[0].hint.strip() or CATALOGUE[code].hint == "{suggestion}"


@pytest.mark.parametrize("code", TRIGGERS)
def test_a_fault_stops_the_build_and_leaves_the_last_report(project: Project, code: str) -> None:
    good = pipeline.build(project.home).document
    before = good.read_bytes()
    TRIGGERS[code][0](project)
    if CATALOGUE[code].weight != "error":
        pipeline.build(project.home)
        return
    with pytest.raises(Faults) as raised:
        pipeline.build(project.home)
    assert code in {each.code for each in raised.value.problems}
    assert code == "no-folder" or good.read_bytes() == before
    assert not list(project.home.rglob("*.part"))


def test_the_catalogue_is_covered() -> None:
    assert set(TRIGGERS) | ELSEWHERE == set(CATALOGUE)


def test_all_faults_are_told_at_once(project: Project) -> None:
    project.define(
        priorities="| id | hedding |\n| crime | Less crime |",
        indicators=INDICATORS.replace("| lower ", "| lowr  ").replace("| reporting ", "| reprting  "),
    ).setting("bord", "X")
    found = pipeline.check(project.home)
    assert [each.code for each in found].count("value-not-allowed") == 2
    assert {"heading-unknown", "setting-unknown"} <= {each.code for each in found}


def test_faults_of_the_definition_hide_none_of_the_returns_or_the_house(project: Project) -> None:
    project.setting("bord", "X").setting("house", "comittee").returns(
        RETURN.format("lots"), file="second.xlsx"
    )
    project.define(priorities=PRIORITIES + "| crime | Again |")
    codes = {each.code for each in pipeline.check(project.home)}
    assert {"setting-unknown", "id-twice", "house-missing", "number-expected"} <= codes


def test_a_build_tells_the_faults_of_the_template_with_those_of_the_returns(project: Project) -> None:
    template(project, "{{ tittle }}")
    project.returns(RETURN.format("lots"))
    with pytest.raises(Faults) as raised:
        pipeline.build(project.home)
    assert {"number-expected", "template-tag-unknown"} <= {each.code for each in raised.value.problems}


def test_an_empty_formula_or_an_error_is_named_and_not_taken_for_an_empty_cell(project: Project) -> None:
    path = project.inputs / "police.xlsx"
    book = load_workbook(path)
    book.worksheets[0]["C4"], book.worksheets[0]["C5"] = "=1+1", "#REF!"
    book.worksheets[0]["C5"].data_type = "e"
    book.save(path)
    found = fatal(pipeline.check(project.home))
    assert [(each.code, each.where) for each in found] == [
        ("number-expected", "police.xlsx, Sheet1, C4"),
        ("number-expected", "police.xlsx, Sheet1, C5"),
    ]
    assert "a formula without its result" in found[0].what


def test_a_misspelt_name_is_found_though_its_denominator_has_figures(project: Project) -> None:
    project.define(
        indicators="""
        | id       | priority | name        | kind       | denominator |
        |----------|----------|-------------|------------|-------------|
        | repeat   | crime    | repeat rate | percentage | cases       |
        | burglary | crime    | burglaries  | count      |             |
        """
    ).returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Repaet rate | 28 | 30 |\n| Cases | 100 | 100 |\n| Burglaries | 1 | 2 |"
    )
    found = [each for each in pipeline.check(project.home) if each.code == "indicator-unknown"]
    assert found
    assert "“repeat rate”" in str(found[0])


def test_faults_of_several_returns_are_told_at_once_and_the_rest_is_read(project: Project) -> None:
    (project.inputs / "broken.xlsx").write_bytes(b"x")
    project.returns(RETURN.format("lots"), file="second.xlsx")
    codes = [each.code for each in fatal(pipeline.check(project.home))]
    assert codes == ["file-renamed", "number-expected"]


def test_a_locked_folder_is_said_to_be_locked(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert [each.code for each in pipeline.check(project.home)] == ["inputs-locked"]


def test_a_file_that_may_not_be_opened_is_said_to_be_locked(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    real = Path.read_bytes
    monkeypatch.setattr(
        Path, "read_bytes", lambda path: refuse(path) if "police" in path.name else real(path)
    )
    found = pipeline.check(project.home)
    assert next((each.code, each.where) for each in found) == ("file-locked", "police.xlsx")


@pytest.mark.parametrize("lock", ["~$rformance 2016-17 Q2.docx", ".~lock.Performance 2016-17 Q2.docx#"])
def test_a_report_open_in_word_is_said_so_and_nothing_is_written(project: Project, lock: str) -> None:
    built = pipeline.build(project.home)
    before = {path: path.read_bytes() for path in built.written}
    (built.document.parent / lock).write_text("someone")
    project.returns(RETURN.format(99))
    with pytest.raises(Faults) as raised:
        pipeline.build(project.home)
    assert [(each.code, each.where) for each in raised.value.problems] == [
        ("output-open", built.document.name)
    ]
    assert {path: path.read_bytes() for path in built.written} == before


def test_a_place_that_cannot_be_written_to_is_said_to_be_so(project: Project) -> None:
    (project.home / "build").write_text("a file in the way")
    with pytest.raises(Faults) as raised:
        pipeline.build(project.home)
    assert [each.code for each in raised.value.problems] == ["output-refused"]


def test_a_house_without_a_file_is_told_which(project: Project) -> None:
    from report_builder import pictures

    with pytest.raises(Faults) as raised:
        narrative.load([project.home / "phrases.toml"])
    found = [*raised.value.problems, *pictures.lint(project.home / "charts.mplstyle")]
    assert [each.code for each in found] == ["house-file-missing"] * 2


def test_a_doubt_is_not_a_fault() -> None:
    doubt: Problem = problem("rows-not-used", "x", count="1 name is", names="“y”")
    assert fatal([doubt]) == ()


def test_the_smallest_project_has_no_faults(project: Project) -> None:
    assert pipeline.check(project.home) == ()
    assert save(project.home / "x.xlsx", {"a": PRIORITIES}).exists()

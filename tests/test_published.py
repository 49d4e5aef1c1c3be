"""What goes out is recorded, and later figures are held against the record."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import INDICATORS, ROOT, Project
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from test_cli import run

from report_builder import pipeline, published
from report_builder.model import Cell, Figure, Published, Settings, Status
from report_builder.periods import Period, Span, parse
from report_builder.problems import Faults

EARLIER = """
| Measure    | Q4 2015/16 | Q1 2016/17 |
| Burglaries | 142        | 117        |
| Robberies  | 59         | 59         |
"""
LATER = """
| Measure    | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |
| Burglaries | 142        | 119        | 123        |
| Robberies  | 59         | n/a        | 55         |
"""


def publish(project: Project, period: str = "") -> Published:
    return pipeline.publish(pipeline.proof(project.home, period=parse(period) if period else None))


def record(project: Project, period: str = "Q1 2016-17") -> Path:
    return project.inputs / "published" / f"{period}.json"


def told(project: Project) -> list[str]:
    """What a later build says has changed."""
    codes = ("restated", "figures-gone", "record-unreadable", "published-stray")
    return [f"{each.where}: {each.what}" for each in pipeline.check(project.home) if each.code in codes]


def bytes_of(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(project: Project, cell: str, value: object) -> None:
    book = load_workbook(project.inputs / "police.xlsx")
    book.worksheets[0][cell] = value
    book.save(project.inputs / "police.xlsx")


# -------------------------------------------------------------------------------- recording


def test_publishing_records_every_figure_up_to_the_period_with_its_cell(project: Project) -> None:
    project.returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 123 |\n| Robberies | n/a | 55 |"
    )
    publish(project, "Q1 2016/17")
    assert record(project).read_text(encoding="utf-8") == (
        """{"editions": [
 {
  "title": "Performance 2016/17 Q2",
  "board": "Ashby Safety Board",
  "meeting date": "2016-12-08",
  "period": "Q1 2016/17",
  "figures": [
   {"indicator": "burglary", "area": "Ashby", "period": "Q1 2016/17", "value": 117, "status": "final", "workbook": "police.xlsx", "sheet": "Sheet1", "cell": "B2"},
   {"indicator": "robbery", "area": "Ashby", "period": "Q1 2016/17", "mark": "x", "status": "final", "workbook": "police.xlsx", "sheet": "Sheet1", "cell": "B3"}
  ]
 }
]}
"""
    )


def test_the_published_copy_has_no_evidence_beside_it(project: Project) -> None:
    done = publish(project)
    assert [path.name for path in (project.home / "build").iterdir()] == ["Performance 2016-17 Q2.docx"]
    built = pipeline.build(project.home)
    assert built.document.read_bytes() == done.built.document.read_bytes()


def test_a_build_records_nothing_and_leaves_the_inputs_as_they_were(project: Project) -> None:
    publish(project, "Q1 2016/17")
    before = bytes_of(project.inputs)
    put(project, "C4", 119)
    changed = bytes_of(project.inputs)
    pipeline.build(project.home)
    assert bytes_of(project.inputs) == changed
    assert changed.keys() == before.keys()


def test_a_suppressed_value_is_never_written(project: Project) -> None:
    project.define(
        indicators="""
        | id       | priority | name        | kind       | numerator | denominator | suppress below |
        | burglary | crime    | burglaries  | count      |           |             | 5              |
        | repeat   | crime    | repeat rate | percentage | repeats   | cases       | 5              |
        """
    ).returns(
        """
        | Measure     | Q1 2016/17 | Q2 2016/17 |
        | Burglaries  | 3          | 1234       |
        | Repeats     | 4          | 567        |
        | Cases       | 71         | 8901       |
        | Repeat rate | 5.63       | 6.37       |
        """
    )
    publish(project)
    written = record(project, "Q2 2016-17").read_text()
    figures = json.loads(written)["editions"][0]["figures"]
    hidden = [each for each in figures if each["period"] == "Q1 2016/17"]
    assert [(each["indicator"], each.get("part"), each["mark"]) for each in hidden] == [
        ("burglary", None, "c"),
        ("repeat", "denominator", "c"),
        ("repeat", "numerator", "c"),
        ("repeat", None, "c"),
    ]
    assert not any("value" in each for each in hidden)
    assert [each["value"] for each in figures if each["period"] == "Q2 2016/17"] == [1234, 8901, 567, 6.37]


def test_publishing_the_same_again_leaves_the_record_byte_for_byte(project: Project) -> None:
    publish(project)
    before = record(project, "Q2 2016-17").read_bytes()
    done = publish(project)
    assert not done.is_new
    assert record(project, "Q2 2016-17").read_bytes() == before


def test_a_corrected_report_is_a_new_edition_and_the_earlier_one_is_kept(project: Project) -> None:
    publish(project)
    first = json.loads(record(project, "Q2 2016-17").read_text())["editions"]
    put(project, "D4", 132)
    ready = pipeline.proof(project.home)
    assert ready.differences == (
        "“burglaries”, Ashby, Q2 2016/17 was 123 and is 132 now (police.xlsx, Sheet1, D4).",
    )
    assert record(project, "Q2 2016-17").read_text().count("132") == 0
    assert pipeline.publish(ready).edition == 2
    editions = json.loads(record(project, "Q2 2016-17").read_text())["editions"]
    assert editions[:1] == first
    assert len(editions) == 2
    assert told(project) == []


def test_what_differs_is_said_of_settings_gaps_and_places_too(project: Project) -> None:
    publish(project)
    project.setting("meeting date", "2016-12-15").returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 123 |\n| Robberies | 59 | n/a |",
        file="police.xlsx",
    )
    assert pipeline.proof(project.home).differences == (
        "The meeting date was “8 December 2016” and is “15 December 2016” now.",
        "“robberies”, Ashby, Q2 2016/17 was 55 and is not available now (police.xlsx, Sheet1, C3).",
        "“burglaries”, Ashby, Q4 2015/16 is not there now: 142 (police.xlsx, Sheet1, B4).",
        "“robberies”, Ashby, Q4 2015/16 is not there now: 59 (police.xlsx, Sheet1, B5).",
    )


def test_figures_that_only_moved_are_said_to_be_the_same(project: Project) -> None:
    publish(project)
    (project.inputs / "police.xlsx").rename(project.inputs / "police Q2.xlsx")
    assert pipeline.proof(project.home).differences == (
        "The figures are the same; some stand in other cells, or have another data status.",
    )
    assert told(project) == []


def test_a_report_open_in_word_is_not_recorded(project: Project) -> None:
    document = pipeline.build(project.home).document
    (document.parent / f"~${document.name[2:]}").write_text("someone")
    with pytest.raises(Faults):
        publish(project)
    assert not record(project, "Q2 2016-17").exists()
    assert not list(project.home.rglob("*.part"))


# --------------------------------------------------------------------------------- watching


def test_a_later_report_says_what_has_changed_from_what_to_what_in_which_cell(project: Project) -> None:
    publish(project.returns(EARLIER), "Q1 2016/17")
    project.returns(LATER)
    assert told(project) == [
        (
            "police.xlsx, Sheet1, C2: “burglaries”, Ashby, Q1 2016/17 was 117 in the report for Q1 2016/17 "
            "and is 119 now."
        ),
        (
            "police.xlsx, Sheet1, C3: “robberies”, Ashby, Q1 2016/17 was 59 in the report for Q1 2016/17 "
            "and is not available now."
        ),
    ]
    assert "restated" in {each.code for each in pipeline.build(project.home).attention}


def test_a_figure_that_is_gone_is_told_at_the_cell_where_it_stood(project: Project) -> None:
    publish(project.returns(EARLIER), "Q1 2016/17")
    project.returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 123 |\n| Robberies | 59 | 55 |"
    )
    assert told(project) == [
        f"police.xlsx, Sheet1, {cell}: “{name}”, Ashby, Q4 2015/16 was {value} in the report for Q1 2016/17 "
        "and is not there now."
        for cell, name, value in (("B2", "burglaries", 142), ("B3", "robberies", 59))
    ]


def test_figures_that_went_together_are_told_together(project: Project) -> None:
    quarters = [f"Q{n} {year}" for year in ("2014/15", "2015/16") for n in (1, 2, 3, 4)]
    rows = f"| Measure | {' | '.join(quarters)} |\n| Robberies | {' | '.join(map(str, range(10, 18)))} |"
    project.returns(rows, file="history.xlsx")
    project.returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 123 |\n| Robberies | 59 | 55 |"
    )
    publish(project, "Q1 2016/17")
    (project.inputs / "history.xlsx").unlink()
    assert told(project) == [
        "history.xlsx: “robberies”: 8 figures of the report for Q1 2016/17 are not there now."
    ]


def test_nothing_is_said_to_be_gone_while_a_file_cannot_be_read(project: Project) -> None:
    publish(project, "Q1 2016/17")
    (project.inputs / "police.xlsx").write_bytes(b"\0\1\2")
    assert told(project) == []


def test_a_gap_that_is_filled_in_is_no_restatement(project: Project) -> None:
    publish(project.returns(EARLIER.replace("59 ", "TBC", 1)), "Q1 2016/17")
    project.returns(EARLIER)
    assert told(project) == []


def test_a_number_that_was_suppressed_is_told_when_it_is_shown(project: Project) -> None:
    publish(project.returns(EARLIER.replace("142", "*  ")), "Q1 2016/17")
    project.returns(EARLIER)
    assert [each.split(": ")[1] for each in told(project)] == [
        "“burglaries”, Ashby, Q4 2015/16 was suppressed in the report for Q1 2016/17 and is 142 now."
    ]


def test_a_provisional_figure_is_said_to_have_been_so(project: Project) -> None:
    publish(project.returns(EARLIER.replace("117", "117 (p)")), "Q1 2016/17")
    project.returns(EARLIER.replace("117", "119"))
    assert [each.split(" was ")[1] for each in told(project)] == [
        "117 (provisional) in the report for Q1 2016/17 and is 119 now."
    ]


def test_a_difference_that_no_cell_can_show_is_none(project: Project) -> None:
    project.define(indicators=INDICATORS.replace("| count ", "| mean  "))
    publish(project.returns(EARLIER.replace("117", "0.3")), "Q1 2016/17")
    put(project, "C2", 0.1 + 0.2)
    assert told(project) == []
    put(project, "C2", 0.30000001)
    assert len(told(project)) == 1


def test_months_that_are_added_to_a_quarter_are_compared_and_the_sum_is_not(project: Project) -> None:
    months = (
        "| Measure | Apr-16 | May-16 | Jun-16 |\n| Burglaries | {} | 40 | 40 |\n| Robberies | 20 | 20 | 20 |"
    )
    publish(project.returns(months.format(37)), "Q1 2016/17")
    project.returns(months.format(39))
    assert [each.split(" in the ")[0] for each in told(project)] == [
        "police.xlsx, Sheet1, B2: “burglaries”, Ashby, April 2016 was 37"
    ]


def test_a_numerator_is_compared_where_the_percentage_is_worked_out(project: Project) -> None:
    project.define(
        indicators="""
        | id     | priority | name        | kind       | numerator | denominator |
        | repeat | crime    | repeat rate | percentage | repeats   | cases       |
        """
    )
    rows = "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Repeats | {} | 40 |\n| Cases | 100 | 110 |"
    publish(project.returns(rows.format(30)), "Q1 2016/17")
    project.returns(rows.format(31))
    assert told(project) == [
        (
            "police.xlsx, Sheet1, B2: The numerator of “repeat rate”, Ashby, Q1 2016/17 was 30 in the report for "
            "Q1 2016/17 and is 31 now."
        )
    ]


def test_twelve_months_that_end_alike_are_one_be_they_rolling_or_a_year(project: Project) -> None:
    project.define(
        indicators=INDICATORS.replace("| frequency |", "| frequency | basis |").replace(
            "quarter   |", "quarter | rolling |"
        )
    )
    rows = "| Measure | {} | 12 months to June 2016 |\n| Burglaries | {} | 500 |\n| Robberies | 200 | 210 |"
    publish(project.returns(rows.format("2015/16", 480)), "Q1 2016/17")
    project.returns(rows.format("12 months to March 2016", 480))
    assert told(project) == []
    project.returns(rows.format("Q4 2015/16", 481))
    assert [each.split(": ")[1] for each in told(project)] == [
        "“burglaries”, Ashby, 12 months to March 2016 was 480 in the report for Q1 2016/17 and is 481 now."
    ]


def test_the_newest_record_that_has_a_figure_decides(project: Project) -> None:
    publish(project.returns(EARLIER), "Q1 2016/17")
    publish(project.returns(LATER), "Q2 2016/17")
    assert told(project) == []
    put(project, "C2", 117)
    assert [each.split(" was ")[1] for each in told(project)] == [
        "119 in the report for Q2 2016/17 and is 117 now."
    ]


def test_what_a_later_report_went_out_without_is_known_to_be_gone(project: Project) -> None:
    publish(project.returns(EARLIER), "Q1 2016/17")
    shorter = "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 123 |\n| Robberies | 59 | 55 |"
    publish(project.returns(shorter), "Q2 2016/17")
    assert told(project) == []
    project.returns(EARLIER.replace("142", "143"))
    assert "Q4 2015/16 was 142 in the report for Q1 2016/17 and is 143 now." in "\n".join(told(project))


def test_records_of_later_periods_are_not_compared(project: Project) -> None:
    publish(project)
    put(project, "B4", 143)
    project.setting("period", "Q1 2016/17")
    assert told(project) == []


def test_what_is_no_longer_in_the_definition_is_passed_over(project: Project) -> None:
    publish(project, "Q1 2016/17")
    project.define(indicators="\n".join(INDICATORS.strip().splitlines()[:3]))
    put(project, "C5", 1)
    assert told(project) == []


def test_the_example_published_for_one_quarter_says_nothing_of_it_in_the_next(tmp_path: Path) -> None:
    home = tmp_path / "example"
    shutil.copytree(ROOT / "inputs", home / "inputs")
    pipeline.publish(pipeline.proof(home, period=parse("Q1 2016/17")))
    found = pipeline.build(home).attention
    assert [each.code for each in found if each.code in ("restated", "figures-gone")] == []
    figures = json.loads((home / "inputs/published/Q1 2016-17.json").read_text())["editions"][0]["figures"]
    assert len(figures) > 300
    assert len({each["indicator"] for each in figures}) == 14
    again = pipeline.proof(home, period=parse("Q1 2016/17"))
    assert not again.is_new


# ---------------------------------------------------------------------------------- reading

SOUND = b"""{"editions": [{"title": "T", "board": "B", "meeting date": "2016-09-01", "period": "Q1 2016/17",
 "figures": [{"indicator": "burglary", "area": "Ashby", "period": "Q1 2016/17", "value": 117,
 "status": "final", "workbook": "w", "sheet": "s", "cell": "A1"}]}]}"""
BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "it is cut short or damaged"),
    "truncated": (SOUND[:-40], "it is cut short or damaged"),
    "not UTF-8": (SOUND.replace(b'"T"', b'"\xe9"'), "it is not a text in UTF-8"),
    "UTF-16": (SOUND.decode().encode("utf-16"), "it is not a text in UTF-8"),
    "binary": (bytes(range(128)) * 9, "it is cut short or damaged"),
    "a list": (b"[]", "it was not written by “publish”"),
    "a number": (b"1", "it was not written by “publish”"),
    "other JSON": (b'{"name": "x", "version": 1}', "it was not written by “publish”"),
    "no editions": (b'{"editions": []}', "it was not written by “publish”"),
    "a text for a value": (SOUND.replace(b"117", b'"117"'), "it was not written by “publish”"),
    "no number": (SOUND.replace(b"117", b"NaN"), "it was not written by “publish”"),
    "no such number": (SOUND.replace(b"117", b"1e999"), "it was not written by “publish”"),
    "another field": (SOUND.replace(b'"board"', b'"bord"'), "it was not written by “publish”"),
    "no such period": (SOUND.replace(b"Q1", b"Q9"), "it was not written by “publish”"),
    "no such status": (SOUND.replace(b"final", b"fine"), "it was not written by “publish”"),
    "no such day": (SOUND.replace(b"09-01", b"09-31"), "it was not written by “publish”"),
    "nested": (b'{"editions":' + b"[" * 100_000, "it is cut short or damaged"),
    "another period": (SOUND.replace(b"Q1", b"Q2"), "it holds what belongs into “Q2 2016-17.json”"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_record_that_cannot_be_read_is_one_doubt(project: Project, kind: str) -> None:
    content, why = BROKEN[kind]
    record(project).parent.mkdir()
    record(project).write_bytes(content)
    assert told(project) == [
        f"published/Q1 2016-17.json: This record of a report that went out was not read: {why}."
    ]


def test_a_sound_record_is_read_though_an_editor_marked_it(project: Project) -> None:
    record(project).parent.mkdir()
    record(project).write_bytes(b"\xef\xbb\xbf" + SOUND.replace(b"\n", b"\r\n"))
    assert told(project) == []
    record(project).write_bytes(SOUND.replace(b"117", b"118"))
    assert len(told(project)) == 1


def test_other_things_in_the_folder_are_told_and_passed_over(project: Project) -> None:
    folder = record(project).parent
    (folder / "Q3 2016-17.json").mkdir(parents=True)
    (folder / "paper.docx").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "Q1 2016-17 - Copy.json").write_bytes(SOUND)
    assert told(project) == [
        (
            "published/Q1 2016-17 - Copy.json: This record of a report that went out was not read: it holds what "
            "belongs into “Q1 2016-17.json”."
        ),
        "published/Q3 2016-17.json: This record of a report that went out was not read: it is a folder.",
        "published/paper.docx: The file is no record of a report that went out, and was passed over.",
    ]
    assert pipeline.build(project.home).document.exists()


def test_a_file_in_place_of_the_folder_is_told(project: Project) -> None:
    (project.inputs / "published").write_text("x")
    assert len(told(project)) == 1
    with pytest.raises(Faults) as raised:
        publish(project)
    assert [each.code for each in raised.value.problems] == ["record-kept", "record-unreadable"]


@pytest.mark.parametrize("kind", ["truncated", "other JSON", "another period"])
def test_a_record_that_cannot_be_read_is_not_replaced(project: Project, kind: str) -> None:
    record(project).parent.mkdir()
    record(project).write_bytes(BROKEN[kind][0])
    with pytest.raises(Faults) as raised:
        publish(project, "Q1 2016/17")
    assert [each.code for each in raised.value.problems] == ["record-kept", "record-unreadable"]
    assert record(project).read_bytes() == BROKEN[kind][0]
    assert not (project.home / "build").exists()
    assert publish(project, "Q2 2016/17").is_new


PERIODS = st.builds(
    Period, st.integers(2000 * 12, 2040 * 12), st.sampled_from([1, 2, 3, 6, 9, 12, 24]), st.sampled_from(Span)
)
TEXTS = st.text(max_size=8)
FIGURES = st.builds(
    Figure,
    indicator=TEXTS,
    area=TEXTS,
    period=PERIODS,
    part=st.sampled_from(["value", "numerator", "denominator"]),
    value=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    mark=st.just(""),
    status=st.sampled_from(Status),
    cell=st.builds(Cell, TEXTS, TEXTS, TEXTS),
)


@given(figures=st.lists(FIGURES, max_size=6))
def test_any_edition_is_read_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, figures: list[Figure]
) -> None:
    inputs = tmp_path_factory.mktemp("inputs")
    (inputs / "published").mkdir()
    settings = _settings()
    edition = published.edition_of(settings, figures)
    content = published.as_json([edition])
    (inputs / "published" / published.name_of(edition.period)).write_bytes(content)
    records, unread = published.records_in(inputs)
    assert unread == ()
    assert [each.editions for each in records] == [(edition,)]
    assert published.as_json(records[0].editions) == content
    assert len(edition.figures) == sum(each.period.last <= settings.period.last for each in figures)


def _settings() -> Settings:
    return Settings.model_validate(
        {"board": "B", "title": "“T” \\ \n", "meeting_date": "2016-12-08", "period": parse("Q2 2016/17")}
    )


# ------------------------------------------------------------------------ as a person types it


def test_publish_says_what_to_send_and_what_was_recorded(project: Project) -> None:
    done = run("publish", cwd=project.home)
    assert done.stdout.replace("\\", "/").splitlines() == [
        "Wrote build/Performance 2016-17 Q2.docx",
        "Wrote 4 pictures into charts",
        "Recorded 6 figures for Q2 2016/17 in inputs/published/Q2 2016-17.json",
        "",
        "Send: build/Performance 2016-17 Q2.docx",
    ]
    assert done.stderr == ""
    again = run("publish", cwd=project.home).stdout
    assert "Left inputs/published/Q2 2016-17.json as it was: it holds the same 6 figures" in again.replace(
        "\\", "/"
    )


def test_publishing_again_says_what_differs_before_anything_is_written(project: Project) -> None:
    run("build", cwd=project.home)
    run("publish", cwd=project.home)
    put(project, "D4", 132)
    said = run("publish", cwd=project.home).stdout.replace("\\", "/").splitlines()
    assert said == [
        "This report is recorded already, in inputs/published/Q2 2016-17.json. It differs:",
        "- “burglaries”, Ashby, Q2 2016/17 was 123 and is 132 now (police.xlsx, Sheet1, D4).",
        "",
        "Wrote build/Performance 2016-17 Q2.docx",
        "Wrote 4 pictures into charts",
        "Recorded 6 figures for Q2 2016/17 in inputs/published/Q2 2016-17.json, as edition 2; the earlier is kept",
        "",
        "Send: build/Performance 2016-17 Q2.docx",
        "The evidence beside it is of your last build: do not send it, it names your files.",
    ]


@pytest.mark.parametrize("command", ["build", "check", "preview", "returns"])
def test_every_command_that_reads_the_returns_tells_of_changes(project: Project, command: str) -> None:
    publish(project, "Q1 2016/17")
    put(project, "C4", 119)
    assert (
        "Look: police.xlsx, Sheet1, C4: “burglaries”, Ashby, Q1 2016/17 was 117 in the report for Q1 2016/17 "
        "and is 119 now. Ask the sender why, and say so in the sheet “notes” if readers should know."
    ) in run(command, str(project.home)).stdout


# ----------------------------------------------------------------------------- the tutorial


def shown(name: str) -> str:
    """A quotation of the tutorial, as a pattern: '…' stands for anything, and Windows' paths for ours."""
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    block = page.split(f"<!-- prints: {name} -->\n```\n")[1].split("```")[0]
    words = (re.escape(word) for word in block.replace("\\", "/").split())
    return r"\s+".join(words).replace(r"\s+…", "(?:.*)").replace("…", ".*")


def prints(home: Path, *words: str) -> str:
    return " ".join(run(*words, cwd=home).stdout.replace("\\", "/").split())


def test_the_tutorial_shows_what_is_printed_when_the_report_goes_out(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    assert re.fullmatch(shown("returns"), prints(tmp_path, "returns", "--on", "2017-01-16"), re.DOTALL)
    prints(tmp_path, "build")
    assert re.fullmatch(shown("publish"), prints(tmp_path, "publish"), re.DOTALL)
    path = tmp_path / "inputs" / "Recorded crime by district - Q2 2016-17.xlsx"
    book = load_workbook(path)
    book["Sexual offences"]["K13"] = 132
    book.save(path)
    assert re.fullmatch(shown("restated"), prints(tmp_path, "check"), re.DOTALL)
    assert re.fullmatch(shown("again"), prints(tmp_path, "publish"), re.DOTALL)


def test_what_is_not_filled_in_does_not_go_out(project: Project) -> None:
    project.setting("board", "NAME OF THE BOARD")
    pipeline.build(project.home)
    with pytest.raises(Faults) as caught:
        pipeline.proof(project.home)
    assert [each.code for each in caught.value.problems] == ["not-filled-in"]

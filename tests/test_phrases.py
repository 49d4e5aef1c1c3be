"""Each phrase carries its own example, run here: figures in through the engine, sentence out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT

from report_builder import facts, narrative, periods
from report_builder.model import (
    OBSERVATION_COLUMNS,
    Area,
    AreaKind,
    Cell,
    Definition,
    Indicator,
    IndicatorFacts,
    Lead,
    Note,
    Priority,
    Rules,
    Settings,
    Status,
)
from report_builder.narrative.indicator import _all, advice
from report_builder.narrative.phrasebook import Phrase
from report_builder.narrative.voice import Voice
from report_builder.periods import Period

BOOK, FAULTS = narrative.load([ROOT / "templates/committee/phrases.toml"])
EXAMPLES = [phrase for slot in BOOK.phrases.values() for phrase in slot if phrase.example]
FIELDS = {"name": "offences", "singular": "offence", "seasonal": "no"}


def told(given: str) -> tuple[IndicatorFacts, Settings]:
    """The facts of the figures of an example: 'field=value; … | Q1 2016/17: 12; @Area Q1 2016/17: 5'.

    The indicator is not seasonal unless the example says so.
    """
    typed, _, figures = given.rpartition("|")
    fields = dict(each.strip().split("=", 1) for each in typed.split(";") if each.strip())
    rows = [row for each in figures.split(";") if (row := _row(each.strip()))]
    held = {"id": "x", "priority": "p", **FIELDS, **_indicator(fields)}
    indicator = Indicator.model_validate(held)
    last = max(each for row in rows if isinstance(each := row["period"], Period))
    own = Settings(
        board="B",
        title="T",
        meeting_date=date(2016, 12, 8),
        period=last,
        lead=Lead(fields.get("lead", "previous")),
    )
    areas = {str(row["area"]) for row in rows} - {"Here"}
    definition = Definition(
        workbook="report.xlsx",
        settings=own,
        priorities=(Priority(id="p", heading="P"),),
        indicators=(indicator,),
        areas=(
            Area(name="Here", kind=AreaKind.SUBJECT),
            *(
                Area(name=n, kind=AreaKind.COMPARATOR, sets=(indicator.comparator_set,))
                for n in sorted(areas)
            ),
        ),
        notes=tuple(_notes(fields)),
    )
    found, _ = facts.build(
        pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS), dtype=object), definition, Rules()
    )
    return found.indicators[0], own


def _indicator(fields: Mapping[str, str]) -> dict[str, object]:
    typed: dict[str, object] = {k: v for k, v in fields.items() if k in Indicator.model_fields}
    for name in ("can_be_negative", "waves_overlap"):
        if name in typed:
            typed[name] = typed[name] == "yes"
    return typed


def _row(text: str) -> dict[str, object] | None:
    area, rest = ("Here", text) if not text.startswith("@") else text[1:].split(" ", 1)
    when, _, value = rest.rpartition(": ")
    period = periods.parse(when)
    match = re.fullmatch(r"(-?[\d.]+)(?: = (?P<top>\d+))?(?: of (?P<size>\d+))?", value)
    row: dict[str, object] = dict.fromkeys(OBSERVATION_COLUMNS, "")
    number = float(match[1]) if match else None
    top = float(match["top"]) if match and match["top"] else None
    size = float(match["size"]) if match and match["size"] else None
    mark = "" if match else {"suppressed": "c"}.get(value, "x")
    row |= {"indicator": "x", "area": area, "period": period, "value": number, "mark": mark}
    row |= {
        "numerator": top,
        "denominator": size,
        "cell": "A1",
        "numerator_cell": "A3",
        "denominator_cell": "A2" if size else "",
    }
    return row | {"workbook": "w.xlsx", "sheet": "S"}


def _notes(fields: Mapping[str, str]) -> list[Note]:
    cells = {"text": Cell("report.xlsx", "notes", "A1")}
    found = []
    if "advice" in fields:
        adviser = fields.get("adviser", "")
        found.append(Note(indicator="x", text=fields["advice"], adviser=adviser, cells=cells))
    for name, status in (("first", Status.FIRST), ("discontinued", Status.DISCONTINUED)):
        if name in fields:
            found.append(Note(indicator="x", status=status, cells={"status": cells["text"]}))
    if "estimated" in fields:
        at = periods.parse("2015/16")
        found.append(
            Note(
                indicator="x",
                first=at,
                last=at,
                status=Status.ESTIMATED,
                text=fields["estimated"],
                cells=cells,
            )
        )
    if "break" in fields:
        when, reason = re.fullmatch(r"((?:Q\d )?\S+) (.+)", fields["break"]).groups()  # type: ignore[union-attr]
        at = periods.parse(when)
        found.append(Note(indicator="x", first=at, last=at, status=Status.BREAK, text=reason, cells=cells))
    return found


def said(given: str) -> dict[str, str]:
    """Every sentence that the engine could say of an example, by the id of its phrase."""
    found, own = told(given)
    voice = Voice(BOOK, own, 3, 5)
    sentences = [*(each.sentence for each in _all(found, voice, None, "")), *advice(found, voice)]
    return {sentence.phrase: sentence.text for sentence in sentences}


def test_the_shipped_phrases_have_no_faults() -> None:
    assert FAULTS == ()


@pytest.mark.parametrize("phrase", EXAMPLES, ids=lambda phrase: phrase.id)
def test_a_phrase_says_its_example(phrase: Phrase) -> None:
    assert said(phrase.example["given"]).get(phrase.id) == phrase.example["reads"]


def test_every_phrase_of_the_main_slots_that_differs_in_words_has_an_example() -> None:
    of_change = [phrase for phrase in BOOK.of("change") if not phrase.example]
    assert len(of_change) < len(BOOK.of("change")) / 2


@pytest.mark.parametrize(
    ("toml", "code", "found"),
    [
        ('slot = "chnge"\nsay = "x"', "phrase-slot-unknown", "change"),
        ('slot = "change"\nsay = "{latst}"', "phrase-field-unknown", "latest"),
        ('slot = "change"\nsay = "{latest.perod}"', "phrase-field-unknown", "latest.perod"),
        (
            'slot = "change"\nwhen = { change.way = "upp" }\nsay = "x"',
            "phrase-tag-unknown",
            "change.way = up",
        ),
        ('slot = "change"\nsay = "over 12 months"', "phrase-digit", "12"),
        ('slot = "change"\nsay = "one of them"', "phrase-digit", "one"),
    ],
)
def test_a_phrase_with_a_fault_is_named_with_a_suggestion(
    tmp_path: Path, toml: str, code: str, found: str
) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text(f"[[phrase]]\n{toml}\n")
    faults = narrative.load([path])[1]
    assert [fault.code for fault in faults] == [code]
    assert found in str(faults[0])


def test_a_phrase_that_can_never_be_reached_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text(
        '[[phrase]]\nslot="rank"\nsay="{latest}"\n[[phrase]]\nslot="rank"\nsay="{latest} {base}"\n'
    )
    assert [fault.code for fault in narrative.load([path])[1]] == ["phrase-unreachable"]


def test_the_phrases_of_a_house_come_before_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text('[[phrase]]\nslot = "advice"\nsay = "we are told that {note}."\n')
    book, faults = narrative.load([path, ROOT / "templates/committee/phrases.toml"])
    found, own = told("advice=the post is filled | Q2 2016/17: 12")
    assert [str(sentence) for sentence in advice(found, Voice(book, own, 3, 5))] == [
        "We are told that the post is filled."
    ]
    assert faults == ()


@pytest.mark.parametrize(
    ("earlier", "later", "clause"),
    [
        (142, 117, "an 18% reduction on the previous quarter"),
        (117, 123, "a 5% increase on the previous quarter"),
        (59, 59, "the same number as in Q1 2016/17"),
    ],
)
def test_the_published_turns_of_phrase(earlier: int, later: int, clause: str) -> None:
    assert (
        clause
        in said(f"Q1 2016/17: {earlier}; Q2 2016/17: {later}")[
            next(iter(said(f"Q1 2016/17: {earlier}; Q2 2016/17: {later}")))
        ]
    )


def test_a_missing_quarter_is_said_to_be_not_available() -> None:
    sentences = said("Q4 2015/16: 40; Q1 2016/17: 41; Q2 2016/17: not available").values()
    assert "Q2 2016/17 data was not available at the time of writing." in sentences


def test_every_threshold_is_printed_in_the_method_note() -> None:
    printed = {
        field
        for slot, phrases in BOOK.phrases.items()
        if slot.startswith("method.")
        for p in phrases
        for field in p.fields
    }
    assert {each.name for each in fields(Rules)} <= printed

"""The worked examples of the rule book: definition and workbook in, sentences out, exactly as printed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from conftest import SHARED, Project

from report_builder import pipeline
from report_builder.model import Narrative

RULE_BOOK = SHARED / "design" / "worked-examples.yaml"
Q1, Q2, Q4 = "Q1 2016/17", "Q2 2016/17", "Q4 2015/16"
Q2_BEFORE = "Q2 2015/16"
IN_PART = "a part of the paragraph"
CONFIDENCE = "felt that the police and local authorities were addressing local crime and disorder"


@dataclass(frozen=True)
class Example:
    """One example: what is typed in the definition, the figures, and what is read of it.

    `figures` are by period the value, "value of denominator", or "numerator of denominator". `areas` are
    other areas with their figures. `assess` holds tags and numbers of the leading test and the verdict.
    """

    out: str
    figures: Mapping[str, Any] = field(default_factory=dict)
    indicator: Mapping[str, Any] = field(default_factory=dict)
    setting: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Mapping[str, str], ...] = ()
    areas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    subject_population: int = 0
    comparator_set: str = ""
    assess: Mapping[str, Any] = field(default_factory=dict)
    published: Mapping[str, float] = field(default_factory=dict)
    partly: bool = False
    make: Callable[[Project], None] | None = None


def count(out: str, a: Any, b: Any, earlier: str = Q1, later: str = Q2, **more: Any) -> Example:
    """An example of two counts."""
    return Example(out, {earlier: a, later: b}, **more)


NAMES = {"offences": "offence", "sexual offences": "sexual offence", "rapes": "rape", "referrals": "referral"}
YEAR = {"frequency": "year"}
ON_YEAR_AGO = {"lead": "same period last year"}
FTE = {"name": "first time entrants", "singular": "first time entrant", "better": "lower"}
SAFE = {"kind": "survey", "name": "proportion who feel safe", "statement": "felt safe", "better": "higher"}
ADDRESSED = {"kind": "survey", "name": "confidence", "statement": CONFIDENCE, "better": "higher"}
RATE = {"kind": "percentage", "name": "rate", "better": "higher"}
MSG = "the most similar group"
USUAL = "A difference of this size is within the usual quarter-to-quarter variation."
CLEAR = "The change is larger than would be expected from chance alone."

EXAMPLES: dict[str, Example] = {
    "N01": count(
        "There were 117 sexual offences in Q1 2016/17, 25 fewer than in Q4 2015/16 (142): an 18% reduction on the previous quarter. "
        + USUAL,
        142, 117, Q4, Q1,
        indicator={"name": "sexual offences", "better": "reporting"},
        assess={"pct": -17.6, "p": 0.136, "strength": "none", "status": "no clear change"},
    ),
    "N02": count(
        "There were 123 sexual offences in Q2 2016/17, 6 more than in Q1 2016/17 (117): a 5% increase on the previous quarter. "
        + USUAL,
        117, 123,
        indicator={"name": "sexual offences", "better": "reporting"},
        assess={"pct": 5.1, "p": 0.747, "strength": "none"},
    ),
    "N03": count(
        "There were 59 rapes in Q1 2016/17, the same number as in Q4 2015/16.",
        59, 59, Q4, Q1, indicator={"name": "rapes"},
    ),
    "N04": count(
        "There were 55 rapes in Q2 2016/17, 4 fewer than in Q1 2016/17 (59): a 7% reduction on the previous quarter. "
        + USUAL,
        59, 55, indicator={"name": "rapes"},
        assess={"pct": -6.8, "p": 0.779, "strength": "none"},
    ),
    "N05": count(
        "There were 190 first time entrants in 2015/16, 68 fewer than in 2014/15 (258): a 26% reduction on the previous year. "
        + CLEAR,
        258, 190, "2014/15", "2015/16", indicator={**FTE, **YEAR},
        assess={"pct": -26.4, "p": 0.0015, "strength": "clear", "status": "improved"},
    ),
    "N06": count("There were 3 offences in Q2 2016/17, compared with none in Q1 2016/17.", 0, 3),
    "N07": count("There were no offences in Q2 2016/17, compared with 3 in Q1 2016/17.", 3, 0),
    "N08": count("There were no offences in Q2 2016/17, compared with 1 in Q1 2016/17.", 1, 0),
    "N09": count("There was 1 offence in Q2 2016/17, compared with none in Q1 2016/17.", 0, 1),
    "N10": count("There were 2 offences in Q2 2016/17, 1 more than in Q1 2016/17 (1).", 1, 2),
    "N11": count(
        "There were 5 offences in Q2 2016/17, 7 fewer than in Q1 2016/17 (12). " + USUAL,
        12, 5, assess={"p": 0.144, "strength": "none"},
    ),
    "N12": count(
        "There were 21 offences in Q2 2016/17, 13 fewer than in Q1 2016/17 (34). " + USUAL,
        34, 21, assess={"p": 0.105, "strength": "none"},
    ),
    "N13": count("There were 60 offences in Q2 2016/17, 12 more than in Q1 2016/17 (48). " + USUAL, 48, 60),
    "N14": count(
        "There were 60 offences in Q2 2016/17, 10 more than in Q1 2016/17 (50): a 20% increase on the previous quarter. "
        + USUAL,
        50, 60,
    ),
    "N15": count("There were 1,208 offences in Q2 2016/17, virtually unchanged from Q1 2016/17 (1,203).", 1203, 1208),
    "N16": count(
        "Offences were little changed in 2015/16, at 9,695: 283 more than in 2014/15 (9,412), a 3.0% increase on the previous year.",
        9412, 9695, "2014/15", "2015/16", indicator=YEAR,
        assess={"pct": 3.0, "p": 0.041, "strength": "likely", "material": "no"},
    ),
    "N17": count(
        "There were 130 offences in Q2 2016/17, more than double the 60 in Q1 2016/17. " + CLEAR,
        60, 130, assess={"strength": "clear"},
    ),
    "N18": count("There were 100 offences in Q2 2016/17, half the 200 in Q1 2016/17. " + CLEAR, 200, 100),
    "N19": count("There were 14 offences in Q2 2016/17, 7 more than in Q1 2016/17 (7). " + USUAL, 7, 14),
    "N20": count(
        "There were 54 offences in Q2 2016/17, 24 more than in Q1 2016/17 (30).",
        30, 54, assess={"p": 0.012, "strength": "likely"},
    ),
    "N21": count(
        "The net change in tenancies was minus 3 in Q2 2016/17, compared with 4 in Q1 2016/17.",
        4, -3, indicator={"name": "net change in tenancies", "can be negative": "yes"},
    ),
    "N22": Example(
        "There were 96 offences in February 2016, 5 fewer than in February 2015 (101): a 5% reduction on the same month a year earlier. "
        "A difference of this size is within the usual variation for the month.",
        {"February 2015": 101, "January 2016": 105, "February 2016": 96},
        {"frequency": "month", "seasonal": "unknown"},
        {"lead": "auto"},
    ),
    "N23": Example(
        "There were 34 offences in July and August 2016, compared with 31 in the same two months of 2015. September 2016 is not yet available.",
        {"July 2015": 14, "August 2015": 17, "July 2016": 18, "August 2016": 16},
        setting={"period": Q2},
    ),
    "N24": Example(
        "There were 54 first time entrants between April and September 2016, less than half the 120 in the same period of 2015. "
        + CLEAR,
        {"April to September 2015": 120, "April to September 2016": 54},
        {**FTE, "basis": "cumulative"},
        assess={"pct": -55.0, "strength": "clear"},
    ),
    "N25": Example(
        "In the 12 months to September 2016 there were 124 first time entrants, 52 fewer than in the 12 months before (176): a 30% reduction.",
        {"12 months to September 2015": 176, "12 months to September 2016": 124},
        {**FTE, "basis": "rolling 12 months"},
    ),
    "N26": Example(
        "In the 12 months to September 2016 there were 124 first time entrants. "
        "No figure for the 12 months to September 2015 was supplied, so no comparison has been made.",
        {"12 months to March 2016": 190, "12 months to September 2016": 124},
        {**FTE, "basis": "rolling 12 months"},
    ),
    "P01": count(
        "In Q2 2016/17, 50.4% of 1,000 respondents felt safe, compared with 49.6% in Q1 2016/17. "
        "A difference of this size is within the margin of error.",
        "49.6 of 1000", "50.4 of 1000", indicator=SAFE,
        assess={"pp": 0.8, "ci": [-3.6, 5.2], "strength": "none", "material": "no"},
    ),
    "P02": Example(
        f"In Q2 2016/17, 89.9% of 1,000 respondents {CONFIDENCE}, down 2.8 percentage points from 92.7% in Q4 2015/16. "
        "The figure for Q1 2016/17 was not supplied.",
        {Q4: "92.7 of 1000", Q1: "not available", Q2: "89.9 of 1000"},
        ADDRESSED,
        assess={"pp": -2.8, "ci": [-5.3, -0.3], "p": 0.026, "strength": "likely", "material": "yes", "status": "worsened"},
    ),
    "P03": count(
        f"In Q2 2016/17, 90.0% of 400 respondents {CONFIDENCE}, compared with 92.8% in Q4 2015/16. "
        "A difference of this size is within the margin of error.",
        "92.75 of 400", "90.0 of 400", Q4, indicator=ADDRESSED,
        assess={"ci": [-6.7, 1.2], "p": 0.166, "strength": "none"},
    ),
    "P04": count(
        f"In Q2 2016/17, 89.9% of respondents {CONFIDENCE}, 2.8 percentage points lower than in Q4 2015/16 (92.7%). "
        "No sample size was supplied, so it cannot be said whether the difference is more than sampling variation.",
        92.7, 89.9, Q4, indicator=ADDRESSED,
    ),
    "P05": Example(
        "The repeat referral rate was 30% in Q2 2016/17, 2 percentage points higher than in Q1 2016/17 (28%) and 3 points higher than in Q4 2015/16 (27%). "
        "Differences of this size are within the usual quarter-to-quarter variation. The rate is within the expected range of 28% to 40%.",
        {Q4: "27 of 100", Q1: "28 of 100", Q2: "30 of 100"},
        {"kind": "percentage", "name": "repeat referral rate", "better": "range", "range low": 28, "range high": 40},
        assess={"pp": 2, "strength": "none"},
    ),
    "P06": count(
        "In Q2 2016/17, 4 of the 6 cases were completed on time, compared with 2 of 5 in Q1 2016/17.",
        "2 out of 5", "4 out of 6",
        indicator={**RATE, "unit": "cases", "statement": "were completed on time"},
    ),
    "P07": Example(
        "In Q2 2016/17, none of the 40 cases was completed on time.",
        {Q2: "0 out of 40"},
        {**RATE, "unit": "cases", "statement": "were completed on time"},
    ),
    "P08": Example(
        "In Q2 2016/17, 5.5% of 1,000 respondents said they had been affected by anti-social behaviour in the past year (95% confidence interval 4.2% to 7.1%). "
        "No earlier figure was supplied, so no comparison has been made.",
        {Q2: "5.5 of 1000"},
        {"kind": "survey", "name": "affected", "statement": "said they had been affected by anti-social behaviour in the past year"},
    ),
    "P09": Example(
        "In the 12 months to September 2016 the reoffending rate of young people was 0.82 offences per young offender, 0.18 lower than in the 12 months before (1.00). "
        "Cohort sizes were not supplied, so it cannot be said whether the difference is more than chance.",
        {"12 months to September 2015": 1.0, "12 months to September 2016": 0.82},
        {"kind": "ratio", "name": "reoffending rate of young people", "unit": "offences per young offender", "basis": "rolling 12 months", "better": "lower"},
    ),
    "P10": Example(
        "Across Leicester, Leicestershire and Rutland, reoffending by the cohort of 163 offenders was 41% below its baseline in Q1 2016/17, compared with 40% below in Q4 2015/16. "
        "Q2 2016/17 data was not available at the time of writing.",
        {Q4: "40 of 163", Q1: "41 of 163", Q2: "not available"},
        {"kind": "percentage reduction", "name": "reoffending", "unit": "offenders", "baseline": "its baseline", "scope": "Leicester, Leicestershire and Rutland"},
    ),
    "P11": count(
        "The rate was 29.6% in Q2 2016/17, 2.2 percentage points higher than in Q1 2016/17 (27.4%).",
        27.4, 29.6, indicator={**RATE, "decimals": 0},
    ),
    "P12": count(
        "The rate was 5.0 per 1,000 population in Q2 2016/17, the same to one decimal place as in Q1 2016/17.",
        5.04, 5.01,
        indicator={"kind": "rate", "name": "rate", "per": 1000, "unit": "population", "decimals": 1},
    ),
    "T01": count(
        "This met the target of 95.0% exactly.", 94.0, 95.0,
        indicator={**RATE, "decimals": 1, "target": 95}, partly=True,
    ),
    "T02": count(
        "At 5.04%, this was narrowly above the target of 5.0%, which was not met.", 5.2, 5.04,
        indicator={**RATE, "decimals": 1, "target": 5, "better": "lower"}, partly=True,
    ),
    "T03": count(
        "This was within 2.0 percentage points of, but did not meet, the target of 95.0%.", 92.0, 93.6,
        indicator={**RATE, "decimals": 1, "target": 95, "tolerance": 2}, partly=True,
    ),
    "T04": count(
        "There were 418 offences in 2015/16, 6 more than in 2014/15 (412): a 1% increase on the previous year. "
        "The target of a reduction was not met, although a difference of this size is within the usual year-to-year variation.",
        412, 418, "2014/15", "2015/16",
        indicator={**YEAR, "better": "lower", "target kind": "reduction on previous year"},
    ),
    "T05": count("", 50, 60, partly=True),
    "R01": Example(
        "In the 12 months to September 2016 the rate was 1.43 per 1,000 population, joint 2nd lowest of the 9 areas in the most similar group, with Derbyshire.",
        comparator_set=MSG, partly=True,
        areas={"Ashby": {"rate": 1.43}, "A": {"rate": 1.20}, "Derbyshire": {"rate": 1.43}, "C": {"rate": 1.60}, "D": {"rate": 1.71}, "E": {"rate": 1.80}, "F": {"rate": 1.92}, "G": {"rate": 2.05}, "H": {"rate": 2.40}},
    ),
    "R02": Example(
        "In the 12 months to September 2016 the rate was 1.2 per 1,000 population, one of 4 areas sharing the lowest rate in the group of 8.",
        indicator={"decimals": 1}, comparator_set="the group", partly=True,
        areas={"Ashby": {"rate": 1.2}, "A": {"rate": 1.2}, "B": {"rate": 1.2}, "C": {"rate": 1.2}, "D": {"rate": 1.5}, "E": {"rate": 1.9}, "F": {"rate": 2.0}, "G": {"rate": 2.1}},
    ),
    "R03": Example(
        "In the 12 months to September 2016 the rate was 1.43 per 1,000 population, the 2nd lowest of the 8 areas with data (of 9 in the most similar group).",
        comparator_set=MSG, partly=True,
        areas={"Ashby": {"rate": 1.43}, "A": {"rate": 1.20}, "B": {}, "C": {"rate": 1.60}, "D": {"rate": 1.71}, "E": {"rate": 1.80}, "F": {"rate": 1.92}, "G": {"rate": 2.05}, "H": {"rate": 2.40}},
    ),
    "R04": Example(
        "", comparator_set=MSG, partly=True,
        areas={"Ashby": {"rate": 1.71}, "A": {"rate": 1.20}, "B": {"rate": 1.43}, "C": {"rate": 1.50}, "D": {"rate": 1.60}, "E": {"rate": 1.80}, "F": {"rate": 1.92}, "G": {"rate": 2.05}, "H": {"rate": 2.40}},
    ),
    "R05": Example(
        "In the 12 months to September 2016 the rate was 1.43 per 1,000 population, the 2nd lowest of the 9 areas in the most similar group.",
        comparator_set=MSG, partly=True,
        areas={"Ashby": {"rate": 1.43}, "A": {"rate": 1.20, "before": 1.50}, "B": {"rate": 1.50}, "C": {"rate": 1.60}, "D": {"rate": 1.71}, "E": {"rate": 1.80}, "F": {"rate": 1.92}, "G": {"rate": 2.05}, "H": {"rate": 2.40}},
    ),
    "D01": Example(
        "Q2 2016/17 data was not available at the time of writing; the latest figure is for Q1 2016/17.",
        {Q1: 41, Q2: "not available"}, {"expected by": 90}, partly=True,
    ),
    "D02": Example(
        "Q2 2016/17 data is overdue; it was expected by 14 November 2016.",
        {Q1: 41, Q2: "not available"}, {"expected by": 45}, {"meeting date": "2016-12-08"}, partly=True,
    ),
    "D03": Example(
        "There were 88 referrals in Q2 2016/17. No comparable figure is available for Q2 2015/16.",
        {Q2: 88}, {"name": "referrals"}, ON_YEAR_AGO,
    ),
    "D04": count(
        "There were 123 sexual offences in Q2 2016/17, 2 more than in Q1 2016/17 (121): a 2% increase on the previous quarter. "
        "The Q1 2016/17 figure has been revised from 117. " + USUAL,
        121, 123, indicator={"name": "sexual offences", "better": "reporting"}, published={Q1: 117},
    ),
    "D05": Example(
        "There were 210 referrals (provisional) in Q2 2016/17, 22 fewer than in Q2 2015/16 (232): a 9% reduction on the same quarter a year earlier. "
        "A difference of this size is within the usual variation for the quarter.",
        {Q2_BEFORE: 232, Q2: "210 [p]"}, {"name": "referrals"}, ON_YEAR_AGO,
    ),
    "D06": Example(
        "Referrals to domestic abuse support services in 2015/16 are estimated at around 1,400, based on incomplete returns. "
        "Figures from 2015/16 are not comparable with earlier ones so no comparison has been made: the service provider changed.",
        {"2015/16": 1400}, {"name": "referrals to domestic abuse support services", **YEAR},
        notes=(
            {"period": "2015/16", "status": "estimated", "text": "incomplete returns"},
            {"period": "2015/16", "status": "series break", "text": "the service provider changed"},
        ),
    ),
    "D07": Example("There were fewer than 5 offences in Q2 2016/17.", {Q2: 3}, {"suppress below": 5}),
    "D08": Example(
        "There were 62 referrals in Q2 2016/17. This is the first period reported, so no comparison can be made.",
        {Q2: 62}, {"name": "referrals"},
        notes=({"period": Q2, "status": "first figure", "text": ""},),
    ),
    "D09": Example(
        "There were 302 residential burglaries in Q2 2016/17. Figures from Q1 2016/17 are not comparable with earlier ones: the definition of burglary changed. "
        "Comparison with the same quarter of the previous year can start in Q1 2017/18.",
        {Q2_BEFORE: 290, Q2: 302}, {"name": "residential burglaries"}, ON_YEAR_AGO,
        notes=({"period": Q1, "status": "series break", "text": "the definition of burglary changed"},),
    ),
    "A01": Example(
        "There were 221 MARAC referrals in Q2 2016/17, 53 more than in Q2 2015/16 (168): a 32% increase on the same quarter a year earlier.",
        {Q2_BEFORE: 168, Q2: 221}, {"name": "MARAC referrals", "better": "neither"}, ON_YEAR_AGO,
        assess={"strength": "likely", "status": "changed"},
    ),
    "A02": Example(
        "There were 196 hate incidents reported in Q2 2016/17, 56 more than in Q2 2015/16 (140): a 40% increase on the same quarter a year earlier. "
        "A rise may reflect more reporting, more incidents or both.",
        {Q2_BEFORE: 140, Q2: 196}, {"name": "hate incidents", "better": "reporting"}, ON_YEAR_AGO,
        assess={"p": 0.0026, "strength": "likely"},
    ),
    "A03": Example(
        "There were 231 offences in Q2 2016/17, 26 more than in Q2 2015/16 (205): a 13% increase on the same quarter a year earlier. "
        "A difference of this size is within the usual variation for the quarter. This is the third consecutive quarterly rise.",
        {Q2_BEFORE: 205, "Q3 2015/16": 201, Q4: 214, Q1: 226, Q2: 231}, setting=ON_YEAR_AGO,
    ),
    "A04": Example(
        "This equals the figure for Q3 2013/14, the lowest since then.",
        dict(zip(
            [f"Q{q} {y}" for y in ("2012/13", "2013/14", "2014/15", "2015/16", "2016/17") for q in (1, 2, 3, 4)][2:18],
            [57, 61, 58, 52, 44, 58, 61, 57, 66, 52, 63, 59, 57, 62, 60, 44], strict=True,
        )),
        partly=True,
    ),
}  # fmt: skip


def _sections(project: Project) -> None:
    """A05: two indicators that did not change clearly, among four in a section."""
    project.define(
        indicators="""
        | id | priority | name              | seasonal | better |
        | a  | crime    | domestic burglary | no       | lower  |
        | b  | crime    | vehicle crime     | no       | lower  |
        | c  | crime    | robberies         | no       | lower  |
        | d  | crime    | thefts            | no       | lower  |
        """
    ).returns(
        """
        | Measure           | Q1 2016/17 | Q2 2016/17 |
        | Domestic burglary | 207        | 212        |
        | Vehicle crime     | 351        | 340        |
        | Robberies         | 60         | 130        |
        | Thefts            | 200        | 100        |
        """
    )


def _twelve(project: Project) -> None:
    """A06: twelve indicators, of which two cannot be assessed and are told last."""
    moves = [(200, 100)] * 3 + [(100, 103), (200, 210), (90, 92), (70, 75), (50, 60)] + [(60, 130)] * 2
    rows = [(f"i{n}", a, b) for n, (a, b) in enumerate(moves, 1)] + [("i11", 40, ".."), ("i12", 50, "..")]
    project.setting("introduction", "This report tells how things stand.").define(
        indicators=table(
            [
                {
                    "id": name,
                    "priority": "crime",
                    "name": f"{name} offences",
                    "better": "lower",
                    "seasonal": "no",
                }
                for name, _, _ in rows
            ]
        ),
    ).returns(table([{"Measure": f"{name} offences", Q1: a, Q2: b} for name, a, b in rows]))


EXAMPLES["A05"] = Example(
    "Domestic burglary (212 in Q2 2016/17, 207 in Q1 2016/17) and vehicle crime (340 and 351) showed no clear change.",
    make=_sections, partly=True,
)  # fmt: skip
EXAMPLES["A06"] = Example(
    "Of the 12 indicators in this report, 10 could be assessed: 3 improved, 5 showed no clear change and 2 worsened. Two could not be assessed (paragraphs 13 and 14).",
    make=_twelve, partly=True,
)  # fmt: skip


def table(rows: list[dict[str, Any]]) -> str:
    """Rows as a Markdown table."""
    heads = list(dict.fromkeys(key for row in rows for key in row))
    lines = [heads, *[[row.get(head, "") for head in heads] for row in rows]]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def write(example: Example, project: Project) -> None:
    """The definition and the return of an example."""
    if example.make:
        example.make(project)
        return
    name = str(example.indicator.get("name", "offences"))
    typed = {"id": "x", "priority": "crime", "name": name, "singular": NAMES.get(name, ""), "seasonal": "no"}
    typed |= example.indicator
    figures = dict(example.figures)
    if example.areas:
        typed |= {"comparator set": example.comparator_set, "charts": "none"}
        areas, rows = _ranked(example)
        project.define(areas=table(areas)).returns(table(rows))
        latest = Q2
    else:
        latest = example.setting.get("period", list(figures)[-1])
        project.returns(_return(name, figures, typed))
    project.define(indicators=table([typed]))
    if example.notes:
        project.define(notes=table([{"indicator": "x", **note} for note in example.notes]))
    for setting, value in ({"period": latest} | dict(example.setting)).items():
        project.setting(setting, value)
    if example.published:
        _publish(example, project, name)


def _return(name: str, figures: Mapping[str, Any], typed: dict[str, Any]) -> str:
    """One row of figures, with a row of denominators where they have any."""
    values, sizes = {}, {}
    for period, figure in figures.items():
        match = re.fullmatch(r"([\d.]+) of (\d+)", str(figure))
        values[period] = match[1] if match else f"'{figure}" if " " in str(figure) else figure
        if match:
            sizes[period] = match[2]
    rows = [{"Measure": name, **values}]
    if sizes:
        typed["denominator"] = "cohort size"
        rows.append({"Measure": "cohort size", **sizes})
    return table(rows)


def _ranked(example: Example) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Areas of a million people each, with four quarters that make up their rate."""
    quarters = ("Q3 2015/16", Q4, Q1, Q2)
    areas, rows = [], []
    for area, given in example.areas.items():
        kind = "subject" if area == "Ashby" else "comparator"
        areas.append(
            {
                "name": area,
                "kind": kind,
                "sets": "" if kind == "subject" else example.comparator_set,
                "population 2015": 1000000,
            }
        )
        if "rate" in given:
            total = round(given["rate"] * 1000)
            parts = [total // 4 + (n < total % 4) for n in range(4)]
            rows.append({"Measure": "offences", "Area": area, **dict(zip(quarters, parts, strict=True))})
    return areas, rows


def _publish(example: Example, project: Project, name: str) -> None:
    """Publish the figures as they were before they were revised."""
    old = {period: example.published.get(period, figure) for period, figure in example.figures.items()}
    newest = next(iter(example.published))
    project.returns(table([{"Measure": name, **{p: v for p, v in old.items() if p == newest}}]))
    project.setting("period", newest)
    ready = pipeline.proof(project.home)
    pipeline.publish(ready)
    project.returns(table([{"Measure": name, **example.figures}]))
    project.setting("period", Q2)


def told(example: Example, project: Project) -> tuple[pipeline.Told, Narrative]:
    write(example, project)
    found = pipeline.tell(project.home)
    return found, found.narrative


SILENT = {"T05": "target", "R04": "rate"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_engine_says_the_example(name: str, project: Project) -> None:
    example = EXAMPLES[name]
    found, narrative = told(example, project)
    paragraphs = {paragraph.id: paragraph for paragraph in narrative.paragraphs()}
    if name in SILENT:
        assert paragraphs["x"].text
        assert SILENT[name] not in paragraphs["x"].text
    elif example.make:
        assert any(_holds(example.out, paragraph.text) for paragraph in narrative.paragraphs())
    elif example.partly:
        assert _holds(example.out, paragraphs["x"].text), paragraphs["x"].text
    else:
        assert paragraphs["x"].text == example.out
    check_assessment(example, found)


def _holds(sentences: str, text: str) -> bool:
    """Whether a text holds these sentences as they stand, from the beginning of the first to the end."""
    return re.search(rf"(?:^|[.] ){re.escape(sentences)}(?: |$)", text) is not None


def check_assessment(example: Example, found: pipeline.Told) -> None:
    """The numbers that the rule book prints beside an example."""
    facts, wanted = found.facts.indicators[0], example.assess
    if not wanted:
        return
    test = facts["base.test"]
    later, earlier = (float(facts[role].value or 0) for role in ("latest", "base"))
    ends = [float(part.value or 0) for part in test.parts if part.method == "Newcombe interval"]
    held = {
        "strength": test.tags["strength"],
        "material": test.tags["material"],
        "status": facts.verdict,
        "p": pytest.approx(test.value, abs=6e-4) if test.value is not None else None,
        "pct": pytest.approx(100 * (later - earlier) / earlier, abs=0.05),
        "pp": pytest.approx(later - earlier, abs=0.05),
        "ci": pytest.approx(ends, abs=0.06),
    }
    for key, value in wanted.items():
        assert held[key] == value, key


def test_all_of_them_are_here() -> None:
    """Those of the checker, A07 and A08, come with it."""
    ids = [
        f"{letter}{n:02d}"
        for letter, last in (("N", 26), ("P", 12), ("T", 5), ("R", 5), ("D", 9), ("A", 8))
        for n in range(1, last + 1)
    ]
    assert len(ids) == 65
    assert set(EXAMPLES) | {"A07", "A08"} == set(ids)


def test_they_are_those_of_the_rule_book() -> None:
    if not RULE_BOOK.exists():
        pytest.skip("the rule book is not in ../shared/design")
    text = RULE_BOOK.read_text(encoding="utf-8")
    printed = dict(re.findall(r"- id: (\w+).*?\n(?:.*\n)*?  out: (\".*\")", text))
    assert {name: json.loads(out) for name, out in printed.items()} == {
        name: each.out for name, each in EXAMPLES.items()
    }

"""What is said of a whole table: by its title, the lines above the sheet's tables, the tab, the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from report_builder import periods
from report_builder.model import Source
from report_builder.periods import Period, Span
from report_builder.returns.asides import Apart, Aside, apart_of
from report_builder.returns.columns import Column
from report_builder.returns.labels import Role, label_of
from report_builder.returns.names import Names, indicator_of, key
from report_builder.returns.tables import Table
from report_builder.workbooks import is_blank

_TABLE = re.compile(r"^(?:table|sheet|fig(?:ure)?)\s*\d+(?:\.\d+)*[a-z]?\s*[:.\-–]*\s*", re.IGNORECASE)
_BY = re.compile(
    r"(?:\s*[-–:,(]\s*|\s+)(?:by|per|for each)\s+(?:local\s+)?{one}(?:\s*(?:and|by|,)\s+{one})*\)?".format(
        one=r"(?:financial\s+|calendar\s+)?"
        r"(?:district|borough|area|authorit(?:y|ie)|force|ward|region|quarter|month|year|period)s?"
    ),
    re.IGNORECASE,
)
_SCALE = re.compile(r"\b(?:thousands|millions)\b|(?<!\d)(?<!,)\b0{3}'?s?\b|£\s?m\b", re.IGNORECASE)
_NO_AREA = "partners?|districts?|its|the|other|england|national|regional|comparators?|neighbours?"
_ROWS = 40
_YEAR = 12
_BELOW = re.compile(
    r"\b(?:figures?|data|numbers?|counts?|totals?|values?)\b.{0,30}\b(?:are|is|shown)\b.{0,20}\b"
    r"(?P<what>cumulative|year to date|rolling)\b|\b(?P<bare>cumulative) (?:figures|totals|from|since)\b",
    re.IGNORECASE,
)
"""A note below a table that says how its figures are counted."""


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for the figures of a table whose own labels do not say it.

    `indicator` and `area` are empty where nothing says them. `mentioned` is another area than the subject
    that a title speaks of: whose figures they are is then not certain; `is_stated` is whether the area
    stands somewhere, and is not only taken for the subject. `disagreeing` is a period that the tab names,
    where the title names another. `aside` says that the figures are something else: "Target". `mark` is the
    data status mark of the title that names the indicator; `wider` a line that names more than the subject.
    """

    indicator: str = ""
    area: str = ""
    period: Period | None = None
    mentioned: str = ""
    is_stated: bool = False
    disagreeing: Period | None = None
    aside: Aside | None = None
    mark: str = ""
    wider: str = ""


def context_of(table: Table, names: Names, source: Source | None) -> Context:
    """What is said of a whole table. What a source says counts most, then what stands nearest."""
    tab, stem = table.grid.sheet, PurePath(table.grid.workbook).stem
    texts = (*table.titles, tab, *table.around)
    typed = (names.area(source.area_column) or "") if source and source.area_column else ""
    area = typed or _area(texts, names)
    cut = next((text for text in texts if _cut(text, names)), "")
    other = "" if typed else cut or _contrary(table.titles, area, names)
    if not (area or other):
        other = _stated(table.titles, names) or _mentioned((*texts, stem), names)
    area = "" if other else area
    period, disagreeing = _period(table, source)
    return Context(
        indicator=source.indicator if source else _indicator((*texts, stem), names),
        area=area or ("" if other or _is_sheet_an_area(table, names) else names.subject),
        period=period,
        mentioned=other,
        is_stated=bool(area),
        wider="" if typed else next((text for text in texts if _wider(text, names)), ""),
        disagreeing=disagreeing,
        aside=None if source else _aside(table, (*texts, stem), names),
        mark=next((label_of(text, names).mark for text in texts if text and titled(text, names)), ""),
    )


def _aside(table: Table, texts: Iterable[str], names: Names) -> Aside | None:
    """The first line that says of all figures that they are something else: a title, the tab, the file."""
    heads = (each.label.text for each in table.labels if each.label.text and _holds_names(table, each, names))
    found = ((text, apart) for text in (*texts, *heads) if (apart := apart_of(text, names)))
    said = ((text, Apart.ROLLING if rolling else Apart.TO_DATE) for text, rolling in _notes(table))
    return next((Aside(table.grid.place, text, apart) for text, apart in (*found, *said)), None)


def _holds_names(table: Table, column: Column, names: Names) -> bool:
    """Whether indicators stand in a column: then its heading may say what is counted of them."""
    return any(names.parts(table.at(row, column.index)) for row in table.body[:_ROWS])


def _notes(table: Table) -> Iterator[tuple[str, bool]]:
    """The notes below a table that say that its figures are cumulative or rolling."""
    for row in table.body:
        filled = [value for value in table.grid.rows[row] if not is_blank(value)]
        if len(filled) == 1 and isinstance(filled[0], str) and (match := _BELOW.search(filled[0])):
            yield filled[0], (match["what"] or match["bare"]).casefold() == "rolling"


def scaled(table: Table) -> str:
    """The line that says that the figures are thousands or millions; empty where none does."""
    return next((text for text in (*table.titles, *table.around) if _SCALE.search(text)), "")


def bare_title(title: str) -> str:
    """A title without 'Table 1:' before it and 'by district' after it."""
    return _BY.sub("", _TABLE.sub("", title)).strip()


def titled(title: str, names: Names) -> str:
    """The one indicator that a title names, be 'Table 1:' before it or 'by district' after it or not."""
    text = bare_title(title)
    for each in (title, text):
        if found := names.indicator(each):
            return found
        label = label_of(each, names)
        if label.parts and (not str(label.period).strip() or label.is_period):
            return indicator_of(label.parts) or ""
    return ""


def _indicator(texts: Iterable[str], names: Names) -> str:
    return next((found for text in texts if text and (found := titled(text, names))), "")


def _area(texts: Iterable[str], names: Names) -> str:
    labels = (label_of(each, names) for text in texts if text for each in (text, bare_title(text)))
    return next((label.area for label in labels if label.area), "")


def _mentioned(texts: Iterable[str], names: Names) -> str:
    """An area other than the subject in the words of a title, where the subject is in none of them."""
    words = [f" {key(text)} " for text in texts]
    found = {
        area for name, area in names.areas.items() for text in words if len(name) > 3 and f" {name} " in text
    }
    return "" if names.subject in found else min(found, default="")


@lru_cache(maxsize=1 << 12)
def _cut(text: str, names: Names) -> bool:
    """Whether a line names the subject without an area of the report: 'Ashby (excluding Northam)'."""
    parts = "|".join(re.escape(name) for name, area in names.areas.items() if area != names.subject)
    pattern = rf"(?:excluding|excl|except|without|minus) (?:{parts})\b"
    return bool(parts) and _beside_subject(text, names, pattern) is not None


@lru_cache(maxsize=1 << 12)
def _wider(text: str, names: Names) -> bool:
    """Whether a line names the subject together with another area, and no indicator is said to be of both."""
    found = _beside_subject(text, names, rf"(?:and|&) (?!(?:{_NO_AREA})\b)(?-i:[A-Z])\w*") or _beside_subject(
        text, names, r"(?:police )?force area\b|police area\b"
    )
    return found is not None and not any(key(found) in scope for scope in names.scopes)


def _beside_subject(text: str, names: Names, pattern: str) -> str | None:
    """The name of the subject in a line with what follows it, where that is of a pattern."""
    known = sorted(
        (name for name, area in names.areas.items() if area == names.subject), key=len, reverse=True
    )
    words = " ".join(re.sub(r"[^\w&]+", " ", text).split())
    one = "|".join(map(re.escape, known))
    match = re.search(rf"\b(?:{one}) (?:{pattern})", words, re.IGNORECASE) if known else None
    return match[0] if match else None


def _contrary(titles: Sequence[str], area: str, names: Names) -> str:
    """Another area than the one that a tab names, where the titles name that and not this one."""
    if not area or any(_has(text, name) for text in titles for name, a in names.areas.items() if a == area):
        return ""
    return _mentioned(titles, names)


def _has(text: str, name: str) -> bool:
    return f" {name} " in f" {key(text)} "


def _stated(titles: Sequence[str], names: Names) -> str:
    """The area that a line such as 'Area: Rutland' states, where it is none of the report."""
    for title, following in zip(titles, (*titles[1:], ""), strict=False):
        head, colon, value = title.partition(":")
        if label_of(head, names).role is Role.AREA and (colon or following):
            stated = value.strip() or (following if colon else "")
            if stated and not label_of(stated, names).area:
                return stated
    return ""


def _is_sheet_an_area(table: Table, names: Names) -> bool:
    """Whether the other sheets of the workbook are an area each: then this one is of an area too."""
    others = [name for name in table.grid.tabs if name != table.grid.sheet]
    areas = sum(bool(label_of(name, names).area) for name in others)
    return areas > 1 and areas * 2 > len(others)


def _period(table: Table, source: Source | None) -> tuple[Period | None, Period | None]:
    """The period of a table in which no label names one, and another one that the tab names.

    Of a year in the title and a part of it on the tab, or the other way about, the part counts.
    """
    if source and (typed := periods.parse(source.period_column, source.years)):
        return typed, None
    texts = (*table.titles, *table.around)
    found = [period for text in texts if (period := periods.titled(text))]
    year = next(_years(found), None)
    title, tab = next(iter(found), None), _tab(table, year)
    if title and title == year:
        title = next((part for text in texts if (part := _part_of(year, text))), title)
    if title is None or tab is None or title == tab:
        return title or tab, None
    narrow, wide = sorted((title, tab), key=lambda each: each.months)
    return (narrow, None) if wide.span is Span.DISCRETE and wide.holds(narrow) else (title, tab)


def _part_of(year: Period, text: str) -> Period | None:
    """The part of a year that a line names by itself: 'Apr-Jun' above or below '2015/16'."""
    is_part = periods.is_period(text) and not periods.parse(text)
    return periods.read_line((text,), over=(year,)).periods[0] if is_part else None


def _years(found: Iterable[Period]) -> Iterator[Period]:
    return (each for each in found if each.months == _YEAR and each.span is Span.DISCRETE)


def _tab(table: Table, year: Period | None) -> Period | None:
    """The period that the sheet's tab names, with the help of the tabs beside it."""
    tabs = table.grid.tabs
    if table.grid.sheet not in tabs:
        return None
    line = periods.read_line(tabs, year=year)
    return line.periods[tabs.index(table.grid.sheet)] or periods.titled(table.grid.sheet)

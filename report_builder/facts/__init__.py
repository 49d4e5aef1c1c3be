"""Facts: observations become values with tags and cells.

A file of the folder `measures` adds facts to every indicator. Nothing below this stage
does arithmetic on figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from report_builder.facts.arithmetic import METHODS, derived, fact_id, number, typed
from report_builder.facts.disclosure import protected
from report_builder.facts.doubts import doubts
from report_builder.facts.figures import figures
from report_builder.facts.measures import Workings, measures
from report_builder.facts.populations import Populations, populations
from report_builder.facts.report import report_facts
from report_builder.facts.series import Series, cases, guarded, series_of
from report_builder.facts.statuses import status_of_part, statuses
from report_builder.model import (
    POPULATION,
    PUBLISHED,
    Area,
    Cell,
    Change,
    Definition,
    Fact,
    Facts,
    Indicator,
    IndicatorFacts,
    Kind,
    Rules,
    TargetKind,
    Unit,
)
from report_builder.periods import Period
from report_builder.problems import Problem
from report_builder.wording import rounded

__all__ = ["METHODS", "build", "figures"]

_UNITS = {Kind.COUNT: Unit.COUNT, Kind.RATE: Unit.NUMBER, Kind.RATIO: Unit.NUMBER, Kind.MEAN: Unit.NUMBER}
_DECIMALS = {Kind.SURVEY: 1, Kind.RATE: 1, Kind.RATIO: 2, Kind.MEAN: 1, Kind.INDEX: 1}
_MORE_DECIMALS = 1
_COUNTED_BELOW = 100
_ONE_DECIMAL_FROM = 2
_NO_LEVEL = (TargetKind.RANGE, TargetKind.REDUCTION, TargetKind.PROFILE)

Rows = Mapping[tuple[str, str], list[Mapping[str, Any]]]


def build(
    observations: pd.DataFrame, definition: Definition, rules: Rules, changes: Sequence[Change] = ()
) -> tuple[Facts, tuple[Problem, ...]]:
    """All facts of the report, and the doubts about what is not there.

    `observations` has the columns of `OBSERVATION_COLUMNS`; `changes` are the figures that differ from
    what was published of them.
    """
    newest = max(observations["period"], default=None)
    rows = _rows(observations, definition.settings.period)
    people = populations(definition, (row for group in rows.values() for row in group))
    shown = [_with_decimals(each, rows, definition) for each in definition.indicators]
    read_series = {
        each.id: {area.name: _series(each, area, rows, definition) for area in definition.areas}
        for each in shown
    }
    every = protected(read_series, definition)
    read = _Read(rows, people, _published(changes, definition), every, _contradicted(every, definition))
    workings = [_measured(each, read, definition, rules) for each in shown]
    indicators = tuple(
        IndicatorFacts(each.indicator, each.found.roles, each.found.groups) for each in workings
    )
    files = list(dict.fromkeys(observations["workbook"]))
    report = report_facts(definition, indicators, files, rules)
    by_id = {fact.id: fact for fact in (*_all(workings), *report.values())}
    return Facts(by_id, indicators, report), tuple(doubts(definition, workings, newest))


def _rows(observations: pd.DataFrame, period: Period) -> Rows:
    """The observations by indicator and area, up to the end of the period; later ones are not known yet."""
    rows: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    names = [str(name) for name in observations.columns]
    for values in observations.itertuples(index=False, name=None):
        row = dict(zip(names, values, strict=True))
        if row["period"].last <= period.last or row["indicator"] == POPULATION:
            rows[row["indicator"], row["area"]].append(row)
    return rows


def _published(changes: Sequence[Change], definition: Definition) -> dict[tuple[str, str, Period], Fact]:
    """What was published of figures that have been restated since, in a report on another period."""
    indicators = {each.id: each for each in definition.indicators}
    return {
        (change.before.indicator, change.before.area, change.before.period): _as_published(change, indicators)
        for change in changes
        if change.before.part == "value"
        and change.before.value is not None
        and change.before.indicator in indicators
        and change.report != definition.settings.period
    }


def _as_published(change: Change, indicators: Mapping[str, Indicator]) -> Fact:
    before = change.before
    indicator = indicators[before.indicator]
    found = Fact(
        id=fact_id(before.indicator, before.area, before.period, f"published for {change.report}"),
        method="published",
        value=before.value,
        unit=_unit(indicator),
        indicator=before.indicator,
        area=before.area,
        period=before.period,
        decimals=indicator.decimals or 0,
        tags={"status": before.status.value},
        basis=(Cell(f"{PUBLISHED}, {change.report}", before.cell.sheet, before.cell.ref),),
    )
    return guarded(found, indicator)


@dataclass(frozen=True)
class _Read:
    """What was read: rows, populations, what was published, and the series of every indicator."""

    rows: Rows
    populations: Populations
    published: Mapping[tuple[str, str, Period], Fact]
    series: Mapping[str, Mapping[str, Series]]
    contradicted: frozenset[str]


def _contradicted(every: Mapping[str, Mapping[str, Series]], definition: Definition) -> frozenset[str]:
    """The parts that are more than their whole in the newest period of both, and these wholes."""
    subject, found = definition.subject.name, set()
    kinds = {each.id: each.kind for each in definition.indicators}
    for part in definition.indicators:
        if kinds.get(part.part_of) is not part.kind or part.kind is not Kind.COUNT:
            continue
        newest = every[part.id][subject].newest(part.own_period(definition.settings.period))
        whole = every[part.part_of][subject]
        over = newest and newest.period and (other := whole[newest.period]) and number(newest) > number(other)
        found |= {part.id, part.part_of} if over else set()
    return frozenset(found)


def _with_decimals(indicator: Indicator, rows: Rows, definition: Definition) -> Indicator:
    return indicator.model_copy(update={"decimals": _decimals(indicator, rows, definition)})


def _measured(indicator: Indicator, read: _Read, definition: Definition, rules: Rules) -> Workings:
    workings = Workings(
        definition=definition,
        rules=rules,
        indicator=indicator,
        series=read.series[indicator.id],
        populations=read.populations,
        cases=_cases(indicator, read.rows, definition),
        target=_target(indicator, definition),
        published=read.published,
        is_contradicted=indicator.id in read.contradicted,
    )
    for take in measures():
        workings = workings.with_more(take(workings))
    return workings


def _series(indicator: Indicator, area: Area, rows: Rows, definition: Definition) -> Series:
    mine = rows.get((indicator.id, area.name), [])
    dates = {row["period"] for row in mine} | {indicator.own_period(row["period"]) for row in mine}
    held = statuses(indicator, area, sorted(dates), definition.notes)
    return series_of(indicator, area.name, mine, held, _unit(indicator))


def _unit(indicator: Indicator) -> Unit:
    return Unit.PERCENT if indicator.is_percentage else _UNITS.get(indicator.kind, Unit.NUMBER)


def _decimals(indicator: Indicator, rows: Rows, definition: Definition) -> int:
    """The decimals of an indicator's figures: enough that printed figures and differences agree.

    Where two figures that are compared and their difference would contradict each other once
    rounded, one more decimal is printed throughout (rule book, 12.3).
    """
    start = indicator.decimals if indicator.decimals is not None else _DECIMALS.get(indicator.kind, 0)
    if indicator.kind is Kind.COUNT:
        return start
    series = _series(indicator, definition.subject, rows, definition)
    newest = series.newest(indicator.own_period(definition.settings.period))
    compared = [fact for fact in (newest, *_compared(series, newest)) if fact]
    is_small = any(abs(number(fact)) < _ONE_DECIMAL_FROM for fact in compared)
    if indicator.kind is Kind.RATE and indicator.decimals is None and is_small:
        start += 1
    for decimals in range(start, start + _MORE_DECIMALS):
        if all(_agree(number(a), number(b), decimals) for a in compared[:1] for b in compared[1:]):
            return decimals
    return start + _MORE_DECIMALS


def _compared(series: Series, newest: Fact | None) -> Iterator[Fact | None]:
    if newest and newest.period:
        yield series.before(newest)
        yield series[newest.period.year_before()]


def _agree(later: float, earlier: float, decimals: int) -> bool:
    shown = rounded(later, decimals) - rounded(earlier, decimals)
    return abs(shown - (later - earlier)) <= 0.5 * 10.0**-decimals + 1e-9


def _cases(indicator: Indicator, rows: Rows, definition: Definition) -> dict[tuple[str, object, str], Fact]:
    subject = definition.subject.name
    found: dict[tuple[str, object, str], Fact] = {}
    for row in rows.get((indicator.id, subject), []):
        for part in ("numerator", "denominator"):
            status = status_of_part(part, indicator, definition.notes, row["period"])
            if case := cases(row, indicator, part, status):
                found[subject, row["period"], part] = case
        if top := _counted_back(row, indicator, found):
            found[subject, row["period"], "numerator"] = top
    return found


def _counted_back(
    row: Mapping[str, Any], indicator: Indicator, found: Mapping[tuple[str, object, str], Fact]
) -> Fact | None:
    """The cases of a percentage of a few, where the return gives only of how many."""
    place = row["area"], row["period"]
    size = found.get((*place, "denominator"))
    is_known = indicator.kind is Kind.PERCENTAGE and row["value"] is not None and row["numerator"] is None
    if not is_known or size is None or number(size) >= _COUNTED_BELOW:
        return None
    method = "cases of a percentage"
    value = float(round(row["value"] * number(size) / 100))
    return derived(method, value, Unit.COUNT, (size,), named="numerator", decimals=0)


def _target(indicator: Indicator, definition: Definition) -> Fact | None:
    if indicator.target is None or indicator.target_kind in _NO_LEVEL:
        return None
    return typed(
        indicator,
        "target",
        indicator.target,
        _unit(indicator),
        basis=indicator.cell("target"),
        decimals=indicator.decimals or 0,
        status=status_of_part("target", indicator, definition.notes, None),
    )


def _all(workings: Iterable[Workings]) -> Iterator[Fact]:
    """The facts that play a part, the figures of every area, and all that they were worked out from."""
    for each in workings:
        for series in each.series.values():
            yield from _with_parts((*series.values.values(), *series.supplied.values()))
        yield from each.cases.values()
        for group in each.found.groups.values():
            yield from _with_parts(group)
        yield from _with_parts(each.found.roles.values())


def _with_parts(facts: Iterable[Fact]) -> Iterator[Fact]:
    for fact in facts:
        yield from _with_parts(fact.parts)
        yield fact

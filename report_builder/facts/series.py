"""A series: the figures of one indicator in one area, by period, each a fact that rests on cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from report_builder.facts.arithmetic import derived, fact_id, total
from report_builder.model import Basis, Cell, Fact, Indicator, Kind, Status, Unit
from report_builder.periods import Period, Span

STATUS_OF_MARK = {"p": Status.PROVISIONAL, "e": Status.ESTIMATED, "r": Status.REVISED, "u": Status.UNRELIABLE}


@dataclass(frozen=True)
class Series:
    """The figures of one area, by period.

    `values` are those of the indicator's own kind of period, `supplied` those of longer ones, `shorter`
    the months that the indicator's own are summed from.
    """

    indicator: Indicator
    area: str
    values: Mapping[Period, Fact]
    supplied: Mapping[Period, Fact]
    shorter: Mapping[Period, Fact] = field(default_factory=dict)

    def __getitem__(self, period: Period) -> Fact | None:
        """The figure of a period, or None where there is none."""
        fact = self.values.get(period)
        return fact if fact and fact.known else None

    def known(self) -> tuple[Fact, ...]:
        """The figures there are, oldest first."""
        return tuple(fact for _, fact in sorted(self.values.items()) if fact.known)

    def all(self) -> tuple[Fact, ...]:
        """The figures and the gaps between them, oldest first."""
        return tuple(fact for _, fact in sorted(self.values.items()))

    def newest(self, until: Period) -> Fact | None:
        """The newest figure of a period that had ended by the end of another."""
        return next((fact for fact in reversed(self.known()) if _ended(fact, until)), None)

    def before(self, fact: Fact) -> Fact | None:
        """The newest figure before another one."""
        earlier = (each for each in reversed(self.known()) if _ends(each) < _ends(fact))
        return next(earlier, None)

    def total(self, period: Period) -> Fact | None:
        """The figure of a longer period: as it was supplied, or the sum of all its parts."""
        given = self.supplied.get(period)
        if given and given.known:
            return given
        if self.indicator.kind is not Kind.COUNT or self.indicator.basis is not Basis.DISCRETE:
            return None
        found = [self[part] for part in period.parts(self.indicator.frequency.months)]
        parts = [part for part in found if part]
        return total(parts, period) if parts and len(parts) == len(found) else None


def _ends(fact: Fact) -> int:
    return fact.period.last if fact.period else 0


def _ended(fact: Fact, until: Period) -> bool:
    return _ends(fact) <= until.last


def series_of(
    indicator: Indicator,
    area: str,
    rows: Iterable[Mapping[str, Any]],
    statuses: Mapping[Period, Status],
    unit: Unit,
) -> Series:
    """The series in the observations of one indicator and area.

    Months are summed into quarters, and both into years, where the indicator is a count reported
    so; a quarter with a month missing has no figure. Values below the indicator's own threshold are
    suppressed; the months that a figure is added from are not printed, so that only the sum is looked at.
    """
    read = {row["period"]: _fact(indicator, row, unit, statuses) for row in rows}
    own = {_as_own(indicator, period): fact for period, fact in read.items() if _is_own(indicator, period)}
    own = {period: _dated(fact, period) for period, fact in own.items()}
    summed = _summed(indicator, {period: fact for period, fact in read.items() if period not in own})
    summed = {period: _marked(fact, statuses.get(period)) for period, fact in summed.items()}
    supplied = {p: f for p, f in read.items() if p.months > indicator.months and p not in own}
    months = _months(indicator, read)
    own, summed, supplied = (_guarded(facts, indicator) for facts in (own, summed, supplied))
    return Series(indicator, area, {**summed, **own}, supplied, months)


def _months(indicator: Indicator, read: Mapping[Period, Fact]) -> dict[Period, Fact]:
    """The months of a count whose own periods are longer."""
    is_summed = indicator.kind is Kind.COUNT and indicator.basis in (Basis.DISCRETE, Basis.ANNUAL)
    if not is_summed or indicator.months == 1:
        return {}
    return {p: f for p, f in read.items() if p.months == 1 and f.known}


def _guarded(facts: Mapping[Period, Fact], indicator: Indicator) -> dict[Period, Fact]:
    """The figures with small ones hidden, and with the small ones that others were added from hidden too."""
    if not indicator.suppress_below:
        return dict(facts)
    return {period: guarded(fact, indicator) for period, fact in facts.items()}


def guarded(fact: Fact, indicator: Indicator) -> Fact:
    """A figure of a count without its value where that is small, and with its parts so treated."""
    if indicator.kind is not Kind.COUNT or not indicator.suppress_below:
        return fact
    if isinstance(fact.value, int | float) and 0 < fact.value < indicator.suppress_below:
        return concealed(fact, "small")
    return replace(fact, parts=tuple(guarded(part, indicator) for part in fact.parts))


def concealed(fact: Fact, why: str) -> Fact:
    """A fact that keeps its place and its cells and loses its value."""
    return replace(fact, value=None, parts=(), tags={**fact.tags, "mark": "c", "hidden": why})


def _is_own(indicator: Indicator, period: Period) -> bool:
    if indicator.basis in (Basis.ROLLING, Basis.CUMULATIVE):
        return True
    return period.months == indicator.months and period.span is not Span.ROLLING


def _as_own(indicator: Indicator, period: Period) -> Period:
    moving = indicator.basis in (Basis.ROLLING, Basis.CUMULATIVE)
    return indicator.own_period(period) if moving else period


def _dated(fact: Fact, period: Period) -> Fact:
    if fact.period == period:
        return fact
    return derived(fact.method, fact.value, fact.unit, (fact,), named="value", period=period, tags=fact.tags)


def _marked(fact: Fact, status: Status | None) -> Fact:
    return replace(fact, tags={**fact.tags, "status": status.value}) if status else fact


def _summed(indicator: Indicator, read: Mapping[Period, Fact]) -> dict[Period, Fact]:
    """Shorter periods summed into the indicator's own, where every part is there."""
    if indicator.kind is not Kind.COUNT or indicator.basis not in (Basis.DISCRETE, Basis.ANNUAL):
        return {}
    shorter = {p: f for p, f in read.items() if p.months < indicator.months and f.known}
    sums = {}
    ends = {indicator.own_period(Period(p.last + indicator.months - 1, p.months)) for p in shorter}
    for wanted in sorted(ends):
        for months in (3, 1):
            parts = [shorter.get(part) for part in wanted.parts(months)] if months < wanted.months else [None]
            if all(parts):
                sums[wanted] = total([part for part in parts if part], wanted)
                break
    return sums


def _fact(
    indicator: Indicator, row: Mapping[str, Any], unit: Unit, statuses: Mapping[Period, Status]
) -> Fact:
    value, mark, method, cells = row["value"], row["mark"], row["method"], _cells(row, "cell")
    if value is None and not mark and row["numerator"] is not None and row["denominator"]:
        method, cells = (
            _quotient_method(indicator),
            (*_cells(row, "numerator_cell"), *_cells(row, "denominator_cell")),
        )
        value = row["numerator"] / row["denominator"] * _scale(indicator)
    hidden = {}
    if indicator.kind is not Kind.COUNT and is_small(row, indicator):
        value, mark, hidden = None, "c", {"hidden": "small"}
    period = row["period"]
    status = statuses.get(period) or STATUS_OF_MARK.get(mark, Status.FINAL)
    return Fact(
        id=fact_id(indicator.id, row["area"], period, "value"),
        method=method,
        value=value,
        unit=unit,
        indicator=indicator.id,
        area=row["area"],
        period=period,
        decimals=indicator.decimals or 0,
        tags={"status": status.value, "mark": mark, **hidden},
        basis=cells,
    )


def is_small(row: Mapping[str, Any], indicator: Indicator) -> bool:
    """Whether so few cases stand behind a value that it is hidden. None at all is not hidden."""
    limit = indicator.suppress_below
    if not limit:
        return False
    return any(cases is not None and 0 < cases < limit for cases in _behind(row, indicator))


def _behind(row: Mapping[str, Any], indicator: Indicator) -> tuple[float | None, ...]:
    """The cases behind a value: a count itself; of a percentage those counted, of how many."""
    value, top, bottom = row["value"], row["numerator"], row["denominator"]
    if indicator.kind is Kind.COUNT:
        return (value,)
    if top is None and value is not None and bottom is not None and indicator.is_percentage:
        top = round(value * bottom / 100)
    return (top, bottom)


def _quotient_method(indicator: Indicator) -> str:
    if indicator.kind is Kind.RATE and indicator.per:
        return "rate of cases"
    return "share" if indicator.is_percentage else "ratio"


def _scale(indicator: Indicator) -> float:
    """What a numerator by its denominator is multiplied by."""
    if indicator.kind is Kind.RATE:
        return indicator.per or 1
    return 100 if indicator.is_percentage else 1


def _cells(row: Mapping[str, Any], column: str) -> tuple[Cell, ...]:
    return (Cell(row["workbook"], row["sheet"], row[column]),) if row[column] else ()


def cases(row: Mapping[str, Any], indicator: Indicator, column: str, status: Status) -> Fact | None:
    """The numerator or the denominator of an observation as a count; None where it is not there or hidden."""
    if row[column] is None or is_small(row, indicator):
        return None
    return Fact(
        id=fact_id(indicator.id, row["area"], row["period"], column),
        method="read",
        value=row[column],
        unit=Unit.COUNT,
        indicator=indicator.id,
        area=row["area"],
        period=row["period"],
        basis=_cells(row, f"{column}_cell"),
        tags={"status": status.value},
    )

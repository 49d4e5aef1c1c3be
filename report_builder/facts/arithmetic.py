"""Facts made from facts: each sum, difference and rate with its method, its parts and their cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from report_builder.model import Cell, Fact, Indicator, Kind, Status, Unit
from report_builder.periods import Period
from report_builder.wording import rounded

METHODS = {
    "read": "The number in the cell; cells joined by + are added.",
    "counted": "The rows of these cells counted, or their values added: those that fit the row filter.",
    "typed": "Typed in the definition workbook.",
    "not supplied": "No figure stands in the returns for this period.",
    "a year after the break": "The first whole period after the series break, a year later.",
    "days after the period": "The last day of the period and the days set under “expected by”.",
    "sum": "The figures of the shorter periods added.",
    "share": "The numerator as a percentage of the denominator.",
    "rate of cases": "The numerator divided by the denominator, times the number of people it is per.",
    "cases of a percentage": "The percentage of the denominator, to the nearest whole number.",
    "ratio": "The numerator divided by the denominator.",
    "difference": "The later figure less the earlier one.",
    "difference as printed": "The later figure less the earlier one, both rounded as they are printed.",
    "percentage change": "The difference as a percentage of the earlier figure.",
    "multiple": "The later figure divided by the earlier one.",
    "rate": "The twelve months' total divided by the population, times the number of people it is per.",
    "published": "What the report for that period said, as it is recorded.",
    "exact conditional test": "The chance of two counts differing at least as much when nothing has changed: "
    "the exact binomial test of the later count among both, two-sided.",
    "conditional test with dispersion": "The same, with the variance of the past in place of that of chance "
    "alone, referred to Student's t.",
    "conditional test with assumed dispersion": "The same, with twice the variance of chance alone, because "
    "the offences of the same people come in clusters.",
    "score test": "The chance of two percentages differing at least as much when there is no difference: the "
    "score test with the pooled percentage, two-sided.",
    "Fisher's exact test": "The chance of two percentages differing at least as much when there is no "
    "difference: every table no likelier than this one.",
    "not tested": "No test: the tags say why.",
    "dispersion": "Squared differences of earlier counts as far apart as these, divided by their sums.",
    "Newcombe interval": "The 95% interval of the difference of two percentages, by Newcombe's hybrid score.",
    "confidence": "All less the probability from which a change is put down to chance.",
    "Wilson interval": "The 95% interval of a percentage, by Wilson's score.",
    "control chart": "The rule of a control chart (XmR) that the latest figure breaks.",
    "control limit": "The mean of the figures, less or plus the spread times their mean moving range.",
    "trend": "Sen's slope, the median of the slopes between all pairs of figures, in a year; said only where "
    "the Mann–Kendall test finds a trend.",
    "streak": "The changes in a row that went the same way.",
    "extreme": "The latest figure, set beside every earlier comparable one as printed.",
    "levelling": "The first of the figures close to those of the year before, after a year of clear change.",
    "stable": "Enough figures, none out of control, no trend, and no change that matters on the year.",
    "mean": "The mean of the figures.",
    "funnel": "The chance of a count at least as far from what the rate of the whole area would give it.",
    "lower limit": "The least rate no further from that of the other districts than chance allows.",
    "upper limit": "The greatest rate no further from that of the other districts than chance allows.",
    "target for twelve months": "The target for a period, times the periods in twelve months.",
    "rank": "The place among the areas with a figure, by figures as they are printed; ties share it.",
    "number of areas": "The areas of the comparator set that have a figure.",
    "lowest": "The lowest of the figures.",
    "highest": "The highest of the figures.",
    "number of figures": "The figures that were supplied.",
    "gap": "The figure less the target.",
    "gap to a reduction": "The figure less the earlier one, cut by the reduction that is wanted.",
    "distance from a range": "The figure less the nearer end of the range; 0 within it.",
    "verdict": "The leading change, by size and strength, set against the direction that is better.",
    "score": "The points of the exception score added; the tags say what they were given for.",
    "count of indicators": "The indicators of that verdict.",
    "named": "A name.",
}
"""Every method by name, in the words of the evidence."""

_GRAVITY = (
    Status.ILLUSTRATIVE,
    Status.UNRELIABLE,
    Status.ESTIMATED,
    Status.PROVISIONAL,
    Status.REVISED,
)


def derived(  # noqa: PLR0913  a fact has this many sides; all but the first four go by name
    method: str,
    value: float | str | None,
    unit: Unit,
    parts: Sequence[Fact],
    *,
    named: str = "",
    decimals: int | None = None,
    tags: Mapping[str, str] | None = None,
    period: Period | None = None,
) -> Fact:
    """A fact worked out from others. The first part gives its indicator, area and period."""
    first = parts[0]
    shown = first.decimals if decimals is None else decimals
    when = period or first.period
    return Fact(
        id=fact_id(first.indicator, first.area, when, named or method),
        method=method,
        value=value,
        unit=unit,
        indicator=first.indicator,
        area=first.area,
        period=when,
        decimals=shown,
        tags={"status": gravest(parts), **(tags or {})},
        basis=cells_of(parts),
        parts=tuple(parts),
    )


def typed(  # noqa: PLR0913  a fact has this many sides; all but the first four go by name
    indicator: Indicator,
    name: str,
    value: float | str,
    unit: Unit,
    *,
    basis: tuple[Cell, ...],
    decimals: int = 0,
    status: Status = Status.FINAL,
) -> Fact:
    """What the definition says of an indicator under a heading, as a fact."""
    return Fact(
        id=fact_id(indicator.id, "", None, name),
        method="typed",
        value=value,
        unit=unit,
        indicator=indicator.id,
        decimals=decimals,
        tags={"status": status.value},
        basis=basis,
    )


def fact_id(indicator: str, area: str, period: Period | None, what: str) -> str:
    """The identity of a fact: the same from build to build for the same figure."""
    return " / ".join(part for part in (indicator, area, str(period) if period else "", what) if part)


def cells_of(parts: Iterable[Fact]) -> tuple[Cell, ...]:
    """The cells of some facts, each once, in order."""
    return tuple(dict.fromkeys(cell for part in parts for cell in part.basis))


def gravest(parts: Iterable[Fact]) -> str:
    """The data status that a figure made of these takes on."""
    held = {part.tags.get("status", "") for part in parts}
    return next((status.value for status in _GRAVITY if status.value in held), Status.FINAL.value)


def number(fact: Fact) -> float:
    """The value of a fact that is known to be a number."""
    if not isinstance(fact.value, int | float):
        raise TypeError(f"{fact.id} is not a number")
    return float(fact.value)


def shown_decimals(value: float) -> int:
    """The decimals that a typed number was written with."""
    text = f"{value:.10g}"
    return len(text.partition(".")[2]) if "e" not in text else 0


# ------------------------------------------------------------------------------- measures


def difference(later: Fact, earlier: Fact, indicator: Indicator) -> Fact:
    """The later figure less the earlier one, in the unit of the indicator or in percentage points."""
    named = f"difference from {earlier.period}"
    if indicator.kind is Kind.COUNT:
        value = float(Decimal(str(number(later))) - Decimal(str(number(earlier))))
        return derived("difference", value, later.unit, (later, earlier), named=named)
    shown = [rounded(number(each), later.decimals) for each in (later, earlier)]
    value = rounded(shown[0] - shown[1], later.decimals)
    unit = Unit.POINTS if indicator.is_percentage else later.unit
    return derived("difference as printed", value, unit, (later, earlier), named=named)


def percentage_change(change: Fact, later: Fact, earlier: Fact) -> Fact:
    """The difference as a percentage of the earlier figure; a decimal for small changes of large ones."""
    base = number(earlier)
    value = 100 * (number(later) - base) / base
    decimals = 1 if abs(base) >= 1000 and abs(value) < 10 else 0
    named = f"percentage change from {earlier.period}"
    return derived(
        "percentage change", value, Unit.PERCENT, (change, earlier), named=named, decimals=decimals
    )


def multiple(later: Fact, earlier: Fact) -> Fact:
    """How many times the earlier figure the later one is."""
    value = number(later) / number(earlier)
    decimals = 0 if value >= 10 or value == int(value) else 1
    return derived(
        "multiple",
        value,
        Unit.TIMES,
        (later, earlier),
        named=f"multiple of {earlier.period}",
        decimals=decimals,
    )


def total(parts: Sequence[Fact], period: Period) -> Fact:
    """The sum of the figures of the periods that make a longer one up."""
    value = float(sum(Decimal(str(number(part))) for part in parts))
    return derived("sum", value, parts[0].unit, parts, named="total", period=period)


def rate(count: Fact, population: Fact, per: int, decimals: int) -> Fact:
    """A count per so many of the population, per year when the count is of twelve months."""
    value = number(count) * per / number(population)
    return derived(
        "rate", value, Unit.NUMBER, (count, population), named=f"rate per {per}", decimals=decimals
    )

"""Districts: the range of their rates, the limits that chance gives them, and how each has gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from report_builder.facts.arithmetic import derived, number
from report_builder.facts.measures import Found, Workings, measure
from report_builder.facts.measures.rate import compared_figure, held_against, per_of, pooled
from report_builder.facts.regimes import is_broken
from report_builder.facts.statistics import control
from report_builder.model import Fact, Unit

_PRESENCE = 2
_MANY_OUTSIDE = 0.1


@measure("districts", order=7)
def district_range(workings: Workings) -> Found:
    """`district.lowest` and `district.highest`: the ends of the range of the districts.

    The groups `districts.above` and `districts.below` are those outside the 99.8% funnel limits round the
    rate of the other districts, on twelve months; `districts.test` says whether any is.
    """
    districts = workings.found.groups.get("districts", ())
    if len(districts) < _PRESENCE:
        return Found()
    ordered = sorted(districts, key=number)
    roles = {"district.lowest": ordered[0], "district.highest": ordered[-1]}
    county = workings.role("rate")
    if county is None or any(each.method != "rate" for each in districts):
        return Found(roles)
    tests = _funnel(districts, workings)
    outside = {
        way: tuple(
            area for area, test in tests if test.tags["strength"] == "clear" and test.tags["way"] == way
        )
        for way in ("up", "down")
    }
    names = {"up": "districts.above", "down": "districts.below"}
    is_any = bool(outside["up"] or outside["down"])
    is_spread = any(test.tags["dispersion"] != "1" for _, test in tests)
    roles["districts.test"] = derived(
        "funnel",
        "outside" if is_any else "inside",
        Unit.TEXT,
        (county, *[test for _, test in tests]),
        named="funnel of the districts",
        tags={"outside": "some" if is_any else "none", "spread": "wide" if is_spread else "by chance"},
    )
    groups = {names[way]: areas for way, areas in outside.items()}
    return Found(roles, groups | {"districts.limits": tuple(_limits(tests, workings))})


def _limits(tests: Sequence[tuple[Fact, Fact]], workings: Workings) -> Iterator[Fact]:
    """The rates between which each district would lie by chance alone: the lower, then the upper."""
    tail = workings.rules.clear_below_percent / 100
    for area, test in tests:
        others = [other for other, _ in tests if other is not area]
        expected = pooled(others) * number(area.parts[1])
        scale = per_of(workings.indicator) / number(area.parts[1])
        ends = control.funnel_limits(expected, tail, float(test.tags["dispersion"]))
        for named, count in zip(("lower limit", "upper limit"), ends, strict=True):
            yield derived(
                named, count * scale, Unit.NUMBER, (area, test), named=named, decimals=area.decimals
            )


def _funnel(districts: Sequence[Fact], workings: Workings) -> list[tuple[Fact, Fact]]:
    """Each district with its test against the others together.

    Where more than a tenth of the others lie outside the limits round their own rate, the limits are
    widened by how much they differ: a district's own distance never widens its limits.
    """
    found = []
    for each in districts:
        others = [other for other in districts if other is not each]
        level = pooled(others)
        test = held_against(
            each,
            level * number(each.parts[1]),
            others,
            workings,
            named="test against the other districts",
            spread=_spread_of(others, level, workings),
        )
        found.append((each, test))
    return found


def _spread_of(areas: Sequence[Fact], level: float, workings: Workings) -> float:
    """How much areas differ beyond chance; 1 where no more than a tenth of them do."""
    limit = workings.rules.clear_below_percent / 100
    held = [(number(each.parts[0]), level * number(each.parts[1])) for each in areas]
    outside = sum(control.funnel_tail(round(count), expected) < limit for count, expected in held)
    if outside <= _MANY_OUTSIDE * len(areas):
        return 1.0
    return max(1.0, control.funnel_dispersion([control.funnel_score(*each) for each in held]))


@measure("districts over time", order=7)
def over_time(workings: Workings) -> Found:
    """The groups `districts.trend` and `districts.whole`: each district, and the subject, period by period.

    In the measure in which districts are compared. A period in which any district has no figure, or that
    holds a series break, is left out: the missing one could be worked out from the others.
    """
    latest, districts = workings.role("latest"), workings.found.groups.get("districts", ())
    if latest is None or len(districts) < _PRESENCE or "districts" not in workings.indicator.charts:
        return Found()
    names = [each.area for each in districts]
    rows = [row for row in (_row(each, names, workings) for each in workings.subject.known()) if row]
    by_area = {name: tuple(row[name] for row in rows) for name in (*names, workings.definition.subject.name)}
    whole = by_area.pop(workings.definition.subject.name)
    return Found(
        groups={"districts.trend": tuple(f for n in names for f in by_area[n]), "districts.whole": whole}
    )


def _row(when: Fact, names: Sequence[str], workings: Workings) -> dict[str, Fact]:
    """The figures of every district and of the subject for a period; empty where one is missing."""
    subject, decimals = workings.definition.subject.name, workings.found.groups["districts"][0].decimals
    is_rate = workings.found.groups["districts"][0].method == "rate"
    if when.period is None or (is_rate and is_broken(workings, when.period.twelve_months())):
        return {}
    found = {name: compared_figure(workings, name, when) for name in (*names, subject)}
    row = {name: replace(fact, decimals=decimals) for name, fact in found.items() if fact}
    alike = {fact.method == "rate" for fact in row.values()} == {is_rate}
    return row if len(row) == len(found) and alike else {}

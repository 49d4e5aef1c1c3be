"""Rates: a count of twelve months set against the population, for the subject and other areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from report_builder.facts.arithmetic import derived, number, rate
from report_builder.facts.measures import Found, Workings, measure
from report_builder.model import Area, Basis, Fact, Kind, Unit
from report_builder.periods import Period
from report_builder.wording import rounded

_DEFAULT_PER = 1000
_ONE_DECIMAL_FROM = 2.0
_PRESENCE = 2


@measure("rate", order=6)
def rates(workings: Workings) -> Found:
    """`rate` of the subject, and the groups `districts` and `peers` in the same measure."""
    latest = workings.role("latest")
    if latest is None or latest.period is None or not _is_compared(workings):
        return Found()
    own = _comparable(workings, workings.definition.subject.name, latest)
    decimals = _decimals(workings, own)
    own = replace(own, decimals=decimals) if own else None
    members = _members(workings)
    districts = _measured(workings, workings.definition.districts(), latest, decimals)
    peers = _measured(workings, members, latest, decimals)
    roles = {"rate": own} if own and own.method == "rate" else {}
    if roles and (population := _population(workings, own.area, latest.period)):  # type: ignore[union-attr]
        roles["population"] = population
    if own is None:
        return Found(roles)
    ranked = _rank(own, peers, len(members) + 1) if peers else {}
    shown = districts if _is_complete(workings, districts) else ()
    sides = {"districts": shown, "districts.known": districts, "peers": (own, *peers) if peers else ()}
    return Found(roles | ranked, sides)


def _is_complete(workings: Workings, districts: tuple[Fact, ...]) -> bool:
    """Whether every district has a figure; else an end of the range could be another's."""
    return len(districts) == len(workings.definition.districts())


def _is_compared(workings: Workings) -> bool:
    """Whether the definition asks for areas to be compared: by a set, a rate or a chart."""
    indicator = workings.indicator
    return bool(indicator.comparator_set or indicator.per or {"districts", "peers"} & {*indicator.charts})


def _members(workings: Workings) -> tuple[Area, ...]:
    subject = workings.definition.subject
    members = workings.definition.comparators(workings.indicator.comparator_set)
    return tuple(area for area in members if area.name != subject.name)


def _measured(workings: Workings, areas: Iterable[Area], latest: Fact, decimals: int) -> tuple[Fact, ...]:
    found = (_comparable(workings, area.name, latest) for area in areas)
    return tuple(replace(fact, decimals=decimals) for fact in found if fact)


def _comparable(workings: Workings, area: str, latest: Fact) -> Fact | None:
    """The figure in which areas are compared: a rate for counts, the figure itself for other kinds."""
    series, indicator = workings.series.get(area), workings.indicator
    if series is None or latest.period is None:
        return None
    if indicator.kind is not Kind.COUNT:
        return series[indicator.own_period(latest.period)]
    months = latest.period if indicator.basis is not Basis.DISCRETE else latest.period.twelve_months()
    total = series.total(months) or series[months]
    population = _population(workings, area, latest.period)
    if total is None or population is None:
        return None
    per = indicator.per or _DEFAULT_PER
    return rate(total, population, per, 0)


def _decimals(workings: Workings, own: Fact | None) -> int:
    """Rates worked out here have one decimal, and two where the subject's own is below 2.

    The subject's figure decides, so that every area is printed alike.
    """
    if own is None or own.method != "rate":
        return workings.indicator.decimals or 0
    return 1 if number(own) >= _ONE_DECIMAL_FROM else 2


def _population(workings: Workings, area: str, period: Period) -> Fact | None:
    """The newest population of an area up to the period's final year."""
    years = workings.populations.get(area, {})
    usable = [year for year in years if year <= period.ends().year]
    return years[max(usable)] if usable else None


def _rank(own: Fact, peers: tuple[Fact, ...], size: int) -> dict[str, Fact]:
    """`rank` from the nearer end, with the number of areas; ties at the printed figure share a place."""
    everyone = (own, *peers)
    values = [rounded(number(fact), own.decimals) for fact in everyone]
    mine = values[0]
    low, high = 1 + sum(value < mine for value in values), 1 + sum(value > mine for value in values)
    side, place = ("lowest", low) if low <= high else ("highest", high)
    tags = {
        "side": side,
        "ties": {0: "none", 1: "one"}.get(values.count(mine) - 1, "many"),
        "place": "first" if place == 1 else "middle" if 4 * place > len(values) + 3 else "near the end",
        "complete": "yes" if len(values) == size else "no",
    }
    tied = [fact for fact, value in zip(peers, values[1:], strict=True) if value == mine]
    rank = derived("rank", place, Unit.ORDINAL, everyone, decimals=0, tags=tags)
    found = {
        "rank": rank,
        "rank.of": derived("number of areas", len(values), Unit.COUNT, everyone, decimals=0),
    }
    if len(tied) == 1:
        found["rank.with"] = derived("named", tied[0].area, Unit.TEXT, (tied[0],))
    return found


@measure("districts", order=7)
def district_range(workings: Workings) -> Found:
    """`district.lowest` and `district.highest`: the ends of the range of the districts."""
    districts = workings.found.groups.get("districts", ())
    if len(districts) < _PRESENCE:
        return Found()
    ordered = sorted(districts, key=number)
    return Found({"district.lowest": ordered[0], "district.highest": ordered[-1]})

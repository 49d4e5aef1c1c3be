"""Rates: a count of twelve months set against the population, for the subject and other areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from report_builder.facts.arithmetic import derived, number, rate
from report_builder.facts.chance import rule, strength_of
from report_builder.facts.measures import Found, Workings, measure
from report_builder.facts.regimes import is_broken
from report_builder.facts.statistics import control, counts
from report_builder.facts.statistics.distributions import two_sided_normal
from report_builder.model import Area, Basis, Fact, Indicator, Kind, Status, Unit
from report_builder.periods import Period
from report_builder.wording import rounded

_DEFAULT_PER = 1000
_ONE_DECIMAL_FROM = 2.0


@measure("rate", order=6)
def rates(workings: Workings) -> Found:
    """`rate` of the subject, and the groups `districts` and `peers` in the same measure.

    `peers.test` holds the subject's own count against the rate of the other areas together.
    """
    latest = workings.role("latest")
    if latest is None or latest.period is None or not _is_compared(workings):
        return Found()
    is_whole = workings.indicator.kind is not Kind.COUNT or not is_broken(
        workings, latest.period.twelve_months()
    )
    if not is_whole or latest.tags.get("status") == Status.ESTIMATED:
        return Found()
    own = compared_figure(workings, workings.definition.subject.name, latest)
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
    roles |= ranked | _against_peers(own, peers, workings)
    shown = districts if _is_complete(workings, districts) else ()
    sides = {"districts": shown, "districts.known": districts, "peers": (own, *peers) if peers else ()}
    return Found(roles, sides)


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
    found = (compared_figure(workings, area.name, latest) for area in areas)
    return tuple(replace(fact, decimals=decimals) for fact in found if fact)


def compared_figure(workings: Workings, area: str, latest: Fact) -> Fact | None:
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
    return rate(total, population, per_of(indicator), 0)


def per_of(indicator: Indicator) -> int:
    """Of how many people a rate is worked out."""
    return indicator.per or _DEFAULT_PER


def _decimals(workings: Workings, own: Fact | None) -> int:
    """Rates worked out here have the decimals that are typed, else one, and two below 2.

    The subject's figure decides, so that every area is printed alike.
    """
    if own is None or own.method != "rate":
        return workings.indicator.decimals or 0
    if "decimals" in workings.indicator.cells:
        return workings.indicator.decimals or 0
    return 1 if number(own) >= _ONE_DECIMAL_FROM else 2


def _population(workings: Workings, area: str, period: Period) -> Fact | None:
    """The newest population of an area up to the period's final year."""
    years = workings.populations.get(area, {})
    usable = [year for year in years if year <= period.ends().year]
    return years[max(usable)] if usable else None


# ------------------------------------------------------------------------------------- ranks


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
        "told_apart": _is_told_apart(own, peers),
    }
    tied = [fact for fact, value in zip(peers, values[1:], strict=True) if value == mine]
    rank = derived("rank", place, Unit.ORDINAL, everyone, decimals=0, tags=tags)
    found = {
        "rank": rank,
        "rank.of": derived("number of areas", len(values), Unit.COUNT, everyone, decimals=0),
        "rank.all": replace(
            derived("number of areas", size, Unit.COUNT, everyone, named="size of the set", decimals=0),
            tags={"status": "final", "of": "the set"},
        ),
    }
    if len(tied) == 1:
        found["rank.with"] = derived("named", tied[0].area, Unit.TEXT, (tied[0],))
    if tied:
        found["rank.shared"] = derived(
            "number of areas",
            len(tied) + 1,
            Unit.COUNT,
            (own, *tied),
            named="number that share it",
            decimals=0,
        )
    return found


def _is_told_apart(own: Fact, peers: Sequence[Fact]) -> str:
    """'no' where the 95% interval of the subject's rate holds more than half of the others."""
    if own.method != "rate":
        return "unknown"
    count, scale = number(own.parts[0]), number(own) / number(own.parts[0]) if number(own.parts[0]) else 0.0
    if not scale:
        return "unknown"
    low, high = counts.rate_limits(round(count), 1 / scale)
    inside = sum(low <= number(each) <= high for each in peers)
    return "no" if 2 * inside > len(peers) else "yes"


def _against_peers(own: Fact, peers: Sequence[Fact], workings: Workings) -> dict[str, Fact]:
    """`peers.test`: whether the subject differs from the other areas together by more than chance."""
    others = [each for each in peers if each.method == "rate"]
    if own.method != "rate" or not others:
        return {}
    expected = pooled(others) * number(own.parts[1])
    return {"peers.test": held_against(own, expected, others, workings, named="test against the other areas")}


def pooled(areas: Sequence[Fact]) -> float:
    """The cases a head of some areas together."""
    return sum(number(each.parts[0]) for each in areas) / sum(number(each.parts[1]) for each in areas)


def held_against(  # noqa: PLR0913  a test has these sides
    own: Fact, expected: float, others: Sequence[Fact], workings: Workings, *, named: str, spread: float = 1.0
) -> Fact:
    """A count held against what the rate of others would give it."""
    rules, count = workings.rules, number(own.parts[0])
    if spread > 1:
        found = two_sided_normal(control.funnel_score(count, expected) / spread**0.5)
    else:
        found = control.funnel_tail(round(count), expected)
    limits = (rule(rules, "likely_below_percent"), rule(rules, "clear_below_percent"))
    tags: Mapping[str, str] = {
        "strength": strength_of(found, rules),
        "way": "up" if count > expected else "down",
        "dispersion": f"{spread:.12g}",
    }
    return derived("funnel", found, Unit.NUMBER, (own, *others, *limits), named=named, decimals=4, tags=tags)

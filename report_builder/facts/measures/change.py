"""Change: on the previous period, on the same period last year, and of the period before.

What may be said of a change is put in its tags: which way it went, and whether its percentage has a
base large enough to be said (rule book, section 4).
"""

from __future__ import annotations

from dataclasses import replace

from report_builder.facts.arithmetic import difference, multiple, number, percentage_change
from report_builder.facts.chance import interval, tested
from report_builder.facts.measures import Found, Workings, measure
from report_builder.facts.measures.latest import CASE_SIZES, absent, case_size
from report_builder.facts.regimes import breaks_of
from report_builder.model import Basis, Fact, Indicator, Kind, Lead, Rules, Status
from report_builder.periods import Span
from report_builder.wording import rounded

_YEAR = 12


@measure("change", order=2)
def change(workings: Workings) -> Found:
    """Comparisons under `previous`, `year_ago` and `earlier`, and the leading one again under `base`.

    `earlier` is the figure before the previous one, where they follow each other. Each has the figure
    compared with, the `.change`, its `.test`, and, where its base allows, the `.percent`.
    """
    latest = workings.role("latest")
    if latest is None or latest.period is None:
        return Found()
    roles: dict[str, Fact] = {}
    if previous := _previous(workings, latest):
        roles |= comparison("previous", latest, previous, workings)
        if "previous" in roles and (before := _stepwise(workings, latest, previous)):
            roles |= comparison("earlier", latest, before, workings)
    year_ago = workings.subject[latest.period.year_before()]
    if year_ago:
        roles |= comparison("year_ago", latest, year_ago, workings)
    wanted = workings.definition.settings.lead
    lead = leading(workings.indicator, wanted, has_year_ago="year_ago" in roles)
    if lead == "previous" and (skipped := _skipped(workings, latest, roles.get("previous"))):
        roles["skipped"] = skipped
    is_moving = workings.indicator.basis in (Basis.ROLLING, Basis.CUMULATIVE)
    if (is_moving or _wants_year_ago(workings.indicator, wanted)) and "year_ago" not in roles:
        roles["uncompared"] = year_ago_of(workings, latest)
    roles |= {
        name.replace(lead, "base", 1): fact for name, fact in roles.items() if name.split(".")[0] == lead
    }
    if small := _fewest(roles.get("base.denominator"), latest, workings):
        roles["latest"] = small
    if "base" in roles and (before := _restated(roles["base"], workings)):
        roles["revised"] = before
    if workings.indicator.kind is Kind.SURVEY and "denominator" in workings.found.roles:
        roles |= interval(latest, workings.found.roles["denominator"], workings.indicator, workings.rules)
    return Found(roles)


def _fewest(before: Fact | None, latest: Fact, workings: Workings) -> Fact | None:
    """The latest figure with the tag `cases` of the earlier one, where that is of fewer."""
    if before is None or workings.indicator.kind is not Kind.PERCENTAGE:
        return None
    size = case_size(before, workings)
    fewer = CASE_SIZES.index(size) < CASE_SIZES.index(latest.tags["cases"])
    return replace(latest, tags={**latest.tags, "cases": size}) if fewer else None


def _restated(fact: Fact, workings: Workings) -> Fact | None:
    """What was published of a figure, where it is printed otherwise now."""
    if fact.period is None:
        return None
    before = workings.published.get((fact.indicator, fact.area, fact.period))
    if before is None or not before.known or not fact.known:
        return None
    same = rounded(number(before), fact.decimals) == rounded(number(fact), fact.decimals)
    return None if same else replace(before, decimals=fact.decimals)


def _stepwise(workings: Workings, latest: Fact, previous: Fact) -> Fact | None:
    """The figure before the previous one, where the three are of successive periods."""
    if latest.period is None or latest.period.span is not Span.DISCRETE:
        return None
    before = latest.period.previous()
    return workings.subject[before.previous()] if previous.period == before else None


def year_ago_of(workings: Workings, latest: Fact) -> Fact:
    """What stands in the returns for the same period a year earlier, which cannot be compared with."""
    assert latest.period is not None  # noqa: S101  the caller looked
    wanted = latest.period.year_before()
    return workings.subject.values.get(wanted) or absent(workings, wanted)


def _skipped(workings: Workings, latest: Fact, previous: Fact | None) -> Fact | None:
    """The figure of the period just before, where it is missing and an older one is compared with."""
    if latest.period is None or latest.period.span is not Span.DISCRETE:
        return None
    before = latest.period.previous()
    held = workings.subject.values.get(before)
    if held and held.known:
        return None
    if held is None and workings.indicator.kind is Kind.SURVEY:
        return None  # a survey has waves: where a return has no place for one, there was none
    return held if previous is None else held or absent(workings, before)


def _previous(workings: Workings, fact: Fact) -> Fact | None:
    """The figure to compare with: for rolling totals the one that does not overlap."""
    if fact.period and fact.period.span in (Span.ROLLING, Span.TO_DATE):
        return workings.subject[fact.period.year_before()]
    return workings.subject.before(fact)


def leading(indicator: Indicator, lead: Lead, *, has_year_ago: bool) -> str:
    """The comparison that the commentary leads with (rule book, section 5)."""
    return "year_ago" if _wants_year_ago(indicator, lead) and has_year_ago else "previous"


def _wants_year_ago(indicator: Indicator, lead: Lead) -> bool:
    """Whether the same period a year earlier should lead. A year has no other."""
    if indicator.basis in (Basis.ROLLING, Basis.CUMULATIVE) or indicator.months >= _YEAR:
        return False
    return lead is Lead.YEAR_AGO or (lead is Lead.AUTO and indicator.may_be_seasonal)


def comparison(name: str, later: Fact, earlier: Fact, workings: Workings) -> dict[str, Fact]:
    """One comparison under a name; empty where the series breaks between the two figures."""
    indicator, rules = workings.indicator, workings.rules
    if _breaks_between(later, earlier, workings) or _is_estimated(later) or _is_estimated(earlier):
        return {}
    bare = difference(later, earlier, indicator)
    tags = {**bare.tags, "way": _way(bare, later, earlier), "against": against(later, earlier)}
    tags |= _sizes(later, earlier, indicator, rules)
    tags["season"] = _season(indicator, tags["against"])
    tags["exact"] = "yes" if number(later) == number(earlier) else "no"
    roles = {name: earlier, f"{name}.change": replace(bare, tags=tags)}
    roles[f"{name}.test"] = tested(later, earlier, workings)
    for part in ("numerator", "denominator"):
        if case := workings.cases.get((earlier.area, earlier.period, part)):
            roles[f"{name}.{part}"] = case
    if tags["percent"] == "said":
        roles[f"{name}.percent"] = percentage_change(bare, later, earlier)
    if tags["size"] == "times":
        roles[f"{name}.times"] = multiple(later, earlier)
    return roles


def _is_estimated(fact: Fact) -> bool:
    """Whether a figure is no full count, so that no comparison is made with it (rule book, 4.3)."""
    return fact.tags.get("status") == Status.ESTIMATED


def _season(indicator: Indicator, against: str) -> str:
    """'in it' where a part of a year is set against another part and the season may tell between them."""
    is_other_part = against in ("previous month", "previous quarter", "other")
    is_discrete = indicator.basis is Basis.DISCRETE
    return "in it" if is_other_part and is_discrete and indicator.may_be_seasonal else "out"


def _way(change: Fact, later: Fact, earlier: Fact) -> str:
    """'up', 'down' or 'same'; figures that are printed alike are the same."""
    if rounded(number(later), later.decimals) == rounded(number(earlier), earlier.decimals):
        return "same"
    return "up" if number(change) > 0 else "down"


def against(later: Fact, earlier: Fact) -> str:
    """What the earlier period is to the later one; 'other' where periods lie between."""
    if later.period is None or earlier.period is None:
        return "other"
    if later.period.span in (Span.ROLLING, Span.TO_DATE):
        return "year" if earlier.period == later.period.year_before() else "other"
    if earlier.period == later.period.previous():
        return {1: "previous month", 3: "previous quarter", 12: "previous year"}.get(
            later.period.months, "other"
        )
    if earlier.period == later.period.year_before():
        return {1: "month last year", 3: "quarter last year"}.get(later.period.months, "other")
    return "other"


def _sizes(later: Fact, earlier: Fact, indicator: Indicator, rules: Rules) -> dict[str, str]:
    """Which form a change is said in (rule book 4.1, C2 to C10)."""
    base, now = number(earlier), number(later)
    if indicator.kind is not Kind.COUNT or indicator.can_be_negative or base < rules.percent_from_base:
        size = "none" if not base else "all gone" if not now and indicator.kind is Kind.COUNT else "plain"
        return {"percent": "withheld", "size": size}
    percent = 100 * (now - base) / base
    if not now:
        return {"percent": "withheld", "size": "all gone"}
    if 0 < abs(percent) < rules.unchanged_below_percent:
        return {"percent": "withheld", "size": "slight"}
    if percent >= rules.multiple_from_percent:
        return {"percent": "withheld", "size": _multiple(now, base)}
    if 2 * now <= base:
        return {"percent": "withheld", "size": "half" if 2 * now == base else "less than half"}
    return {"percent": "said", "size": "plain"}


def _multiple(now: float, base: float) -> str:
    """From double upwards (rule book, section 0, point 4)."""
    if now == 2 * base:
        return "double"
    return "more than double" if now < 3 * base else "times"


def _breaks_between(later: Fact, earlier: Fact, workings: Workings) -> bool:
    if later.period is None or earlier.period is None:
        return False
    return any(earlier.period.first < at <= later.period.last for at in breaks_of(workings))

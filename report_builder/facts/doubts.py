"""What a person should know of the figures that are not there, or contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_builder.facts.arithmetic import number
from report_builder.facts.measures import Workings
from report_builder.model import Definition, Kind
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.wording import named, value_of


def doubts(definition: Definition, workings: Sequence[Workings], newest: Period | None) -> Iterator[Problem]:
    """The doubts about the indicators; `newest` is the newest period that any return has figures of."""
    if not any(_has_arrived(each) for each in workings):
        hint = f" The newest with figures is {newest}." if newest else ""
        where = next(iter(definition.settings.cell("period")), "")
        yield problem("no-data-for-period", where, period=definition.settings.period, newest=hint)
    found = {each.indicator.id: each for each in workings}
    for each in workings:
        yield from _missing(each)
        yield from _over_its_whole(each, found.get(each.indicator.part_of))
        known = each.found.groups.get("districts.known", ())
        wanted = len(definition.districts())
        if "districts" in each.indicator.charts and len(known) < wanted:
            name = each.indicator.label
            yield problem("districts-not-compared", "", name=name, count=wanted - len(known), all=wanted)


def _over_its_whole(part: Workings, whole: Workings | None) -> Iterator[Problem]:
    """A part that is more than its whole, in the newest period in which it is."""
    if whole is None or not part.indicator.kind is whole.indicator.kind is Kind.COUNT:
        return
    pairs = ((each, whole.subject[each.period]) for each in part.subject.known() if each.period)
    over = [(each, other) for each, other in pairs if other and number(each) > number(other)]
    for each, other in over[-1:]:
        yield problem(
            "part-over-whole",
            each.basis[0] if each.basis else "",
            part=part.indicator.label,
            found=value_of(each),
            period=each.period,
            whole=whole.indicator.label,
            other=value_of(other),
        )


def _has_arrived(workings: Workings) -> bool:
    """Whether anything stands in the returns for the period that is due, of any area, be it only a mark."""
    due = workings.role("missing")
    if due is None or due.basis or workings.role("partial"):
        return True
    return any(series[due.period] for series in workings.series.values() if due.period)


def _missing(workings: Workings) -> Iterator[Problem]:
    latest, due, indicator = workings.role("latest"), workings.role("missing"), workings.indicator
    ask = f"Ask {indicator.owner}." if indicator.owner else "Ask for the return."
    if workings.role("partial"):
        return
    if latest is None and (due is None or due.tags["mark"] != "c"):
        where = due.basis[0] if due and due.basis else ""
        if others := workings.elsewhere():
            area, has = workings.definition.subject.name, named(others)
            yield problem(
                "subject-without-figures", where, name=indicator.label, area=area, others=has, ask=ask
            )
        else:
            yield problem("indicator-without-figures", where, name=indicator.label, ask=ask)
    elif due and due.period and due.tags["mark"] != "c" and not workings.role("discontinued"):
        where = due.basis[0] if due.basis else ""
        newest = latest.period if latest else ""
        found = {"name": indicator.label, "period": due.period, "newest": newest, "ask": ask}
        yield problem("figure-missing", where, **found)

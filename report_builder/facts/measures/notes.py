"""Officers' notes, series breaks and the grounds of estimates: what only a person can know, as facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from report_builder.facts.arithmetic import fact_id
from report_builder.facts.measures import Found, Workings, measure
from report_builder.model import Basis, Fact, Note, Status, Unit
from report_builder.periods import FINANCIAL_YEAR_START, Period

_YEAR = 12

_OPENERS = frozenset(
    (
        "a", "an", "the", "it", "this", "that", "these", "those", "they", "there", "in", "on", "at", "since",
        "from", "all", "some", "no", "figures", "data", "reports", "work", "officers", "because", "during",
    )
)  # fmt: skip
"""Words that are no names, so that they may lose their capital within a sentence."""


@measure("notes", order=2)
def notes(workings: Workings) -> Found:
    """The group `advice`: the notes for this report. Roles `break` and `estimate` with their reasons.

    `first_figure` is there where the latest is the first ever, `discontinued` where there will be no more.
    """
    mine = [note for note in workings.definition.notes if note.indicator == workings.indicator.id]
    due = _due_periods(workings)
    advice = [note for note in mine if note.status is None and note.text and is_due(note, due)]
    latest = workings.role("latest")
    roles = {}
    if latest and latest.period:
        for name, status in (("break", Status.BREAK), ("estimate", Status.ESTIMATED)):
            found = [note for note in mine if note.status is status and note.text and _reaches(note, latest)]
            if found:
                roles[name] = said(found[-1], name, len(mine))
        if "break" in roles:
            roles |= _after_a_break(roles["break"], latest.period, workings)
        for name, status in (("first_figure", Status.FIRST), ("discontinued", Status.DISCONTINUED)):
            found = [note for note in mine if note.status is status and _holds(note, latest, due)]
            if found:
                roles[name] = said(found[-1], name, len(mine))
    return Found(roles, {"advice": tuple(said(note, f"advice {n}", n) for n, note in enumerate(advice, 1))})


def said(note: Note, name: str, number: int) -> Fact:
    """A note as a fact; its tags name who advises it."""
    return Fact(
        id=fact_id(note.indicator or note.priority or "report", "", note.first, f"{name} {number}"),
        method="typed",
        value=as_clause(note.text) if note.indicator or note.priority else note.text,
        unit=Unit.TEXT,
        indicator=note.indicator,
        period=note.first or note.last,
        tags={"status": Status.FINAL.value, "adviser": note.adviser},
        basis=note.cell("text") or note.cell("status"),
    )


def as_clause(text: str) -> str:
    """A note as it stands after "advise that": without its full stop, and its opening word in lower case."""
    bare = text.strip().rstrip(". ")
    first, _, rest = bare.partition(" ")
    return f"{first.lower()} {rest}" if first.lower() in _OPENERS and first != "I" else bare


def is_due(note: Note, periods: Sequence[Period]) -> bool:
    """Whether a note is about one of these periods, or about all."""
    return any(
        (note.first is None or note.first.first <= period.last)
        and (note.last is None or period.first <= note.last.last)
        for period in periods
    )


def _due_periods(workings: Workings) -> list[Period]:
    """The report's period and that of the latest figure."""
    latest = workings.role("latest")
    own = [latest.period] if latest and latest.period else []
    return [workings.definition.settings.period, *own]


def _after_a_break(found: Fact, latest: Period, workings: Workings) -> dict[str, Fact]:
    """`break` with the tag `recent`, and `resumes`, where the same period a year on can be compared again."""
    assert found.period is not None  # noqa: S101  a break has a period
    is_recent = found.period.first > latest.year_before().first
    roles = {"break": replace(found, tags={**found.tags, "recent": "yes" if is_recent else "no"})}
    indicator = workings.indicator
    if indicator.months >= _YEAR or indicator.basis is not Basis.DISCRETE or not is_recent:
        return roles
    step = indicator.months
    start = -(-(found.period.first - FINANCIAL_YEAR_START + 1) // step) * step + FINANCIAL_YEAR_START - 1
    again = Period(start + step - 1, step).moved(_YEAR)
    resumes = Fact(
        id=fact_id(indicator.id, "", again, "comparison resumes"),
        method="a year after the break",
        value=str(again),
        unit=Unit.PERIOD,
        indicator=indicator.id,
        period=again,
        tags={"status": Status.FINAL.value},
        basis=found.basis,
        parts=(found,),
    )
    return {**roles, "resumes": resumes}


def _holds(note: Note, latest: Fact, due: Sequence[Period]) -> bool:
    """Whether the latest figure is the first, or the last before there are no more."""
    if note.status is Status.FIRST:
        return note.first is None or note.first == latest.period
    return note.first is None or any(note.first.first <= period.last for period in due)


def _reaches(note: Note, latest: Fact) -> bool:
    """Whether a break or an estimate stands at or before the latest figure."""
    if latest.period is None or note.first is None:
        return False
    return (
        note.first.last <= latest.period.last if note.status is Status.BREAK else note.first == latest.period
    )

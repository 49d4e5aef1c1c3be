"""Officers' notes, series breaks and the grounds of estimates: what only a person can know, as facts."""

from __future__ import annotations

from report_builder.facts.arithmetic import fact_id
from report_builder.facts.measures import Found, Workings, measure
from report_builder.model import Fact, Note, Status, Unit


@measure("notes", order=1)
def notes(workings: Workings) -> Found:
    """The group `advice`: the notes for this report. Roles `break` and `estimate` with their reasons."""
    mine = [note for note in workings.definition.notes if note.indicator == workings.indicator.id]
    advice = [note for note in mine if note.status is None and note.text and _is_due(note, workings)]
    latest = workings.role("latest")
    roles = {}
    if latest and latest.period:
        for name, status in (("break", Status.BREAK), ("estimate", Status.ESTIMATED)):
            found = [note for note in mine if note.status is status and note.text and _reaches(note, latest)]
            if found:
                roles[name] = said(found[-1], name, len(mine))
    return Found(roles, {"advice": tuple(said(note, f"advice {n}", n) for n, note in enumerate(advice, 1))})


def said(note: Note, name: str, number: int) -> Fact:
    """A note as a fact; its tags name who advises it."""
    return Fact(
        id=fact_id(note.indicator or note.priority or "report", "", note.first, f"{name} {number}"),
        method="typed",
        value=note.text.rstrip(". "),
        unit=Unit.TEXT,
        indicator=note.indicator,
        period=note.first or note.last,
        tags={"status": Status.FINAL.value, "adviser": note.adviser},
        basis=note.cell("text"),
    )


def _is_due(note: Note, workings: Workings) -> bool:
    """Whether a note is about the report's period, the latest figure's, or all periods."""
    due = [workings.definition.settings.period]
    latest = workings.role("latest")
    if latest and latest.period:
        due.append(latest.period)
    return any(
        (note.first is None or note.first.first <= period.last)
        and (note.last is None or period.first <= note.last.last)
        for period in due
    )


def _reaches(note: Note, latest: Fact) -> bool:
    """Whether a break or an estimate stands at or before the latest figure."""
    if latest.period is None or note.first is None:
        return False
    return (
        note.first.last <= latest.period.last if note.status is Status.BREAK else note.first == latest.period
    )

"""A draft from a survey: what stands in the returns is taken over, and what had to be assumed is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePath

from report_builder.drafting.draft import Draft, Line, Typed
from report_builder.drafting.series import Timing, kind_of, period_of, timing_of
from report_builder.model import TO_FILL_IN, AreaKind, Basis, Candidate, CandidateArea, Kind, Survey
from report_builder.periods import Period
from report_builder.problems import Problem

COMPARED = "the comparison"
"""The set of the other areas: 'of the 5 areas in the comparison'."""
_DECIMALS = {Kind.PERCENTAGE: 1, Kind.RATE: 2, Kind.RATIO: 2, Kind.MEAN: 2}
_MEETING = timedelta(days=70)
_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST = 40
_UNSAID = re.compile(
    r"\b(?:q[1-4]|h[12]|fy|ytd|v\d+|final|draft|copy|returns?|data|to|20\d\d(?:[-/]\d\d)?)\b|\(\d*\)",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"[A-Z][a-z]")
_IN_BRACKETS = re.compile(r"\s*\((?:%|£|no\.?|number)\)|\s*\[[^\]]*\]|\s*:$", re.IGNORECASE)
_DUE = "to be filled in: the days after the end of a period within which the return is due"
_TO_FILL_IN = "to be filled in: nothing in a return says it"


def draft(survey: Survey) -> Draft:
    """The definition that a survey suggests; without indicators where none of its series can be reported."""
    timed = [(each, timing) for each in survey.candidates if (timing := timing_of(each))]
    untimed = tuple((str(each.place), _untimed(each)) for each in survey.candidates if not timing_of(each))
    if not timed:
        return Draft((), (), (), left_out=(*survey.left_out, *untimed))
    period = period_of([timing for _, timing in timed])
    subject = next(each for each in survey.areas if each.kind is AreaKind.SUBJECT)
    priorities = _priorities([each for each, _ in timed])
    ids = _ids([each for each, _ in timed])
    rows = tuple(_indicator(each, timing, ids, priorities, survey.areas) for each, timing in timed)
    return Draft(
        settings=tuple(_settings(period, subject, timed)),
        priorities=tuple(
            {"id": Typed(name), "heading": Typed(heading, "the name of the file or the tab", place)}
            for name, heading, place in dict.fromkeys(priorities.values())
        ),
        indicators=rows,
        areas=tuple(map(_area, survey.areas)),
        sources=tuple(_source(each, ids) for each, _ in timed if each.source),
        left_out=(*survey.left_out, *untimed),
    )


def without(survey: Survey, faults: Sequence[Problem], definition: str) -> Survey:
    """A survey without the candidates that stand where faults were found; each is told with its fault."""
    gone: dict[str, Problem] = {}
    for fault in faults:
        for each in _at_fault(survey, fault.where, definition):
            gone.setdefault(each.label, fault)
    kept = tuple(each for each in survey.candidates if each.label not in gone) if gone else ()
    told = tuple((fault.where, f"“{label}” was left out: {fault.what}") for label, fault in gone.items())
    told = told or tuple((fault.where, fault.what) for fault in faults)
    return replace(survey, candidates=kept, left_out=(*survey.left_out, *told))


def _at_fault(survey: Survey, where: str, definition: str) -> tuple[Candidate, ...]:
    """The candidates with a figure in a cell; or else those of its row in the definition, sheet or file."""
    if found := tuple(each for each in survey.candidates if where in each.cells):
        return found
    if match := re.fullmatch(rf"{re.escape(definition)}, indicators, [A-Z]+(\d+)", where):
        timed = [each for each in survey.candidates if timing_of(each)]
        return tuple(timed[int(match[1]) - 2 : int(match[1]) - 1])
    parts = where.split(", ")
    for length in range(len(parts), 0, -1):
        start = ", ".join(parts[:length]) + ", "
        if found := tuple(each for each in survey.candidates if any(c.startswith(start) for c in each.cells)):
            return found
    return ()


def _untimed(candidate: Candidate) -> str:
    return f"“{candidate.label}” is given for {candidate.periods[-1]}: no report can be made of such periods."


# ----------------------------------------------------------------------------------------- settings


def _settings(
    period: Period, subject: CandidateArea, timed: Sequence[tuple[Candidate, Timing]]
) -> Iterator[tuple[str, Typed]]:
    reached = sum(timing.is_due(period) for _, timing in timed)
    yield "board", Typed(TO_FILL_IN["board"], _TO_FILL_IN)
    yield "title", Typed(f"Performance {period}", "the period, behind the word Performance")
    yield "meeting_date", Typed(period.ends() + _MEETING, "ten weeks after the end of the period")
    how = f"the newest that most indicators reach: {reached} of {len(timed)}"
    yield "period", Typed(str(period), how)
    yield "subject", Typed(subject.name, subject.why, str(subject.place).strip())
    yield "organisation", Typed(TO_FILL_IN["organisation"], _TO_FILL_IN)
    yield "author", Typed(TO_FILL_IN["author"], _TO_FILL_IN)


# --------------------------------------------------------------------------------------- priorities


def _priorities(candidates: Sequence[Candidate]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """The priority of each file, or of each sheet where there is one file: its id, heading and place."""
    files = {each.place.workbook for each in candidates}
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for each in candidates:
        place = (each.place.workbook, each.place.sheet)
        text = place[1] if len(files) == 1 and place[1] else PurePath(place[0]).stem
        heading = _heading(text) or text
        found[place] = (slug(heading), heading, ", ".join(filter(None, place)))
    first: dict[str, tuple[str, str, str]] = {}
    return {place: first.setdefault(each[0], each) for place, each in found.items()}


def _heading(text: str) -> str:
    """The name of a file or a tab as a heading, without the period and the version."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\s]+", " ", text)
    words = " ".join(_UNSAID.sub(" ", spaced).strip(" -–,.").split())
    return words[:1].upper() + words[1:]


def slug(text: str) -> str:
    """A text as an id: small letters and hyphens."""
    whole = _SLUG.sub("-", text.casefold()).strip("-") or "x"
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST + 1].rpartition("-")[0] or whole[:_LONGEST]


# --------------------------------------------------------------------------------------- indicators


def _ids(candidates: Sequence[Candidate]) -> dict[str, str]:
    """An id for each label, none of them twice."""
    found: dict[str, str] = {}
    for each in candidates:
        start = wanted = slug(_bare(each.label))
        n = 2
        while wanted in found.values():
            wanted, n = f"{start}-{n}", n + 1
        found[each.label] = wanted
    return found


def _indicator(
    each: Candidate,
    timing: Timing,
    ids: Mapping[str, str],
    priorities: Mapping[tuple[str, str], tuple[str, str, str]],
    areas: Sequence[CandidateArea],
) -> Line:
    kind, why, per = kind_of(each)
    place, names = str(each.place), {name.casefold() for name in ids}
    name = _name(each.label)
    if name.casefold() in names - {each.label.casefold()}:
        name = each.label
    row = {
        "id": Typed(ids[each.label]),
        "priority": Typed(priorities[each.place.workbook, each.place.sheet][0]),
        "name": Typed(name, f"sentences will say “{_said(name, kind)}”", place),
        "short_name": Typed(_bare(each.label), each.why, place),
        "aliases": Typed(each.label),
        "kind": Typed(str(kind), why, place),
        "frequency": Typed(str(timing.frequency)),
        "better": Typed("neither", "to be filled in: lower or higher; until then nothing is judged"),
        "expected_by": Typed("", _DUE),
        "owner": Typed(
            _heading(PurePath(each.place.workbook).stem), "the name of the file", each.place.workbook
        ),
    }
    if kind is Kind.RATE:
        row |= {"unit": Typed("population", "rates are mostly of the population", place)}
        row |= {"per": Typed(per, why, place)} if per else {}
    if each.decimals:
        row |= {"decimals": Typed(min(each.decimals, _DECIMALS.get(kind, each.decimals)))}
    if each.negative:
        row |= {"can_be_negative": Typed("yes", "it has figures below zero", place)}
    if timing.basis is not Basis.DISCRETE:
        row |= {"basis": Typed(str(timing.basis), "its periods are such", place)}
    return row | _compared(each, kind, areas)


def _compared(each: Candidate, kind: Kind, areas: Sequence[CandidateArea]) -> dict[str, Typed]:
    """The areas that the figures can be compared with; counts need populations first."""
    if kind is Kind.COUNT:
        return {}
    districts = {area.name for area in areas if area.kind is AreaKind.DISTRICT}
    others = {area.name for area in areas if area.kind is AreaKind.COMPARATOR}
    row: dict[str, Typed] = {}
    if others & {*each.areas}:
        row["comparator_set"] = Typed(COMPARED, "figures of other areas stand beside it", str(each.place))
    if districts and districts <= {*each.areas}:
        row["charts"] = Typed("trend; districts", "every district has figures", str(each.place))
    return row


def _said(name: str, kind: Kind) -> str:
    return f"There were 123 {name}" if kind is Kind.COUNT else f"The {name} was …"


def _bare(label: str) -> str:
    """A label without '(%)' and the number of its footnote."""
    return _IN_BRACKETS.sub("", label).strip() or label


def _name(label: str) -> str:
    """A label as it stands within a sentence: without '(%)', and small unless it is an acronym."""
    bare = _bare(label)
    if bare.isupper() and len(bare) > 4:
        return bare.casefold()
    return bare[:1].casefold() + bare[1:] if _FIRST_WORD.match(bare) else bare


# ------------------------------------------------------------------------------------ areas, sources


def _area(area: CandidateArea) -> Line:
    place = str(area.place).strip()
    row = {
        "name": Typed(area.name, "" if place else area.why, place),
        "kind": Typed(str(area.kind), area.why, place),
    }
    if area.kind is AreaKind.COMPARATOR:
        row["sets"] = Typed(COMPARED)
    if area.aliases:
        row["aliases"] = Typed("; ".join(area.aliases), "the same area by another name", place)
    return row


def _source(each: Candidate, ids: Mapping[str, str]) -> Line:
    source = each.source
    assert source is not None  # noqa: S101  the caller looked
    filters = "; ".join(f"{column} = {value}" for column, value in source.row_filter)
    row = {
        "indicator": Typed(ids[each.label]),
        "workbook": Typed(source.workbook),
        "layout": Typed(source.layout),
        "row_filter": Typed(filters, each.why, str(each.place)),
        "area_column": Typed(source.area_column),
    }
    return row | ({"sheet": Typed(source.sheet)} if source.sheet else {})

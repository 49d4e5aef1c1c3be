"""What a coordinator types under each heading of the definition workbook, in a line."""

from __future__ import annotations

from collections.abc import Mapping

from report_builder.model import AreaKind, Basis, Better, Frequency, Kind, Lead, Seasonal, Status, TargetKind
from report_builder.periods import Style

HELP: Mapping[str, Mapping[str, str]] = {
    "report": {
        "board": "Who the report is for.",
        "title": "The title of the report; its file is named after it.",
        "meeting_date": "The day of the meeting, such as 18 September 2025.",
        "period": "The period that is reported, such as Q1 2025/26.",
        "subject": "The area that the report is about.",
        "organisation": "Printed at the head of the first page.",
        "author": "The role of the author, not a person's name.",
        "contact": "A line under “Officer to contact”. More lines: more rows.",
        "agenda_item": "The number of the agenda item, if there is one.",
        "introduction": "A paragraph at the beginning. More paragraphs: more rows.",
        "recommendations": "What the board is asked to do. More paragraphs: more rows.",
        "accepted": "Recommendations that the program offered and you accept, by the key it names.",
        "house": "The folder of “templates” with look and words; leave empty for the one that is supplied.",
        "style": "How periods and places are written.",
        "lead": "Which comparison a paragraph begins with.",
    },
    "priorities": {
        "id": "A short name of your own, used in the sheets indicators and notes.",
        "heading": "The heading that is printed.",
        "order": "1 for the first heading, 2 for the next.",
        "text": "A fixed paragraph under the heading, if there is one.",
    },
    "indicators": {
        "id": "A short name of your own, used in the other sheets.",
        "priority": "An id of the sheet priorities.",
        "name": "How a sentence says it, for more than one: burglaries.",
        "singular": "The same for one: burglary.",
        "short_name": "How tables and charts say it: Burglary.",
        "aliases": "What the agencies write, if it is something else; semicolons between.",
        "numerator": "The row of a return with the cases that are counted.",
        "denominator": "The row of a return with all cases, or the respondents.",
        "kind": "What a figure is: a number of cases is a count.",
        "statement": "Of a survey: what the respondents felt or did, such as felt safe after dark.",
        "baseline": "Of a percentage reduction: what it is below, such as its baseline.",
        "unit": "What follows the figure, such as offences per young offender.",
        "per": "How many people a rate is per, such as 1000.",
        "decimals": "How many decimals are printed.",
        "can_be_negative": "Whether a figure may be below zero.",
        "better": "Which way is good. Until it is filled in, nothing is called better or worse.",
        "low": "The lower end of a range.",
        "high": "The upper end of a range.",
        "frequency": "How often a figure is reported.",
        "basis": "Which months a figure covers: its own, the year so far, or the last twelve.",
        "seasonal": "Whether it goes up and down with the time of year.",
        "design_effect": "Of a survey: how much its design widens the margin of error, such as 1.4.",
        "waves_overlap": "Whether the waves of a survey share months.",
        "materiality": "The smallest change that matters: in per cent, for percentages in points.",
        "flagged": "Whether a member or an officer has asked to see it first.",
        "target": "The target, if there is one.",
        "target_kind": "How the target is met.",
        "target_period": "Of a reduction: the period to reduce from. Empty: a year earlier.",
        "profile": "Of a profile: a figure for each period of the year, such as 12; 24; 36; 50.",
        "tolerance": "How far from the target still counts as near.",
        "part_of": "The id of the indicator that holds this one.",
        "scope": "The area of the figures, where it is not the one of the report.",
        "comparator_set": "The areas to be ranked among: a set of the sheet areas.",
        "suppress_below": "Counts below it are not printed, such as 5.",
        "owner": "Who is asked when a figure is missing.",
        "expected_by": "Days after the end of the period within which the return is due.",
        "charts": "The pictures: trend, districts, peers, or none.",
    },
    "areas": {
        "name": "The area, as it is printed.",
        "kind": "The one the report is about, a district of it, or another to compare with. "
        "To compare counts, add a column such as “population 2015”.",
        "sets": "The set of areas it is compared in.",
        "aliases": "What the agencies write, if it is something else; semicolons between.",
    },
    "sources": {
        "indicator": "An id of the sheet indicators. This sheet is only for returns that are not understood.",
        "workbook": "The file; * stands for anything.",
        "sheet": "The tab; empty for every tab.",
        "layout": "long, areas down, indicators down, or line level.",
        "row_filter": "Which rows count, such as Group = BURGLARY.",
        "value_column": "The heading of the figures.",
        "area_column": "The heading of the areas.",
        "period_column": "The heading of the periods.",
        "years": "What a single year such as 2016 stands for.",
    },
    "notes": {
        "indicator": "The id of the indicator that the note is about.",
        "priority": "Or the id of a priority. Empty in both: a note on the whole report.",
        "area": "The area whose figures have the status; empty for the one of the report.",
        "period": "Q2 2016/17, up to Q3 2015/16, from Q1 2015/16; empty for all.",
        "status": "What a reader must know of the figures.",
        "text": "What only you know: it is printed as officers' advice.",
        "adviser": "Who says so, such as Police.",
    },
}
"""By sheet and field."""

_YES_NO = ("yes", "no")
CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "report": {"lead": tuple(Lead), "style": tuple(Style)},
    "indicators": {
        "kind": tuple(Kind),
        "can_be_negative": _YES_NO,
        "waves_overlap": _YES_NO,
        "flagged": _YES_NO,
        "better": tuple(Better),
        "frequency": tuple(Frequency),
        "basis": tuple(Basis),
        "seasonal": tuple(Seasonal),
        "target_kind": tuple(TargetKind),
    },
    "areas": {"kind": tuple(AreaKind)},
    "notes": {"status": tuple(Status)},
}
"""The fields with fixed choices."""

LISTED: Mapping[str, Mapping[str, str]] = {
    "indicators": {"priority": "priorities"},
    "sources": {"indicator": "indicators"},
    "notes": {"indicator": "indicators", "priority": "priorities"},
}
"""The fields that take an id, and the sheet in whose first column these stand."""

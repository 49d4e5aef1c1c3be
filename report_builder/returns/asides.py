"""Words that say of figures that they are something else than those of a period, or of a part only.

"Target", "% change on last year", "Year to date" over a table, on its tab or on a line above some of its
rows; "Male" beside a row. Such figures are not read in the place of the ones that are asked for, and told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from report_builder import periods
from report_builder.model import Basis, Cell, Indicator, Kind
from report_builder.periods import FINANCIAL_YEAR_START, Period, Span
from report_builder.returns.names import Names, key

_YEAR = 12


class Apart(StrEnum):
    """In what way figures are apart from those of a period."""

    OTHER = "another figure"
    CHANGE = "a change"
    RATED = "no count"
    ROLLING = "12 months"
    TO_DATE = "the year so far"
    PART = "a part"


_KNOWN = {
    Apart.OTHER: (
        r"(?:\w+ ){0,3}targets?(?: figures?| values?| levels?)?|target (?:figures?|values?|levels?|number)"
        r"|(?:planned|plan|profiled?|expected|ambition|milestones?)(?: figures?| values?| levels?)?"
        r"|forecasts?|projections?|projected|trajectory|budgets?"
        r"|(?:\w+ ){0,2}(?:benchmark|comparator|baseline|threshold)(?: figures?| values?)?"
        r"|(?:prior|previous|last) (?:year|quarter|month|period)s?(?: figures?)?|py|ly|last yr"
        r"|(?:sanction )?detect(?:ed|ions?)(?: offences| crimes?| rates?)?"
        r"|(?:positive |criminal justice )?outcomes"
        r"|(?:suspects|offenders|persons|people|number)(?: (?:suspects|offenders|persons|people))?"
        r" (?:charged|arrested|convicted|cautioned)(?: with)?"
        r"|charges|charged|arrests|convictions|cautions|suspects|attempted"
        r"|(?:academic|school|municipal|tax) years?"
        r"|(?:last|previous|prior) (?:financial )?(?:year|quarter|month|period)"
        r"|same (?:period|quarter|month) (?:last|previous|the year before)(?: year)?"
        r"|(?:national|regional|england|force|msg|family) averages?"
    ),
    Apart.CHANGE: (
        r"(?:(?:%|percentage|per ?cent|annual|quarterly|monthly) )?(?:changes?|differences?|variances?)"
        r"(?: (?:on|from|against|over|since|compared|to|v|vs|versus)\b.*)?"
    ),
    Apart.RATED: (
        r"percentages?|per ?cent|%|proportions?|(?:crude |standardised )?rates?|means?|medians?"
        r"|(?:(?:daily|weekly|monthly|quarterly|annual|yearly) )?averages?"
        r"|(?:%|percentage|proportion|share) of (?:all|total|the)\b.*"
        r"|(?:(?:\w+ ){0,3}(?:rates? )?)per (?:[\d ]+|head|capita|thousand|million)\b.*"
    ),
    Apart.ROLLING: (
        r"rolling (?:12|twelve) ?m(?:onths?)?(?: totals?)?|(?:12|twelve) ?m(?:onths?)? rolling(?: totals?)?"
        r"|rolling (?:year|annual)(?: totals?)?|rolling totals?"
    ),
    Apart.TO_DATE: (
        r"(?:financial )?year to date(?: totals?)?|ytd|cumulative(?: totals?| figures?)?|running totals?"
    ),
    Apart.PART: (
        r"males?|females?|men|women|boys?|girls?|non binary|transgender"
        r"|(?:aged? )?(?:under|over) \d{1,2}s?|(?:aged? )?\d{1,2} to \d{1,2}(?: years?| yrs?)?"
        r"|(?:aged? )?\d{1,2} ?(?:plus|and over|or over|and under|years?)"
        r"|white(?: \w+)?|black(?: \w+)?|asian(?: \w+)?|mixed|other ethnic(?:ity| group)"
    ),
}
"""Written as keys are: without case and punctuation."""
_BREAKDOWN = re.compile(
    r"(?:sex|gender|age|ages|age ?(?:group|band|range)s?|ethnicity|ethnic (?:group|origin)|"
    r"self defined ethnicity|disability|religion|nationality)"
)
_BETWEEN = re.compile(r"\s+[-–—|]\s+|\s*[:;()\n]\s*|\s*,(?!\d{3}\b)\s*")
_ALL = re.compile(r"(?:all|total)\b", re.IGNORECASE)
_TO = re.compile(r"(?<=\d)\s*[-–]\s*(?=\d)")
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?\b|\b\d\d/\d\d\b")
_DATED = re.compile(r"\b(?:q[1-4]|(?:19|20)\d\d(?: \d\d(?:\d\d)?)?|fy|for|in|the|of)\b")


@dataclass(frozen=True, slots=True)
class Aside:
    """A label that says so, where it stands, and in what way."""

    cell: Cell | str
    text: str
    apart: Apart

    def keeps_out(self, period: Period, indicator: Indicator) -> bool:
        """Whether a figure under it is not the one that is asked for."""
        return {
            Apart.CHANGE: indicator.kind not in (Kind.REDUCTION, Kind.INDEX),
            Apart.RATED: indicator.kind is Kind.COUNT,
            Apart.ROLLING: indicator.basis is not Basis.ROLLING and period.months < _YEAR,
            Apart.TO_DATE: indicator.basis is not Basis.CUMULATIVE and not _is_year_so_far(period),
        }.get(self.apart, True)


def _is_year_so_far(period: Period) -> bool:
    return period.span is not Span.DISCRETE or period.first % _YEAR == FINANCIAL_YEAR_START - 1


@lru_cache(maxsize=1 << 14)
def apart_of(text: str, names: Names) -> Apart | None:
    """In what way a line says that figures are apart; None where it does not.

    A piece of the line has to say nothing else: "Burglary: % change", and not "Performance against target".
    """
    if names.parts(text) or names.area(text):
        return None
    pieces = [piece for piece in _BETWEEN.split(text) if not (names.parts(piece) or names.area(piece))]
    found = [apart for piece in pieces if (apart := _whole(piece))]
    is_whole = any(_ALL.match(piece) for piece in pieces)
    return next((each for each in found if each is not Apart.PART or not is_whole), None)


def _whole(piece: str) -> Apart | None:
    if periods.is_period(piece):
        return None
    bare = key(_TO.sub(" to ", _YEARS.sub(" ", piece).replace("+", " plus")))
    undated = " ".join(_DATED.sub(" ", bare).split())
    texts = [text for text in (bare, undated) if text]
    return next((a for a, words in _KNOWN.items() for text in texts if re.fullmatch(words, text)), None)


def is_breakdown(heading: str) -> bool:
    """Whether a heading says that the labels below it part a whole: 'Sex', 'Age group'."""
    return _BREAKDOWN.fullmatch(key(heading)) is not None

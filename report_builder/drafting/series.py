"""What the figures of a candidate say of it: kind, frequency, basis, and the period that is due."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from report_builder.model import Basis, Candidate, Frequency, Indicator, Kind
from report_builder.periods import Period, Span

_PERCENT = re.compile(r"%|\bper ?cent|\bpercentage\b|\bproportion\b", re.IGNORECASE)
_PER = re.compile(r"\bper ([\d,]+)\b", re.IGNORECASE)
_RATE, _MEAN = (
    re.compile(r"\brates?\b", re.IGNORECASE),
    re.compile(r"\b(?:average|mean|median)\b", re.IGNORECASE),
)
_MEASURED = re.compile(r"£|\((?:in )?(?:mins?|minutes?|hours?|hrs?|days?|weeks?|seconds?)\)", re.IGNORECASE)
_RATIO = re.compile(r"\bratio\b|\bper [a-z]", re.IGNORECASE)
_FREQUENCIES = {each.months: each for each in Frequency}
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Timing:
    """How often a value is reported, which months it covers, and the last month that is reached."""

    frequency: Frequency
    basis: Basis
    reach: int

    def is_due(self, period: Period) -> bool:
        """Whether the figure that a report on this period wants has arrived."""
        plain = Indicator(id="-", priority="-", name="-", frequency=self.frequency, basis=self.basis)
        return self.reach >= plain.own_period(period).last


def timing_of(candidate: Candidate) -> Timing | None:
    """The timing of a candidate, by most of its periods; None where no report can have it."""
    kinds = Counter((period.span, period.months) for period in candidate.periods)
    (span, months), _ = max(kinds.items(), key=lambda item: (item[1], -item[0][1]))
    mine = [period for period in candidate.periods if (period.span, period.months) == (span, months)]
    reach = mine[-1].last
    is_overlapping = months == _YEAR and len({period.last % _YEAR for period in mine}) > 1
    if span is Span.DISCRETE and not is_overlapping:
        if months == _YEAR and not mine[-1].is_financial_year:
            return None
        length = candidate.apart if months == 1 and candidate.apart else months
        return Timing(_FREQUENCIES[length], Basis.DISCRETE, reach) if length in _FREQUENCIES else None
    basis = Basis.CUMULATIVE if span is Span.TO_DATE else Basis.ROLLING
    if basis is Basis.ROLLING and months != _YEAR:
        return None
    steps = [later.last - earlier.last for earlier, later in pairwise(mine)]
    step = min((each for each in steps if each), default=3)
    return Timing(_FREQUENCIES[max(n for n in _FREQUENCIES if n <= step)], basis, reach)


def kind_of(candidate: Candidate) -> tuple[Kind, str, int | None]:
    """The kind of a candidate's values, how that was told, and of how many people a rate is."""
    label, about = candidate.label, f"{candidate.label} | {candidate.about}"
    if candidate.percentages:
        return Kind.PERCENTAGE, "its cells show percentages", None
    if _PERCENT.search(label):
        return Kind.PERCENTAGE, "its name says so", None
    if _RATE.search(label) and (match := _PER.search(about)):
        return Kind.RATE, f"“{match[0]}” stands over it", int(match[1].replace(",", "") or 0) or None
    if _MEAN.search(label) or _MEASURED.search(label):
        return Kind.MEAN, "its name says that it is measured and not counted", None
    if candidate.decimals:
        for kind, word in ((Kind.RATE, _RATE), (Kind.RATIO, _RATIO)):
            if word.search(label):
                return kind, "its name says so, and it has decimals", None
    return Kind.COUNT, "nothing says that it is a rate or a percentage", None


def period_of(timings: Sequence[Timing]) -> Period:
    """The newest period that most of the series reach: a quarter, or a month or year where all are such."""
    frequencies = {each.frequency for each in timings}
    months = frequencies.pop().months if len(frequencies) == 1 else Frequency.QUARTER.months
    known = sorted({_ending(each.reach, months) for each in timings}, reverse=True)
    most = (period for period in known if _is_most(timings, period))
    return next(most, max(known, key=lambda period: sum(each.is_due(period) for each in timings)))


def _is_most(timings: Iterable[Timing], period: Period) -> bool:
    reached = [each.is_due(period) for each in timings]
    return sum(reached) * 2 > len(reached)


def _ending(last: int, months: int) -> Period:
    """The period of this length that ends with a month, or the last before it."""
    if months == _YEAR:
        return Period(last, _YEAR).financial_year()
    return Period(last - (last + 1) % months, months)

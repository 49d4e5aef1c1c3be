"""Labels with two readings, "2011-12", "201112" and "16-17": decided by what is written alike in the line."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise

from report_builder.periods.period import Period
from report_builder.periods.readings import TWO_DIGITS, Either, Named, Reading, Unclear


def decided(found: list[Reading | None], *, of_years: bool) -> list[Reading | None]:
    """The line with every label of two readings decided; `of_years` where its heading speaks of years."""
    shapes = {each.shape for each in found if isinstance(each, Either)}
    for shape in shapes - {TWO_DIGITS}:
        found = _alike(found, shape)
    return _in_years(found, of_years=of_years) if TWO_DIGITS in shapes else found


def _alike(found: list[Reading | None], shape: str) -> list[Reading | None]:
    """Months where the others of a shape are months, financial years where they are years."""
    others = {each.period.months for each in found if isinstance(each, Named) and each.shape == shape}
    years = [each.year for each in found if isinstance(each, Either) and each.shape == shape]
    if not others and _follow(years, enough=2):
        others = {12}
    return [
        _chosen(each, others) if isinstance(each, Either) and each.shape == shape else each for each in found
    ]


def _chosen(either: Either, others: set[int]) -> Reading | None:
    if others == {12}:
        return Named(either.year)
    if others == {1} and either.month:
        return Named(either.month)
    if others:
        return Unclear(f"it may be {either.year} or {either.month}")
    if not either.alone:
        return None
    other = either.month if either.alone == either.year else either.year
    # With a slash a financial year is meant, unless months stand beside it.
    return Named(
        either.alone, assumed="" if either.shape == "/" else f"read as {either.alone}, not as {other}"
    )


def _in_years(found: list[Reading | None], *, of_years: bool) -> list[Reading | None]:
    """Two-digit years such as "16-17" where enough of them follow one another; else they may be ages."""
    said = list(found)
    places = [i for i, each in enumerate(found) if each is not None]
    for _, group in groupby(places, lambda i: _year_of(found[i]) is not None):
        stretch = list(group)
        is_run = _follow(map(_year_of, (found[i] for i in stretch)), enough=2 if of_years else 3)
        for i in stretch:
            each = found[i]
            if isinstance(each, Either) and each.shape == TWO_DIGITS:
                refused = Unclear(f"it may be {each.year} or ages") if of_years else None
                said[i] = Named(each.year) if is_run else refused
    return said


def _year_of(found: Reading | None) -> Period | None:
    if isinstance(found, Either):
        return found.year
    return found.period if isinstance(found, Named) and found.period.is_financial_year else None


def _follow(years: Iterable[Period | None], *, enough: int) -> bool:
    """Whether enough years follow one another, up or down, each counted where it first stands."""
    lasts = list(dict.fromkeys(year.last for year in years if year))
    steps = {later - earlier for earlier, later in pairwise(lasts)}
    return len(lasts) >= enough and steps in ({12}, {-12})

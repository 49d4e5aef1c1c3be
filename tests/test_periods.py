from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_builder.periods import Period, Span, parse, say, say_in_full

Q2 = Period.ending(2016, 9, 3)
YEAR = Period.ending(2016, 3, 12)
ROLLING = Period.ending(2016, 9, 12, Span.ROLLING)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("Q2 2016/17", Q2),
        ("2016/17 Q2", Q2),
        ("Q2 16/17", Q2),
        ("Q2 2016-17", Q2),
        ("2016-17 Q2", Q2),
        ("Quarter 2 2016/17", Q2),
        ("Q2 (2016/17)", Q2),
        ("Jul to Sep 2016", Q2),
        ("July – September 2016", Q2),
        ("2016 Q3", Q2),
        ("2015/16", YEAR),
        ("2015-16", YEAR),
        ("2015 to 2016", YEAR),
        ("FY 2015/16", YEAR),
        ("12 months to September 2016", ROLLING),
        ("12 months to Sept 2016", ROLLING),
        ("year ending Sep 2016", ROLLING),
        ("Oct 15 - Sep 16", ROLLING),
        ("Apr-16", Period.ending(2016, 4, 1)),
        ("201604", Period.ending(2016, 4, 1)),
        (201604, Period.ending(2016, 4, 1)),
        (201604.0, Period.ending(2016, 4, 1)),
        ("2016-04", Period.ending(2016, 4, 1)),
        (datetime(2016, 4, 1), Period.ending(2016, 4, 1)),
        ("2016", Period.ending(2016, 12, 12)),
    ],
)
def test_the_common_spellings_name_a_period(typed: object, period: Period) -> None:
    assert parse(typed) == period


@pytest.mark.parametrize(
    "typed", ["Q2", "April", "Total", "2016/18", "Q5 2016/17", "", None, 12, 1.5, True, "1,234", "201613"]
)
def test_what_names_no_year_or_no_period_is_not_guessed(typed: object) -> None:
    assert parse(typed) is None


def test_periods_are_said_as_a_committee_writes_them() -> None:
    assert say(Q2) == "Q2 2016/17"
    assert say_in_full(Q2) == "Q2 2016/17 (July to September 2016)"
    assert say(YEAR) == "2015/16"
    assert say(ROLLING) == "12 months to September 2016"
    assert say(Period.ending(2016, 9, 6, Span.TO_DATE)) == "April to September 2016"
    assert say(Period.ending(2016, 3, 5)) == "November 2015 to March 2016"


@given(st.integers(2000, 2060), st.integers(1, 12), st.sampled_from(["month", "quarter", "year", "rolling"]))
def test_what_is_said_is_read_again(year: int, month: int, kind: str) -> None:
    period = {
        "month": Period.ending(year, month, 1),
        "quarter": Period.ending(year, 3 * ((month + 2) // 3), 3),
        "year": Period.ending(year, 3, 12),
        "rolling": Period.ending(year, month, 12, Span.ROLLING),
    }[kind]
    assert parse(say(period)) == period


def test_the_periods_before_do_not_overlap() -> None:
    assert say(Q2.previous()) == "Q1 2016/17"
    assert say(Q2.year_before()) == "Q2 2015/16"
    assert say(ROLLING.previous()) == "12 months to September 2015"
    assert [say(part) for part in YEAR.parts(3)] == ["Q1 2015/16", "Q2 2015/16", "Q3 2015/16", "Q4 2015/16"]
    assert Q2.financial_year() == YEAR
    assert Period.ending(2016, 3, 3).financial_year() == YEAR

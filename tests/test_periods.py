"""What labels say of periods: by themselves, beside one another, and within a line of text."""

import time
from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_builder.periods import (
    Line,
    Period,
    SingleYear,
    Span,
    months_of,
    parse,
    read_line,
    say,
    say_in_full,
    titled,
)

MONTH = Period.ending(2016, 9, 1)
Q2 = Period.ending(2016, 9, 3)
HALF = Period.ending(2016, 9, 6)
YEAR = Period.ending(2016, 3, 12)
NEXT_YEAR = Period.ending(2017, 3, 12)
CALENDAR_YEAR = Period.ending(2016, 12, 12)
ROLLING = Period.ending(2016, 9, 12, Span.ROLLING)
TO_AUGUST = Period.ending(2016, 8, 5, Span.TO_DATE)
TO_SEPTEMBER = Period.ending(2016, 9, 6, Span.TO_DATE)


def row(text: str) -> list[str]:
    """The labels of a row written as "Q1 2016/17 | Q2"."""
    return [each.strip() for each in text.split("|")]


def said(line: Line) -> list[str]:
    """The periods of a line as a committee writes them, empty where there is none."""
    return [str(each) if each else "" for each in line.periods]


# --------------------------------------------------------------------------- one label by itself

SPELLINGS: dict[Period, tuple[object, ...]] = {
    MONTH: (
        "Sep 16", "Sept-16", "Sep'16", "Sep ’16", "Sep. 2016", "SEPTEMBER 2016", "2016 Sep", "2016-09", "2016/09", "09/2016",
        "201609", 201609, 201609.0, np.int64(201609), "201609.0", "2016M09", "2016 m9", "in September 2016",
        "month ending 30 September 2016", "30/09/2016", "30.09.2016", "30-Sep-2016", "30 September 2016",
        "30th September 2016", "2016-09-30", "2016-09-30 00:00:00", "September\u00a02016", "September\n2016",
        date(2016, 9, 1), datetime(2016, 9, 30), pd.Timestamp(2016, 9, 15), "Wave 12 (September 2016)", "Sept 2016 (wave 12)",
        "Sep 2016/17", "2016/17 Sep", "Month 6 2016/17", "M06 2016-17", "2016/17 Mth 6", "Month 6 (Sep 2016)",
    ),
    Q2: (
        "Q2 2016/17", "2016/17 Q2", "2016-17 Q2", "Q2 2016-17", "Q2 16/17", "Q2 16-17", "16/17 Q2", "201617 Q2", "Q2 FY2016/17",
        "FY16/17 Q2", "Qtr 2 2016/17", "Qtr. 2 2016/17", "Quarter 2 2016-17", "Quarter Two 2016/17", "2nd quarter of 2016/17",
        "second quarter 2016/17", "Q2 (2016/17)", "(Q2 2016/17)", "Q2  2016/17", "Q2\n2016/17", "Q2\u00a02016\u201117", "q2 2016⁄17",
        "Q2 - 2016/17", "Q2-2016/17", "Q2-16/17", "Q2, 2016/17.", "Q2 '16/'17", "Q2 (Jul-Sep) 2016/17", "Quarter 2 (July to September 2016)",
        "Q2 2016/17 (Jul to Sep 2016)", "Q2 2016/17 (July to September 2016)", "Q2 Jul-Sep 2016", "Q2: Jul - Sep 16",
        "Jul-Sep 2016", "July – September 2016", "July to September 2016", "Jul/Aug/Sep 2016", "Jul, Aug and Sep 2016",
        "Jul - Sep 16", "Jul 2016 to Sep 2016", "Jul 16-Sep 16", "2016 Jul-Sep", "Jul-Sep 2016/17",
        "1 July 2016 to 30 September 2016", "01/07/2016 - 30/09/2016",
        "01/07/2016-30/09/2016", "Jul/Sep 2016", "Q2_2016_17", "2016_17_Q2",
        "quarter to September 2016", "quarter ending 30 September 2016", "Quarter ended Sept 2016",
        "3 months to September 2016", "three months ending Sep 2016", "3 months to 30/09/2016",
        "2016 Q3", "2016Q3", "CY2016 Q3", "Q3 CY2016", "2016 Q3 (Jul-Sep)", "Q2 2016 (Jul-Sep 2016)",
        "Wave 12 – Jul to Sep 2016", "W12 Q2 2016/17",
    ),
    HALF: (
        "H1 2016/17", "2016/17 H1", "HY1 2016/17", "1st half 2016/17", "first half of 2016/17", "Half 1 2016/17",
        "Half year 1 2016/17", "Apr-Sep 2016", "April to September 2016", "six months to September 2016",
        "6 months ending Sep 2016", "H1 (Apr-Sep) 2016/17", "half-year ended 30 September 2016",
    ),
    NEXT_YEAR: (
        "2016/17", "2016-17", "2016/2017", "2016 to 2017", "16/17", "2016–17", "201617", 201617, "FY2016/17", "Year 2016/17", "FY 16/17", "FY 16-17",
        "Financial year 2016/17", "F/Y 2016-17", "2016/17 financial year", "2016 / 17", "year ending March 2017",
        "year ended 31 March 2017", "YE Mar 2017", "y/e 31.03.2017", "12 months to March 2017", "Apr 2016 - Mar 2017",
        "April 2016 to March 2017", "Apr 16-Mar 17", "2016/17 survey",
        "FYE 2017", "FYE Mar 2017", "Full year 2016/17", "2016/17 (full year)", "Annual 2016/17",
    ),
    CALENDAR_YEAR: (
        "2016", 2016, 2016.0, "2016.0", "CY2016", "calendar year 2016", "Jan-Dec 2016", "year ending December 2016",
        "12 months to December 2016", "2016 survey", "Survey 2016", "Year 2016", "2016 calendar year",
    ),
    ROLLING: (
        "12 months to September 2016", "12 months to Sept 2016", "12m to Sep 16", "12 mths ending 30 September 2016",
        "twelve months to September 2016", "rolling 12 months to Sep 2016", "Sep 2016 rolling 12 months", "rolling year to Sep 2016",
        "R12M Sep 2016", "year to Sep 2016", "year ending Sep 2016", "year ended 30 Sep 2016", "YE Sep-16", "12-months to end of September 2016",
        "Oct 15 - Sep 16", "October 2015 to September 2016", "Oct 2015-Sep 2016", "Rolling 12 months, Q2 2016/17",
        "Rolling 12 months (Oct 15 - Sep 16)", "MAT Sep 2016", "LTM Sep 2016", "R12 Sep 2016", "R12M to Sept 2016", "Moving annual total to Sep 16",
    ),
    Period.ending(2017, 3, 12, Span.ROLLING): ("rolling 12 months to March 2017", "R12M Mar-17"),
    Period.ending(2016, 9, 3, Span.ROLLING): ("rolling 3 months to Sep 2016",),
    Period.ending(2016, 8, 3, Span.ROLLING): ("3 months to August 2016",),
    Period.ending(2016, 9, 24, Span.ROLLING): ("24 months to Sept 2016", "24 months ending 30 September 2016"),
    Period.ending(2016, 9, 36, Span.ROLLING): ("36 months to September 2016",),
    TO_AUGUST: (
        "YTD Aug 2016", "Aug 2016 YTD", "year to date August 2016", "April to August 2016", "2016/17 YTD Aug",
        "2016/17 to end Aug", "2016/17 to the end of August", "2016/17 year to date (Aug)", "Cumulative to Aug 2016",
    ),
    TO_SEPTEMBER: (
        "Q2 2016/17 YTD", "YTD Q2 2016/17", "cumulative Q2 2016/17", "Apr-Sep 2016 YTD", "2016/17 to end Sep", "H1 2016/17 YTD",
        "Q1-Q2 2016/17", "Q1 to Q2 2016/17",
    ),
    Period.ending(2017, 3, 12, Span.TO_DATE): ("YTD Mar 2017", "Q4 2016/17 YTD"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "period"), [(typed, period) for period, spellings in SPELLINGS.items() for typed in spellings]
)
def test_the_common_spellings_name_a_period(typed: object, period: Period) -> None:
    assert parse(typed) == period


NO_PERIODS: tuple[object, ...] = (
    "", " ", None, 12, 1.5, True, float("nan"), float("inf"), 10**400, -(10**400), -2016, pd.NaT, pd.NA, b"2016",
    "1,234", "2,016", "-2016", "20.16", "201613", "2016%", "5-10", "0-4", "0-6", "10-14", "16-24", "16-17", "18-19", "24-25",
    "Q5 2016/17", "H3 2016/17", "2016/18", "2010-2014", "2016/17/18", "Q2", "H1", "April", "Jul-Sep", "YTD", "YTD Aug", "2016/17 YTD",
    "FY17", "FY2017", "Q2 FY17", "Wave 12", "W12", "Survey", "Q2 (Jan-Mar) 2016/17", "Q2 2016/17 (Apr to Jun 2016)",
    "Q2 (Apr-Jun) 2016/17", "Q4 2016 (Jan-Mar)", "Q1 Q2 2016/17", "Q2/Q3 2016/17", "Q2-3 2016/17", "Q1 2016/17 to Q2 2016/17", "2016/17 - 2017/18",
    "31/02/2016", "30/13/2016", "12 months to 15 September 2016", "16 Sep 2016 - 15 Oct 2016", "Sep 2016 to Jul 2016", "Sep to Sep 2016",
    "w/e 30/09/2016", "Autumn 2016", "2016/17 academic", "Academic year 2016/17", "Total", "Total 2016", "Table 1", "Age 16-17",
    "2011 Census population", "mid-2016", "0116 496 0000", "LE1 6TH", "12 months", "12 months to Sep", "year to Q2 2016/17", "April 2016 to date",
    "April (May 2016)", "April May 2016/17", "Jul 2016 to Sep", "Jul/Sep/Nov 2016", "0 months to Sep 2016", "Q1 2016 YTD", "Sep 2016 2017/18",
    "Q2 16", "Mar/Apr 2016", "Month 6 2016", "Month 13 2016/17", "Period 6 2016/17", "P6 2016/17", "Wave 3 (Autumn 2016)", "April to date 2016/17",
    "Q1-Q2 2016", "Q1 2016-Q2 2016", "Full year Sep 2016",
)  # fmt: skip


@pytest.mark.parametrize("typed", NO_PERIODS, ids=ascii)
def test_what_names_no_year_or_no_period_is_not_guessed(typed: object) -> None:
    assert parse(typed) is None


def test_what_a_single_year_stands_for_can_be_said() -> None:
    assert parse("2016 Q2") == parse("Q2 2016", "calendar") == parse("April to June 2016")
    assert parse("2016 Q2", "starting") == parse("Q2 2017", "ending") == Q2
    assert parse("Q4 2016", "starting") == parse("January to March 2017")
    assert parse("H1 2016", "calendar") == parse("January to June 2016")
    assert parse("H1 2016", "starting") == HALF
    assert parse("CY2016 Q2", "starting") == parse("Q2 2016", "calendar")
    assert parse("Q2 2016/17", "calendar") == Q2
    assert parse("2016", "starting") == parse(2017, "ending") == NEXT_YEAR


# ----------------------------------------------------------------------------- saying


def test_periods_are_said_as_a_committee_writes_them() -> None:
    assert say(Q2) == "Q2 2016/17"
    assert say_in_full(Q2) == "Q2 2016/17 (July to September 2016)"
    assert say(YEAR) == "2015/16"
    assert say(ROLLING) == "12 months to September 2016"
    assert say(TO_SEPTEMBER) == say(HALF) == "April to September 2016"
    assert say(Period.ending(2016, 3, 5)) == "November 2015 to March 2016"


PERIODS = st.builds(
    Period.ending,
    st.integers(1950, 2090),
    st.integers(1, 12),
    st.integers(1, 60),
    st.sampled_from([Span.DISCRETE, Span.ROLLING]),
)


@settings(derandomize=True)
@given(PERIODS, st.sampled_from([say, say_in_full, months_of]))
def test_the_months_that_are_said_are_read_again(period: Period, write: Callable[[Period], str]) -> None:
    read = parse(write(period))
    assert read
    assert (read.last, read.months) == (period.last, period.months)


@settings(derandomize=True)
@given(PERIODS)
def test_the_span_is_read_again_except_of_a_whole_year_quarter_or_half(period: Period) -> None:
    """ "12 months to March 2017" is 2016/17, and twelve months that are no year roll."""
    read = parse(say(period))
    assert read
    could_be_either = period.months in {1, 3, 6} or period.months % 12 == 0
    runs_to_date = period.months < 12 and period.first % 12 == 3 and period.span is Span.DISCRETE
    assert read.span is period.span or could_be_either or runs_to_date


def test_the_periods_before_do_not_overlap() -> None:
    assert say(Q2.previous()) == "Q1 2016/17"
    assert say(Q2.year_before()) == "Q2 2015/16"
    assert say(ROLLING.year_before()) == "12 months to September 2015"
    assert [say(part) for part in YEAR.parts(3)] == ["Q1 2015/16", "Q2 2015/16", "Q3 2015/16", "Q4 2015/16"]
    assert Q2.financial_year() == YEAR
    assert Period.ending(2016, 3, 3).financial_year() == YEAR


def test_a_year_holds_its_parts_and_nothing_else() -> None:
    assert YEAR.is_financial_year
    assert CALENDAR_YEAR.is_year
    assert not CALENDAR_YEAR.is_financial_year
    assert not ROLLING.is_year
    assert NEXT_YEAR.holds(Q2)
    assert not YEAR.holds(Q2)
    assert not Q2.holds(HALF)


# ------------------------------------------------------------------ labels beside one another


@pytest.mark.parametrize(
    ("labels", "periods"),
    [
        ("Q3 | Q4 | Q1 2017/18 | Q2", "Q3 2016/17 | Q4 2016/17 | Q1 2017/18 | Q2 2017/18"),
        ("Q1 2016/17 | Q2 | Q3 | Q4 | Q1 | Q2", "Q1 2016/17 | Q2 2016/17 | Q3 2016/17 | Q4 2016/17 | Q1 2017/18 | Q2 2017/18"),
        ("Q2 2016/17 | Q1 | Q4 | Q3", "Q2 2016/17 | Q1 2016/17 | Q4 2015/16 | Q3 2015/16"),
        ("Q1 2016/17 | Q2 | Q1 2016/17 | Q2", "Q1 2016/17 | Q2 2016/17 | Q1 2016/17 | Q2 2016/17"),
        ("Q1 2016/17 | Q2 | Q3 | Q4 | Q1 2016/17 | Q2 | Q3 | Q4", "Q1 2016/17 | Q2 2016/17 | Q3 2016/17 | Q4 2016/17 | Q1 2016/17 | Q2 2016/17 | Q3 2016/17 | Q4 2016/17"),
        ("Q1 2016/17 | Q2 | Q1 2017/18 | Q2", "Q1 2016/17 | Q2 2016/17 | Q1 2017/18 | Q2 2017/18"),
        ("Q3 2016/17 | Q4 | 2016/17 | Q1 | Q2", "Q3 2016/17 | Q4 2016/17 | 2016/17 | Q1 2017/18 | Q2 2017/18"),
        ("Area | Q1 2016/17 | | Q2 | % change | Q3", "| Q1 2016/17 | | Q2 2016/17 | | Q3 2016/17"),
        ("Nov 2016 | Dec | Jan | Feb", "November 2016 | December 2016 | January 2017 | February 2017"),
        ("Feb | Jan | December 2016", "February 2017 | January 2017 | December 2016"),
        ("Apr-Jun 2016 | Jul-Sep | Oct-Dec | Jan-Mar", "Q1 2016/17 | Q2 2016/17 | Q3 2016/17 | Q4 2016/17"),
        ("Q1 (Apr-Jun) 2016/17 | Q2 (Jul-Sep) | Q3 (Oct-Dec)", "Q1 2016/17 | Q2 2016/17 | Q3 2016/17"),
        ("H1 2016/17 | H2", "April to September 2016 | October 2016 to March 2017"),
        ("2011-10 | 2011-11 | 2011-12 | 2012-01", "October 2011 | November 2011 | December 2011 | January 2012"),
        ("2010-11 | 2011-12 | 2012-13", "2010/11 | 2011/12 | 2012/13"),
        ("2009-10 | 2010-11", "2009/10 | 2010/11"),
        ("2011-12", "2011/12"),
        ("201110 | 201111 | 201112", "October 2011 | November 2011 | December 2011"),
        ("201011 | 201112 | 201213", "2010/11 | 2011/12 | 2012/13"),
        ("15-16 | 16-17 | 17-18", "2015/16 | 2016/17 | 2017/18"),
        ("2017/18 | 16-17 | 15-16", "2017/18 | 2016/17 | 2015/16"),
        ("30/06/2016 | 30/09/2016 | 31/12/2016", "June 2016 | September 2016 | December 2016"),
        ("2015 | 2016 | 2017", "2015 | 2016 | 2017"),
    ],
)  # fmt: skip
def test_labels_help_their_neighbours(labels: str, periods: str) -> None:
    line = read_line(row(labels))
    assert said(line) == row(periods)
    assert line.unclear == {}


@pytest.mark.parametrize(
    "labels",
    [
        "Q1 2016/17 | Q2 | Q4",
        "Q1 2015/16 | Q2 | Q3 2016/17",
        "Nov 2014 | Dec | Jan 2016",
        "Q1 2016/17 | Q3",
        "Q1 2016/17 | Q2 | Q2",
        "Q1 2016/17 | Q2 | Q3 | Q2",
        "H1 2016/17 | H2 | H1",
        "H2 2016/17 | H1",
        "H1 | H2 2016/17",
        "Jul-Sep 2016 | Q3",
        "12 months to September 2016 | Q3",
        "2016/17 | Q1 | Q2",
        "Q1 2016/17 | Q2 (Jan-Mar)",
        "Apr 2016 | Q2",
        "Apr 2016 - Mar 2017 | Apr-Mar",
        "Apr-Aug 2016 | Sep-Jan",
    ],
)
def test_labels_that_do_not_follow_their_neighbours_are_refused(labels: str) -> None:
    line = read_line(row(labels))
    known = [i for i, label in enumerate(row(labels)) if parse(label)]
    assert [i for i, period in enumerate(line.periods) if period] == known
    assert set(line.unclear) == set(range(len(line.periods))) - set(known)


def test_a_run_that_two_labels_place_in_two_years_is_refused() -> None:
    line = read_line(row("Q1 | Q2 2016/17 | Q1 | Q2 2017/18"))
    assert said(line) == ["Q1 2016/17", "Q2 2016/17", "", "Q2 2017/18"]
    assert line.unclear == {2: "it names no year"}


@pytest.mark.parametrize(
    ("labels", "over", "periods"),
    [
        ("Q1 | Q2 | Q3 | Q4", "2016/17", "Q1 2016/17 | Q2 2016/17 | Q3 2016/17 | Q4 2016/17"),
        ("Q4 | Q2", "2016/17", "Q4 2016/17 | Q2 2016/17"),
        ("H1 | H2", "2016/17", "April to September 2016 | October 2016 to March 2017"),
        ("Jan | Apr", "2016/17", "January 2017 | April 2016"),
        ("Jan | Apr", "2016", "January 2016 | April 2016"),
        ("Jul-Sep | Jan-Mar", "2016/17", "Q2 2016/17 | Q4 2016/17"),
        ("Jul | Aug | Sep", "Q2 2016/17", "July 2016 | August 2016 | September 2016"),
        ("Q2 (Jul-Sep)", "2016", "Q2 2016/17"),
        ("YTD Aug | Q3 YTD", "2016/17", "April to August 2016 | April to December 2016"),
        ("Apr-Jun | Apr-Aug", "2016/17", "Q1 2016/17 | April to August 2016"),
        ("July 2016 | 2016/17", "2016/17", "July 2016 | 2016/17"),
        ("12 months to September 2016", "2016/17", "12 months to September 2016"),
        ("2011-12", "2011", "December 2011"),
        ("2011-12", "2011/12", "2011/12"),
        ("Ashby | ", "2016/17", "|"),
    ],
)
def test_what_stands_over_a_label_completes_it(labels: str, over: str, periods: str) -> None:
    line = read_line(row(labels), over=[parse(over)] * len(row(labels)))
    assert said(line) == row(periods)
    assert line.unclear == {}


@pytest.mark.parametrize(
    ("label", "over", "reason"),
    [
        ("July 2016", "Q1 2016/17", "“July 2016” is not in Q1 2016/17"),
        ("Oct", "Q2 2016/17", "“Oct” is not in Q2 2016/17"),
        ("Q2", "Q2 2016/17", "“Q2” is not in Q2 2016/17"),
        ("Oct-Mar", "2016", "“Oct-Mar” is not in 2016"),
        ("2015/16", "2016/17", "“2015/16” is not in 2016/17"),
        ("2011-12", "2016/17", "“2011-12” is not in 2016/17"),
        ("Q2 (Apr-Jun)", "2016/17", "its months are not those of Q2"),
        ("12 months to April 2016", "2015/16", "“12 months to April 2016” is not in 2015/16"),
    ],
)
def test_what_stands_over_a_label_has_to_hold_it(label: str, over: str, reason: str) -> None:
    line = read_line([label], over=[parse(over)])
    assert line == Line((None,), {0: reason}, {})


def test_months_from_april_run_to_date_with_or_without_their_year() -> None:
    assert read_line(["Apr-Aug"], over=[NEXT_YEAR]).periods == (TO_AUGUST,)
    assert read_line(["Q2 YTD"], over=[NEXT_YEAR]).periods == (TO_SEPTEMBER,)
    assert parse("2016/17 Apr-Aug") == parse("Apr-Aug 2016") == TO_AUGUST


def test_a_label_without_a_period_over_it_goes_on_from_its_neighbours() -> None:
    line = read_line(row("Q3 | Q4 | Q1"), over=[parse("2016/17"), None, None])
    assert said(line) == row("Q3 2016/17 | Q4 2016/17 | Q1 2017/18")


def test_the_year_of_a_table_holds_for_a_line_that_runs_one_way() -> None:
    def read(labels: str) -> list[str]:
        return said(read_line(row(labels), year=NEXT_YEAR))

    assert read("Q1 | Q2 | Q3") == row("Q1 2016/17 | Q2 2016/17 | Q3 2016/17")
    assert read("Q3 | Q2 | Q1") == row("Q3 2016/17 | Q2 2016/17 | Q1 2016/17")
    assert read("Q1 | Q2 | Q1 | Q2") == row("Q1 2016/17 | Q2 2016/17 | Q1 2016/17 | Q2 2016/17")
    assert read("Apr | Jan") == row("April 2016 | January 2017")
    assert read("Q3 | Q4 | Q1 | Q2") == ["", "", "", ""]
    assert read("Q1 | Q2 | Q2") == row("Q1 2016/17 | Q2 2016/17 | Q2 2016/17")
    assert read("Q1 | Q2 | Q1") == ["", "", ""]
    assert read("Q1 | Q2 | Jan | Apr | Feb") == ["Q1 2016/17", "Q2 2016/17", "", "", ""]


def test_what_stands_nearer_says_the_year() -> None:
    line = read_line(
        row("Q1 | Q2 2015/16 | Q1 | Q2"), over=[parse("2014/15"), None, None, None], year=NEXT_YEAR
    )
    assert said(line)[:2] == ["Q1 2014/15", "Q2 2015/16"]


@pytest.mark.parametrize(
    ("heading", "labels", "periods"),
    [
        ("Quarter", ["1", 2, 3.0, "4.0"], "Q1 2016/17 | Q2 2016/17 | Q3 2016/17 | Q4 2016/17"),
        ("Qtr", ["1", 5, "Total"], "Q1 2016/17 | |"),
        ("Month", [4, "12", 1, 13], "April 2016 | December 2016 | January 2017 |"),
        ("Financial month", [1, 12], "April 2016 | March 2017"),
        ("Half", [1, 2, 3], "April to September 2016 | October 2016 to March 2017 |"),
        ("Value", [1, 2, 3], "| |"),
        ("", [1, 2, 3], "| |"),
    ],
)
def test_numbers_are_what_their_heading_says(heading: str, labels: list[object], periods: str) -> None:
    line = read_line(labels, over=[NEXT_YEAR] * len(labels), heading=heading)
    assert said(line) == row(periods)


def test_a_heading_says_what_a_single_year_means() -> None:
    labels = ["2008/4", "2008-4", "Q4 2008"]
    calendar = read_line(labels, heading="Calendar quarter")
    assert said(calendar) == ["Q3 2008/09"] * 3
    assert calendar.assumed == {}
    assert read_line(labels[:2], heading="Financial quarter").unclear == dict.fromkeys(
        range(2), "it may be January to March 2008 or January to March 2009"
    )
    assert said(read_line(labels, single="starting", heading="Quarter")) == ["Q4 2008/09"] * 3
    assert said(read_line(["2017"], heading="Financial year ending")) == ["2016/17"]
    assert said(read_line([2017], heading="Year ending March")) == ["2016/17"]
    open_line = read_line(labels, heading="Quarter")
    assert open_line.assumed == dict.fromkeys(
        range(2), "read as October to December 2008, a calendar quarter"
    )
    assert open_line.unclear == {2: "it may be October to December 2008 or January to March 2009"}


def test_a_heading_can_be_the_beginning_of_every_label() -> None:
    ends = ["Mar-17", "Sep 2016", date(2016, 9, 30)]
    assert said(read_line(ends, heading="Year ending")) == [
        "2016/17",
        "12 months to September 2016",
        "12 months to September 2016",
    ]
    assert said(read_line(["Jun 2016", "Q2 2016/17"], heading="Quarter ending")) == [
        "Q1 2016/17",
        "Q2 2016/17",
    ]
    assert read_line(["2016", date(2016, 9, 15)], heading="Year ending").unclear == {
        0: "it names no month",
        1: "it does not end with a month",
    }


def test_a_calendar_quarter_that_nobody_called_so_is_to_be_confirmed() -> None:
    line = read_line(row("2016 Q2 | Q3 | 2016 H1 | Jul 2016"))
    assert said(line) == row("Q1 2016/17 | Q2 2016/17 | January to June 2016 | July 2016")
    assert line.assumed == {
        0: "read as April to June 2016, a calendar quarter",
        1: "read as July to September 2016, a calendar quarter",
        2: "read as January to June 2016, a calendar half-year",
    }
    assert read_line(["Q2"], over=[CALENDAR_YEAR]).assumed == {0: line.assumed[0]}
    assert read_line(row("Q2 2016 | Q3"), single="calendar").assumed == {}
    assert read_line(row("Q2 2016 | Q3")).unclear == {
        0: "it may be April to June 2016 or July to September 2016",
        1: "it names no year",
    }
    assert said(read_line(["Q4"], over=[CALENDAR_YEAR], single="starting")) == ["Q4 2016/17"]


def test_digits_that_nothing_beside_them_decides_are_to_be_confirmed_or_refused() -> None:
    assert read_line(["2011-12"]).assumed == {0: "read as 2011/12, not as December 2011"}
    assert read_line([201112]).assumed == {0: "read as December 2011, not as 2011/12"}
    assert read_line(["2011/12"]).assumed == {}
    assert read_line(row("2011-12 | 2012-13")).assumed == {}
    assert read_line(row("2011-12 | 2011-10 | 2015-16")).unclear == {0: "it may be 2011/12 or December 2011"}


def test_two_digit_years_are_ages_until_enough_of_them_follow_one_another() -> None:
    assert said(read_line(row("16-17 | 17-18"))) == ["", ""]
    assert said(read_line(row("16-17 | 17-18"), heading="Year")) == ["2016/17", "2017/18"]
    assert said(read_line(row("16-17 | 17-18 | 19-20"))) == ["", "", ""]
    assert said(read_line(row("10-15 | 16-17 | 18-24"))) == ["", "", ""]
    assert said(read_line([*row("15-16 | 15-16 | 16-17 | 16-17 | 17-18")])) == row(
        "2015/16 | 2015/16 | 2016/17 | 2016/17 | 2017/18"
    )
    assert read_line(row("10-15 | 16-17 | 18-24")).unclear == {}
    assert read_line(["16-17"], heading="Year").unclear == {0: "it may be 2016/17 or ages"}


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("Q2", "it names no year"),
        ("2nd quarter", "it names no year"),
        ("12 months to September", "it names no year"),
        ("YTD Aug", "it names no year"),
        ("FY17", "it may be 2016/17 or 2017/18"),
        ("Q2 FY17", "it may be 2016/17 or 2017/18"),
        ("Wave 12", "it names no date"),
        ("2016/17 YTD", "it names no end"),
        ("Q1 2016 YTD", "it may be January to March 2016 or April to June 2016"),
        ("2016 Q1 YTD", "it may be of a calendar or a financial year"),
        ("Feb-May 2016 YTD", "it does not begin in April"),
        ("2016/18", "its years do not follow one another"),
        ("Q2 (Jan-Mar) 2016/17", "its months are not those of Q2"),
        ("Q2 2016/17 (Apr to Jun 2016)", "its months are not those of Q2"),
        ("Q2 (Apr-Jun) 2016/17", "its months are not those of Q2"),
        ("April (May 2016)", "its months are not April"),
        ("2016/17 (September 2017)", "its months are not in 2016/17"),
        ("Q1 Q2 2016/17", "it names two parts of a year"),
        ("12 months to 15 September 2016", "it does not end with a month"),
        ("16 Sep 2016 - 15 Oct 2016", "its days are not whole months"),
        ("Sep 2016 to Jul 2016", "it ends before it begins"),
        ("31/02/2016", "there is no such day"),
    ],
)
def test_a_label_that_looks_like_a_period_is_refused_with_a_reason(label: str, reason: str) -> None:
    assert read_line([label]) == Line((None,), {0: reason}, {})


def test_a_bare_year_under_financial_year_and_a_bare_wave_are_refused_with_a_reason() -> None:
    assert read_line(["2016", 2016], heading="Financial year").unclear == dict.fromkeys(
        range(2), "it may be 2015/16 or 2016/17"
    )
    assert read_line(["2016/17"], heading="Financial year") == Line((NEXT_YEAR,), {}, {})
    assert read_line([12], heading="Wave").unclear == {0: "it names no date"}


def test_labels_that_are_no_periods_are_passed_over() -> None:
    labels = ["Ashby", "Total", 12, 1.5, None, float("nan"), "", True, "16-24", "LE1 6TH", pd.NaT]
    assert read_line(labels) == Line((None,) * len(labels), {}, {})
    assert read_line([]) == Line((), {}, {})


# ------------------------------------------------------------------------------- any run at all

_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _fy(period: Period) -> int:
    return (period.first - 3) // 12


def _quarter(period: Period) -> int:
    return (period.first - 3) % 12 // 3 + 1


def _ends(period: Period) -> tuple[str, str]:
    return _SHORT[period.first % 12], _SHORT[period.last % 12]


WITH_YEAR: dict[int, tuple[Callable[[Period], str], ...]] = {
    3: (
        say,
        say_in_full,
        lambda p: f"{_fy(p)}-{(_fy(p) + 1) % 100:02d} Q{_quarter(p)}",
        lambda p: f"Quarter {_quarter(p)}, {_fy(p)}/{_fy(p) + 1}",
        lambda p: f"Q{_quarter(p)} ({'-'.join(_ends(p))}) {_fy(p)}/{(_fy(p) + 1) % 100:02d}",
    ),
    1: (
        say,
        lambda p: f"{_ends(p)[1]}-{p.last // 12 % 100:02d}",
        lambda p: f"{_ends(p)[1]} {p.last // 12}",
        lambda p: f"{p.last // 12} {_ends(p)[1].upper()}",
    ),
}
WITHOUT_YEAR: dict[int, tuple[Callable[[Period], str], ...]] = {
    3: (
        lambda p: f"Q{_quarter(p)}",
        lambda p: f"Qtr {_quarter(p)}",
        lambda p: f"quarter {_quarter(p)}",
        lambda p: ("1st", "2nd", "3rd", "4th")[_quarter(p) - 1] + " Quarter",
        lambda p: f"Q{_quarter(p)} ({' - '.join(_ends(p))})",
    ),
    1: (lambda p: _ends(p)[1], lambda p: say(p).split()[0], lambda p: f"{_ends(p)[1]}."),
}


@st.composite
def runs(draw: st.DrawFn) -> tuple[list[Period], list[Callable[[Period], str]], Callable[[Period], str]]:
    """Months or quarters one after another, and how each is spelt without its year and with it."""
    months = draw(st.sampled_from([1, 3]))
    first = Period(draw(st.integers(2000, 2060)) * 12 + draw(st.integers(0, 3)) * 3 + 2, months)
    step = draw(st.sampled_from([months, -months]))
    run = [first.moved(step * nth) for nth in range(draw(st.integers(2, 15)))]
    spelt = [draw(st.sampled_from(WITHOUT_YEAR[months])) for _ in run]
    return run, spelt, draw(st.sampled_from(WITH_YEAR[months]))


Run = tuple[list[Period], list[Callable[[Period], str]], Callable[[Period], str]]


@settings(derandomize=True, deadline=None)
@given(runs(), st.data())
def test_any_run_that_names_its_year_once_is_read_back(run: Run, data: st.DataObject) -> None:
    periods, spelt, with_year = run
    labels = [spell(period) for spell, period in zip(spelt, periods, strict=True)]
    known = data.draw(st.integers(0, len(periods) - 1))
    labels[known] = with_year(periods[known])
    assert read_line(labels) == Line(tuple(periods), {}, {})


@settings(derandomize=True, deadline=None)
@given(runs())
def test_any_run_under_its_years_is_read_back(run: Run) -> None:
    periods, spelt, _ = run
    labels = [spell(period) for spell, period in zip(spelt, periods, strict=True)]
    over = [Period.starting(_fy(period), 4, 12) for period in periods]
    assert read_line(labels, over=over) == Line(tuple(periods), {}, {})


@settings(derandomize=True, deadline=None)
@given(runs(), st.data())
def test_a_run_with_a_gap_is_refused_from_there(run: Run, data: st.DataObject) -> None:
    periods, spelt, with_year = run
    gap = data.draw(st.integers(1, len(periods) - 1))
    moved = [*periods[:gap], *(each.moved(periods[1].last - periods[0].last) for each in periods[gap:])]
    labels = [with_year(moved[0]), *(s(period) for s, period in zip(spelt[1:], moved[1:], strict=True))]
    line = read_line(labels)
    assert line.periods == (moved[0], *(None for _ in moved[1:]))
    assert set(line.unclear) == set(range(1, len(moved)))


# -------------------------------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Table 3: Burglary by district, Q2 2016/17", "Q2 2016/17"),
        ("Offences recorded April 2015 to March 2016", "2015/16"),
        ("Q2 2016-17", "Q2 2016/17"),
        ("Q2_2016-17", "Q2 2016/17"),
        ("2016-17 return", "2016/17"),
        ("Performance return – 2016/17", "2016/17"),
        ("Quarter 2 (July to September 2016) – robbery", "Q2 2016/17"),
        ("The second quarter of 2016/17: robbery", "Q2 2016/17"),
        ("12 months to September 2016 by district", "12 months to September 2016"),
        ("Return for the year to March 2017 (final)", "2016/17"),
        ("Wave 12 results, 2016/17", "2016/17"),
        ("Plan 2016-20: Q2 2017/18", "Q2 2017/18"),
        ("Return 2016/17, burglary 2016/17", "2016/17"),
        ("Offences in 2016 by area", "2016"),
        ("Offences, 2016", "2016"),
        ("Offences (2016) by area", "2016"),
        ("Burglary for the year 2016 by area", "2016"),
        ("Burglary 2016", "2016"),
        ("2016", "2016"),
        ("Burglary 201609", "September 2016"),
        ("Offences by age 16-17, 2016/17", "2016/17"),
        ("Burglary-Q2-2016/17", "Q2 2016/17"),
        ("Burglary 2016Q3 final", "Q2 2016/17"),
        ("Year ended 31 March 2017: robbery", "2016/17"),
        ("Wealth in Great Britain, July 2012 to June 2014", "24 months to June 2014"),
    ],
)
def test_the_period_within_a_title_is_found(text: str, period: str) -> None:
    assert str(titled(text)) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Burglary",
        "Comparison of 2015/16 and 2016/17",
        "Quarter 2 2016/17 v Quarter 2 2015/16",
        "Q2 2016/17 (Apr to Jun 2016)",
        "2016/17 YTD",
        "Q2",
        "Wave 12",
        "FY17 return",
        "Table 2016",
        "Table 3",
        "Offences by age 16-17",
        "Victims aged 16/17",
        "2011 Census population",
        "Tel. 0116 2016",
        "(0116) 2016",
        "Contact 01162 201609",
        "1,201609",
        "£2016",
        "2,016",
        "Total of 2016 offences by area",
        "X2016/17",
        "may be high",
        "Loneliness, 3rd April to 3rd May 2020",
        "Published 27 July 2023",
        "Updated in July 2023",
        "Data as at 30/09/2016",
        "© Crown copyright 2020",
        "Certificates in England, 2008 to June 2023",
        "Dwellings in each year/quarter to June 2023",
        "Robbery since 2015/16",
        "Robbery, April 2016 onwards",
        "Robbery, April 2016 to date",
        "Q1 and Q2 2016/17",
        "Q1/Q2 2016/17",
        "Q1 & Q2 2016/17",
        "Equality Act 2010",
        "Pupils, academic year 2016/17",
        "2016/17 school year",
        "Robbery, period 6 2016/17",
        "Robbery, Mar/Apr 2016",
        "Robbery, month 6 2016",
        "Survey of autumn 2016",
        "Q1 2016-Q2 2016",
        "Population, mid-2016",
        "Table 3 shows the figures for Q2 2016/17. " + "It is as long as a paragraph. " * 9,
        " ".join(["2016/17"] * 20),
    ],
)
def test_a_title_with_no_period_or_two_names_none(text: str) -> None:
    assert titled(text) is None


def test_a_title_counts_quarters_of_single_years_as_labels_do() -> None:
    assert titled("Robbery, 2016 Q2") == parse("2016 Q2")
    assert titled("Robbery, Q2 2016") is None
    assert titled("Robbery, Q2 2016", "starting") == Q2


# ----------------------------------------------------------------------- any text, and many labels

_WORDS = [
    "Q2",
    "H1",
    "quarter",
    "half",
    "2nd",
    "year",
    "to",
    "ending",
    "date",
    "YTD",
    "rolling",
    "12",
    "months",
    "wave",
    "survey",
    "FY",
    "CY",
    "Sep",
    "September",
    "Jul-Sep",
    "2016",
    "2016/17",
    "16-17",
    "201112",
    "2011-12",
    "31/02/2016",
    "01",
    "7",
    "-",
    "–",
    "/",
    "(",
    ")",
    ",",
    ".",
    "'",
    "of",
    "in",
    "the",
    "for",
    "30",
    "month",
    "cumulative",
    "end",
    "m",
    "r",
]
_TEXTS = st.one_of(
    st.text(max_size=30), st.lists(st.sampled_from(_WORDS), max_size=9).map(" ".join), st.lists(st.sampled_from(_WORDS), max_size=6).map("".join)
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=400)
@given(
    st.lists(_TEXTS, min_size=1, max_size=5),
    st.booleans(),
    st.sampled_from([None, "calendar", "starting", "ending"]),
)
def test_any_text_is_a_period_or_none(texts: list[str], under_year: bool, single: SingleYear | None) -> None:
    for text in texts:
        period = parse(text, single)
        assert period is None or parse(months_of(period)) is not None
        assert titled(text) is None or isinstance(titled(text), Period)
    line = read_line(
        texts,
        over=[NEXT_YEAR] * len(texts) if under_year else None,
        year=NEXT_YEAR,
        heading=texts[0],
        single=single,
    )
    assert len(line.periods) == len(texts)
    assert all(line.periods[i] is None for i in line.unclear)
    assert all(line.periods[i] for i in line.assumed)


@pytest.mark.parametrize(
    "labels",
    [["Q2 2016/17", "Ashby", "April 2016", 201604, None], ["Q1 2016/17", "Q2", "Q3", "Q4", "Total"]],
    ids=["complete", "continued"],
)
def test_a_long_column_is_read_in_no_time(labels: Sequence[object]) -> None:
    column = [*labels] * 20_000
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        line = read_line(column)
        taken.append(time.perf_counter() - begun)
    assert len(line.periods) == 100_000
    assert min(taken) < 1

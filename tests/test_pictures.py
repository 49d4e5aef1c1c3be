"""Pictures are tested by what is drawn on paper: marks at places, words that are clear of each other.

`Picture` in, `Drawing` out is the part with judgement in it; the canvas is tested for its files.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from matplotlib import rcParams
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from report_builder.model import Panel, Picture, Point, Sentence
from report_builder.periods import MONTHS, two_rows
from report_builder.pictures import KINDS, draw, lettering
from report_builder.pictures.canvas import steady
from report_builder.pictures.extent import extent
from report_builder.pictures.kinds import kinds
from report_builder.pictures.look import Look, read
from report_builder.pictures.marks import Align, Bar, Box, Dots, Drawing, Line, Shape, Text
from report_builder.pictures.scale import scaled
from report_builder.pictures.timeline import spread

STYLE = Path(__file__).parents[1] / "templates" / "committee" / "charts.mplstyle"
LOOK = read(STYLE)
SHORT_MONTHS = [month[:3] for month in MONTHS]

# ------------------------------------------------------------------------- pictures to draw


def quarters(count: int, first: int = 0) -> list[str]:
    return [f"Q{i % 4 + 1} {2012 + i // 4}/{(2013 + i // 4) % 100:02d}" for i in range(first, first + count)]


def months(count: int) -> list[str]:
    return [f"{MONTHS[i % 12]} {2011 + i // 12}" for i in range(9, 9 + count)]


def years(count: int) -> list[str]:
    return [f"{year}/{(year + 1) % 100:02d}" for year in range(2005, 2005 + count)]


def picture(
    kind: str,
    labels: list[str],
    values: Sequence[float | None],
    form: str = "{:,}",
    *,
    target: float | None = None,
    to: float | None = None,
    name: str = "Target",
    status: dict[int, str] | None = None,
    emphasis: int | None = None,
    axis: str = "Offences",
) -> Picture:
    points = tuple(
        Point(f"f{i}", label, value, "" if value is None else form.format(value), (status or {}).get(i, ""))
        for i, (label, value) in enumerate(zip(labels, values, strict=True))
    )
    ends = [each for each in (target, to) if each is not None]
    references = tuple(Point("target", "", each, form.format(each)) for each in ends)
    words = Sentence("Offences fell")
    return Picture(
        "p",
        kind,
        words,
        words,
        words,
        points,
        references,
        emphasis="" if emphasis is None else f"f{emphasis}",
        axis=axis,
        aim=": ".join([name, " to ".join(form.format(each) for each in ends)]) if ends else "",
    )


def trend(labels: list[str], values: Sequence[float | None], form: str = "{:,}", **more: object) -> Picture:
    return picture("trend", labels, values, form, **more)  # type: ignore[arg-type]


def bars(labels: list[str], values: Sequence[float | None], form: str = "{:,}", **more: object) -> Picture:
    return picture("peers", labels, values, form, **more)  # type: ignore[arg-type]


def panels(
    names: Sequence[str],
    rows: Sequence[Sequence[float | None]],
    form: str = "{:,}",
    *,
    labels: Sequence[str] = (),
    limits: Sequence[tuple[float, float]] = (),
    sides: dict[int, str] | None = None,
    status: str = "",
) -> Picture:
    """Small multiples: a row of values an area, the whole being the middle of them."""
    labels = labels or ROLLING[: max((len(row) for row in rows), default=0)]
    middle = [
        sum(v for v in column if v is not None) / max(len(column), 1) for column in zip(*rows, strict=False)
    ]

    def points(values: Sequence[float | None]) -> tuple[Point, ...]:
        return tuple(
            Point(f"f{i}", label, value, "" if value is None else form.format(value), status)
            for i, (label, value) in enumerate(zip(labels, values, strict=False))
        )

    found = tuple(
        Panel(
            name,
            points(row),
            tuple(Point("limit", "", each, "") for each in limits[index]) if limits else (),
            (sides or {}).get(index, ""),
        )
        for index, (name, row) in enumerate(zip(names, rows, strict=True))
    )
    words = Sentence("Offences fell")
    return Picture(
        "p", "districts", words, words, words, points(middle), panels=found, aim="Leicestershire: 4.1"
    )


def drawing(plan: Picture) -> Drawing:
    return kinds()[plan.kind](plan, LOOK)


def words(sheet: Drawing) -> list[str]:
    return [text.words for text in sheet.texts]


def said(sheet: Drawing) -> str:
    return " ".join(words(sheet))


def text(sheet: Drawing, wanted: str) -> Text:
    return next(text for text in sheet.texts if text.words == wanted)


def lines(sheet: Drawing, colour: str) -> list[Line]:
    return [mark for mark in sheet.marks if isinstance(mark, Line) and mark.colour == colour]


def dots(sheet: Drawing) -> list[Dots]:
    return [mark for mark in sheet.marks if isinstance(mark, Dots)]


def rectangles(sheet: Drawing) -> list[Bar]:
    return [mark for mark in sheet.marks if isinstance(mark, Bar)]


DISTRICTS = [
    "Blaby", "Charnwood", "Harborough", "Hinckley and Bosworth",
    "Melton", "North West Leicestershire", "Oadby and Wigston",
]  # fmt: skip
LONG_NAMES = [
    "Blackburn with Darwen and Hyndburn Community Safety Partnership",
    "Llanfairpwllgwyngyllgogerych",
]
WAVES = [f"Wave {i} (spring and summer)" for i in range(1, 13)]
ROLLING = [f"12 months to {label}" for label in months(40)[::3]]
SERIES = [132, 128, 141, 150, 139, 122, 118, 124, 131, 124]

AWKWARD = {
    "one point": trend(quarters(1), [124], target=110),
    "one point on the target": trend(quarters(1), [110], target=110),
    "no value at all": trend(quarters(6), [None] * 6),
    "no value, a target": trend(quarters(6), [None] * 6, target=50),
    "no points": trend([], []),
    "two points": trend(quarters(2), [124, 99]),
    "zeros": trend(quarters(8), [0] * 8),
    "zeros on target": trend(quarters(8), [0] * 8, target=0),
    "negatives": trend(quarters(8), [5, -3, -12, 4, 8.5, -7, 2, -4.5], target=-5),
    "all negative": trend(quarters(3), [-5, -3, -12]),
    "very large": trend(quarters(3), [1234567, 1300000, 1234567], target=1200000, name="County target"),
    "identical": trend(quarters(8), [42] * 8),
    "identical, on target": trend(quarters(8), [42] * 8, target=42),
    "tiny": trend(quarters(4), [0.0012, 0.0011, 0.0009, 0.0012]),
    "sixty months": trend(months(60), [80 + i * 7 % 23 for i in range(60)], target=90),
    "forty quarters": trend(quarters(40, 3), [1200 + i * 37 % 400 for i in range(40)], target=1000),
    "years": trend(years(11), [27.5 + i % 4 for i in range(11)], "{:.1f}%", target=25.0),
    "waves": trend(WAVES, [62.0 + i % 5 for i in range(12)], "{:.1f}%"),
    "rolling": trend(ROLLING, [500 + i for i in range(14)], target=505),
    "target far above": trend(quarters(8), [12, 14, 11, 9, 16, 12, 13, 12], target=5000),
    "target far below": trend(quarters(4), [1, 2, -1, 2], target=-900),
    "target with a long name": trend(
        quarters(4), SERIES[:4], target=149, name="Leicestershire and Rutland target"
    ),
    "high percentages": trend(quarters(5), [89.9, 90.4, None, 93.0, 92.6], "{:.1f}%", target=92.5),
    "gaps and doubts": trend(
        quarters(12),
        [12, 14, None, 9, None, 12, 13, 12, 15, 16, None, None],
        target=15,
        status={5: "series break", 7: "provisional", 8: "estimated", 9: "estimated"},
    ),
    "emphasis within": trend(quarters(10), SERIES, emphasis=3),
    "a range": trend(quarters(10), SERIES, target=110, to=140, name="Expected range"),
    "a range far above": trend(quarters(4), [1, 2, 1, 2], target=900, to=1000, name="Expected range"),
    "a range on the values": trend(quarters(3), [5, 5, 5], target=5, to=5, name="Expected range"),
    "peers": bars(DISTRICTS, [6.2, 5.9, 5.1, 4.4, 3.9, 3.2, 2.0]),
    "one emphasised": bars(DISTRICTS, [6.2, 5.9, 5.1, 4.4, 3.9, 3.2, 2.0], emphasis=3),
    "up and down": bars(DISTRICTS, [12.5, 5.9, 0.1, -4.4, -9, -13, -22], "{:+.1f}%"),
    "all down": bars(DISTRICTS[:3], [-1, -2, -3]),
    "one area": bars(["Blaby"], [1234567]),
    "without values": bars(DISTRICTS, [None] * 7),
    "at zero": bars(DISTRICTS, [0] * 7),
    "no areas": bars([], []),
    "long names": bars(LONG_NAMES, [0.0012, 0.0009]),
    "33 peers": bars(LONG_NAMES + DISTRICTS * 4 + DISTRICTS[:3], [33 - i for i in range(33)]),
    "districts": panels(
        DISTRICTS,
        [[5.0 + i, 5.5 + i, 4.9 + i] for i in range(7)],
        limits=[(4.0, 12.0)] * 7,
        sides={0: "below", 6: "above"},
    ),
    "one district": panels(["Blaby"], [[4.0, 5.0]]),
    "districts of one period": panels(DISTRICTS, [[float(i)] for i in range(7)], limits=[(1.0, 5.0)] * 7),
    "districts at zero": panels(DISTRICTS[:2], [[0, 0], [0, 0]], limits=[(0, 0)] * 2),
    "districts with gaps": panels(DISTRICTS[:3], [[1, None, 3], [None, None, None], [2, 2, None]]),
    "districts with long names": panels(LONG_NAMES, [[1234567.5, 9.5], [3.25, 4.0]], sides={0: "above"}),
    "districts in per cent": panels(DISTRICTS, [[90.0, 91.5]] * 7, "{:.1f}%", status="provisional"),
    "no districts": panels([], []),
    "thirty districts": panels((DISTRICTS * 5)[:30], [[1.0, 2.0, 3.0]] * 30),
}  # fmt: skip


@pytest.fixture(params=AWKWARD.values(), ids=list(AWKWARD))
def awkward(request: pytest.FixtureRequest) -> Picture:
    plan: Picture = request.param
    return plan


# ------------------------------------------------------------------------- room for words


def measured(words: Text) -> Box:
    """The room the renderer itself gives to the words: what will really be painted."""
    per_cm = 200 / 2.54
    renderer: Any = RendererAgg(10, 10, 200)  # type: ignore[no-untyped-call]  # matplotlib's gap
    font = FontProperties(fname=str(lettering.font_file(words.bold)), size=words.size)
    width, height, descent = (
        side / per_cm for side in renderer.get_text_width_height_descent(words.words, font, ismath=False)
    )
    share = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[words.align]
    left, baseline = words.at[0] - share * width, words.start[1]
    return Box(left, baseline - descent, left + width, baseline - descent + height)


def assert_words_are_clear(sheet: Drawing) -> None:
    with steady():
        boxes = [(text.words, measured(text)) for text in sheet.texts]
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.overlaps(b), f"{one!r} overlaps {other!r}"
    paper = Box(0, 0, sheet.width, sheet.height)
    assert [name for name, box in boxes if not box.within(paper)] == []


def test_words_never_overlap_nor_leave_the_paper(awkward: Picture) -> None:
    assert_words_are_clear(drawing(awkward))


def test_words_are_at_least_nine_points_and_dark(awkward: Picture) -> None:
    for each in drawing(awkward).texts:
        assert each.size >= 9
        assert each.colour in (LOOK.ink, LOOK.quiet)


values = st.one_of(st.none(), st.integers(-5000, 10**7), st.floats(-100, 100).map(lambda x: round(x, 2)))
statuses = st.dictionaries(
    st.integers(0, 59), st.sampled_from(["provisional", "illustrative", "series break"])
)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([quarters, months, years]),
    st.lists(values, min_size=1, max_size=60),
    st.one_of(st.none(), st.floats(-1000, 1000).map(lambda x: round(x, 1))),
    statuses,
)
def test_no_series_makes_words_overlap(
    labels: Callable[[int], list[str]],
    series: Sequence[float | None],
    target: float | None,
    status: dict[int, str],
) -> None:
    assert_words_are_clear(drawing(trend(labels(len(series)), series, target=target, status=status)))


@settings(max_examples=40, deadline=None)
@given(st.lists(values, min_size=1, max_size=33), st.integers(0, 32))
def test_no_bars_make_words_overlap(series: Sequence[float | None], chosen: int) -> None:
    names = (LONG_NAMES + DISTRICTS * 5)[: len(series)]
    assert_words_are_clear(drawing(bars(names, series, emphasis=chosen)))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.lists(values, min_size=1, max_size=40), st.booleans())
def test_no_panels_make_words_overlap(count: int, row: Sequence[float | None], outside: bool) -> None:
    names = (LONG_NAMES + DISTRICTS * 5)[:count]
    sides = {0: "above", count - 1: "below"} if outside else {}
    plan = panels(names, [row] * count, labels=quarters(len(row)), limits=[(1.0, 9.0)] * count, sides=sides)
    assert_words_are_clear(drawing(plan))


# --------------------------------------------------------------------------------- trends


def test_the_line_stands_as_high_as_its_values() -> None:
    sheet = drawing(trend(quarters(10), SERIES))
    (line,) = lines(sheet, LOOK.subject)
    heights = [y for _, y in line.through]
    low, high = text(sheet, "110").at[1], text(sheet, "150").at[1]
    assert heights == pytest.approx([low + (value - 110) / 40 * (high - low) for value in SERIES])


def test_periods_stand_apart_by_their_time() -> None:
    assert spread(["Q1 2014/15", "Q2 2014/15", "Q4 2014/15"]) == pytest.approx((0, 1 / 3, 1))
    assert spread(["before", "between", "after"]) == (0, 0.5, 1)


@pytest.mark.parametrize(
    ("label", "part", "year"),
    [
        ("Q1 2014/15", "Q1", "2014/15"),
        ("2015 Q3", "Q3", "2015"),
        ("July 2016", "Jul", "2016"),
        ("12 months to September 2016", "Sep", "2016"),
        ("April to September 2016", "Apr to Sep", "2016"),
    ],
)
def test_labels_are_split_into_parts_and_years(label: str, part: str, year: str) -> None:
    assert two_rows([label]) == ((part,), (year,))


def test_labels_that_name_no_part_of_a_year_stay_whole() -> None:
    assert two_rows(["2014/15", "2015/16"]) == (("2014/15", "2015/16"), ())


def test_quarters_are_named_above_their_financial_years() -> None:
    found = words(drawing(trend(quarters(6), SERIES[:6])))
    assert found.count("Q1") == 2
    assert found.count("2012/13") == found.count("2013/14") == 1


def test_names_of_a_long_series_are_thinned_from_the_last_which_stays() -> None:
    found = words(drawing(AWKWARD["sixty months"]))
    assert {each for each in found if each in SHORT_MONTHS} == {"Mar", "Sep"}
    assert {"2012", "2013", "2014", "2015", "2016"} <= set(found)


def test_a_missing_value_is_a_gap() -> None:
    sheet = drawing(trend(quarters(5), [10, 12, None, 9, 8]))
    assert [len(line.through) for line in lines(sheet, LOOK.subject)] == [2, 2]
    assert sum(len(group.at) for group in dots(sheet)[:1]) == 4


def test_a_value_between_gaps_is_a_dot() -> None:
    sheet = drawing(trend(quarters(5), [10, None, 12, None, 8]))
    assert lines(sheet, LOOK.subject) == []
    assert len(dots(sheet)[0].at) == 3


def test_the_last_value_is_told_in_bold_beside_a_larger_dot() -> None:
    sheet = drawing(trend(quarters(4), [10, 12, 9, 8]))
    small, large = dots(sheet)
    assert large.at == small.at[-1:]
    assert large.size > small.size
    assert text(sheet, "8").bold
    assert text(sheet, "8").at[1] == large.at[0][1]


def test_the_last_known_value_is_told_when_the_series_ends_in_gaps() -> None:
    sheet = drawing(trend(quarters(4), [1000, 1234, None, None]))
    assert text(sheet, "1,234").bold


def test_the_emphasised_point_is_the_larger_one_and_told() -> None:
    sheet = drawing(AWKWARD["emphasis within"])
    small, large = dots(sheet)
    assert large.at == (small.at[3],)
    assert "150" in words(sheet)


def test_the_first_value_is_told_where_there_is_room() -> None:
    assert "132" in words(drawing(trend(quarters(10), SERIES)))


def test_the_first_value_is_not_told_where_it_would_cover_the_line() -> None:
    zigzag = [500001, 1010000, 0, 990000, 1, 980000] * 10
    assert "500,001" not in [each.words for each in drawing(trend(months(60), zigzag)).texts if each.plate]


def test_the_target_is_a_dashed_line_named_at_its_end() -> None:
    sheet = drawing(trend(quarters(10), SERIES, target=110))
    (line,) = lines(sheet, LOOK.reference)
    assert line.dashes
    assert text(sheet, "Target: 110").at[0] > line.through[1][0]


def test_a_target_on_the_last_value_gives_way_to_it() -> None:
    sheet = drawing(AWKWARD["identical, on target"])
    assert text(sheet, "42").at[1] == dots(sheet)[-1].at[0][1]
    assert text(sheet, "Target: 42").at[1] != text(sheet, "42").at[1]


def test_a_target_far_off_is_told_and_does_not_flatten_the_line() -> None:
    sheet = drawing(AWKWARD["target far above"])
    assert lines(sheet, LOOK.reference) == []
    assert {"Target: 5,000", "(above this scale)"} <= set(words(sheet))


def test_uncertain_points_are_hollow_and_the_key_says_so() -> None:
    sheet = drawing(trend(quarters(6), SERIES[:6], status={0: "illustrative", 1: "illustrative"}))
    hollow = [group for group in dots(sheet) if group.fill == LOOK.paper]
    assert [len(group.at) for group in hollow] == [2]
    assert "Hollow points: illustrative" in said(sheet)


def test_two_kinds_of_uncertain_points_have_two_shapes() -> None:
    sheet = drawing(AWKWARD["gaps and doubts"])
    assert {group.shape for group in dots(sheet) if group.fill == LOOK.paper} == {Shape.CIRCLE, Shape.SQUARE}
    key = "Hollow circles: provisional; hollow squares: estimated; dotted line: series break; gap: no figure"
    assert key in said(sheet)


def test_final_points_are_filled_and_need_no_key() -> None:
    sheet = drawing(trend(quarters(3), [1, 2, 3], status={0: "final"}))
    assert {group.fill for group in dots(sheet)} == {LOOK.subject}


def test_a_series_break_parts_the_line() -> None:
    sheet = drawing(trend(quarters(6), SERIES[:6], status={3: "series break"}))
    assert [len(line.through) for line in lines(sheet, LOOK.subject)] == [3, 3]
    assert "Dotted line: series break" in said(sheet)


def test_a_rolling_series_says_what_each_point_covers() -> None:
    assert "Each point: the 12 months to the month shown" in said(drawing(AWKWARD["rolling"]))


def test_a_scale_that_would_be_mostly_empty_is_cut_and_says_so() -> None:
    for form, values, start in (("{:.1f}%", [89.9, 90.4, 93.0], "85.0%"), ("{:,}", [8000, 8100], "7,000")):
        sheet = drawing(trend(quarters(len(values)), values, form))
        assert not {"0", "0%", "0.0%"} & set(words(sheet))
        assert f"The scale starts at {start}, not at zero" in said(sheet)


def test_a_cut_scale_is_wide_enough_not_to_make_noise_look_like_news() -> None:
    for form, values, least in (("{:,}", [8000, 8010], 1500), ("{:.1f}%", [93.0, 93.1], 8)):
        shown = extent(trend(quarters(2), values, form))
        assert shown.cut
        assert shown.high - shown.low >= least
        assert shown.high <= 100 or form == "{:,}"


def test_other_scales_start_at_zero() -> None:
    assert "0%" in words(drawing(trend(quarters(3), [27.5, 26.0, 20.0], "{:.1f}%")))
    assert "0" in words(drawing(trend(quarters(3), [60, 92, 93])))


def test_a_range_is_a_shade_between_two_dashed_lines_with_one_name() -> None:
    sheet = drawing(AWKWARD["a range"])
    (shade,) = rectangles(sheet)
    heights = [line.through[0][1] for line in lines(sheet, LOOK.reference)]
    assert [shade.box.bottom, shade.box.top] == heights
    assert shade.fill == LOOK.band
    assert "Expected range: 110 to 140" in said(sheet)


def test_a_series_without_values_says_so() -> None:
    assert "No values for these periods" in words(drawing(AWKWARD["no value at all"]))


# --------------------------------------------------------------------------------- scales


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 150, ("0", "50", "100", "150")),
        (0, 1234567, ("0", "250,000", "500,000", "750,000", "1,000,000", "1,250,000")),
        (0, 0.0014, ("0.0000", "0.0005", "0.0010", "0.0015")),
        (-12, 8.5, ("−15", "−10", "−5", "0", "5", "10")),
        (0, 0, ("0.0", "0.2", "0.4", "0.6", "0.8", "1.0")),
    ],
)
def test_ticks_are_round_and_few(low: float, high: float, ticks: tuple[str, ...]) -> None:
    assert scaled(low, high, 0, 5).written() == ticks


def test_ticks_of_counts_are_whole() -> None:
    assert scaled(0, 2, 0, 5, whole=True).written() == ("0", "1", "2")


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e9))
def test_a_scale_covers_its_values_in_at_most_six_lines(low: float, span: float) -> None:
    scale = scaled(low, low + span, 0, 5)
    assert scale.low <= low + 1e-6 * span
    assert scale.high >= low + span - 1e-6 * span
    assert 2 <= len(scale.ticks) <= 6


# ----------------------------------------------------------------------------------- bars


def test_bars_are_as_long_as_their_values_in_the_order_given() -> None:
    sheet = drawing(AWKWARD["peers"])
    lengths = [bar.box.right - bar.box.left for bar in rectangles(sheet)]
    assert [length / lengths[0] for length in lengths] == pytest.approx(
        [value / 6.2 for value in (6.2, 5.9, 5.1, 4.4, 3.9, 3.2, 2.0)]
    )
    assert all(above.box.bottom > below.box.top for above, below in pairwise(rectangles(sheet)))


def test_each_bar_has_its_name_and_its_value_beside_it() -> None:
    sheet = drawing(bars(DISTRICTS[:2], [6, 4]))
    for name, value, bar in zip(DISTRICTS, ("6", "4"), rectangles(sheet), strict=False):
        assert text(sheet, name).box.right < bar.box.left < bar.box.right < text(sheet, value).box.left
        assert bar.box.bottom < text(sheet, name).at[1] == text(sheet, value).at[1] < bar.box.top


def test_only_the_emphasised_bar_has_the_colour_of_the_subject() -> None:
    fills = [bar.fill for bar in rectangles(drawing(AWKWARD["one emphasised"]))]
    assert [i for i, fill in enumerate(fills) if fill == LOOK.subject] == [3]


def test_without_emphasis_all_bars_have_it() -> None:
    assert {bar.fill for bar in rectangles(drawing(AWKWARD["peers"]))} == {LOOK.subject}


def test_negative_bars_run_left_of_zero() -> None:
    sheet = drawing(bars(DISTRICTS[:2], [5, -5]))
    up, down = rectangles(sheet)
    assert up.box.left == down.box.right
    assert text(sheet, "-5").box.right < down.box.left


def test_an_uncertain_bar_is_hollow_and_the_key_says_so() -> None:
    sheet = drawing(bars(DISTRICTS[:2], [6, 4], status={1: "provisional"}))
    assert [bar.fill for bar in rectangles(sheet)] == [LOOK.subject, LOOK.paper]
    assert "Hollow bars: provisional" in words(sheet)


def test_a_missing_bar_says_so() -> None:
    assert words(drawing(bars(DISTRICTS[:2], [6, None]))).count("no value") == 1


def test_the_height_grows_with_the_bars_and_33_fit_on_a_page() -> None:
    heights = [drawing(bars([f"Area {i}" for i in range(n)], [1] * n)).height for n in (1, 7, 33)]
    assert heights == sorted(heights)
    assert heights[-1] < 21


# ------------------------------------------------------------------------------- districts


def test_every_panel_has_its_name_its_newest_value_and_one_scale() -> None:
    sheet = drawing(AWKWARD["districts"])
    own = lines(sheet, LOOK.subject)
    assert len(own) == len(lines(sheet, LOOK.rest)) - 1 == 7  # and one more in the key
    assert {"4.9", "10.9"} <= set(words(sheet))
    rises = {round(line.through[1][1] - line.through[0][1], 6) for line in own}
    assert len(rises) == 1


def test_a_district_outside_its_limits_says_on_which_side() -> None:
    found = words(drawing(AWKWARD["districts"]))
    assert found.count("below limits") == found.count("above limits") == 1


def test_the_limits_are_shaded_behind_the_newest_point() -> None:
    sheet = drawing(AWKWARD["districts"])
    *shades, key = rectangles(sheet)
    newest = [line.through[-1] for line in lines(sheet, LOOK.subject)]
    assert len(shades) == len(newest) == 7
    for shade, (x, y) in zip(shades, newest, strict=True):
        assert (shade.box.left + shade.box.right) / 2 == pytest.approx(x)
        assert shade.box.bottom < y < shade.box.top
    assert "range expected by chance" in words(sheet)
    assert key.fill == LOOK.band


def test_districts_in_pages_of_any_number_stay_on_a_page() -> None:
    heights = [drawing(panels((DISTRICTS * 5)[:n], [[1.0, 2.0]] * n)).height for n in (1, 7, 12, 30)]
    assert max(heights) < 18


# ------------------------------------------------------------------------------ sparklines


def test_a_sparkline_has_a_line_and_a_dot_at_its_end_and_no_words() -> None:
    sheet = drawing(picture("sparkline", quarters(4), [5, 7, 6, 8], target=6))
    (line,) = lines(sheet, LOOK.subject)
    (dot,) = dots(sheet)
    assert dot.at == line.through[-1:]
    assert lines(sheet, LOOK.reference)[0].dashes
    assert sheet.texts == ()


@pytest.mark.parametrize("values", [[], [None], [5], [5, 5, 5], [None, 3, None, 4, None], [0, 0], [-1, 1e9]])
def test_a_sparkline_stays_on_its_paper(values: Sequence[float | None]) -> None:
    sheet = drawing(picture("sparkline", quarters(len(values)), values, target=4))
    places = [place for group in dots(sheet) for place in group.at]
    assert all(0 < x < sheet.width and 0 < y < sheet.height for x, y in places)


# ----------------------------------------------------------------------------------- files


ONE_OF_EACH = tuple(picture(kind, quarters(5), [5, 7, 6, None, 8], target=6) for kind in KINDS)


def test_every_kind_is_known_by_name() -> None:
    assert set(KINDS) == {"trend", "districts", "peers", "sparkline"}


@pytest.mark.parametrize("plan", ONE_OF_EACH, ids=KINDS)
def test_the_png_has_the_printed_size_at_200_dots_an_inch(plan: Picture) -> None:
    (drawn,) = draw([plan], STYLE)
    size = struct.unpack(">II", drawn.png[16:24])
    assert size == (round(drawn.width / 2.54 * 200), round(drawn.height / 2.54 * 200))


def test_the_printed_sizes_are_those_of_the_page() -> None:
    sizes = {drawn.picture.kind: (drawn.width, drawn.height) for drawn in draw(ONE_OF_EACH, STYLE)}
    assert sizes["trend"] == (16.0, 5.8)
    assert sizes["sparkline"] == (2.5, 0.9)
    assert sizes["districts"][0] == sizes["peers"][0] == 12.6


def test_two_draws_give_the_same_bytes() -> None:
    first, second = (draw([*ONE_OF_EACH, *AWKWARD.values()], STYLE) for _ in range(2))
    assert [drawn.png for drawn in first] == [drawn.png for drawn in second]
    assert [drawn.svg for drawn in first] == [drawn.svg for drawn in second]


def test_the_bytes_do_not_hang_on_a_users_own_matplotlib_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    (plain,) = draw(ONE_OF_EACH[-1:], STYLE)
    monkeypatch.setitem(rcParams, "svg.fonttype", "none")
    monkeypatch.setitem(rcParams, "text.hinting", "force_autohint")
    monkeypatch.setitem(rcParams, "path.sketch", (1, 100, 2))
    assert draw(ONE_OF_EACH[-1:], STYLE) == (plain,)
    assert rcParams["svg.fonttype"] == "none"


def test_the_svg_is_well_formed_titled_and_needs_no_font(awkward: Picture) -> None:
    (drawn,) = draw([awkward], STYLE)
    root = etree.fromstring(drawn.svg)
    svg = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{svg}title") == "Offences fell"
    assert root.findall(f".//{svg}text") == []
    assert float(root.attrib["width"].removesuffix("pt")) == pytest.approx(drawn.width / 2.54 * 72, abs=0.01)


def test_neither_file_tells_the_time_or_the_program() -> None:
    for drawn in draw(ONE_OF_EACH, STYLE):
        assert b"tEXt" not in drawn.png
        assert b"date" not in drawn.svg.lower()
        assert b"Matplotlib" not in drawn.svg


def test_signs_that_mean_something_to_xml_or_tex_are_drawn_as_they_are() -> None:
    (drawn,) = draw([trend(quarters(2), [1, 2], "<{}> & $x$", axis="Cost & $use$ <each>")], STYLE)
    etree.fromstring(drawn.svg)


def test_a_kind_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="pie"):
        draw([picture("pie", quarters(1), [1])], STYLE)


# ------------------------------------------------------------------------------- the style


def test_the_shipped_style_is_the_look_of_the_program() -> None:
    assert read(STYLE) == Look()


def test_a_house_can_change_the_colours(tmp_path: Path) -> None:
    own = tmp_path / "charts.mplstyle"
    own.write_text('axes.prop_cycle: cycler("color", ["801650"])\nlines.linewidth: 3\n', encoding="utf-8")
    assert (read(own).subject, read(own).reference, read(own).line) == ("#801650", Look().reference, 3.0)


def test_a_style_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    broken = tmp_path / "charts.mplstyle"
    broken.write_text("lines.linewidth: thick\n", encoding="utf-8")
    with pytest.raises(ValueError, match="thick"):
        read(broken)
    with pytest.raises(OSError, match="none"):
        read(tmp_path / "none.mplstyle")

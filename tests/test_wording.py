import pytest

from report_builder import wording
from report_builder.model import Fact, Unit


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234, 0, "1,234"),
        (2.5, 0, "3"),
        (0.815, 2, "0.82"),
        (-3, 0, "minus 3"),
        (-0.4, 0, "0"),
        (1, 2, "1.00"),
    ],
)
def test_numbers_are_rounded_half_up_and_signed_in_words(value: float, decimals: int, text: str) -> None:
    assert wording.number(value, decimals) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5%", "a 5%"), ("8%", "an 8%"), ("11%", "an 11%"), ("18%", "an 18%"), ("80%", "an 80%"),
        ("100%", "a 100%"), ("110%", "a 110%"), ("11,000", "an 11,000"), ("1.1%", "a 1.1%"), ("increase", "an increase"),
    ],
)  # fmt: skip
def test_articles_go_by_sound(text: str, said: str) -> None:
    assert wording.with_article(text) == said


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (22, "22nd"), (113, "113th")],
)
def test_ordinals(number: int, text: str) -> None:
    assert wording.ordinal(number) == text


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact("a", "read", 27.4, Unit.PERCENT), "27%"),
        (Fact("a", "difference", 1.0, Unit.POINTS), "1 percentage point"),
        (Fact("a", "difference", 1.0, Unit.POINTS, decimals=1), "1.0 percentage points"),
        (Fact("a", "multiple", 2.44, Unit.TIMES, decimals=1), "2.4 times"),
        (Fact("a", "count of indicators", 0, Unit.INDICATORS), "none"),
        (Fact("a", "read", None, Unit.COUNT), ""),
    ],
)
def test_a_value_is_written_in_its_unit(fact: Fact, text: str) -> None:
    assert wording.value_of(fact) == text


def test_lists_end_in_and() -> None:
    assert wording.listed(["A"]) == "A"
    assert wording.listed(["A", "B"]) == "A and B"
    assert wording.listed(["A", "B", "C"]) == "A, B and C"

"""The cells of entries read as figures: numbers, marks, percentages, and what cannot be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median

from report_builder.model import Basis, Cell, Indicator, Kind
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.returns.asides import Apart, Aside
from report_builder.returns.layouts import Entry
from report_builder.returns.names import Part
from report_builder.returns.values import ABSENT, UNRELIABLE, Reading, read_value
from report_builder.workbooks import is_blank

_LARGEST = 1e15
_SMALL = (Kind.RATE, Kind.RATIO, Kind.PERCENTAGE, Kind.SURVEY)
_COMMA = re.compile(r"-?\d,\d{3}%?")
"""A text of which the comma may stand before thousands or decimals."""
_TENFOLD = 10
"""Ten times the whole: no share that is formatted as a percentage is as much."""
_WHOLE = 100
_SHOWN = 40
_FAR = 20
"""How many times smaller than the usual percentage one may be before it looks like a share of 1."""
_QUARTER = 3
_DATED = (Basis.DISCRETE, Basis.ANNUAL)
_SIGNED = (Kind.REDUCTION, Kind.INDEX, Kind.MEAN)


@dataclass(frozen=True, slots=True)
class Value:
    """An entry whose cell has been read: the number, or the mark in its place."""

    entry: Entry
    number: float | None
    mark: str


def values_of(
    entries: Iterable[Entry],
    indicators: Mapping[str, Indicator],
    percentages: Callable[[Cell], bool],
    broken: Callable[[Cell], str],
) -> tuple[tuple[Value, ...], tuple[Problem, ...]]:
    """Read the cells of the entries; empty ones are passed over.

    `percentages` says whether a cell is formatted as a percentage, `broken` what an empty cell
    holds that could not be read: an error, or a formula without its result.
    """
    dated, faults = _dated(entries, indicators)
    values: list[Value] = []
    for entry in dated:
        found, wrong = _read(entry, indicators.get(entry.indicator), percentages, broken)
        values += found
        faults += wrong
    unclear = tuple(_unclear(values, indicators, percentages))
    for group in unclear:
        faults.append(problem("percentage-unclear", group[0].entry.cell, found=group[0].entry.raw))
    left_out = {id(value) for group in unclear for value in group}
    return tuple(value for value in values if id(value) not in left_out), tuple(faults)


def asked_for(
    entries: Iterable[Entry], indicators: Mapping[str, Indicator]
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries that no label sets aside, such as "Target", and what each label that does so says."""
    kept: list[Entry] = []
    told: dict[tuple[str, Apart], Aside] = {}
    for entry in entries:
        indicator = indicators.get(entry.indicator)
        out = [each for each in entry.asides if indicator and each.keeps_out(entry.period, indicator)]
        told |= {(each.text, each.apart): each for each in out if (each.text, each.apart) not in told}
        kept += [] if out else [entry]
    return tuple(kept), tuple(map(aside, told.values()))


def aside(label: Aside) -> Problem:
    """What is said of a label that sets figures aside."""
    code = "figure-of-a-part" if label.apart is Apart.PART else "figure-aside"
    return problem(code, label.cell, found=label.text)


def _dated(
    entries: Iterable[Entry], indicators: Mapping[str, Indicator]
) -> tuple[list[Entry], list[Problem]]:
    """The entries with months that stand for quarters made quarters, and what a person should know of it."""
    dated: list[Entry] = []
    told: dict[tuple[str, str], Problem] = {}
    for each in entries:
        indicator = indicators.get(each.indicator)
        entry = _as_ending(each, indicator)
        if _is_unsaid(entry, indicator):
            told.setdefault((entry.cell.workbook, entry.cell.sheet), _unsaid(entry))
            continue
        if entry is not each:
            told.setdefault((entry.cell.workbook, entry.cell.sheet), _read_as_ending(each, entry))
        dated.append(entry)
    return dated, [*told.values()]


def _read(
    entry: Entry, known: Indicator | None, percentages: Callable[[Cell], bool], broken: Callable[[Cell], str]
) -> tuple[tuple[Value, ...], tuple[Problem, ...]]:
    """The value of one cell, the two of a fraction, or none; and what is wrong with it."""
    if is_blank(entry.raw):
        found = broken(entry.cell)
        return (), (problem("number-expected", entry.cell, found=found),) if found else ()
    indicator = known if entry.part is Part.VALUE else None
    reading = read_value(entry.raw)
    if indicator and indicator.is_percentage and reading.whole is not None:
        return _parts(entry, reading), ()
    if indicator and indicator.is_percentage and reading.number is not None:
        is_formatted = percentages(entry.cell) and not reading.percent
        if is_formatted and indicator.kind in (Kind.PERCENTAGE, Kind.SURVEY) and reading.number > _TENFOLD:
            found = f"{reading.number:g}"
            return (), (
                problem(
                    "percentage-of-percentage", entry.cell, found=found, shown=f"{reading.number * 100:,g}%"
                ),
            )
        reading = _as_percentage(reading, is_formatted=is_formatted)
    wrong = _impossible(entry, reading, indicator)
    if any(fault.fatal for fault in wrong):
        return (), wrong
    mark = reading.mark or entry.mark
    if mark in ABSENT - {UNRELIABLE} and reading.number is not None:
        withheld = problem("figure-withheld", entry.cell, found=entry.raw, mark=mark)
        return (Value(entry, None, mark),), (withheld,)
    return (Value(entry, reading.number, mark),), wrong


def _as_ending(entry: Entry, indicator: Indicator | None) -> Entry:
    """A month that stands for the quarter or year ending with it: its neighbours are as far from it."""
    is_end = (entry.period.last + 1) % _QUARTER == 0
    if not is_end or not _is_unsaid(entry, indicator):
        return entry
    return replace(entry, period=Period(entry.period.last, entry.apart))


def _is_unsaid(entry: Entry, indicator: Indicator | None) -> bool:
    """Whether a month stands where the indicator has quarters or years: of which one is not said."""
    return bool(
        indicator
        and indicator.basis in _DATED
        and entry.period.months == 1
        and indicator.months == entry.apart >= _QUARTER
    )


def _unsaid(entry: Entry) -> Problem:
    why = f"the labels are {entry.apart} months apart and none is the last month of a quarter"
    return problem("period-unclear", entry.cell, found=entry.period, why=why)


def _read_as_ending(before: Entry, after: Entry) -> Problem:
    how = f"read as {after.period}, because the labels are {before.apart} months apart"
    return problem("period-assumed", after.cell, found=before.period, how=how)


def _parts(entry: Entry, reading: Reading) -> tuple[Value, Value]:
    """'27 of 96' in the row of a percentage: its numerator and its denominator, in one cell."""
    return (
        Value(replace(entry, part=Part.NUMERATOR), reading.number, reading.mark),
        Value(replace(entry, part=Part.DENOMINATOR), reading.whole, reading.mark),
    )


def _impossible(entry: Entry, reading: Reading, indicator: Indicator | None) -> tuple[Problem, ...]:
    """What a cell says that the figure cannot be."""
    number = reading.number
    if (
        not reading.understood
        or reading.whole is not None
        or (number is not None and abs(number) >= _LARGEST)
    ):
        return (problem("number-expected", entry.cell, found=str(entry.raw)[:_SHOWN]),)
    if number is None or indicator is None:
        return ()
    if reading.percent and not indicator.is_percentage:
        return (problem("number-expected", entry.cell, found=entry.raw),)
    if isinstance(entry.raw, str) and indicator.kind in _SMALL and _COMMA.fullmatch(entry.raw.strip()):
        return (problem("comma-unclear", entry.cell, found=entry.raw.strip()),)
    if number < 0 and not indicator.can_be_negative and indicator.kind not in _SIGNED:
        return (problem("negative-value", entry.cell, name=indicator.label, found=entry.raw),)
    if indicator.kind is Kind.COUNT and not indicator.decimals and not number.is_integer():
        return (problem("whole-number-expected", entry.cell, found=entry.raw),)
    if indicator.kind in (Kind.PERCENTAGE, Kind.SURVEY) and number > _WHOLE:
        return (problem("percentage-over", entry.cell, name=indicator.label, found=f"{number:g}"),)
    return ()


def _as_percentage(reading: Reading, *, is_formatted: bool) -> Reading:
    """0.27 in a cell that shows 27% becomes 27; the double's own error is rounded away."""
    assert reading.number is not None  # noqa: S101  the caller looked
    scale = 100 if is_formatted else 1
    return replace(reading, number=round(reading.number * scale, 10))


def _unclear(
    values: Iterable[Value], indicators: Mapping[str, Indicator], percentages: Callable[[Cell], bool]
) -> Iterator[tuple[Value, ...]]:
    """Percentages below 1 of which nothing says whether they are shares, sheet by sheet."""
    by_sheet: dict[tuple[str, str, str], list[Value]] = defaultdict(list)
    for value in values:
        entry, indicator = value.entry, indicators.get(value.entry.indicator)
        if entry.part is Part.VALUE and indicator and indicator.is_percentage and value.number:
            by_sheet[entry.indicator, entry.cell.workbook, entry.cell.sheet].append(value)
    for group in by_sheet.values():
        bare = [v for v in group if "%" not in str(v.entry.raw) and not percentages(v.entry.cell)]
        small = [v for v in bare if abs(v.number or 0) <= 1]
        usual = median([abs(v.number) for v in group if v.number and v not in small] or [0])
        far = [v for v in small if len(small) == len(bare) or usual > _FAR * abs(v.number or 0)]
        if far:
            yield tuple(far)

"""The queries: for each owner who has something to answer, a plain text that can be pasted into an e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill

from report_builder import wording
from report_builder.model import Arrival, Change, Definition, Query, Settings
from report_builder.periods import Period, say_in_full
from report_builder.problems import Problem

_WIDTH = 76
_MOST = 12
"""Points of one kind in a letter; what is more is counted."""
_ASKED = frozenset({
    "file-unreadable", "file-truncated", "file-password", "file-renamed", "file-too-large", "file-quote-open",
    "sheet-unreadable", "sheet-too-large", "formula-broken", "number-expected", "negative-value",
    "whole-number-expected", "percentage-over", "percentage-unclear", "period-unclear", "area-unclear",
    "row-parted", "file-empty", "duplicate-value", "districts-differ", "parts-differ", "part-over-whole",
    "tenfold", "unchanged-figure", "rows-undated", "extract-ends-early",
})  # fmt: skip
"""What only the sender can settle; the rest is for the coordinator."""
_SENT = "what was sent could not be used, see below"


def queries(
    definition: Definition, rows: Sequence[Arrival], restated: Iterable[tuple[Change, Problem]]
) -> tuple[Query, ...]:
    """The queries in the order of the indicators, that of no owner last."""
    changed: dict[str, list[Problem]] = defaultdict(list)
    for change, doubt in restated:
        changed[change.before.indicator].append(doubt)
    owners: dict[str, list[Arrival]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: not row.owner):
        owners[row.owner].append(row)
    settings = definition.settings
    letters = ((owner, _points(mine, changed)) for owner, mine in owners.items())
    return tuple(_query(owner, points, settings) for owner, points in letters if points)


def _points(rows: Sequence[Arrival], restated: Mapping[str, Sequence[Problem]]) -> dict[str, list[str]]:
    """What is asked, under the sentence that leads it."""
    indicators = dict.fromkeys(row.indicator for row in rows)
    doubts = [each for row in rows for each in row.doubts if each.code in _ASKED]
    found = {
        "We do not have these figures yet:": [_missing(row) for row in rows if _is_wanted(row)],
        "Please check these, and send a corrected return where that is needed:": [
            _told(each) for each in doubts
        ],
        "These differ from what was published. Please confirm them, and tell us why:": [
            _told(each) for indicator in indicators for each in restated.get(indicator, ())
        ],
    }
    return {lead: list(dict.fromkeys(points)) for lead, points in found.items() if points}


def _is_wanted(row: Arrival) -> bool:
    """Whether a figure is missing, and its day is not still to come."""
    return bool(row.missing) and (row.late is None or row.late > 0)


def _missing(row: Arrival) -> str:
    """'Burglaries: Q2 2016/17; expected by 30 October 2016; the newest we have is Q1 2016/17'."""
    areas = f" for {wording.listed(row.lacking)}" if row.lacking else ""
    due = [f"expected by {wording.day(row.expected)}"] if row.expected else []
    newest = [f"the newest we have is {row.reached}"] if row.reached and not row.lacking else []
    says = [f"the return marks it as {row.said}"] if row.said else []
    faults = [_SENT] if any(each.fatal and each.code in _ASKED for each in row.doubts) else []
    return f"{row.label}: {'; '.join((f'{span_of(row.missing)}{areas}', *due, *newest, *says, *faults))}"


def span_of(periods: Sequence[Period]) -> str:
    """The first and the last of some periods: 'Q2 2016/17', 'Q1 2016/17 to Q2 2016/17', or nothing."""
    return " to ".join(map(str, dict.fromkeys((*periods[:1], *periods[-1:]))))


def _told(found: Problem) -> str:
    return f"{found.where}: {found.what}" if found.where else found.what


def _query(owner: str, points: Mapping[str, Sequence[str]], settings: Settings) -> Query:
    board = settings.board if settings.board.casefold().startswith("the ") else f"the {settings.board}"
    opening = (
        f"We are preparing “{settings.title}” for {board}, which meets on "
        f"{wording.day(settings.meeting_date)}. It reports on {say_in_full(settings.period)}. "
        "Could you please help us with the following?"
    )
    paragraphs = [
        "Dear colleague,",
        _wrapped(opening),
        *("\n".join((_wrapped(lead), *_listed(each))) for lead, each in points.items()),
        _wrapped("Please reply to this message if anything is unclear. Thank you for your help."),
        "\n".join(filter(None, (settings.author, settings.organisation or settings.board))),
    ]
    return Query(owner, f"Figures for {settings.period}: {settings.board}", "\n\n".join(paragraphs))


def _listed(points: Sequence[str]) -> Iterator[str]:
    for each in points[:_MOST]:
        yield _wrapped(f"- {each}", hanging="  ")
    if more := len(points[_MOST:]):
        yield f"- and {more:,} more"


def _wrapped(text: str, hanging: str = "") -> str:
    """Lines no longer than an e-mail takes; the names of files are never broken."""
    return fill(text, _WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)

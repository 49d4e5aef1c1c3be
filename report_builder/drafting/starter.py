"""The starter project: a small example that is plainly made up, to be typed over."""

from __future__ import annotations

from datetime import date

from report_builder.drafting.book import add_sheet, as_bytes, new_book, write, write_line
from report_builder.drafting.draft import Draft, Typed

EXAMPLE_RETURN = "Example return - made up.xlsx"
_TYPE_OVER = "made up for the example: type your own over it"
_ROWS: tuple[tuple[object, ...], ...] = (
    ("Made-up return: every figure here is invented",),
    (),
    ("Indicator", "Q2 2024/25", "Q3 2024/25", "Q4 2024/25", "Q1 2025/26"),
    ("Made-up incidents", 131, 118, 124, 112),
    ("Made-up satisfaction (%)", "61%", "62%", "60%", "64%"),
)


def starter(left_out: tuple[tuple[str, str], ...] = ()) -> Draft:
    """A definition of two made-up indicators, each cell of it marked to be typed over.

    `left_out` is told on the sheet of what to check: why nothing was taken over from returns.
    """
    return Draft(
        settings=(
            ("board", Typed("Example Board (made up)", _TYPE_OVER)),
            ("title", Typed("Example Performance Report Q1 2025/26", _TYPE_OVER)),
            ("meeting_date", Typed(date(2025, 9, 18), _TYPE_OVER)),
            ("period", Typed("Q1 2025/26", _TYPE_OVER)),
            ("subject", Typed("Exampleshire", _TYPE_OVER)),
            ("organisation", Typed("Exampleshire Council (made up)", _TYPE_OVER)),
            ("author", Typed("Example Officer", _TYPE_OVER)),
            (
                "introduction",
                Typed("This is an example: its board, its area and all its figures are made up.", _TYPE_OVER),
            ),
            ("recommendations", Typed("That the Board notes this example.", _TYPE_OVER)),
        ),
        priorities=(
            {
                "id": Typed("safe", _TYPE_OVER),
                "heading": Typed("Example Heading", _TYPE_OVER),
                "order": Typed(1),
            },
        ),
        indicators=(
            {
                "id": Typed("incidents", _TYPE_OVER),
                "priority": Typed("safe", _TYPE_OVER),
                "name": Typed("made-up incidents", _TYPE_OVER),
                "singular": Typed("made-up incident", _TYPE_OVER),
                "short_name": Typed("Made-up incidents", _TYPE_OVER),
                "kind": Typed("count"),
                "better": Typed("lower", _TYPE_OVER),
                "frequency": Typed("quarter"),
                "owner": Typed("Example agency", _TYPE_OVER),
            },
            {
                "id": Typed("satisfaction", _TYPE_OVER),
                "priority": Typed("safe", _TYPE_OVER),
                "name": Typed("made-up satisfaction", _TYPE_OVER),
                "short_name": Typed("Made-up satisfaction", _TYPE_OVER),
                "aliases": Typed("Made-up satisfaction (%)", _TYPE_OVER),
                "kind": Typed("percentage"),
                "better": Typed("higher", _TYPE_OVER),
                "frequency": Typed("quarter"),
                "owner": Typed("Example agency", _TYPE_OVER),
            },
        ),
        areas=({"name": Typed("Exampleshire", _TYPE_OVER), "kind": Typed("subject")},),
        notes=(
            {
                "indicator": Typed("incidents", _TYPE_OVER),
                "period": Typed("Q1 2025/26", _TYPE_OVER),
                "text": Typed("this sentence is only an example of advice", _TYPE_OVER),
                "adviser": Typed("Example agency", _TYPE_OVER),
            },
        ),
        left_out=left_out,
    )


def example_return() -> bytes:
    """A return with the figures of the starter."""
    book = new_book("Made-up return")
    heading = 1 + next(n for n, row in enumerate(_ROWS) if len(row) > 1)
    sheet = add_sheet(
        book, "Example", [str(each) for each in _ROWS[heading - 1]], (30, 12, 12, 12, 12), heading
    )
    write_line(sheet, 1, str(_ROWS[0][0]), is_help=False)
    for row, values in enumerate(_ROWS[heading:], heading + 1):
        for column, value in enumerate(values, 1):
            write(sheet, row, column, value)
    return as_bytes(book)

"""The table of returns and the queries, in a window or in a file."""

from __future__ import annotations

import re
import sys
from typing import Literal

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from report_builder import wording
from report_builder.arrivals import span_of
from report_builder.model import Arrival, Arrivals
from report_builder.periods import MONTHS

_COLUMNS = {
    "indicator": 26, "arrived": 7, "reached": 11, "missing": 11, "expected": 11, "late": 14,
    "changed": 7, "doubts": 6,
}  # fmt: skip
_WIDE = 100
"""The columns of the table of returns: with a space between them it is as wide as `_WIDE`."""


def print_arrivals(seen: Arrivals) -> None:
    """A row for each indicator under the owner and the file that it comes from."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)
    is_narrow = console.is_terminal and console.width < _WIDE
    groups: dict[str, list[Arrival]] = {}
    for row in seen.rows:
        heading = f"{row.owner or 'No owner named'}: {row.file or 'no file known'}"
        groups.setdefault(heading, []).append(row)
    if not is_narrow:
        console.print(_columns([], has_header=True))
    for heading, rows in groups.items():
        console.print(Text(heading, style="bold"))
        told = [_arrival(row) for row in rows]
        for each in map(_lines, told) if is_narrow else [_columns(told)]:
            console.print(each)
    for file in seen.idle:
        console.print(Text(f"{file}: no figure of the report comes from this file.", style="yellow"))


def _columns(rows: list[dict[str, str]], *, has_header: bool = False) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_header=has_header)
    for name, width in _COLUMNS.items():
        side: Literal["left", "right"] = "right" if name in ("changed", "doubts") else "left"
        table.add_column(name, width=width, justify=side, overflow="fold")
    for row in rows:
        style = "" if row["arrived"] == "yes" else "yellow"
        first, *others = (Text(row[name], style=style) for name in _COLUMNS)
        table.add_row(Padding.indent(first, 2), *others)
    return table


def _lines(row: dict[str, str]) -> Text:
    """A row for a window too narrow for the table: what there is to say, a line each."""
    told = [f"    {name:<10}{value}" for name, value in row.items() if value and name != "indicator"]
    return Text("\n".join((f"  {row['indicator']}", *told)))


def _arrival(row: Arrival) -> dict[str, str]:
    lacking = (
        f" for {row.lacking[0] if len(row.lacking) == 1 else f'{len(row.lacking)} areas'}"
        if row.lacking
        else ""
    )
    return {
        "indicator": row.label,
        "arrived": row.arrived,
        "reached": _short(str(row.reached or "")),
        "missing": f"{_short(span_of(row.missing))}{lacking}",
        "expected": _short(wording.day(row.expected)) if row.expected else "",
        "late": _lateness(row.late),
        "changed": f"{row.changed or ''}",
        "doubts": f"{len(row.doubts) or ''}",
    }


def _short(text: str) -> str:
    """The names of months as three letters."""
    return re.sub(rf"\b({'|'.join(MONTHS)})\b", lambda name: name[0][:3], text)


def _lateness(days: int | None) -> str:
    if days is None:
        return ""
    count = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"{count} late" if days > 0 else f"due in {count}" if days else "due today"


def print_queries(console: Console, seen: Arrivals) -> None:
    """The letters one below the other, each as it can be pasted into an e-mail."""
    for query in seen.queries:
        console.print(Text(f"\n{'-' * 76}", style="dim"))
        console.print(Text(f"To: {query.owner or 'no owner named'}\nSubject: {query.subject}", style="bold"))
        console.print(Text(f"\n{query.text}"))
    if not seen.queries:
        console.print("\nNobody has anything to answer.")

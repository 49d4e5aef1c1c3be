"""Arrivals: what has been sent and what is missing, and the letters that ask for it.

A row for every indicator and each file that it comes from, and a query for each owner who has something
to answer. Nothing here stops at a fault: it is of most use before the returns are complete.
"""

from __future__ import annotations

from datetime import date

from report_builder.arrivals.inbox import Inbox
from report_builder.arrivals.queries import queries, span_of
from report_builder.arrivals.rows import rows_of
from report_builder.model import Arrivals, Definition

__all__ = ["Inbox", "look", "span_of"]


def look(definition: Definition, inbox: Inbox, on: date) -> Arrivals:
    """What has arrived by a day, what has not, and who is to be asked."""
    rows = rows_of(definition, inbox, on)
    named = {row.file for row in rows}
    idle = tuple(each for each in inbox.idle() if each not in named)
    return Arrivals(rows, idle, queries(definition, rows, inbox.restated))

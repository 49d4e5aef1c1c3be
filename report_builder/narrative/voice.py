"""How a report speaks: its phrases, its settings, and how much it says."""

from __future__ import annotations

from dataclasses import dataclass

from report_builder.model import Facts, Settings
from report_builder.narrative.phrasebook import Book


@dataclass(frozen=True)
class Voice:
    """The phrase book, the settings, and the most sentences on an indicator and on an exception."""

    book: Book
    settings: Settings
    sentences: int
    exception_sentences: int


def voice_of(book: Book, settings: Settings, facts: Facts) -> Voice:
    """The voice of a report, by the thresholds among its facts."""
    most = [facts.report[name].value for name in ("sentences", "exception_sentences")]
    return Voice(book, settings, *(int(each) for each in most if isinstance(each, int | float)))

"""The inbox: all that is known of the returns by the time the question is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report_builder.model import Change, Figure, Source
from report_builder.problems import Problem


@dataclass(frozen=True)
class Inbox:
    """The returns: their figures, what has changed since it was published, and all faults and doubts.

    `restated` has each change with its doubt. `files` are the names of the returns, `origins` the indicators
    that some of them are known to hold, by the sheet `sources` or by the record of a report that rested on
    them. `unmatched` are the sources that name none of the files.
    """

    figures: tuple[Figure, ...]
    restated: tuple[tuple[Change, Problem], ...]
    found: tuple[Problem, ...]
    files: tuple[str, ...]
    origins: Mapping[str, frozenset[str]]
    unmatched: tuple[Source, ...]

    def idle(self) -> tuple[str, ...]:
        """The files that no figure was read from."""
        used = {each.cell.workbook for each in self.figures}
        return tuple(each for each in self.files if each not in used)

    def expected_of(self, file: str) -> frozenset[str]:
        """The indicators that a file is known to hold."""
        return self.origins.get(file, frozenset())

"""The places of a template: everything that `report.docx` may print, as frozen nouns.

The fields below are the names that a person writes between double braces in Word. The template
check and the filling both rest on them, so that neither can know a place that the other does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Runs:
    """Finished runs of Word's markup, such as a picture, to be printed where text stands.

    `note` is what must be known to read it, and is not in it: it goes with the words above it.
    """

    xml: str
    note: str = ""

    def __html__(self) -> str:
        """The runs between an end and a new beginning of the text run in which the place stands."""
        return f'</w:t></w:r>{self.xml}<w:r><w:t xml:space="preserve">'


Print = Markup | Runs
"""What is printed: escaped text, or finished runs."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A line of the title block."""

    label: Markup
    value: Markup


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with the words that stand above it."""

    title: Markup
    subtitle: Markup
    image: Runs


@dataclass(frozen=True, slots=True)
class NumberedText:
    """A numbered paragraph; Word's style gives it its number. `charts` names its charts, in brackets."""

    text: Markup
    charts: Markup
    pictures: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The heading of a priority and the paragraphs under it."""

    heading: Markup
    paragraphs: tuple[NumberedText, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator of the dashboard."""

    indicator: Markup
    basis: Markup
    paragraph: Markup
    latest: Markup
    reached: Markup
    previous: Markup
    previous_period: Markup
    year_ago: Markup
    year_ago_period: Markup
    twelve_months: Markup
    year_change: Markup
    year_verdict: Runs
    change: Markup
    verdict: Runs
    trend: Print
    target: Runs
    aim: Markup
    rank: Markup


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators of one priority in the dashboard."""

    heading: Markup
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many indicators got which verdict, and how many met, came near and missed their target."""

    improved: Markup
    calm: Markup
    worsened: Markup
    changed: Markup
    not_assessed: Markup
    target_met: Markup
    target_near: Markup
    target_missed: Markup


@dataclass(frozen=True, slots=True)
class Report:
    """The whole paper, as the template sees it."""

    board: Markup
    meeting_date: Markup
    title: Markup
    organisation: Markup
    details: tuple[Detail, ...]
    introduction: tuple[NumberedText, ...]
    summary: tuple[NumberedText, ...]
    priorities: tuple[Part, ...]
    recommendations: tuple[NumberedText, ...]
    contact: tuple[Markup, ...]
    tally: Tally
    dashboard: tuple[Group, ...]
    comparisons: tuple[Chart, ...]
    method: tuple[NumberedText, ...]

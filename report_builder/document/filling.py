"""The narrative and its drawn pictures as the places of a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from report_builder import periods, wording
from report_builder.document.markup import literal
from report_builder.document.places import (
    Chart,
    Detail,
    Group,
    NumberedText,
    Part,
    Print,
    Report,
    Row,
    Runs,
)
from report_builder.model import (
    DashboardGroup,
    DashboardRow,
    Narrative,
    Paragraph,
    Picture,
    Section,
    Settings,
)

NOTHING = "–"
"""What an empty cell of the dashboard shows."""

TARGET_STYLES = {
    "met": "Target Met",
    "near": "Target Near",
    "missed": "Target Missed",
    "none": "Target None",
    "unknown": "Target Unknown",
}
"""The character style in which a cell says whether its target was met."""


def report(narrative: Narrative, images: Mapping[str, Runs], styles: Mapping[str, str]) -> Report:
    """The places of the whole paper, filled.

    `images` are the drawn pictures by picture id, `styles` the ids of the template's styles by
    name. Raises KeyError where a planned picture was not drawn.
    """
    settings = narrative.settings
    return Report(
        board=literal(settings.board),
        meeting_date=literal(wording.day(settings.meeting_date)),
        title=literal(settings.title),
        organisation=literal(settings.organisation),
        details=tuple(_details(settings)),
        introduction=_numbered(narrative.introduction, images),
        summary=_numbered(narrative.summary, images),
        priorities=tuple(_part(section, images) for section in narrative.priorities),
        recommendations=_numbered(narrative.recommendations, images),
        contact=tuple(
            literal(line) for line in dict.fromkeys((settings.author, *settings.contact)) if line.strip()
        ),
        dashboard=tuple(_group(group, images, styles) for group in narrative.dashboard),
        comparisons=_charts(narrative.comparisons, images),
        method=_numbered(narrative.method, images),
    )


def _details(settings: Settings) -> Iterable[Detail]:
    lines = {
        "Agenda item": settings.agenda_item,
        "Report of": settings.author,
        "Period covered": _period(settings.period),
    }
    return (Detail(literal(label), literal(value)) for label, value in lines.items() if value.strip())


def _period(period: periods.Period) -> str:
    return periods.say_in_full(period)


def _numbered(section: Section, images: Mapping[str, Runs]) -> tuple[NumberedText, ...]:
    return tuple(_paragraph(each, images) for each in section.paragraphs)


def _paragraph(paragraph: Paragraph, images: Mapping[str, Runs]) -> NumberedText:
    return NumberedText(literal(paragraph.text), _charts(paragraph.pictures, images))


def _part(section: Section, images: Mapping[str, Runs]) -> Part:
    return Part(literal(section.heading), _numbered(section, images))


def _charts(planned: Iterable[Picture], images: Mapping[str, Runs]) -> tuple[Chart, ...]:
    return tuple(
        Chart(literal(each.title.text), literal(each.subtitle.text), images[each.id]) for each in planned
    )


def _group(group: DashboardGroup, images: Mapping[str, Runs], styles: Mapping[str, str]) -> Group:
    return Group(literal(group.heading), tuple(_row(row, images, styles) for row in group.rows))


def _row(row: DashboardRow, images: Mapping[str, Runs], styles: Mapping[str, str]) -> Row:
    trend: Print = images[row.trend.id] if row.trend else literal(NOTHING)
    return Row(
        indicator=literal(cell_text(row, "indicator")),
        latest=literal(cell_text(row, "latest")),
        previous=literal(cell_text(row, "previous")),
        change=literal(cell_text(row, "change")),
        trend=trend,
        target=_status(row, styles),
        aim=literal(aim_text(row)),
        rank=literal(cell_text(row, "rank")),
        twelve_months=literal(cell_text(row, "twelve_months")),
    )


def cell_text(row: DashboardRow, key: str) -> str:
    """What a cell of the dashboard prints: its sentence, or a dash where there is none."""
    return row.cells[key].text if key in row.cells and row.cells[key].text.strip() else NOTHING


def aim_text(row: DashboardRow) -> str:
    """The target itself, behind its status and a space; nothing where there is no target."""
    return f" {row.cells['aim'].text}" if "aim" in row.cells else ""


def _status(row: DashboardRow, styles: Mapping[str, str]) -> Runs:
    """The words of the target cell, in the character style of its status."""
    words = cell_text(row, "target")
    style = styles.get(TARGET_STYLES[row.target]) if words != NOTHING else None
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return Runs(f'<w:r>{look}<w:t xml:space="preserve">{literal(words)}</w:t></w:r>')

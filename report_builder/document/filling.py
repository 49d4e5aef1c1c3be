"""The narrative and its drawn pictures as the places of a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from markupsafe import Markup

from report_builder import periods, wording
from report_builder.document.markup import literal
from report_builder.document.places import (
    Chart,
    Detail,
    Group,
    NumberedText,
    Part,
    Report,
    Row,
    Runs,
    Tally,
)
from report_builder.document.references import CHART, PARAGRAPH, anchor, charts_mark, referring
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

CELLS = (
    "indicator", "basis", "latest", "reached", "previous", "previous_period", "year_ago", "year_ago_period",
    "twelve_months", "year_change", "change", "verdict", "year_verdict", "target", "rank",
)  # fmt: skip
"""The cells of a row that print one sentence each."""
BESIDE = ("basis", "reached", "previous_period", "year_ago_period", "year_change", "year_verdict", "aim")
"""Words that stand below or behind others in their cell: without them nothing is shown."""

VERDICT_STYLES = {
    "improved": "Verdict Improved",
    "worsened": "Verdict Worsened",
    "changed": "Verdict Changed",
    "stable": "Verdict Calm",
    "no clear change": "Verdict Calm",
    "not assessed": "Verdict None",
}
"""The character style in which a cell says what became of an indicator."""

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
        tally=_tally(narrative),
        dashboard=tuple(_group(group, images, styles) for group in narrative.dashboard),
        comparisons=_charts(narrative.comparisons, images),
        method=_numbered(narrative.method, images),
    )


def bare(narrative: Narrative) -> Report:
    """The places of the paper without words and pictures: enough to see how paragraphs are numbered."""
    held = replace(
        narrative,
        introduction=_emptied(narrative.introduction),
        summary=_emptied(narrative.summary),
        priorities=tuple(_emptied(each) for each in narrative.priorities),
        recommendations=_emptied(narrative.recommendations),
        dashboard=tuple(replace(each, rows=()) for each in narrative.dashboard),
        method=_emptied(narrative.method),
    )
    return report(held, {each.id: Runs("") for each in narrative.comparisons}, {})


def _emptied(section: Section) -> Section:
    paragraphs = (replace(each, sentences=(), pictures=()) for each in section.paragraphs)
    return replace(section, paragraphs=tuple(paragraphs))


def _tally(narrative: Narrative) -> Tally:
    texts = {name.replace(".", "_"): literal(said.text) for name, said in narrative.tally.items()}
    return Tally(**{each.name: texts.get(each.name, literal(NOTHING)) for each in fields(Tally)})


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
    text = Markup(" ").join(referring(each) for each in paragraph.sentences)
    return NumberedText(
        text=anchor(PARAGRAPH, paragraph.id) + text,
        charts=charts_mark((*(each.id for each in paragraph.pictures), *paragraph.elsewhere)),
        pictures=_charts(paragraph.pictures, images),
    )


def _part(section: Section, images: Mapping[str, Runs]) -> Part:
    return Part(literal(section.heading), _numbered(section, images))


def _charts(planned: Iterable[Picture], images: Mapping[str, Runs]) -> tuple[Chart, ...]:
    return tuple(
        Chart(
            anchor(CHART, each.id) + literal(each.title.text),
            literal(each.subtitle.text + images[each.id].note),
            images[each.id],
        )
        for each in planned
    )


def _group(group: DashboardGroup, images: Mapping[str, Runs], styles: Mapping[str, str]) -> Group:
    return Group(literal(group.heading), tuple(_row(row, images, styles) for row in group.rows))


def _row(row: DashboardRow, images: Mapping[str, Runs], styles: Mapping[str, str]) -> Row:
    plain = {
        each: literal(cell_text(row, each))
        for each in CELLS
        if each not in ("verdict", "year_verdict", "target")
    }
    return Row(
        **plain,
        paragraph=referring(row.cells["paragraph"]) if "paragraph" in row.cells else literal(NOTHING),
        verdict=_verdict(row, "verdict", row.verdict, styles),
        year_verdict=_verdict(row, "year_verdict", row.year_verdict, styles),
        trend=images[row.trend.id] if row.trend else literal(NOTHING),
        target=_target(row, styles),
        aim=literal(cell_text(row, "aim")),
    )


def _verdict(row: DashboardRow, key: str, verdict: str, styles: Mapping[str, str]) -> Runs:
    words = cell_text(row, key)
    return Runs(_styled(words, VERDICT_STYLES.get(verdict, ""), styles) if words else "")


def cell_text(row: DashboardRow, key: str) -> str:
    """What a cell of the dashboard prints: its sentence, or where there is none a dash or nothing."""
    text = row.cells[key].text if key in row.cells else ""
    return text if text.strip() else "" if key in BESIDE else NOTHING


def target_text(row: DashboardRow) -> str:
    """What stands of the status of a target: its letter and its word."""
    word = cell_text(row, "target")
    return f"{_letter(row)} {word}" if "letter" in row.cells else word


def _letter(row: DashboardRow) -> str:
    return row.cells["letter"].text


def _target(row: DashboardRow, styles: Mapping[str, str]) -> Runs:
    """The letter of a target in the style of its status, and the word; a word alone in that style."""
    look, word = TARGET_STYLES[row.target], cell_text(row, "target")
    if "letter" not in row.cells:
        return Runs(_styled(word, look, styles))
    return Runs(_styled(_letter(row), look, styles) + _styled(f" {word}", "", styles))


def _styled(words: str, look: str, styles: Mapping[str, str]) -> str:
    """A run of words in a character style, plain where the template has none of that name."""
    style = styles.get(look) if words != NOTHING else None
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{literal(words)}</w:t></w:r>'

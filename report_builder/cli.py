"""The commands: what a person types, what is printed, and the exit codes.

Exit 0 means done, 1 faults in what the user gave, 2 misuse of the command. The stages load pandas and
matplotlib, so they are imported only by the command that needs them.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from report_builder.problems import Faults, Problem

if TYPE_CHECKING:
    from report_builder.beginning import Begun
    from report_builder.evidence import Reason, Trace
    from report_builder.model import Built, Fact, Published, Survey
    from report_builder.periods import Period

app = typer.Typer(
    help="Turn a folder of spreadsheets into the board's Word report.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
_FAULTS = 1
_SHOWN = 5
_DIFFERENCES = 30
_NUMBERS = 6
_OTHER_FILES = (".doc", ".dotx", ".docm", ".odt", ".pdf", ".txt", ".xlsx", ".csv")

HomeArgument = Annotated[
    Path, typer.Argument(metavar="HOME", help="The report project: the folder that holds “inputs”.")
]
PeriodOption = Annotated[
    str, typer.Option("--period", help="Another period than the definition's, such as “Q1 2016/17”.")
]
OutOption = Annotated[Path | None, typer.Option("--out", help="Another folder, or .docx, to write to.")]
PdfOption = Annotated[bool, typer.Option("--pdf", help="Also make the PDF (needs LibreOffice).")]
WordOption = Annotated[
    bool, typer.Option("--with-word", help="Make the PDF with Microsoft Word instead (on Windows).")
]


def _plain() -> Console:
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def _errors() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())


def main() -> None:
    """Run the command line."""
    # One report makes many small values and no rubbish worth looking for: about 5% of the time.
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)
    try:
        app()
    except Faults as faults:
        _print_problems(_errors(), faults.problems)
        if faults.outcome:
            _errors().print(Text(faults.outcome))
        sys.exit(_FAULTS)


@app.command(epilog="Example: report-builder build --pdf")
def build(
    home: HomeArgument = Path(),
    period: PeriodOption = "",
    out: OutOption = None,
    pdf: PdfOption = False,
    with_word: WordOption = False,
) -> None:
    """Make the report: Word file, charts and evidence."""
    asked = _period(period)
    _must_be_a_place(out)
    from report_builder import pipeline

    built = pipeline.build(home, period=asked, out=out, pdf=pdf, with_word=with_word, progress=_progress)
    _say_what_was_written(built)
    _say_what_to_look_at(built.attention)


@app.command(epilog="Example: report-builder publish --pdf")
def publish(
    home: HomeArgument = Path(),
    period: PeriodOption = "",
    out: OutOption = None,
    pdf: PdfOption = False,
    with_word: WordOption = False,
) -> None:
    """Make the copy for the agenda pack, and record what it says."""
    asked = _period(period)
    _must_be_a_place(out)
    from report_builder import pipeline

    try:
        ready = pipeline.proof(home, period=asked, out=out, pdf=pdf, with_word=with_word, progress=_progress)
        _say_what_differs(ready.record, ready.differences)
        published = pipeline.publish(ready, _progress)
    except Faults as faults:
        raise Faults(faults.problems, "Nothing was published.") from None
    _say_what_was_published(published)
    _say_what_to_look_at(published.built.attention)


@app.command(epilog="Example: report-builder new my-board police.xlsx survey.csv")
def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to make.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILES", help="The agencies' spreadsheets, or the folder they are in."),
    ] = None,
) -> None:
    """Begin a report project: an example, or a draft from the spreadsheets that are named."""
    from report_builder import beginning
    from report_builder.problems import fatal

    _progress("Reading the spreadsheets")
    begun = beginning.new(folder, files or [])
    _say_what_was_begun(begun)
    if fatal(begun.found):
        sys.exit(_FAULTS)


@app.command(epilog="Example: report-builder blank")
def blank(home: HomeArgument = Path()) -> None:
    """Write the blank return for agencies, with the indicators, areas and period of the definition."""
    from report_builder import beginning

    _plain().print(Text(f"Wrote {beginning.blank(home)}"))


@app.command(epilog="Example: report-builder check")
def check(home: HomeArgument = Path()) -> None:
    """List every fault in the inputs and templates, and write nothing."""
    from report_builder import pipeline
    from report_builder.problems import fatal

    found = pipeline.check(home)
    _print_problems(_plain(), found)
    if fatal(found):
        sys.exit(_FAULTS)
    _plain().print("No faults. The report can be built.")


@app.command(epilog="Example: report-builder preview --period 'Q1 2016/17'")
def preview(home: HomeArgument = Path(), period: PeriodOption = "") -> None:
    """Read the commentary here, without making a Word file."""
    asked = _period(period)
    from report_builder import pipeline

    console = _plain()
    told = pipeline.tell(home, asked)
    settings = told.narrative.settings
    console.print(Text(f"{settings.board}\n{settings.title}", style="bold"))
    for section in (each for each in told.narrative.sections() if each.paragraphs):
        console.print(Text(f"\n{section.heading}", style="bold"))
        for paragraph in section.paragraphs:
            console.print(Text(f"{paragraph.number}. {paragraph.text}"))
    _say_what_to_look_at(told.doubts)


@app.command(epilog="Example: report-builder returns --on 2016-11-14")
def returns(
    home: HomeArgument = Path(),
    on: Annotated[str, typer.Option("--on", help="As of another day than today, such as “2016-11-14”.")] = "",
) -> None:
    """List what has arrived, what is missing, late or changed, and whom to ask."""
    day = _day(on)
    from report_builder import pipeline, printing

    seen, found = pipeline.look(home, day)
    printing.print_arrivals(seen)
    if found:
        _plain().print()
        _print_problems(_plain(), found)
    printing.print_queries(_plain(), seen)


@app.command(epilog="Example: report-builder facts --indicator rape --csv")
def facts(
    home: HomeArgument = Path(),
    indicator: Annotated[str, typer.Option(help="Only this indicator, by its id.")] = "",
    area: Annotated[str, typer.Option(help="Only this area, by its name.")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="As comma-separated values, for Excel.")] = False,
) -> None:
    """List the facts that the report rests on."""
    from report_builder import pipeline

    told = pipeline.tell(home)
    _must_be_known("--indicator", indicator, [each.indicator.id for each in told.facts.indicators])
    _must_be_known("--area", area, [each.name for each in told.definition.areas])
    found = [
        fact
        for fact in told.facts
        if (not indicator or fact.indicator == indicator) and (not area or fact.area == area)
    ]
    _print_csv(found) if as_csv else _print_facts(found)


@app.command(epilog="Example: report-builder trace 8")
def trace(
    paragraph: Annotated[str, typer.Argument(metavar="PARAGRAPH", help="The number of a paragraph.")],
    home: HomeArgument = Path(),
) -> None:
    """Say where every figure of a paragraph comes from, and why its words were chosen."""
    from report_builder import evidence, pipeline
    from report_builder.facts import METHODS

    told = pipeline.tell(home)
    paragraphs = {each.number: each for each in told.narrative.paragraphs()}
    found = paragraphs.get(paragraph.strip().rstrip("."))
    if found is None:
        first, *_, last = (*paragraphs, *paragraphs)
        near = f"“{paragraph}” is none; the report has paragraphs {first} to {last}"
        raise typer.BadParameter(near, param_hint="PARAGRAPH")
    rows = [
        row for row in evidence.trace(told.narrative, told.facts, METHODS) if row.paragraph == found.number
    ]
    why = [
        each
        for each in evidence.reasons(told.narrative, told.facts, METHODS)
        if each.paragraph == found.number
    ]
    _print_trace(found.number, found.text, rows, why)


# ------------------------------------------------------------------------------ printing


def _progress(stage: str) -> None:
    """A line a stage, for a person who watches; silence for a program that reads."""
    if sys.stderr.isatty():
        _errors().print(Text(f"{stage} …", style="dim"))


def _period(typed: str) -> Period | None:
    if not typed:
        return None
    from report_builder.periods import parse

    if period := parse(typed):
        return period
    raise typer.BadParameter(f"“{typed}” is not a period; write “Q2 2016/17”", param_hint="--period")


def _day(typed: str) -> date:
    """A day as it is typed, day first; without one today."""
    if not typed:
        return date.today()
    for way in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"):
        with suppress(ValueError):
            return datetime.strptime(typed.strip(), way).date()
    raise typer.BadParameter(f"“{typed}” is not a day; write “2016-11-14”", param_hint="--on")


def _must_be_known(option: str, name: str, known: list[str]) -> None:
    from report_builder.problems import suggestion

    if name and name not in known:
        near = suggestion(name, known) or f"There are: {', '.join(known)}."
        raise typer.BadParameter(f"“{name}” is not in this report. {near}", param_hint=option)


def _must_be_a_place(out: Path | None) -> None:
    if out and out.suffix.casefold() in _OTHER_FILES:
        raise typer.BadParameter(f"“{out}” is neither a folder nor a .docx", param_hint="--out")


def _say_what_was_written(built: Built, record: Path | None = None) -> None:
    console = _plain()
    charts = [path for path in built.written if path.suffix in (".png", ".svg")]
    for path in sorted({*built.written} - {*charts, record}, key=lambda each: each.suffixes[::-1]):
        console.print(Text(f"Wrote {path}"))
    if charts:
        console.print(Text(f"Wrote {len(charts)} pictures into {charts[0].parent}"))


def _say_what_to_look_at(found: tuple[Problem, ...]) -> None:
    if found:
        _plain().print(Text("\nFor a person to look at:", style="bold"))
        _print_problems(_plain(), found)


def _say_what_differs(record: Path, differences: tuple[str, ...]) -> None:
    """In what the report differs from the one that went out, before it takes its place."""
    if not differences:
        return
    console = _plain()
    console.print(Text(f"This report is recorded already, in {record}. It differs:", style="bold"))
    for each in differences[:_DIFFERENCES]:
        console.print(Text(f"- {each}"))
    if more := len(differences[_DIFFERENCES:]):
        console.print(Text(f"- and {more:,} more."))
    console.print()


def _say_what_was_published(published: Published) -> None:
    console = _plain()
    _say_what_was_written(published.built, published.record)
    record, count = published.record, f"{published.figures:,} figures for {published.period}"
    if not published.is_new:
        console.print(Text(f"Left {record} as it was: it holds the same {count}"))
    elif published.edition > 1:
        console.print(
            Text(f"Recorded {count} in {record}, as edition {published.edition}; the earlier is kept")
        )
    else:
        console.print(Text(f"Recorded {count} in {record}"))
    document = published.built.document
    sent = [each for each in published.built.written if each in (document, document.with_suffix(".pdf"))]
    console.print(Text(f"\nSend: {' and '.join(map(str, sent))}", style="bold"))
    if document.with_suffix(".evidence.xlsx").exists():
        console.print(
            Text("The evidence beside it is of your last build: do not send it, it names your files.")
        )


def _say_what_was_begun(begun: Begun) -> None:
    console = _plain()
    if begun.survey:
        console.print(Text(f"Found {_extent(begun.survey)}."))
        subject = begun.survey.areas[0]
        console.print(Text(f"The report is about {subject.name}: {subject.why}."))
    for path in begun.written:
        console.print(Text(f"Wrote {path}"))
    _print_problems(console, begun.found)
    for name in begun.refused:
        console.print(Text(f"Not copied: {name}"))
    definition = begun.home / "inputs" / "report.xlsx"
    _print_left_out(console, begun.left_out)
    if begun.survey:
        console.print(Text(f"\nThis is a draft. Look first at the sheet “to check” of {definition}."))
    else:
        console.print(Text(f"\nThis is a made-up example. Type your own over it in {definition}."))
    home = f'"{begun.home}"' if " " in str(begun.home) else begun.home
    console.print(Text(f"Then build the report:\n\n    report-builder build {home}"))


def _print_left_out(console: Console, left_out: tuple[tuple[str, str], ...]) -> None:
    """The first of the places that were left out; the sheet “to check” has all of them."""
    for where, why in left_out[:_SHOWN]:
        console.print(Text.assemble(("Left out: ", "yellow"), f"{where}: {why}"))
    if len(left_out) > _SHOWN:
        more = len(left_out) - _SHOWN
        console.print(Text.assemble(("Left out: ", "yellow"), f"and {more:,} more; see “to check”."))


def _extent(survey: Survey) -> str:
    """What was found, in a line: '12 indicators, 7 areas, Q1 2014/15 to Q2 2016/17 in 5 files'."""
    periods = [period for each in survey.candidates for period in each.periods]
    first = min(periods, key=lambda each: (each.first, each.last))
    last = max(periods, key=lambda each: (each.last, -each.months))
    files = {each.place.workbook for each in survey.candidates}
    counts = (
        (len(survey.candidates), "indicator"),
        (len(survey.areas), "area"),
        (len(files), "file"),
    )
    indicators, areas, held = (f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts)
    span = f"{first} to {last}" if first != last else str(first)
    return f"{indicators}, {areas}, {span} in {held}"


def _print_problems(console: Console, found: Iterable[Problem]) -> None:
    """Faults before doubts; of many of one kind in one file the first few, and how many more there are."""
    alike: dict[tuple[bool, str, str], list[Problem]] = {}
    for each in found:
        alike.setdefault((not each.fatal, each.code, each.where.split(", ")[0]), []).append(each)
    for (is_doubt, _, file), group in sorted(alike.items(), key=lambda item: item[0][0]):
        style, word = ("yellow", "Look") if is_doubt else ("bold red", "Fault")
        shown = group if len(group) <= _SHOWN + 1 else group[:_SHOWN]
        for each in shown:
            console.print(Text.assemble((f"{word}: ", style), str(each)))
        if len(group) > len(shown):
            place = f"{file}: " if file else ""
            more = f"{place}and {len(group) - len(shown):,} more of the same kind."
            console.print(Text.assemble((f"{word}: ", style), more))


def _print_facts(found: Iterable[Fact]) -> None:
    table = Table("fact", "value", "status", "cells", box=None, pad_edge=False)
    for fact in found:
        table.add_row(*(Text(cell) for cell in _fact_row(fact)[:4]))
    _plain().print(table)


def _print_csv(found: Iterable[Fact]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("fact", "value", "status", "cells", "indicator", "area", "period", "method"))
    for fact in found:
        writer.writerow([_harmless(cell) for cell in _fact_row(fact)])


def _harmless(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    from report_builder.model import FORMULA_STARTS

    is_number = text.lstrip("-").replace(".", "", 1).isdecimal()
    return f"'{text}" if text[:1] in FORMULA_STARTS and not is_number else text


def _fact_row(fact: Fact) -> tuple[str, ...]:
    value = (
        ""
        if fact.value is None
        else f"{fact.value:.10g}"
        if isinstance(fact.value, float)
        else str(fact.value)
    )
    cells = "; ".join(map(str, fact.basis))
    period = str(fact.period) if fact.period else ""
    return fact.id, value, fact.tags.get("status", ""), cells, fact.indicator, fact.area, period, fact.method


def _print_trace(number: str, text: str, rows: Sequence[Trace], why: Iterable[Reason]) -> None:
    console = _plain()
    console.print(Text(f"{number}. {text}\n", style="bold"))
    for reason in why:
        _print_reason(console, reason)
        for row in rows:
            if row.sentence == reason.sentence:
                console.print(Text(f"“{row.words}”", style="bold"))
                console.print(Text(f"    is      {row.fact} = {row.value}"))
                console.print(Text(f"    method  {row.method}"))
                console.print(Text(f"    cells   {'; '.join(map(str, row.cells)) or 'none'}"))
        console.print()


def _print_reason(console: Console, reason: Reason) -> None:
    """The phrase of a sentence, the tags that chose it, its tests with their numbers, and the thresholds."""
    console.print(Text(reason.sentence))
    console.print(Text(f"    phrase  {reason.phrase or 'typed'}"))
    if reason.tags:
        console.print(Text(f"    tags    {'; '.join(reason.tags)}"))
    for test in reason.tests:
        numbers = list(test.numbers.items())
        console.print(Text(f"    test    {test.fact}: {test.found}"))
        console.print(Text(f"            {test.method}"))
        for name, value in numbers[:_NUMBERS]:
            console.print(Text(f"            {name} = {value}"))
        if len(numbers) > _NUMBERS:
            console.print(Text(f"            and {len(numbers) - _NUMBERS} more figures, in the evidence"))
    if reason.thresholds:
        told = "; ".join(f"{name} = {value}" for name, value in reason.thresholds.items())
        console.print(Text(f"    rules   {told}"))

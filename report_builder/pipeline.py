"""The report in the order in which it happens.

Inputs are read and held against what was published, figures become facts, facts become sentences and
planned pictures, pictures are drawn, everything is merged into the Word file, and the evidence is
written beside it. Publishing leaves the evidence out and records what the report says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from report_builder import (
    arrivals,
    definition,
    document,
    evidence,
    facts,
    house,
    narrative,
    published,
    returns,
)
from report_builder.model import (
    PUBLISHED,
    Arrivals,
    Built,
    Change,
    Definition,
    Drawn,
    Facts,
    Figure,
    Narrative,
    Options,
    Published,
    Rules,
)
from report_builder.periods import Period
from report_builder.problems import Faults, Problem, fatal, problem
from report_builder.returns.files import is_named, returns_in
from report_builder.writing import clear, write

Progress = Callable[[str], None]


def _silent(stage: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Told:
    """The report in words, before anything is drawn or written."""

    definition: Definition
    facts: Facts
    narrative: Narrative
    house: house.House
    options: Options
    doubts: tuple[Problem, ...]


def tell(home: Path, period: Period | None = None, progress: Progress = _silent) -> Told:
    """Read a project and write its commentary. Raises Faults with every fault that stops a build."""
    tried = _attempt(home, period, progress)
    if tried.told is None:
        raise Faults(tried.found)
    return tried.told


@dataclass(frozen=True)
class _Read:
    """The inputs of a project: definition, observations, records, and what has changed since those."""

    definition: Definition
    observations: pd.DataFrame
    records: tuple[published.Record, ...]
    unread: tuple[Problem, ...]
    changes: tuple[Change, ...]

    def figures(self) -> tuple[Figure, ...]:
        """Every figure as it was read."""
        return facts.figures(self.observations, self.definition)


@dataclass(frozen=True)
class _Attempt:
    """How far a project got: its commentary where nothing stops it, its house, and all faults and doubts."""

    told: Told | None
    house: house.House | None
    found: tuple[Problem, ...]
    read: _Read | None = None


def _attempt(home: Path, period: Period | None, progress: Progress) -> _Attempt:
    """Go as far as the faults allow. Raises Faults where nothing can start."""
    inputs = inputs_of(home)
    progress("Reading the definition")
    defined, found = definition.read(inputs)
    if defined is None:
        return _Attempt(None, None, found)
    if period:
        defined = _for(period, defined)
    found += tuple(definition.said_of_the_report(defined.settings))
    chosen, furnished, more = _house(home, defined)
    found += more
    progress("Reading the returns")
    observations, more = returns.read(inputs, defined)
    read = _against_the_records(inputs, defined, observations, is_whole=not fatal((*found, *more)))
    if furnished is None or fatal(found):
        return _Attempt(None, chosen, (*found, *_not_from_the_definition(more)), read)
    progress("Working out the facts")
    known, doubts = facts.build(observations, defined, furnished.rules, read.changes)
    found += (*more, *(_not_for_want_of_figures(doubts) if fatal(more) else doubts), *read.unread)
    found += tuple(dict.fromkeys(published.restated(read.changes, defined)))
    if fatal(found):
        return _Attempt(None, chosen, found, read)
    progress("Writing the commentary")
    draft = narrative.tell(known, defined, furnished.book)
    written = narrative.numbered(draft, document.labels(draft, furnished.house.template))
    found += tuple(narrative.offers(known, written, furnished.book))
    told = Told(defined, known, written, furnished.house, furnished.options, found)
    return _Attempt(told, chosen, found, read)


def _against_the_records(
    inputs: Path, defined: Definition, observations: pd.DataFrame, *, is_whole: bool
) -> _Read:
    """The inputs with what has changed since it was published.

    Where faults kept some figures from being read, it is not said of any that it is no longer there.
    """
    records, unread = published.records_in(inputs)
    read = _Read(defined, observations, records, unread, ())
    if not records:
        return read
    found = published.changes(read.figures(), records, defined)
    unread += published.renamed(published.strangers(records, defined), defined.workbook)
    return replace(read, unread=unread, changes=tuple(each for each in found if each.now or is_whole))


@dataclass(frozen=True)
class _Furnished:
    """A house with its thresholds, its phrases and what it chooses besides read."""

    house: house.House
    rules: Rules
    options: Options
    book: narrative.Book


def _house(
    home: Path, defined: Definition
) -> tuple[house.House | None, _Furnished | None, tuple[Problem, ...]]:
    """The house that the definition names; the same read; and the faults of its words and thresholds."""
    chosen = None
    try:
        chosen = house.find(home, defined.settings.house, next(iter(defined.settings.cell("house")), ""))
        rules, options = house.rules_of(chosen), house.options_of(chosen)
        book, found = narrative.load(chosen.phrase_files())
    except Faults as faults:
        return chosen, None, faults.problems
    return chosen, _Furnished(chosen, rules, options, book), found


def _not_for_want_of_figures(doubts: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The doubts that do not say that figures are missing: they may be those that faults kept out."""
    follow = (
        "no-data-for-period",
        "figure-missing",
        "indicator-without-figures",
        "subject-without-figures",
        "districts-not-compared",
    )
    return tuple(each for each in doubts if each.code not in follow)


def _not_from_the_definition(found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The faults of returns that do not come of a definition that could only be read in part."""
    follow = ("indicator-unknown", "area-unknown")
    return tuple(each for each in fatal(found) if each.code not in follow)


def check(home: Path) -> tuple[Problem, ...]:
    """Every fault and doubt of a project's inputs and templates at once; nothing is written."""
    try:
        return _with_the_look(home, _attempt(home, None, _silent))
    except Faults as faults:
        return faults.problems


def _with_the_look(home: Path, tried: _Attempt) -> tuple[Problem, ...]:
    """What was found, and what is wrong with the template and the chart style of every house."""
    from report_builder import pictures

    chosen = [tried.house] if tried.house else []
    found = list(tried.found)
    for each in dict.fromkeys((*chosen, *house.houses_in(home))):
        found += [*pictures.lint(each.file("charts.mplstyle")), *document.lint(each.template)]
        found += [] if each in chosen else _house_faults(each)
    return tuple(found)


def _house_faults(each: house.House) -> tuple[Problem, ...]:
    """What is wrong with the words, thresholds and choices of a house that this report does not use."""
    found: tuple[Problem, ...] = ()
    for look in (house.rules_of, house.options_of, lambda own: narrative.load(own.phrase_files())[1]):
        try:
            seen = look(each)
            found += seen if isinstance(seen, tuple) else ()
        except Faults as faults:
            found += faults.problems
    return found


def build(  # noqa: PLR0913  what a person may ask for goes by name
    home: Path,
    *,
    period: Period | None = None,
    out: Path | None = None,
    pdf: bool = False,
    with_word: bool = False,
    progress: Progress = _silent,
) -> Built:
    """The whole job. Raises Faults, and then leaves the last good output as it was.

    `out` is a folder, or the path of the .docx; without it the report goes to the folder `build`.
    The PDF is made by LibreOffice, or by Microsoft Word where that is asked for.
    """
    tried = _attempt(home, period, progress)
    made = _make(tried, home, out, pdf=pdf, with_word=with_word, progress=progress)
    files = {**made.files, **_evidence(made.told, made.target)}
    return _write(made, files, home, progress)


@dataclass(frozen=True)
class _Made:
    """A report that is made and not yet written: its files by their place, the charts among them apart.

    `is_elsewhere` says that it goes to another place than that of the last build, whose charts stay.
    """

    told: Told
    target: Path
    files: Mapping[Path, bytes]
    charts: Mapping[Path, bytes]
    doubts: tuple[Problem, ...]
    is_elsewhere: bool


def _make(  # noqa: PLR0913  what a person may ask for goes by name
    tried: _Attempt, home: Path, out: Path | None, *, pdf: bool, with_word: bool, progress: Progress
) -> _Made:
    """Draw the charts and make the Word file and the PDF. Raises Faults."""
    from report_builder import pictures

    told = tried.told
    if told is None:
        raise Faults(_with_the_look(home, tried))
    progress("Drawing the charts")
    style = told.house.file("charts.mplstyle")
    if faults := pictures.lint(style):
        raise Faults(faults)
    drawn = pictures.draw(told.narrative.pictures(), style)
    progress("Making the Word file")
    native = told.options.charts == "native"
    by_id = {each.picture.id: each for each in drawn}
    word = document.compose(told.narrative, by_id, told.house.template, native=native)
    target = _target(home, out, told.narrative)
    paper = target.with_suffix(".pdf")
    doubts = (*told.doubts, *document.gate(word, target.name))
    made: bytes | None = None
    if pdf or with_word:
        progress("Making the PDF")
        word, made, more = _portable(word, told, paper.name, with_word=with_word)
        doubts += more
    else:
        doubts += (problem("pdf-older", paper.name),) if paper.exists() else ()
        doubts += (problem("blank-page-needs-pdf", ""),) if told.options.blank_last_page else ()
    files = {target: word} | ({paper: made} if made else {})
    charts = _charts(target.parent if out else home, drawn)
    return _Made(told, target, files, charts, doubts, is_elsewhere=out is not None)


def _portable(
    word: bytes, told: Told, name: str, *, with_word: bool
) -> tuple[bytes, bytes | None, tuple[Problem, ...]]:
    """The Word file and the PDF, both with a blank last page where the house wants one and pages are odd."""
    from report_builder import pdf

    def convert(paper: bytes) -> tuple[bytes | None, tuple[Problem, ...]]:
        dated = told.definition.settings.meeting_date
        return pdf.convert(paper, name, document.structure(paper), dated, with_word=with_word)

    made, found = convert(word)
    words = told.options.blank_last_page
    if made and words and pdf.pages(made) % 2:
        word = document.with_blank_page(word, words)
        made, found = convert(word)
    return word, made, found


def _write(made: _Made, files: Mapping[Path, bytes], home: Path, progress: Progress) -> Built:
    """Write a report and its charts, all or nothing. Raises Faults."""
    progress("Writing")
    write({**made.charts, **files})
    if not made.is_elsewhere:
        clear(home / "charts", made.charts)
    return Built(made.target, (*files, *made.charts), made.told.narrative, made.doubts)


@dataclass(frozen=True)
class Proof:
    """A report that is ready to go out, before anything is written.

    `editions` are what its record will hold, the new one last; `differences` say in what that differs from
    the one before. Where nothing differs, `is_new` is False and the record stays as it is.
    """

    home: Path
    made: _Made
    record: Path
    editions: tuple[published.Edition, ...]
    is_new: bool
    differences: tuple[str, ...] = ()


def proof(  # noqa: PLR0913  what a person may ask for goes by name
    home: Path,
    *,
    period: Period | None = None,
    out: Path | None = None,
    pdf: bool = False,
    with_word: bool = False,
    progress: Progress = _silent,
) -> Proof:
    """Make the report without its evidence, for `publish` to write. Raises Faults."""
    tried = _attempt(home, period, progress)
    if open_ends := [replace(each, fatal=True) for each in tried.found if each.code == "not-filled-in"]:
        raise Faults(open_ends)
    made = _make(tried, home, out, pdf=pdf, with_word=with_word, progress=progress)
    assert tried.read is not None  # noqa: S101  a report was made of it
    defined = made.told.definition
    edition = published.edition_of(defined.settings, tried.read.figures())
    path = home / "inputs" / PUBLISHED / published.name_of(edition.period)
    earlier = _earlier(path, tried.read)
    made = replace(made, doubts=_of_other_reports(made, tried.read))
    if earlier and published.as_json(earlier[-1:]) == published.as_json([edition]):
        return Proof(home, made, path, earlier, is_new=False)
    differences = published.differences(earlier[-1], edition, defined) if earlier else ()
    return Proof(home, made, path, (*earlier, edition), is_new=True, differences=differences)


def publish(ready: Proof, progress: Progress = _silent) -> Published:
    """Write the report, and what it says into `inputs/published/`.

    The earlier editions are kept. Raises Faults, and then leaves everything as it was.
    """
    record = {ready.record: published.as_json(ready.editions)} if ready.is_new else {}
    built = _write(ready.made, {**ready.made.files, **record}, ready.home, progress)
    newest = ready.editions[-1]
    return Published(
        built, ready.record, newest.period, len(newest.figures), len(ready.editions), ready.is_new
    )


def _earlier(path: Path, read: _Read) -> tuple[published.Edition, ...]:
    """The editions that the record of a period holds. Raises Faults where they cannot be read."""
    place = f"{PUBLISHED}/{path.name}"
    blocking = [each for each in read.unread if each.where.casefold() in (PUBLISHED, place.casefold())]
    if blocking:
        raise Faults([problem("record-kept", place), *blocking])
    return next((each.editions for each in read.records if each.name == path.name), ())


def _of_other_reports(made: _Made, read: _Read) -> tuple[Problem, ...]:
    """The doubts without the changes since the same report went out: those were told as differences."""
    defined = made.told.definition
    again = [each for each in read.changes if each.report == defined.settings.period]
    told = published.restated(again, defined)
    return tuple(each for each in made.doubts if each not in told)


# ------------------------------------------------------------------------------- arrivals


def look(home: Path, on: date) -> tuple[Arrivals, tuple[Problem, ...]]:
    """What has arrived by a day, and every fault and doubt of the inputs.

    Raises Faults only where nothing can be started, for want of a definition.
    """
    tried = _attempt(home, None, _silent)
    read = tried.read
    if read is None:
        raise Faults(tried.found)
    return arrivals.look(read.definition, _inbox(home / "inputs", read, tried.found), on), tried.found


def _inbox(inputs: Path, read: _Read, found: tuple[Problem, ...]) -> arrivals.Inbox:
    """The returns with what the sources and the records know of them."""
    files = tuple(path.name for path in returns_in(inputs, read.definition.workbook))
    sources = read.definition.sources
    known = {(file, each.indicator) for each in sources for file in files if is_named(file, each.workbook)}
    for record in read.records:
        known |= {(each.cell.workbook, each.indicator) for each in record.newest.figures}
    doubts = published.restated(read.changes, read.definition)
    return arrivals.Inbox(
        figures=read.figures(),
        restated=tuple(zip(read.changes, doubts, strict=True)),
        found=found,
        files=files,
        origins={file: frozenset(each for name, each in known if name == file) for file in files},
        unmatched=tuple(each for each in sources if not any(is_named(file, each.workbook) for file in files)),
    )


def inputs_of(home: Path) -> Path:
    """The folder of inputs of a project. Raises Faults where there is none, or it cannot be opened."""
    if not home.is_dir():
        raise Faults([problem("no-folder", home)])
    inputs = home / "inputs"
    if not inputs.is_dir():
        raise Faults([problem("no-home", home)])
    try:
        next(inputs.iterdir(), None)
    except OSError as error:
        raise Faults([problem("inputs-locked", inputs, why=error.strerror or "no access")]) from None
    return inputs


def _for(period: Period, defined: Definition) -> Definition:
    settings = defined.settings.model_copy(update={"period": period})
    return defined.model_copy(update={"settings": settings})


def _target(home: Path, out: Path | None, told: Narrative) -> Path:
    if out and out.suffix.casefold() == ".docx":
        return out
    return (out or home / "build") / f"{file_name(told.settings.title)}.docx"


def file_name(title: str) -> str:
    """A title as a file name that every computer takes."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", title).strip(" .-")
    return name[:120] or "report"


def _evidence(told: Told, target: Path) -> dict[Path, bytes]:
    rows = evidence.trace(told.narrative, told.facts, facts.METHODS)
    why = evidence.reasons(told.narrative, told.facts, facts.METHODS)
    return {
        target.with_suffix(".evidence.xlsx"): evidence.as_workbook(told.narrative, rows, why),
        target.with_suffix(".evidence.json"): evidence.as_json(told.narrative, rows, why),
    }


def _charts(home: Path, drawn: tuple[Drawn, ...]) -> dict[Path, bytes]:
    folder = home / "charts"
    return {
        folder / f"{file_name(each.picture.id)}.{kind}": content
        for each in drawn
        for kind, content in (("png", each.png), ("svg", each.svg))
    }

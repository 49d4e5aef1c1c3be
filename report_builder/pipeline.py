"""The report in the order in which it happens.

Inputs are read, figures become facts, facts become sentences and planned pictures, pictures are drawn,
everything is merged into the Word file, and the evidence is written beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from report_builder import definition, evidence, facts, house, narrative, returns
from report_builder.model import Built, Definition, Drawn, Facts, Narrative, Rules
from report_builder.periods import Period
from report_builder.problems import Faults, Problem, fatal, problem

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
    doubts: tuple[Problem, ...]


def tell(home: Path, period: Period | None = None, progress: Progress = _silent) -> Told:
    """Read a project and write its commentary. Raises Faults with every fault that stops a build."""
    tried = _attempt(home, period, progress)
    if tried.told is None:
        raise Faults(tried.found)
    return tried.told


@dataclass(frozen=True)
class _Attempt:
    """How far a project got: its commentary where nothing stops it, its house, and all faults and doubts."""

    told: Told | None
    house: house.House | None
    found: tuple[Problem, ...]


def _attempt(home: Path, period: Period | None, progress: Progress) -> _Attempt:
    """Go as far as the faults allow. Raises Faults where nothing can start."""
    inputs = inputs_of(home)
    progress("Reading the definition")
    defined, found = definition.read(inputs)
    if defined is None:
        return _Attempt(None, None, found)
    if period:
        defined = _for(period, defined)
    chosen, furnished, more = _house(home, defined)
    found += more
    progress("Reading the returns")
    observations, more = returns.read(inputs, defined)
    if furnished is None or fatal(found):
        return _Attempt(None, chosen, (*found, *_not_from_the_definition(more)))
    progress("Working out the facts")
    known, doubts = facts.build(observations, defined, furnished.rules)
    found += (*more, *doubts)
    if fatal(found):
        return _Attempt(None, chosen, found)
    progress("Writing the commentary")
    written = narrative.tell(known, defined, furnished.book)
    return _Attempt(Told(defined, known, written, furnished.house, found), chosen, found)


@dataclass(frozen=True)
class _Furnished:
    """A house with its thresholds and its phrases read."""

    house: house.House
    rules: Rules
    book: narrative.Book


def _house(
    home: Path, defined: Definition
) -> tuple[house.House | None, _Furnished | None, tuple[Problem, ...]]:
    """The house that the definition names; the same read; and the faults of its words and thresholds."""
    chosen = None
    try:
        chosen = house.find(home, defined.settings.house, next(iter(defined.settings.cell("house")), ""))
        rules = house.rules_of(chosen)
        book, found = narrative.load(chosen.phrase_files())
    except Faults as faults:
        return chosen, None, faults.problems
    return chosen, _Furnished(chosen, rules, book), found


def _not_from_the_definition(found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The faults of returns that do not come of a definition that could only be read in part."""
    follow = ("indicator-unknown", "area-unknown")
    return tuple(each for each in fatal(found) if each.code not in follow)


def check(home: Path) -> tuple[Problem, ...]:
    """Every fault and doubt of a project's inputs and templates at once; nothing is written."""
    try:
        return _with_the_look(_attempt(home, None, _silent))
    except Faults as faults:
        return faults.problems


def _with_the_look(tried: _Attempt) -> tuple[Problem, ...]:
    """What was found, and what is wrong with the template and the chart style of the house."""
    from report_builder import document, pictures

    if tried.house is None:
        return tried.found
    style, template = tried.house.file("charts.mplstyle"), tried.house.template
    return (*tried.found, *pictures.lint(style), *document.lint(template))


def build(
    home: Path,
    *,
    period: Period | None = None,
    out: Path | None = None,
    pdf: bool = False,
    progress: Progress = _silent,
) -> Built:
    """The whole job. Raises Faults, and then leaves the last good output as it was.

    `out` is a folder, or the path of the .docx; without it the report goes to the folder `build`.
    """
    from report_builder import document, pictures
    from report_builder import pdf as portable

    tried = _attempt(home, period, progress)
    told = tried.told
    if told is None:
        raise Faults(_with_the_look(tried))
    progress("Drawing the charts")
    style = told.house.file("charts.mplstyle")
    if faults := pictures.lint(style):
        raise Faults(faults)
    drawn = pictures.draw(told.narrative.pictures(), style)
    progress("Making the Word file")
    word = document.compose(told.narrative, {each.picture.id: each for each in drawn}, told.house.template)
    target = _target(home, out, told.narrative)
    files = _evidence(told, target) | {target: word}
    doubts = told.doubts
    if pdf:
        progress("Making the PDF")
        made, more = portable.convert(word, target.with_suffix(".pdf").name)
        files |= {target.with_suffix(".pdf"): made} if made else {}
        doubts += more
    progress("Writing")
    charts = _charts(home, drawn)
    write(charts | files)
    _clear(home / "charts", charts)
    if not pdf and target.with_suffix(".pdf").exists():
        doubts += (problem("pdf-older", target.with_suffix(".pdf").name),)
    return Built(target, (*files, *charts), told.narrative, doubts)


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
    return {
        target.with_suffix(".evidence.xlsx"): evidence.as_workbook(told.narrative, rows),
        target.with_suffix(".evidence.json"): evidence.as_json(told.narrative, rows),
    }


def _charts(home: Path, drawn: tuple[Drawn, ...]) -> dict[Path, bytes]:
    folder = home / "charts"
    return {
        folder / f"{file_name(each.picture.id)}.{kind}": content
        for each in drawn
        for kind, content in (("png", each.png), ("svg", each.svg))
    }


# ------------------------------------------------------------------------------- writing


def write(files: Mapping[Path, bytes]) -> None:
    """Write all files or none: each beside its place first, then all put in place.

    Raises Faults where a file is open in another program or the folder cannot be written to.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting[path] = _beside(path, content)
        _must_be_free(files)
        for path, temporary in waiting.items():
            temporary.replace(path)
    except OSError as error:
        raise Faults([_why_not_written(error)]) from None
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def _why_not_written(error: OSError) -> Problem:
    """A file that is there but may not be replaced is open elsewhere; any other trouble is said as it is."""
    place = Path(error.filename2 or error.filename or "")
    if isinstance(error, PermissionError) and place.is_file():
        return problem("output-open", place.name)
    return problem("output-refused", place, why=(error.strerror or "no reason given").lower())


def _beside(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_bytes(content)
    return temporary


def _must_be_free(files: Mapping[Path, bytes]) -> None:
    """Open every file that is there already: Word and Excel on Windows keep theirs locked."""
    for path in files:
        lock = path.with_name(f"~${path.name[2:]}")
        office = path.with_name(f".~lock.{path.name}#")
        if lock.exists() or office.exists():
            raise PermissionError(13, "open elsewhere", str(path))
        if path.is_dir():
            raise IsADirectoryError(21, "a folder has this name", str(path))
        if path.exists():
            with path.open("r+b"):
                pass


def _clear(folder: Path, kept: Mapping[Path, bytes]) -> None:
    """Take away the charts of earlier builds."""
    names = {path.name for path in kept}
    for path in folder.glob("*.*"):
        if path.suffix in (".png", ".svg") and path.name not in names:
            path.unlink(missing_ok=True)

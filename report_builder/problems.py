"""The catalogue of faults: a code, a sentence that says what was found, a hint that says what to do.

A fault is a value. Stages return faults beside their results, so that all are told at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Weight(StrEnum):
    """What a fault does: stop the build, or wait for a person's eye."""

    ERROR = "error"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of fault: how it is said, what helps, and how heavy it is."""

    what: str
    hint: str
    weight: Weight = Weight.ERROR


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault found: its code, the place, what was found there and what to do about it."""

    code: str
    where: str
    what: str
    hint: str
    fatal: bool

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what} {self.hint}".strip()


def problem(code: str, where: object = "", **found: object) -> Problem:
    """A fault of the catalogue, at a place, with what was found filled into its sentences.

    Raises KeyError where the code or a field of its sentences is not known: a slip in the code.
    """
    entry = CATALOGUE[code]
    return Problem(
        code=code,
        where=str(where),
        what=_tidy(entry.what.format_map(found)),
        hint=_tidy(entry.hint.format_map(found)),
        fatal=entry.weight is Weight.ERROR,
    )


def _tidy(sentence: str) -> str:
    return " ".join(sentence.split())


def suggestion(name: str, known: Iterable[str]) -> str:
    """'Did you mean "X"?' for the nearest known name, or '' where none is near."""
    folded = {each.casefold(): each for each in known}
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.72)
    return f"Did you mean “{folded[near[0]]}”?" if near else ""


def fatal(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The faults that stop a build."""
    return tuple(each for each in problems if each.fatal)


class Faults(Exception):
    """Faults that end a command: raised once, with all of them, and what was not done for them."""

    def __init__(self, problems: Iterable[Problem], outcome: str = "") -> None:
        self.problems = tuple(problems)
        self.outcome = outcome
        super().__init__("; ".join(str(each) for each in self.problems))


_D = Weight.DOUBT

CATALOGUE: dict[str, Entry] = {
    # folders and files
    "no-home": Entry(
        "There is no report project in this folder: it has no “inputs” folder.",
        "Open the folder that holds “inputs”, or name it after the command.",
    ),
    "no-folder": Entry("There is no such folder.", "Check how it is written."),
    "inputs-locked": Entry(
        "The folder cannot be read ({why}).",
        "Ask for access to it, or copy it to a place where you have it.",
    ),
    "no-definition": Entry(
        "The definition workbook “report.xlsx” is not there.",
        "Put it back into “inputs”; it says what the report holds.",
    ),
    "inputs-there": Entry(
        "There is a report project in this folder already: it has “{found}”.",
        "Name a folder that does not exist yet; nothing was changed.",
    ),
    "file-missing": Entry(
        "There is no such file.",
        "Check how it is written; a name with spaces needs quotation marks. To take all spreadsheets of a "
        "folder, name the folder.",
    ),
    "file-name-twice": Entry("Two of the files have this name.", "Rename one of them."),
    "file-is-definition": Entry(
        "A return cannot have the name of the definition workbook.", "Rename the file, and name it again."
    ),
    "nothing-to-draft": Entry(
        "No figures with a name and a period were found in these files.",
        "The definition holds the example in place of a draft: type your indicators over it.",
        _D,
    ),
    "blank-filled": Entry(
        "The blank return that is there has been filled in.",
        "Move it into “inputs” under the name of the agency, and run the command again.",
    ),
    "no-returns": Entry(
        "There is no return beside “report.xlsx”.", "Put the agencies' workbooks into “inputs”."
    ),
    "file-unreadable": Entry(
        "The workbook cannot be read: it is damaged or not a workbook.",
        "Open it in Excel, save it again under the same name, or ask the sender for a new copy.",
    ),
    "file-truncated": Entry(
        "The file is cut short: its end is missing.",
        "Copy or download it again, or ask the sender for a new copy.",
    ),
    "file-renamed": Entry(
        "The file is {found}, though its name ends in {ending}.",
        "Ask the sender for an Excel workbook (.xlsx), or save it as one where Excel opens it.",
    ),
    "file-too-large": Entry(
        "The file is too large to be read: {why}.",
        "Keep only the sheets and rows that the report needs, and save it as an Excel workbook (.xlsx).",
    ),
    "file-quote-open": Entry(
        "A quotation mark that opens in row {row} is never closed, so the rows below it cannot be told.",
        "Close it or take it out, or save the file from Excel as a workbook (.xlsx).",
    ),
    "file-not-read": Entry(
        "The file was not read: it is not a workbook or a CSV file.",
        "If it holds figures for the report, save them as an Excel workbook (.xlsx).",
        _D,
    ),
    "file-locked": Entry(
        "The file cannot be opened ({why}).", "Close it where it is open, or ask for access to it."
    ),
    "file-password": Entry(
        "The workbook is protected by a password.",
        "Open it in Excel, remove the password (File, Info, Protect Workbook) and save it.",
    ),
    "sheet-unreadable": Entry(
        "The sheet cannot be read: it is damaged.",
        "Open the workbook in Excel and save it again, or ask the sender for a new copy.",
    ),
    "sheet-too-large": Entry(
        "The sheet is too large to be read: {why}.",
        "Delete the rows and columns that hold nothing for the report, and save the workbook.",
    ),
    "output-open": Entry(
        "The file is open in another program, so the new one could not be written.",
        "Close it and run the command again; the file is as it was.",
    ),
    "output-refused": Entry(
        "The report cannot be written there ({why}).",
        "Name a folder in which you may write, or a .docx in one.",
    ),
    # definition
    "sheet-missing": Entry(
        "The definition has no sheet “{sheet}”.", "{suggestion} Add it with the headings {headings}."
    ),
    "heading-unknown": Entry("“{found}” is not a heading of the sheet “{sheet}”.", "{suggestion}"),
    "heading-twice": Entry(
        "The heading “{found}” means the same as one to its left.", "Keep one of the two columns."
    ),
    "setting-unknown": Entry("“{found}” is not a setting of the report.", "{suggestion}"),
    "heading-missing": Entry("The sheet “{sheet}” has no heading “{heading}”.", "{suggestion} Add it."),
    "value-missing": Entry("“{heading}” is empty.", "Fill it in."),
    "value-not-allowed": Entry("“{found}” cannot stand under “{heading}”.", "{suggestion} {expected}"),
    "id-twice": Entry("“{found}” also stands in {first}.", "Give one of the two another id or name."),
    "name-twice": Entry(
        "“{found}” names both {one} and {other}.", "Give one of them another name, or drop the alias."
    ),
    "name-unknown": Entry("“{found}” is not one of the {kinds} of this report.", "{suggestion}"),
    "sheet-empty": Entry("The sheet “{sheet}” has no rows.", "Fill in at least one."),
    "no-subject": Entry(
        "No area has the kind “subject”, or more than one has.",
        "Give the kind “subject” to the one area that the report is about.",
    ),
    "formula-broken": Entry(
        "Here stands {found}, which no report can be made of.",
        "Put it right, or open the workbook in Excel and save it, so that its formulas are worked out.",
    ),
    "recommendation-offered": Entry(
        "A recommendation is offered: “{text}”",
        "To accept it, write “{key}” under “accepted” in the sheet “report”.",
        _D,
    ),
    "recommendation-not-due": Entry(
        "“{found}” is accepted, but nothing in this report gives rise to it.",
        "Nothing to do if that is right; otherwise take it out, or check how it is written.",
        _D,
    ),
    # returns
    "file-empty": Entry(
        "Nothing stands in this file.", "Ask for it again, or take it out of the folder.", _D
    ),
    "folder-not-read": Entry(
        "The files in this folder are not read.", "Returns stand in the folder itself: move them there.", _D
    ),
    "nothing-read": Entry(
        "Nothing was recognised{sheets}: not the names of the report together with periods.",
        "If there are figures for the report, add the names to the aliases, and write the periods as "
        "“Q2 2016/17” or “Sep 2016”.",
        _D,
    ),
    "indicator-unknown": Entry(
        "“{found}” is not an indicator of this report.",
        "{suggestion} Correct it, or add it to the aliases of the indicator.",
    ),
    "area-unknown": Entry(
        "“{found}” is not an area of this report.",
        "{suggestion} Correct it, or add it to the aliases of the area.",
    ),
    "name-near": Entry(
        "“{found}” names nothing in this report, so what stands there was not read.",
        "{suggestion} Correct it, or add it to the aliases, if so.",
        _D,
    ),
    "period-unclear": Entry(
        "“{found}” cannot be told for one period: {why}.",
        "Write it as “Q2 2016/17” or “September 2016”, or fill in “period” or “years” in “sources”.",
    ),
    "period-not-read": Entry(
        "“{found}” cannot be told for one period: {why}. The figures under it were not read.",
        "Correct it, or do nothing if they do not belong to the report.",
        _D,
    ),
    "period-assumed": Entry(
        "“{found}” was {how}.",
        "Nothing to do if that is right; otherwise write the months, or see “years” in the sheet “sources”.",
        _D,
    ),
    "area-unclear": Entry(
        "It is not said whether the figures are those of {subject}: “{found}” stands over them.",
        "Name the area on the tab or in a column, or write it under “area column” in the sheet “sources”.",
    ),
    "scale-named": Entry(
        "“{found}” stands over the figures, and they were read as they are written.",
        "If they are thousands or millions, ask for them in full.",
        _D,
    ),
    "rows-are-events": Entry(
        "Each row of this sheet seems to be an event with its date: rows are not counted by themselves.",
        "To count them, write a row with the layout “line level” and a row filter in the sheet “sources”.",
        _D,
    ),
    "rows-counted": Entry(
        "The rows that the row filter picks were counted, because no column of values is named.",
        "“line level” under “layout” says that this is right; otherwise name the column as “value column”.",
        _D,
    ),
    "rows-alike": Entry(
        "{count} the same as another in every column, and all were counted.",
        "Check that nothing was pasted twice.",
        _D,
    ),
    "row-parted": Entry(
        "This row has more cells than headings, and was not read: a comma in a number or a name may have "
        "parted it in two.",
        "Write numbers without commas and names in quotation marks, or ask for a workbook.",
    ),
    "figure-aside": Entry(
        "“{found}” says that figures are something else than those of the period: they were not read.",
        "Nothing to do if that is right; otherwise take these words out.",
        _D,
    ),
    "figure-of-a-part": Entry(
        "“{found}” stands beside figures, which are then of a part of the whole: they were not read.",
        "Nothing to do if that is right. To add parts up, or to take one, write a row filter in “sources”.",
        _D,
    ),
    "figure-withheld": Entry(
        "“{found}” is a number marked [{mark}], which says that it is not to be shown: it was not read.",
        "If the mark is only the letter of a footnote, write the footnote as a number.",
        _D,
    ),
    "status-not-known": Entry(
        "“{found}” is no data status that is known, and the figure beside it was read without it.",
        "Nothing to do if it means a final figure; otherwise write “provisional”, “revised” or “estimated”.",
        _D,
    ),
    "area-not-said": Entry(
        "The figures here name no area, and other sheets give those of {subject}: they were not read.",
        "Nothing to do if that is right; otherwise name the area on the tab.",
        _D,
    ),
    "rows-not-used": Entry(
        "{count} not part of this report: {names}.",
        "Nothing to do if that is right; otherwise add the name to the aliases.",
        _D,
    ),
    "negative-value": Entry(
        "“{name}” is {found} here and cannot be negative.",
        "Correct it, or write yes under “can be negative” in the sheet “indicators”.",
    ),
    "percentage-over": Entry(
        "“{name}” is {found}% here, more than the whole.", "Correct it if that cannot be.", _D
    ),
    "whole-number-expected": Entry(
        "“{found}” stands where a count is expected.",
        "Write a whole number, or give the indicator “decimals” or another kind.",
    ),
    "number-expected": Entry(
        "“{found}” stands where a number is expected.",
        "Write a number, or a mark such as “not available” where there is none.",
    ),
    "percentage-of-percentage": Entry(
        "{found} stands in a cell that is formatted as a percentage, and so means {shown}.",
        "Type it as “{found}%”, or take the format off the cell.",
    ),
    "percentage-unclear": Entry(
        "It cannot be told whether {found} is a share of 1 or a percentage.",
        "Format the cells of this row as percentages, or write them as “27%”.",
    ),
    "duplicate-value": Entry(
        "{indicator}, {area}, {period} is {found} here and {other} in {where_other}.",
        "Keep the right one, or name its sheet in “sources”. If the rows are parts of a whole, pick one "
        "there with a row filter.",
    ),
    "sheet-hidden": Entry(
        "The sheet is hidden, and its figures were read.", "Nothing to do if they are meant to be used.", _D
    ),
    "rows-hidden": Entry(
        "{found} hidden, and the figures there were read.", "Nothing to do if they are meant to be used.", _D
    ),
    "comment": Entry(
        "The cell has a comment: “{found}”", "If readers should know, put it into the sheet “notes”.", _D
    ),
    "status-unknown": Entry("“{found}” is not a data status.", "{suggestion}"),
    "form-empty": Entry("No value is typed into this form.", "Ask the agency for its figures.", _D),
    "row-incomplete": Entry(
        "A value stands here, and the row does not say its {missing}.", "Pick it from the list in that row."
    ),
    "return-note": Entry(
        "The agency notes: “{found}”", "If readers should know, put it into the sheet “notes”.", _D
    ),
    "value-twice": Entry(
        "{indicator}, {area}, {period} stands here and in {where_other}, with the same value.",
        "If the rows are parts of a whole, pick one with a row filter in the sheet “sources”.",
        _D,
    ),
    "districts-differ": Entry(
        "“{indicator}” in {period}: the districts add up to {total}, and the whole area is {found}{more}.",
        "Ask which is right; figures of no known district may explain it.",
        _D,
    ),
    "area-wider": Entry(
        "“{found}” stands over the figures, which were read as those of {subject}.",
        "If they are of a wider area, say so under “scope” in the sheet “indicators”, or ask for others.",
        _D,
    ),
    "rate-base-differs": Entry(
        "“{found}” stands over a rate that the definition gives per {per}.",
        "Correct “per” in the sheet “indicators”, or ask for the figures per {per}.",
        _D,
    ),
    "comma-unclear": Entry(
        "“{found}” can be thousands or decimals.",
        "Type it as a number, or with a point in place of the comma.",
    ),
    "title-disagrees": Entry(
        "The title or the tab names {found}, and the figures were read for other periods, "
        "the newest {newest}.",
        "Check the years of the headings: cells that show “Apr” may hold a date of another year.",
        _D,
    ),
    "zero-unsupported": Entry(
        "“{indicator}”, {area}, {period} is 0, and nothing stands for its months: it may be a sum of "
        "empty cells.",
        "Clear the cell where the figure is not known yet, or type 0 for the months.",
    ),
    "parts-differ": Entry(
        "“{indicator}”, {area}, {period} is {found}, and its {parts} add up to {total}{more}.",
        "Ask which is right.",
        _D,
    ),
    "tenfold": Entry(
        "“{indicator}”, {area}, {period} is {found}: about {times} the figures beside it ({usual}).",
        "Check that no digit is missing or too many.",
        _D,
    ),
    "unchanged-figure": Entry(
        "“{indicator}”{area} in {period} is {found}, just as in {before} ({where_before}).",
        "Check that it was brought up to date.",
        _D,
    ),
    "stale-return": Entry(
        "The newest figures in this file are for {newest}, and the report is for {period}.",
        "Ask for the new return; this may be the last one sent again.",
        _D,
    ),
    "source-no-file": Entry(
        "No workbook in “inputs” is called “{found}”.", "{suggestion} Correct it, or add the file.", _D
    ),
    "source-no-sheet": Entry("There is no sheet “{found}” in {file}.", "{suggestion}"),
    "source-no-column": Entry("There is no column “{found}” in {file}.", "{suggestion}"),
    "source-no-values": Entry(
        "No column of {file} is known to hold values.",
        "Name it under “value column”, or write “line level” under “layout” to count the rows that fit.",
    ),
    "sum-with-gaps": Entry(
        "{count} of the rows that the row filter picks are empty, and were left out of the sums.",
        "Nothing to do if an empty cell means none; otherwise ask for the figures.",
        _D,
    ),
    "rows-undated": Entry(
        "No date can be read in {count} that the row filter picks: not counted.",
        "Ask for the dates, if they belong to the report.",
        _D,
    ),
    "extract-ends-early": Entry(
        "The last row is of {last}, so that {period} may not be whole.",
        "Ask whether the extract was taken before the end of the month.",
        _D,
    ),
    "source-no-rows": Entry("No row of {file} has {found}.", "Check the spelling of the row filter."),
    "indicator-without-figures": Entry(
        "No figures for “{name}” were found in the returns.",
        "{ask} The report says that they were not available.",
        _D,
    ),
    "other-period-named": Entry(
        "The {name} names {found}, and the report is on {period}.", "Correct the one or the other.", _D
    ),
    "not-filled-in": Entry(
        "“{found}” is still to be filled in.", "Type it over before the report goes out.", _D
    ),
    "subject-without-figures": Entry(
        "No figures for “{name}” in {area} were found in the returns, only for {others}.",
        "{ask} Where a total is there under a name of its own, add that name to the aliases of {area}.",
        _D,
    ),
    "no-data-for-period": Entry(
        "None of the returns holds a figure for {period}.",
        "Add the returns for it, or set another period.{newest}",
    ),
    "figure-missing": Entry("“{name}” has no figure for {period}; the newest is for {newest}.", "{ask}", _D),
    "part-over-whole": Entry(
        "“{part}” is {found} in {period}, more than “{whole}”, of which it is a part ({other}).",
        "Ask which of the two is wrong.",
        _D,
    ),
    "districts-not-compared": Entry(
        "The districts are not compared for “{name}”: {count} of {all} have no figure that can be shown.",
        "Nothing to do if that is right; otherwise complete the figures and populations.",
        _D,
    ),
    # what was published
    "restated": Entry(
        "{figure} was {before} in the report for {report} and is {now} now.",
        "Ask {whom} why, and say so in the sheet “notes” if readers should know.",
        _D,
    ),
    "figures-gone": Entry(
        "“{name}”: {count} figures of the report for {report} are not there now.",
        "Put the file or the rows back that held them, or ask {whom} for them.",
        _D,
    ),
    "published-unknown": Entry(
        "“{found}” was in the report for {report}, and is not in the definition now: what has changed of it "
        "cannot be told.",
        "Nothing to do if it was taken out; if it was renamed, give it its old id or name.",
        _D,
    ),
    "record-unreadable": Entry(
        "This record of a report that went out was not read: {why}.",
        "Put it back from a copy, or take it out of the folder. Without it, changes since then are not told.",
        _D,
    ),
    "published-stray": Entry(
        "The file is no record of a report that went out, and was passed over.",
        "Move it out of the folder “published”.",
        _D,
    ),
    "record-kept": Entry(
        "The report was not published, because the record that it would be added to cannot be read.",
        "Put it back from a copy, or take it out of the folder, and publish again. Nothing was changed.",
    ),
    # words and look
    "pdf-older": Entry(
        "This PDF is of an earlier build and does not show what the Word file shows.",
        "Build with --pdf to make it again, or delete it.",
        _D,
    ),
    "house-missing": Entry("There is no house “{found}” among the templates.", "{suggestion}"),
    "phrases-unreadable": Entry("The file is not valid TOML: {why}.", "Put that line right."),
    "phrase-slot-unknown": Entry("“{found}” is not a slot.", "{suggestion}"),
    "phrase-field-unknown": Entry("“{found}” is not a field of the slot “{slot}”.", "{suggestion}"),
    "phrase-tag-unknown": Entry("“{found}” is not a tag of the slot “{slot}”.", "{suggestion}"),
    "phrase-digit": Entry(
        "The phrase types the figure “{found}”.", "Figures come from facts: put a field in its place."
    ),
    "phrase-unreachable": Entry(
        "The phrase “{found}” is never used: one before it always fits.", "Move it up or delete it."
    ),
    "rule-unknown": Entry("“{found}” is not a threshold.", "{suggestion}"),
    "house-file-missing": Entry("The file is not there.", "Put it back, or copy it from the shipped house."),
    "style-unreadable": Entry("The chart style cannot be read: {why}.", "Put that line right."),
    "template-missing": Entry("The template is not there.", "Put “report.docx” back into the house."),
    "template-unreadable": Entry(
        "The template cannot be opened as a Word document.", "Save it again in Word as .docx."
    ),
    "template-tag-unknown": Entry(
        "The place “{found}” is not known{near}.", "{suggestion} The places are listed in the docs."
    ),
    "template-place-missing": Entry(
        "The template has no place {found}, so what belongs there would be left out.",
        "Type it where it is to stand; the places are listed in the docs.",
    ),
    "template-broken": Entry(
        "The template cannot be filled: {why}.", "Look for a place or a loop that is not closed{near}."
    ),
    "document-differs": Entry(
        "The Word file does not read back as the commentary: {found}.",
        "Check that the template prints every part of it.",
    ),
    "not-accessible": Entry("{what}.", "{hint}", _D),
    "libreoffice-missing": Entry(
        "The PDF was not made: LibreOffice is not on this computer.",
        "Install LibreOffice, or open the Word file and save it as PDF.",
    ),
    "pdf-failed": Entry(
        "The PDF was not made: {program} {why}.", "Open the Word file and save it as PDF instead."
    ),
    "word-missing": Entry(
        "The PDF was not made: Microsoft Word is not on this computer, or this is not Windows.",
        "Build without --with-word to have LibreOffice make it.",
    ),
    "pdf-differs": Entry(
        "The PDF does not hold what the Word file holds: {found}.",
        "Look at its pages before it goes out, or save the Word file as PDF in Word.",
        _D,
    ),
    "blank-page-needs-pdf": Entry(
        "The house wants a blank last page where pages are odd, and they are counted in the PDF.",
        "Build with --pdf.",
        _D,
    ),
}

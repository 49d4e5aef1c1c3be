"""The values of a workbook's sheets, read by pandas with calamine once nothing in them is a danger."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pandas as pd
from python_calamine import PasswordError

from report_builder.workbooks.sheets import LARGEST, Outline, Place, Sheet, Unread

Refusal = tuple[str, Unread]
"""The name of a sheet, and why it was not read."""


def sheets_of(
    stream: io.BytesIO, outlines: tuple[Outline, ...]
) -> tuple[tuple[Sheet, ...], tuple[Refusal, ...]]:
    """The outlined sheets with their values, and those that were not read.

    Raises Unread where the workbook cannot be opened, or has other sheets than were outlined.
    """
    sheets: list[Sheet] = []
    refusals: list[Refusal] = []
    with pd.ExcelFile(stream, engine="calamine") as book:
        names = [each.name for each in outlines]
        if list(book.sheet_names) != names or len(set(names)) < len(names):
            raise Unread("file-unreadable")
        for outline in outlines:
            try:
                sheets.append(_sheet(book, outline, LARGEST - sum(each.frame.size for each in sheets)))
            except Unread as why:
                refusals.append((outline.name, why))
    return tuple(sheets), tuple(refusals)


def _sheet(book: pd.ExcelFile, outline: Outline, left: int) -> Sheet:
    if outline.why:
        raise outline.why
    with refused_as("sheet-unreadable"):
        frame = pd.read_excel(
            book, sheet_name=outline.name, header=None, dtype=object, keep_default_na=False, na_values=[]
        )
    if frame.size > left:
        raise Unread("sheet-too-large", why=f"more than {LARGEST:,} cells with the sheets before it")
    sheet = Sheet(outline.name, frame, outline.hidden, outline.ask)
    if not outline.is_at_risk or not sheet.metadata.broken:
        return sheet
    found = sheet.metadata
    return replace(sheet, frame=_without(frame, found.broken), ask=lambda: found)


def _without(frame: pd.DataFrame, places: Collection[Place]) -> pd.DataFrame:
    """The frame with these cells empty, and with as many rows and columns more as it takes to hold them."""
    rows, columns = (max([frame.shape[n], *(place[n] + 1 for place in places)]) for n in (0, 1))
    values = np.full((rows, columns), "", dtype=object)
    values[: frame.shape[0], : frame.shape[1]] = frame.to_numpy()
    for place in places:
        values[place] = ""
    return pd.DataFrame(values)


@contextmanager
def refused_as(code: str) -> Iterator[None]:
    """Turn whatever is raised into the reason of this code: what a stranger's file can raise has no end."""
    try:
        yield
    except Unread:
        raise
    except PasswordError as error:
        raise Unread("file-password") from error
    except Exception as error:
        raise Unread(code) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a panic of the reader is no Exception
            raise
        raise Unread(code) from error

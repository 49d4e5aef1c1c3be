"""What a spreadsheet program shows is what is read, from every format; and no file does harm."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT, SHARED
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.workbooks import Metadata, Sheet, read_sheets

MESSY = sorted((SHARED / "data/messy").glob("*.xlsx"))
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def only(path: Path) -> Sheet:
    sheets, faults = read_sheets(path)
    assert not faults
    return sheets[0]


# ------------------------------------------------------------ metadata, against another reader


def seen_by_openpyxl(sheet: Worksheet) -> Metadata:
    """The metadata of a sheet as openpyxl has it, without broken formulas."""
    cells = [cell for row in sheet.iter_rows() for cell in row]
    columns = [
        n - 1
        for each in sheet.column_dimensions.values()
        if each.hidden or each.width == 0
        for n in range(each.min, each.max + 1)
    ]
    return Metadata(
        percentages=frozenset(
            (cell.row - 1, cell.column - 1)
            for cell in cells
            if cell.value is not None and "%" in LITERAL.sub("", cell.number_format)
        ),
        broken={(cell.row - 1, cell.column - 1): cell.value for cell in cells if cell.data_type == "e"},
        hidden_rows=frozenset(n - 1 for n, row in sheet.row_dimensions.items() if row.hidden),
        hidden_columns=frozenset(columns),
        comments={(cell.row - 1, cell.column - 1): cell.comment.text for cell in cells if cell.comment},
    )


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
@pytest.mark.parametrize(
    "path", [*sorted((ROOT / "inputs").glob("*.xlsx")), *MESSY], ids=lambda path: path.stem
)
def test_the_metadata_of_a_workbook_is_what_openpyxl_sees(path: Path) -> None:
    sheets, faults = read_sheets(path)
    if faults:
        pytest.skip(f"{path.name} is not read: {faults[0].what}")
    try:
        seen = load_workbook(path, data_only=True)
    except ValueError as error:
        pytest.skip(f"openpyxl does not read {path.name}: {error.__cause__}")
    for sheet in sheets:
        other = seen_by_openpyxl(seen[sheet.name])
        found = sheet.metadata
        assert found.percentages == other.percentages
        assert found.broken == other.broken
        assert found.hidden_rows == other.hidden_rows
        assert found.hidden_columns == other.hidden_columns
        assert found.comments == other.comments
        assert sheet.hidden == (seen[sheet.name].sheet_state != "visible")
        assert {(r.left + 1, r.top + 1, r.right + 1, r.bottom + 1) for r in found.merged} == {
            each.bounds for each in seen[sheet.name].merged_cells.ranges
        }

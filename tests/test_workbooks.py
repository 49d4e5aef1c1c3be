"""What a spreadsheet program shows is what is read, from every format; and no file does harm."""

from __future__ import annotations

import csv
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from conftest import ROOT, SHARED, cells, save
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.workbooks import Metadata, Range, Sheet, read_sheets

FILES = ROOT / "tests" / "files"
MESSY = SHARED / "data" / "messy"
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
TABLE = """
|             |            |            |       |
| Measure     | Q1 2016/17 | Q2 2016/17 |       |
| Burglaries  | 117        | 123        |       |
| Rate        | 2.5        | -0.25      |       |
| Repeats     | 27%        | 30.5%      |       |
|             |            |            |       |
| From        | 2016-09-30 | '0012      | £5 – é |
"""
Row = tuple[object, ...]


def codes(path: Path) -> list[str]:
    return [fault.code for fault in read_sheets(path)[1]]


def only(path: Path) -> Sheet:
    sheets, faults = read_sheets(path)
    assert not faults
    return sheets[0]


def values(sheet: Sheet) -> list[Row]:
    """The cells with None for empty ones, and without the empty ones to the right."""
    rows = [[None if value in {"", None} else value for value in row] for row in sheet.rows]
    return [
        tuple(row[: max((n + 1 for n, value in enumerate(row) if value is not None), default=0)])
        for row in rows
    ]


def expected(table: str) -> list[Row]:
    """The cells of a table as they are read: days are moments, and a percentage is a share."""

    def value(cell: object) -> object:
        if isinstance(cell, date):
            return datetime(cell.year, cell.month, cell.day)
        match = re.fullmatch(r"([\d.]+)%", cell) if isinstance(cell, str) else None
        return float(match[1]) / 100 if match else cell

    rows = [[value(cell) for cell in row] for row in cells(table)]
    return [
        tuple(row[: max((n + 1 for n, cell in enumerate(row) if cell is not None), default=0)])
        for row in rows
    ]


# -------------------------------------------------------------------------- writing every format


def write_xls(path: Path, table: str) -> Path:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Return")
    for r, row in enumerate(expected(table)):
        for c, value in enumerate(row):
            shown = cells(table)[r][c]
            style = xlwt.XFStyle()
            style.num_format_str = (
                "DD/MM/YYYY" if isinstance(shown, date) else "0.0%" if str(shown)[-1] == "%" else "General"
            )
            if value is not None:
                sheet.write(r, c, value, style)
    book.save(str(path))
    return path


WRITERS: Mapping[str, Callable[[Path, str], Path]] = {
    ".xlsx": lambda path, table: save(path, {"Return": table}),
    ".xlsm": lambda path, table: save(path, {"Return": table}),
    ".xls": write_xls,
}


@pytest.mark.parametrize("ending", WRITERS)
def test_every_format_is_read_alike_each_value_at_its_address(tmp_path: Path, ending: str) -> None:
    sheet = only(WRITERS[ending](tmp_path / f"return{ending}", TABLE))
    assert values(sheet) == expected(TABLE)
    assert sheet.metadata.percentages == {(4, 1), (4, 2)}
    assert {type(value) for row in values(sheet) for value in row} == {int, float, str, datetime}


def test_a_spreadsheet_of_another_program_is_read_alike() -> None:
    sheet = only(FILES / "odfpy.ods")
    assert values(sheet) == expected(TABLE)
    assert sheet.metadata.percentages == {(4, 1), (4, 2)}


@pytest.mark.parametrize("ending", [".xlsx", ".xlsb", ".xls", ".ods"])
def test_files_of_another_program_are_read_alike(ending: str) -> None:
    sheets, faults = read_sheets(FILES / f"sheetjs{ending}")
    found = values(sheets[0])
    assert not faults
    assert found[2:5] == [
        (None, "Burglaries", 117, 123),
        (None, "Repeat rate", 0.28, 0.305),
        (None, "Literal", 27, 1234.5),
    ]
    assert found[7:11] == [
        (None, "Truth", True, "0012"),
        (None, "Formula", 240, "text"),
        (None, "Hidden", 5, None, 6),
        (None, "Café – £5"),
    ]
    if ending != ".ods":  # the program writes no formats into it, and hides no sheet
        assert found[6][2] == datetime(2016, 9, 30)
        assert [sheet.hidden for sheet in sheets] == [False, True, True]
        assert sheets[0].metadata.percentages == {(3, 2), (3, 3)}
        assert sheets[0].metadata.broken == {(5, 2): "#DIV/0!", (5, 3): "#N/A"}
        assert sheets[0].metadata.merged == (Range(0, 1, 0, 3), Range(9, 2, 9, 3))
        assert sheets[0].metadata.hidden_columns == {4}


def test_a_binary_workbook_tells_all_that_its_twin_tells() -> None:
    twins = [read_sheets(FILES / f"sheetjs{ending}")[0] for ending in (".xlsx", ".xlsb")]
    for one, other in zip(*twins, strict=True):
        assert (one.rows, one.hidden, one.metadata) == (other.rows, other.hidden, other.metadata)
    assert twins[0][0].metadata.hidden_rows == {9}
    assert twins[0][0].metadata.comments == {(2, 2): "Provisional"}


def made(path: Path, change: Callable[[Worksheet], object]) -> Path:
    book = Workbook()
    change(book.worksheets[0])
    book.save(path)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, parts: Mapping[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def with_sheet(path: Path, sheet: str, **parts: str) -> Path:
    """A workbook of one sheet, which holds this XML between `<worksheet>` and its end."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    content = parts_of(made(path, lambda _: None))
    content["xl/worksheets/sheet1.xml"] = f"<worksheet {space}>{sheet}</worksheet>".encode()
    content |= {f"xl/{name}.xml": text.replace("SPACE", space).encode() for name, text in parts.items()}
    return zipped(path, content)


def test_the_1904_date_system_is_kept(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"].value, sheet["B1"].value = date(2016, 9, 30), 0.5
        sheet["B1"].number_format = "hh:mm"

    path = made(tmp_path / "x.xlsx", fill)
    parts = parts_of(path)
    setting = b'<workbookPr date1904="1"/>'
    parts["xl/workbook.xml"] = re.sub(rb"<workbookPr[^>]*>", setting, parts["xl/workbook.xml"])
    assert values(only(path)) == [(datetime(2016, 9, 30), clock(12))]
    assert values(only(zipped(path, parts))) == [(datetime(2020, 10, 1), clock(12))]


def test_a_formula_without_its_result_keeps_its_row_and_its_column(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["A2"], sheet["C3"] = 1, "=A1+1", '="x"', "=1/0"

    sheet = only(made(tmp_path / "x.xlsx", fill))
    assert sheet.frame.shape == (3, 3)
    assert values(sheet) == [(1,), (), ()]
    assert sheet.metadata.broken == dict.fromkeys([(0, 1), (1, 0), (2, 2)], "a formula without its result")


def test_a_formula_that_gives_an_empty_text_is_not_broken(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1" t="str"><f>A1</f><v>x</v></c></row>'
    sheet = only(with_sheet(tmp_path / "x.xlsx", f"<sheetData>{row}</sheetData>"))
    assert values(sheet) == [(None, "x")]
    assert not sheet.metadata.broken


def test_addresses_may_be_left_out_or_stand_last(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c><c s="0" r="C1"><v>3</v></c></row><row/><row spans="1:2"><c t="e"><v>#REF!</v></c></row>'
    sheet = only(with_sheet(tmp_path / "x.xlsx", f"<sheetData>{rows}</sheetData>"))
    assert values(sheet) == [(1, None, 3), (), ()]
    assert sheet.metadata.broken == {(2, 0): "#REF!"}


def test_strict_and_prefixed_and_quoted_xml_is_read(tmp_path: Path) -> None:
    path = save(tmp_path / "x.xlsx", {"a & <b>": TABLE})
    old, new = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
    kinds = {f"{old}spreadsheetml/2006/main": f"{new}spreadsheetml/main"}
    kinds[f"{old}officeDocument/2006/relationships"] = f"{new}officeDocument/relationships"
    parts = parts_of(path)
    for was, becomes in kinds.items():
        parts = {name: part.replace(was.encode(), becomes.encode()) for name, part in parts.items()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b' r="', b" r='").replace(b'"', b"'")
    sheet = re.sub(rb"(</?)(?=\w)", rb"\1x:", sheet.replace(b"xmlns=", b"xmlns:x="))
    found = only(zipped(path, {**parts, "xl/worksheets/sheet1.xml": sheet}))
    assert found.name == "a & <b>"
    assert values(found) == expected(TABLE)
    assert found.metadata.percentages == {(4, 1), (4, 2)}


def test_rich_and_phonetic_and_quoted_texts_are_read_as_they_are_shown(tmp_path: Path) -> None:
    texts = (
        "<sst SPACE><si><r><t xml:space='preserve'>rich </t></r><r><t>text</t></r><rPh sb='0' eb='1'><t>no</t></rPh></si>"
        "<si><t><![CDATA[a < b]]></t></si></sst>"
    )
    row = "".join(f'<c r="{"AB"[n]}1" t="s"><v>{n}</v></c>' for n in range(2))
    row += '<c r="C1" t="str"><v><![CDATA[<c>]]></v></c><c r="D1" t="inlineStr"><is><t>i_x000B_n_x000A_</t></is></c>'
    path = save(tmp_path / "x.xlsx", {"Sheet": "| text |"})
    made_with = with_sheet(path, f'<sheetData><row r="1">{row}</row></sheetData>', sharedStrings=texts)
    parts = parts_of(made_with)
    if b"sharedStrings" not in parts["xl/_rels/workbook.xml.rels"]:
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        relation = (
            b'<Relationship Id="rId99" Type="%b" Target="/xl/sharedStrings.xml"/></Relationships>' % kind
        )
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>", relation
        )
    assert values(only(zipped(path, parts))) == [("rich text", "a < b", "<c>", "i\ufffdn\n")]


def test_chart_sheets_are_passed_over_and_hidden_sheets_are_told(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["x"])
    book.create_chartsheet("Chart")
    for state in ("hidden", "veryHidden"):
        book.create_sheet(f"‘{state}’ & co.").sheet_state = state
    book.save(tmp_path / "x.xlsx")
    sheets, faults = read_sheets(tmp_path / "x.xlsx")
    assert not faults
    assert [(each.name, each.hidden) for each in sheets] == [
        ("Sheet", False), ("‘hidden’ & co.", True), ("‘veryHidden’ & co.", True)
    ]  # fmt: skip
    assert not sheets[1].rows


# ------------------------------------------------------------ metadata, against other readers


def seen_by_openpyxl(sheet: Worksheet) -> Metadata:
    """The metadata of a sheet as openpyxl has it, without formulas."""
    held = [cell for row in sheet.iter_rows() for cell in row]
    columns = [
        n - 1
        for each in sheet.column_dimensions.values()
        if each.hidden or each.width == 0
        for n in range(each.min, each.max + 1)
    ]
    return Metadata(
        percentages=frozenset(
            (cell.row - 1, cell.column - 1)
            for cell in held
            if cell.value is not None and "%" in LITERAL.sub("", cell.number_format)
        ),
        broken={(cell.row - 1, cell.column - 1): cell.value for cell in held if cell.data_type == "e"},
        hidden_rows=frozenset(n - 1 for n, row in sheet.row_dimensions.items() if row.hidden),
        hidden_columns=frozenset(columns),
        comments={(cell.row - 1, cell.column - 1): cell.comment.text for cell in held if cell.comment},
    )


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """A workbook with all that metadata tell."""

    def fill(sheet: Worksheet) -> None:
        for row in cells(TABLE):
            sheet.append(row)
        for ref, code in {
            "B3": "0%",
            "C3": '0"%"',
            "B4": "0.0\\%",
            "C4": "[Red]0.00%;-0.00%",
            "D9": "0%",
        }.items():
            sheet[ref].number_format = code
        sheet["A9"].data_type, sheet["A9"].value = "e", "#N/A"
        sheet.merge_cells("A1:C1")
        sheet.row_dimensions[3].hidden = sheet.column_dimensions["D"].hidden = True
        sheet["B3"].comment = Comment("Provisional\nuntil May", "A")

    return made(tmp_path / "marked.xlsx", fill)


def agrees_with_openpyxl(path: Path) -> None:
    sheets, faults = read_sheets(path)
    assert not faults
    seen = load_workbook(path, data_only=True)
    for sheet in sheets:
        other, found = seen_by_openpyxl(seen[sheet.name]), sheet.metadata
        assert found.percentages == other.percentages
        assert found.broken == other.broken
        assert found.hidden_rows == other.hidden_rows
        assert found.hidden_columns == other.hidden_columns
        assert found.comments == other.comments
        assert sheet.hidden == (seen[sheet.name].sheet_state != "visible")
        assert {(r.left + 1, r.top + 1, r.right + 1, r.bottom + 1) for r in found.merged} == {
            each.bounds for each in seen[sheet.name].merged_cells.ranges
        }


def test_all_metadata_are_what_openpyxl_sees(marked: Path) -> None:
    agrees_with_openpyxl(marked)
    found = only(marked).metadata
    assert found.percentages == {(2, 1), (3, 2)}
    assert found.comments == {(2, 1): "Provisional\nuntil May"}
    assert (set(found.hidden_rows), set(found.hidden_columns)) == ({2}, {3})
    assert found.broken == {(8, 0): "#N/A"}


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
@pytest.mark.parametrize(
    "path",
    [*sorted((ROOT / "inputs").glob("*.xlsx")), *sorted(MESSY.glob("*.xlsx"))],
    ids=lambda path: path.stem,
)
def test_the_metadata_of_a_workbook_are_what_openpyxl_sees(path: Path) -> None:
    try:
        load_workbook(path, read_only=True).close()
    except ValueError as error:
        pytest.skip(f"openpyxl does not read {path.name}: {error.__cause__}")
    agrees_with_openpyxl(path)


def test_a_thread_of_comments_goes_before_its_note(marked: Path) -> None:
    parts = parts_of(marked)
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    kind = b"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    part = (
        b'<Relationship Id="t1" Type="%b" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
        % kind
    )
    parts[relations] = parts[relations].replace(b"</Relationships>", part)
    parts["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        b'<threadedComment ref="B3"><text>Is this final?</text></threadedComment>'
        b'<threadedComment ref="B3"><text>No.</text></threadedComment></ThreadedComments>'
    )
    assert only(zipped(marked, parts)).metadata.comments == {(2, 1): "Is this final?\nNo."}


def test_metadata_that_cannot_be_read_are_empty_and_the_values_stay(marked: Path) -> None:
    parts = parts_of(marked)
    (notes,) = (name for name in parts if "comment" in name and name.endswith(".xml"))
    found = only(zipped(marked, {**parts, notes: parts[notes][:-20]}))
    assert found.metadata == Metadata()
    assert values(found)[2][:3] == ("Burglaries", 117, 123)


@pytest.mark.parametrize("path", sorted(MESSY.glob("*.xls")), ids=lambda path: path.stem)
def test_the_metadata_of_an_old_workbook_are_what_xlrd_sees(path: Path) -> None:
    agrees_with_xlrd(path)


def agrees_with_xlrd(path: Path) -> None:
    import xlrd

    book = xlrd.open_workbook(str(path), formatting_info=True)
    sheets, faults = read_sheets(path)
    assert not faults
    for sheet in sheets:
        seen = book.sheet_by_name(sheet.name)
        formats = {
            (r, c): book.format_map[book.xf_list[seen.cell_xf_index(r, c)].format_key].format_str
            for r in range(seen.nrows)
            for c in range(seen.ncols)
            if seen.cell_type(r, c) not in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}
        }
        found = sheet.metadata
        assert found.percentages == {place for place, code in formats.items() if "%" in LITERAL.sub("", code)}
        assert set(found.broken) == {
            place for place in formats if seen.cell_type(*place) == xlrd.XL_CELL_ERROR
        }
        assert {(r.top, r.bottom + 1, r.left, r.right + 1) for r in found.merged} == set(seen.merged_cells)
        assert found.hidden_rows == {n for n, row in seen.rowinfo_map.items() if row.hidden}
        assert found.hidden_columns == {n for n, column in seen.colinfo_map.items() if column.hidden}
        assert found.comments == {place: note.text for place, note in seen.cell_note_map.items()}
        assert sheet.hidden == (seen.visibility != 0)
        for (r, c), code in formats.items():
            if seen.cell_type(r, c) == xlrd.XL_CELL_TEXT:
                assert sheet.rows[r][c] == seen.cell_value(r, c), code
            elif seen.cell_type(r, c) == xlrd.XL_CELL_NUMBER:
                assert float(sheet.rows[r][c]) == seen.cell_value(r, c), code  # type: ignore[arg-type]


def test_an_old_workbook_tells_its_hidden_rows_merged_cells_and_formulas(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Return")
    percent = xlwt.easyxf(num_format_str="0.0%")
    for n, value in enumerate([0.5, 0.25]):
        sheet.write(1, n, value, percent)
    sheet.write(2, 0, 5, xlwt.easyxf(num_format_str='0"%"'))
    sheet.write_merge(3, 4, 0, 2, "merged")
    sheet.write(6, 3, xlwt.Formula("1+1"))
    sheet.row(2).hidden = sheet.col(1).hidden = True
    book.add_sheet("Kept back").visibility = 2
    book.save(str(tmp_path / "x.xls"))
    agrees_with_xlrd(tmp_path / "x.xls")
    content = (tmp_path / "x.xls").read_bytes()
    empty, to_be_done = bytes.fromhex("030000000000ffff0000"), bytes.fromhex("00000000000000000300")
    (tmp_path / "x.xls").write_bytes(content.replace(empty, to_be_done))  # as several other programs write it
    read = only(tmp_path / "x.xls")
    found = read.metadata
    assert found.percentages == {(1, 0), (1, 1)}
    assert found.broken == {(6, 3): "a formula without its result"}
    assert found.merged == (Range(3, 0, 4, 2),)
    assert (set(found.hidden_rows), set(found.hidden_columns)) == ({2}, {1})
    assert read.rows[6] == ("", "", "", "")
    assert [each.hidden for each in read_sheets(tmp_path / "x.xls")[0]] == [False, True]


def open_document(path: Path, table: str, styles: str = "", **parts: str) -> Path:
    """A spreadsheet of one table, written as XML."""
    names = ("office", "table", "text", "style", "number:datastyle")
    spaces = " ".join(
        f'xmlns:{name.partition(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{name.rpartition(":")[2]}:1.0"'
        for name in names
    )
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    body = f'<table:table table:name="Return" table:style-name="ta1">{table}</table:table>'
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    held = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": content,
        **parts,
    }
    return zipped(path, {name: part.encode() for name, part in held.items()})


def number(value: object, kind: str = "float", more: str = "", text: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}" {more}><text:p>{text or value}</text:p></table:table-cell>'


def test_a_spreadsheet_tells_what_its_cells_do_not_show(tmp_path: Path) -> None:
    styles = """
      <number:percentage-style style:name="N11"/>
      <style:style style:name="ce1" style:data-style-name="N11"/>
      <style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>
    """
    table = f"""
      <table:table-column/><table:table-column table:default-cell-style-name="ce1"/>
      <table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>
      <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
      <table:table-row>
        {number(1)} {number(0.5)} {number(0.25, "percentage", 'table:number-columns-repeated="2"')}
      </table:table-row>
      <table:table-row table:visibility="collapse">
        {number(3, more='table:number-columns-spanned="2" table:number-rows-spanned="1"')}
        <table:covered-table-cell/>
        {number(0, more='table:formula="of:=1/0"', text="#DIV/0!")}
        <table:table-cell table:formula="of:=1+1"/>
      </table:table-row>
      <table:table-row>
        <table:table-cell><office:annotation><text:p>To be</text:p><text:p>checked</text:p></office:annotation></table:table-cell>
        <table:table-cell office:value-type="string"><text:p>a<text:tab/>b</text:p></table:table-cell>
      </table:table-row>
      <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
    """
    sheet = only(open_document(tmp_path / "x.ods", table, styles))
    found = sheet.metadata
    assert values(sheet) == [(), (), (1, 0.5, 0.25, 0.25), (3,), (None, "a\tb")]
    assert found.percentages == {(2, 1), (2, 2), (2, 3)}
    assert found.broken == {(3, 2): "#DIV/0!", (3, 3): "a formula without its result"}
    assert found.merged == (Range(3, 0, 3, 1),)
    assert (set(found.hidden_rows), set(found.hidden_columns), sheet.hidden) == ({3}, {2, 3}, True)
    assert found.comments == {(4, 0): "To be\nchecked"}


# -------------------------------------------------------------------------------------- CSV files


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_csv_file_is_read_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    rows = [
        ["Crimes – by month"],
        [],
        ["Area", "Jul", "Aug"],
        ["Café, north", "1", "2"],
        ['"so; called|', "3,5", ""],
    ]
    quoted = [
        [f'"{cell.replace(chr(34), chr(34) * 2)}"' if re.search(r'[",;|]', cell) else cell for cell in row]
        for row in rows
    ]
    text = end.join(delimiter.join(row) for row in quoted) + end
    encoding = "mac_roman" if (encoding, end) == ("cp1252", "\r") else encoding
    (tmp_path / "x.csv").write_bytes(text.encode(encoding))
    sheet = only(tmp_path / "x.csv")
    assert sheet.name == ""
    assert sheet.rows == tuple((*row, *[""] * (3 - len(row))) for row in rows)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\r\n1,2\n3,4\r5,6", [("a", "b"), ("1", "2"), ("3", "4"), ("5", "6")]),
        ("Crime, violence, theft\nArea;Jul;Aug\nAshby;1,5;2,5\nNortham;3,5;4,5\n", [("Crime, violence, theft", "", ""), ("Area", "Jul", "Aug"), ("Ashby", "1,5", "2,5"), ("Northam", "3,5", "4,5")]),
        ("sep=|\na,b|c\n", [("a,b", "c")]),
        ('a,"line\none",b\nc,d,e\n', [("a", "line\none", "b"), ("c", "d", "e")]),
        ("a,b,,\nc\n,,\n\n\nd", [("a", "b", "", ""), ("c", "", "", ""), ("", "", "", ""), ("",) * 4, ("",) * 4, ("d", "", "", "")]),
        ("0012,1e5,2016-09-30,TRUE,NA\n", [("0012", "1e5", "2016-09-30", "TRUE", "NA")]),
        ("a,1\x002\nb,3\n", [("a", "1\ufffd2"), ("b", "3")]),
        ('a 5" pipe,b\nc,d\n', [('a 5" pipe', "b"), ("c", "d")]),
        ("one column\nonly\n", [("one column",), ("only",)]),
    ],
    ids=["mixed line ends", "decimal commas", "sep", "line break in quotes", "ragged", "text", "nul", "inch", "single"],
)  # fmt: skip
def test_row_n_of_a_csv_file_is_the_row_n_that_a_person_sees(
    tmp_path: Path, text: str, rows: list[Row]
) -> None:
    (tmp_path / "x.csv").write_bytes(text.encode())
    assert list(only(tmp_path / "x.csv").rows) == rows


def test_a_csv_file_is_read_as_the_module_csv_reads_it(tmp_path: Path) -> None:
    chance = random.Random(8)  # noqa: S311  the same files in every run
    path, read = tmp_path / "x.csv", 0
    for _ in range(400):
        text = "".join(
            chance.choices(
                ['"', '"', '""', '",', ",", ",", "\n", "\r\n", "\r", "a", "1", " "], k=chance.randrange(1, 25)
            )
        )
        path.write_bytes(f"{text}\na,b,c\nd,e,f\n".encode())
        sheets, faults = read_sheets(path)
        if faults:
            assert [fault.code for fault in faults] == ["file-quote-open"]
            continue
        with path.open(newline="") as lines:
            rows = list(csv.reader(lines))
        width = max(map(len, rows))
        assert sheets[0].rows == tuple((*row, *[""] * (width - len(row))) for row in rows)
        read += 1
    assert read > 100


def test_a_quotation_mark_that_is_not_closed_is_told_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('a,b\nc,"d\n' + "e,f\n" * 5)
    sheets, faults = read_sheets(path)
    assert not sheets
    assert [fault.code for fault in faults] == ["file-quote-open"]
    assert "row 2" in faults[0].what
    path.write_text('a,b\nc,"d\n' + "e,f\n" * 100_000)
    assert "row 2" in read_sheets(path)[1][0].what


# ----------------------------------------------------------------------------------------- faults


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return save(tmp_path / "good.xlsx", {"First": TABLE, "Second": "| 1 |"})


def test_a_password_is_told_in_every_format(tmp_path: Path) -> None:
    locked = (FILES / "password.xlsx").read_bytes()
    for name in ("a.xlsx", "a.xlsm", "a.xlsb"):
        (tmp_path / name).write_bytes(locked)
    old = bytearray(write_xls(tmp_path / "a.xls", TABLE).read_bytes())
    codepage = old.index(bytes.fromhex("42000200"))
    old[codepage] = 0x2F  # the record that says that what follows is encrypted
    (tmp_path / "a.xls").write_bytes(bytes(old))
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    open_document(tmp_path / "a.ods", "", **{"META-INF/manifest.xml": manifest})
    assert {path.name: codes(path) for path in sorted(tmp_path.iterdir())} == {
        name: ["file-password"] for name in ("a.ods", "a.xls", "a.xlsb", "a.xlsm", "a.xlsx")
    }


@pytest.mark.parametrize(
    ("ending", "content", "says"),
    [
        (".xlsx", b"Measure,Q1\n", "plain text"),
        (".xls", b"<html><table><tr><td>1</td></tr></table></html>", "a web page"),
        (".xls", b"\n<table border=1><tr><td>1</td></tr></table>", "a web page"),
        (".xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "an XML spreadsheet"),
        (".xlsx", b"%PDF-1.7", "a PDF"),
        (".csv", b"\x89PNG\r\n\x1a\n", "a picture"),
        (".xls", b"\x09\x04\x06\x00\x00\x00\x10\x00", "a workbook of Excel 4 or older"),
        (".csv", (FILES / "sheetjs.xlsx").read_bytes(), "an Excel workbook (.xlsx)"),
        (".xls", (FILES / "sheetjs.xlsx").read_bytes(), "an Excel workbook (.xlsx)"),
        (".xlsx", (FILES / "sheetjs.xlsb").read_bytes(), "an Excel workbook (.xlsb)"),
        (".xlsx", (FILES / "sheetjs.xls").read_bytes(), "an old Excel workbook (.xls)"),
        (".xlsb", (FILES / "sheetjs.ods").read_bytes(), "a workbook (.ods)"),
        (".xlsx", (ROOT / "templates/committee/report.docx").read_bytes(), "a Word document"),
    ],
)  # fmt: skip
def test_a_file_under_a_wrong_name_is_told_for_what_it_is(
    tmp_path: Path, ending: str, content: bytes, says: str
) -> None:
    (tmp_path / f"x{ending}").write_bytes(content)
    _, faults = read_sheets(tmp_path / f"x{ending}")
    assert [fault.code for fault in faults] == ["file-renamed"]
    assert faults[0].what == f"The file is {says}, though its name ends in {ending}."


@pytest.mark.parametrize("name", ["sheetjs.xlsx", "sheetjs.xlsb", "sheetjs.xls", "sheetjs.ods"])
def test_a_file_that_is_cut_short_is_told(tmp_path: Path, name: str) -> None:
    content = (FILES / name).read_bytes()
    for share in (0.3, 0.6, 0.9):
        (tmp_path / name).write_bytes(content[: int(share * len(content))])
        assert codes(tmp_path / name) == ["file-truncated"]


def test_empty_files_and_sheets_hold_nothing_and_are_no_fault(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.xls", "a.csv"):
        (tmp_path / name).touch()
        assert read_sheets(tmp_path / name) == ((), ())
    assert not only(made(tmp_path / "b.xlsx", lambda _: None)).rows


def test_a_sheet_that_cannot_be_read_does_not_keep_the_others_back(good: Path) -> None:
    parts = parts_of(good)
    sheet = "xl/worksheets/sheet1.xml"
    for broken in (
        b"",
        parts[sheet][:200],
        parts[sheet].replace(b"</row>", b"</rwo>"),
        parts[sheet].replace(b'r="B3"', b'r="B"'),
    ):
        sheets, faults = read_sheets(zipped(good, {**parts, sheet: broken}))
        assert [(each.name, each.rows) for each in sheets] == [("Second", ((1,),))]
        assert [(fault.code, fault.where) for fault in faults] == [("sheet-unreadable", "good.xlsx, First")]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", b"</workbook>", b""),
        ("xl/workbook.xml", b"First", b"Second"),
        ("xl/workbook.xml", b"<workbook", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><workbook"),
        ("xl/styles.xml", b"<styleSheet", b"<!DOCTYPE lolz [<!ENTITY lol 'lol'>]><styleSheet"),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", b""),
    ],
)  # fmt: skip
def test_a_workbook_that_is_not_sound_is_damaged(good: Path, part: str, old: bytes, new: bytes) -> None:
    parts = parts_of(good)
    assert old in parts[part]
    assert codes(zipped(good, {**parts, part: parts[part].replace(old, new)})) == ["file-unreadable"]


def test_two_parts_of_one_name_are_damage(good: Path) -> None:
    sheet = parts_of(good)["xl/worksheets/sheet1.xml"]
    with pytest.warns(UserWarning, match="Duplicate name"), ZipFile(good, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    assert codes(good) == ["file-unreadable"]


def test_names_that_point_out_of_the_archive_change_nothing(good: Path) -> None:
    with ZipFile(good, "a") as archive:
        archive.writestr("../../evil.xml", "<x/>")
        archive.writestr("/etc/evil.xml", "<x/>")
    assert values(read_sheets(good)[0][0]) == expected(TABLE)
    assert [path.name for path in good.parent.iterdir()] == [good.name]


def test_a_folder_or_a_pipe_named_like_a_workbook_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    assert codes(tmp_path / "a.xlsx") == ["file-unreadable"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "b.csv")
        assert codes(tmp_path / "b.csv") == ["file-unreadable"]


def test_a_link_to_a_workbook_is_read_and_one_to_nothing_is_told(good: Path) -> None:
    link = good.with_name("link.xlsx")
    link.symlink_to(good)
    assert values(read_sheets(link)[0][0]) == expected(TABLE)
    good.unlink()
    assert codes(link) == ["file-locked"]


# ------------------------------------------------------------------------------------------ bombs


def zeros(size: int) -> bytes:
    """So many zero bytes, deflated: a block of them over and over."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = stream.compress(bytes(1 << 20)) + stream.flush(zlib.Z_FULL_FLUSH)
    return block * (size >> 20) + zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS).flush()


def with_part(content: bytes, name: str, packed: bytes, size: int, crc: int = 0) -> bytes:
    """A zip file with one part more, whose headers state this size whatever it is."""
    end = content.rfind(b"PK\x05\x06")
    count, length, start = struct.unpack_from("<HLL", content, end + 10)
    header = struct.pack("<HHHHHLLLH", 20, 0, 8, 0, 0x21, crc, len(packed), size, len(name))
    local = b"PK\x03\x04" + header + b"\0\0" + name.encode() + packed
    central = (
        b"PK\x01\x02\x14\0" + header + b"\0\0" + bytes(8) + b"\0\0" + struct.pack("<L", start) + name.encode()
    )
    directory = content[start : start + length] + central
    closing = struct.pack(
        "<4s4xHHLLH", b"PK\x05\x06", count + 1, count + 1, len(directory), start + len(local), 0
    )
    return content[:start] + local + directory + closing


def bombs(folder: Path) -> dict[str, Path]:
    """Small files that ask for much."""
    plain = save(folder / "plain.xlsx", {"First": TABLE}).read_bytes()
    old = write_xls(folder / "plain.xls", TABLE).read_bytes()
    found: dict[str, Path] = {}

    def bomb(name: str, content: bytes) -> None:
        found[name] = folder / name.replace(" ", "-")
        found[name].write_bytes(content)

    def sheet(name: str, rows: str, **parts: str) -> None:
        found[name] = with_sheet(folder / name.replace(" ", "-"), f"<sheetData>{rows}</sheetData>", **parts)

    size = 1 << 30
    bomb("ratio.xlsx", with_part(plain, "xl/x.xml", zeros(size), size))
    bomb("picture.xlsx", with_part(plain, "xl/media/x.png", zeros(size), size))
    bomb("lie.xlsx", with_part(plain, "xl/x.xml", zeros(size), 10))
    bomb("parts.xlsx", plain[:-22] + b"PK\x01\x02" * 20_000 + plain[-22:])
    cell = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    sheet("corner.xlsx", cell.format(1, "A") + cell.format(1048576, "XFD"))
    sheet("corner first.xlsx", cell.format(1048576, "XFD") + cell.format(1, "A"))
    sheet("hidden corner.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c s="0" r="XFD1048576"><v>1</v></c></row>')
    sheet("long.xlsx", cell.format(1, "A") + cell.format(1048576, "B"))
    binary = parts_of(FILES / "sheetjs.xlsb")
    row = re.compile(rb"(?<=\x00[\x11-\x40])\n\0\0\0")  # the number in the head of the last row
    lower, count = row.subn(b"\xff\xff\x0f\0", binary["xl/worksheets/sheet1.bin"])
    assert count == 1
    found["row.xlsb"] = zipped(folder / "row.xlsb", {**binary, "xl/worksheets/sheet1.bin": lower})
    sheet("row.xlsx", cell.format(4294967295, "A"))
    sheet("column.xlsx", cell.format(1, "ZZZZZZZ"))
    sheet("row of its own.xlsx", cell.format(99999999999, "B").replace('r="B99999999999"', ""))
    sheet("cells.xlsx", "<row>" + "<c/>" * 10_000_000 + "</row>")
    sheet("one row.xlsx", '<row r="1">' + '<c r="A1"><f/></c>' * 500_000 + "</row>")
    sheet("deep.xlsx", "<row>" * 1_000_000)
    sheet("texts.xlsx", cell.format(1, "A"), sharedStrings='<sst SPACE uniqueCount="4000000000"><si/></sst>')
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 20))
    sheet(
        "laughs.xlsx",
        cell.format(1, "A"),
        sharedStrings=f"<!DOCTYPE x [<!ENTITY a0 'ha'>{laughs}]><sst SPACE><si><t>&a19;</t></si></sst>",
    )
    wide = number(1, more='table:number-columns-repeated="16384"')
    line = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    found["repeated.ods"] = open_document(folder / "repeated.ods", line.format(1048576, wide))
    found["rows.ods"] = open_document(folder / "rows.ods", line.format(99999999999, number(1)))
    far = '<table:table-cell table:number-columns-repeated="16383"/>' + number(1)
    found["corner.ods"] = open_document(
        folder / "corner.ods", line.format(1048575, "<table:table-cell/>") + line.format(1, far)
    )
    bomb("span.xls", with_sheet_record(old, 0x200, struct.pack("<LLHH", 0, 4_000_000_000, 0, 65535)))
    bomb("backwards.xls", with_sheet_record(old, 0x200, struct.pack("<LLHH", 9, 1, 0, 4)))
    bomb("columns.csv", b"," * 1_000_000)
    bomb("line.csv", b"a" * 100_000_000)
    bomb("quote.csv", b'"' + b"a\n" * 50_000_000)
    return found


def with_sheet_record(content: bytes, kind: int, held: bytes) -> bytes:
    """An old workbook in which the first record of this kind is replaced."""
    at = content.index(struct.pack("<HH", kind, len(held) + 2)) + 4
    return content[:at] + held + content[at + len(held) :]


READ = r"""
import re, sys, time
from pathlib import Path
from report_builder.workbooks import read_sheets
import pandas, lxml.etree, python_calamine
size = lambda: int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024
for name in sys.argv[1:]:
    before, start = size(), time.process_time()
    sheets, faults = read_sheets(Path(name))
    found = [sheet.metadata for sheet in sheets]
    print(faults[0].code if faults else "read", time.process_time() - start, size() - before, sep="|", flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory is measured on Linux only")
def test_no_file_takes_more_than_seconds_or_a_gigabyte(tmp_path: Path) -> None:
    files = bombs(tmp_path)
    done = subprocess.run(  # in a process of its own: what fails there fails hard
        [sys.executable, "-c", READ, *map(str, files.values())],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert not done.returncode, done.stderr[-500:]
    measured = dict(zip(files, (line.split("|") for line in done.stdout.splitlines()), strict=True))
    assert {name for name, (code, *_) in measured.items() if code == "read"} == {"one row.xlsx"}
    slow = {name: found for name, found in measured.items() if float(found[1]) > 5 or int(found[2]) > 1000}
    assert not slow


# ------------------------------------------------------------------------------------------- fuzz


def shown(path: Path) -> tuple[list[object], list[str]]:
    sheets, faults = read_sheets(path)
    return [(each.name, each.hidden, repr(each.rows), each.metadata) for each in sheets], [
        each.code for each in faults
    ]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "name",
    ["marked.xlsx", "marked.xlsm", "sheetjs.xlsx", "sheetjs.xlsb", "sheetjs.ods", "return.xls", "x.csv"],
)
def test_a_damaged_file_is_told_and_never_read_as_something_else(
    marked: Path, tmp_path: Path, name: str, seed: int
) -> None:
    write_xls(marked.with_name("return.xls"), TABLE)
    shutil.copy(marked, marked.with_name("marked.xlsm"))
    marked.with_name("x.csv").write_text('Measure;Q1\n"Burglary; all";5\n', encoding="utf-8")
    source = FILES / name if (FILES / name).exists() else marked.with_name(name)
    content, path = source.read_bytes(), tmp_path / f"fuzz{source.suffix}"
    wanted, _ = shown(source)
    chance = random.Random(f"{name} {seed}")  # noqa: S311  the same damage in every run
    for n in range(30):
        damaged = bytearray(content)
        for _ in range(chance.choice([1, 1, 2, 8])):
            damaged[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged[: chance.randrange(len(content))] if n % 5 == 4 else damaged)
        begun = time.process_time()
        found, faults = shown(path)
        assert time.process_time() - begun < 5
        if source.suffix not in {".xls", ".csv"}:  # these keep no checksums
            assert faults or found == wanted


def test_a_raised_footnote_mark_is_no_digit_of_the_number(tmp_path: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    raised = InlineFont(vertAlign="superscript")
    book = Workbook()
    sheet = book.worksheets[0]
    for row, (text, mark) in enumerate((("117", "1"), ("Burglaries", "2"), ("1", "st")), 1):
        sheet.cell(row, 1, CellRichText(text, TextBlock(raised, mark)))
    book.save(tmp_path / "raised.xlsx")
    (read,), faults = read_sheets(tmp_path / "raised.xlsx")
    assert [row[0] for row in read.rows] == ["117[1]", "Burglaries[2]", "1st"]
    assert not faults

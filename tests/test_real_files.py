"""Open data as it was published: what is read from each file, and what is said of the rest.

The files are in ../shared/data, which is no part of the project; without it these tests are skipped.
The table in docs/real-files.md says the same.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from conftest import PRIORITIES, REPORT, ROOT, SHARED, save

from report_builder import definition, returns
from report_builder.problems import Problem

DATA = SHARED / "data"


@dataclass(frozen=True)
class Project:
    """Files, and the definition that asks for something in them."""

    files: str
    period: str
    subject: str
    indicators: str
    areas: str = ""
    sources: str = ""


LONDON = """
| name     | kind       | comparator set |
|----------|------------|----------------|
| Lewisham | subject    |                |
| Barnet   | comparator | London         |
| Bexley   | comparator | London         |
"""
NOTHING_IN_IT = "| id | priority | name |\n| burglary | crime | burglaries |"
PROJECTS = {
    "dates_1904.xlsx": Project("messy/dates_1904.xlsx", "Q2 2016/17", "Ashby", NOTHING_IN_IT),
    "deaths_with_notes.xls": Project("messy/deaths_with_notes.xls", "Q2 2016/17", "Ashby", NOTHING_IN_IT),
    "gptables_expected.xlsx": Project("messy/gptables_expected.xlsx", "Q2 2016/17", "Ashby", NOTHING_IN_IT),
    "mhclg_epc_EB1.ods": Project(
        "messy/mhclg_epc_EB1.ods",
        "Q4 2022/23",
        "Adur",
        "| id | priority | name |\n| lodged | crime | Number lodgements |\n| band-a | crime | A |",
        "| name | kind | comparator set | aliases |\n| Adur | subject | | |\n| Barnet | comparator | x | E09000003 |",
        "| indicator | workbook | sheet | years |\n| lodged | mhclg* | EB1_by_LA | calendar |\n| band-a | mhclg* | EB1_by_LA | calendar |",
    ),
    "nomis_claimant_count_export.xlsx": Project(
        "messy/nomis_claimant_count_export.xlsx",
        "March 2024",
        "Lewisham",
        "| id | priority | name | frequency |\n| claimants | crime | Claimant count | month |",
        LONDON,
    ),
    "ons_household_debt.xls": Project(
        "messy/ons_household_debt.xls",
        "Q2 2016/17",
        "Great Britain",
        "| id | priority | name | kind |\n| debt | crime | Percentage with financial liabilities | percentage |",
    ),
    "ons_loneliness_survey_reference_tables.xlsx": Project(
        "messy/ons_loneliness_survey_reference_tables.xlsx",
        "Q1 2020/21",
        "Great Britain",
        "| id | priority | name | kind | aliases |\n| often | crime | often lonely | survey | Often/Always |\n"
        "| week | crime | lonely last week | survey | Felt lonely in past 7 days |",
        "| name | kind | aliases |\n| Great Britain | subject | All People |\n| England | district | |\n| Wales | district | |\n| Scotland | district | |",
        "| indicator | workbook | sheet | period column |\n| often | ons_lone* | 1.3 Loneliness by country | April 2020 |\n"
        "| week | ons_lone* | 1.3 Loneliness by country | April 2020 |",
    ),
    "stats_nz_purpose.xlsx": Project(
        "messy/stats_nz_purpose.xlsx",
        "2014/15",
        "New Zealand",
        "| id | priority | name | frequency |\n| men | crime | men with a sense of purpose | year |",
        "",
        "| indicator | workbook | sheet | row filter | value column | period column |\n"
        "| men | stats_nz* | Tidy | Sex = Male; Sense of purpose = 7 - 10 | Value | 2014/15 |",
    ),
    "london/": Project(
        "london/*.csv",
        "Q4 2025/26",
        "Lewisham",
        "| id | priority | name |\n| robbery | crime | robberies |",
        LONDON,
        "| indicator | workbook | row filter | value column | area column | period column |\n"
        "| robbery | mps* | MajorText = ROBBERY | | BoroughName | |\n| population | population_clean | | population | borough | year |",
    ),
    "dfe/": Project(
        "dfe/*.csv",
        "2024/25",
        "Leicestershire",
        "| id | priority | name | kind | numerator | denominator | frequency | decimals |\n"
        "| again | crime | rereferral percent | percentage | rereferral count | referral count | year | 1 |",
        "| name | kind | comparator set |\n| Leicestershire | subject | |\n| Derbyshire | comparator | x |\n| City of London | comparator | x |",
        "| indicator | workbook | row filter | years |\n| again | c1* | Category = Referrals and Re-referrals | ending |",
    ),
    "home_office/": Project(
        "home_office/*.csv",
        "Q4 2017/18",
        "Leicestershire",
        "| id | priority | name |\n| burglary | crime | domestic burglaries |",
        "| name | kind | comparator set |\n| Leicestershire | subject | |\n| Derbyshire | comparator | x |",
        "| indicator | workbook | row filter | value column |\n| burglary | prc* | Offence Subgroup = Domestic burglary | Number of offences |",
    ),
}  # fmt: skip


@pytest.fixture
def read(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    if not DATA.is_dir():
        pytest.skip("the open data is not in ../shared/data")
    project: Project = PROJECTS[request.param]
    for path in DATA.glob(project.files):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    report = re.sub(r"(?m)^\| period .*", f"| period | {project.period} |", REPORT)
    report = re.sub(r"(?m)^\| subject area .*", f"| subject area | {project.subject} |", report)
    sheets = {"report": report, "priorities": PRIORITIES, "indicators": project.indicators}
    more = {"areas": project.areas, "sources": project.sources}
    save(tmp_path / "report.xlsx", {**sheets, **{name: table for name, table in more.items() if table}})
    defined, faults = definition.read(tmp_path)
    assert defined is not None, faults
    return returns.read(tmp_path, defined)


def table() -> dict[str, list[str]]:
    """The rows of the table in the docs, by file."""
    lines = (ROOT / "docs/real-files.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in rows}


def test_the_table_names_every_file() -> None:
    assert set(table()) == set(PROJECTS)


@pytest.mark.parametrize(("read", "name"), [(name, name) for name in PROJECTS], indirect=["read"])
def test_a_file_gives_what_the_table_says(read: tuple[pd.DataFrame, tuple[Problem, ...]], name: str) -> None:
    frame, faults = read
    count, example, said = table()[name][:3]
    assert f"{len(frame):,}" == count
    assert not [str(fault) for fault in faults if fault.fatal]
    assert sorted(re.findall(r"`([a-z-]+)`", said)) == sorted(Counter(fault.code for fault in faults))
    for indicator, area, period, value, cell in re.findall(
        r"(\S+), ([^,]+), ([^:]+): (\S+) \(([^)]+)\)", example
    ):
        found = frame[(frame["indicator"] == indicator) & (frame["area"] == area)]
        held = {(str(row["period"]), f"{row['value']:.10g}", row["cell"]) for row in found.to_dict("records")}
        assert (period, value, cell) in held
    assert bool(example) == bool(len(frame))

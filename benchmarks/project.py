"""A made-up report project of a realistic size: the definition and ten returns, the same every time.

A return has five sheets of about 2,400 cells. Four returns hold a table an indicator, areas down and 38
quarters across; three hold 60 indicators down, quarters or months across; three are long, 400 rows of six
columns. As in real returns most rows are of no use to the report, and all of them have to be read.

    python -m benchmarks.project FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product
from pathlib import Path
from random import Random

from openpyxl import Workbook

SEED = 2016
SHEETS = 5
TABLE_ROWS = 60
LONG_ROWS = 400

COUNTY = "Wrenshire"
DISTRICTS = ("Oakley", "Penmoor", "Quarrington", "Saltmarsh", "Thornaby Vale", "Upper Teme", "Vexford")
PEERS = (
    "Ambleshire", "Barset", "Cardenshire", "Downland", "Eskdale", "Fennimore", "Greyshire", "Holmsey",
    "Invermark", "Jurassia", "Kelshire", "Lyonesse",
)  # fmt: skip
PEER_SET = "the family of counties"
TOWNS = tuple(
    f"{start}{end}"
    for start in ("Ash", "Brook", "Cold", "Dun", "East", "Fair", "Glen", "Hart", "Ivy", "King")
    for end in ("bury", "combe", "ling", "wick")
)
"""Areas of a return that are no part of the report."""

QUARTERS = tuple(
    f"Q{quarter} {year}/{(year + 1) % 100:02d}" for year in range(2007, 2017) for quarter in range(1, 5)
)[:38]
MONTHS = tuple(datetime(2013 + month // 12, month % 12 + 1, 1) for month in range(6, 45))
LATEST = QUARTERS[-1]


# ------------------------------------------------------------------------------ the report


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator of the report: its names, its pictures, and the level its figures move about."""

    priority: str
    name: str
    singular: str
    label: str
    level: int
    charts: str = "none"
    kind: str = "count"
    better: str = "lower"

    @property
    def id(self) -> str:
        """The name that the definition gives it."""
        return self.label.casefold().replace(" ", "-")

    @property
    def cases(self) -> str:
        """The row of its denominator, where it has one."""
        return f"Base: {self.label}" if self.kind != "count" else ""

    @property
    def compared(self) -> bool:
        """Whether the county is set beside other counties."""
        return "peers" in self.charts


BY_AREA = (
    Measure("crime", "burglaries", "burglary", "Burglary", 900, "trend; districts"),
    Measure("crime", "thefts of vehicles", "theft of a vehicle", "Vehicle theft", 310, "trend; districts"),
    Measure("crime", "thefts from vehicles", "theft from a vehicle", "Theft from vehicles", 760, "districts"),
    Measure("crime", "robberies", "robbery", "Robbery", 95, "peers"),
    Measure("crime", "violent offences", "violent offence", "Violence", 1900, "trend; districts"),
    Measure("crime", "offences of criminal damage", "offence of criminal damage", "Criminal damage", 1300),
    Measure("crime", "fires set on purpose", "fire set on purpose", "Arson", 70),
    Measure("crime", "bicycles stolen", "bicycle stolen", "Bicycle theft", 240),
    Measure("crime", "shop thefts", "shop theft", "Shoplifting", 680, "trend"),
    Measure("victims", "sexual offences", "sexual offence", "Sexual offences", 150, "peers"),
    Measure("asb", "public order offences", "public order offence", "Public order", 420),
    Measure("drugs", "drug offences", "drug offence", "Drug offences", 330, "trend", better="neither"),
    Measure("roads", "people badly hurt", "person badly hurt", "Road injuries", 60, "peers"),
    Measure("roads", "drink driving offences", "drink driving offence", "Drink driving", 85),
    Measure("asb", "noise complaints", "noise complaint", "Noise", 510, "districts"),
    Measure("asb", "fly tips cleared", "fly tip cleared", "Fly tipping", 1250),
)  # fmt: skip
DOWN = (
    Measure("victims", "MARAC repeat rate", "", "MARAC repeats", 28, "trend", "percentage"),
    Measure("victims", "abuse outcome rate", "", "Abuse outcomes", 61, "none", "percentage", "higher"),
    Measure("youth", "education rate", "", "Young in education", 72, "trend", "percentage", "higher"),
    Measure("drugs", "treatment rate", "", "Treated", 44, "none", "percentage", "higher"),
    Measure("drugs", "alcohol treatment rate", "", "Alcohol treated", 53, "none", "percentage", "higher"),
    Measure("roads", "speed course pass rate", "", "Speed courses", 74, "none", "percentage", "higher"),
    Measure("victims", "MARAC cases", "MARAC case", "MARAC cases", 165, "trend", better="neither"),
    Measure("victims", "refuge places taken", "refuge place taken", "Refuge places", 120, better="neither"),
    Measure("youth", "first time entrants", "first time entrant", "First time entrants", 58, "trend"),
    Measure("youth", "custodial sentences", "custodial sentence", "Custody", 21),
    Measure("drugs", "needles found", "needle found", "Needles found", 140),
    Measure("roads", "speeding notices", "speeding notice", "Speeding notices", 2300, better="neither"),
)  # fmt: skip
LONG = (
    Measure("asb", "feeling of safety after dark", "", "Safe after dark", 82, "trend", "survey", "higher"),
    Measure("asb", "confidence in the police", "", "Police confidence", 67, "trend", "survey", "higher"),
    Measure("victims", "satisfaction of victims", "", "Victims satisfied", 79, "none", "survey", "higher"),
    Measure("prevent", "awareness of Prevent", "", "Prevent awareness", 35, "none", "survey", "higher"),
    Measure("prevent", "hate incidents", "hate incident", "Hate incidents", 155, "trend", better="reporting"),
    Measure("prevent", "Channel referrals", "Channel referral", "Channel referrals", 12, better="neither"),
    Measure("prevent", "people trained", "person trained", "Prevent training", 260, better="higher"),
    Measure("asb", "ASB incidents", "ASB incident", "ASB incidents", 2900),
    Measure("youth", "youth cautions", "youth caution", "Youth cautions", 74),
    Measure("drugs", "drug litter reports", "drug litter report", "Drug litter", 66),
    Measure("roads", "child casualties", "child casualty", "Child casualties", 14),
    Measure("victims", "fire safety visits", "fire safety visit", "Fire safety visits", 450, better="higher"),
)  # fmt: skip
MEASURES = (*BY_AREA, *DOWN, *LONG)

PRIORITIES = {
    "crime": "Ongoing Reductions in Crime",
    "victims": "Repeat Victimisation and Vulnerable Victims",
    "asb": "Anti-Social Behaviour and Satisfaction",
    "youth": "Young People and Re-offending",
    "drugs": "Drugs and Alcohol",
    "roads": "Safer Roads",
    "prevent": "Preventing Terrorism and Radicalisation",
}

Line = tuple[object, ...]


def definition() -> dict[str, list[Line]]:
    """The sheets of `report.xlsx`."""
    return {
        "report": _settings(),
        "priorities": [
            ("id", "heading", "order"),
            *((i, h, n) for n, (i, h) in enumerate(PRIORITIES.items(), 1)),
        ],
        "indicators": [_INDICATOR_HEADINGS, *(_indicator(each, n) for n, each in enumerate(MEASURES))],
        "areas": [("name", "kind", "comparator set", "population 2015"), *_areas()],
        "notes": [("indicator", "area", "period", "status", "note", "adviser"), *_notes()],
    }


def _settings() -> list[Line]:
    return [
        ("board", "Wrenshire Safer Communities Strategy Board"),
        ("title", "Safer Communities Performance"),
        ("meeting date", datetime(2016, 12, 8)),
        ("period", LATEST),
        ("subject area", COUNTY),
        ("organisation", "Wrenshire County Council"),
        ("report author", "Community Safety Coordinator"),
        ("introduction", "This report tells the Board how its indicators stood at the end of the period."),
        ("introduction", "The dashboard at Appendix 1 sets out every indicator and its trend."),
        ("recommendation", "That the Board notes the performance reported."),
    ]


_INDICATOR_HEADINGS = (
    "id", "priority", "name", "name singular", "short name", "denominator", "kind", "statement", "better",
    "target", "target kind", "comparator set", "owner", "chart",
)  # fmt: skip


def _indicator(measure: Measure, number: int) -> Line:
    """A row of `indicators`; every other indicator has a target near its figures."""
    has_target = number % 2 == 0 and measure.better in ("lower", "higher")
    at = ("at most" if measure.better == "lower" else "at least") if has_target else None
    return (
        measure.id, measure.priority, measure.name, measure.singular, measure.label, measure.cases,
        measure.kind, f"spoke of {measure.name}" if measure.kind == "survey" else None, measure.better,
        measure.level if has_target else None, at, PEER_SET if measure.compared else None,
        "Performance team", measure.charts,
    )  # fmt: skip


def _areas() -> Iterator[Line]:
    yield COUNTY, "subject", None, 675_000
    yield from ((name, "district", None, 80_000 + 5_000 * n) for n, name in enumerate(DISTRICTS))
    yield from ((name, "comparator", PEER_SET, 500_000 + 40_000 * n) for n, name in enumerate(PEERS))


def _notes() -> Iterator[Line]:
    """What an officer types: advice on every third indicator, provisional figures for every fifth."""
    for measure in MEASURES[::3]:
        advice = "the figures follow a change in how reports are taken, and the team keeps them under review"
        yield measure.id, None, LATEST, None, advice, "performance team"
    for measure in MEASURES[::5]:
        yield measure.id, None, LATEST, "provisional", None, None


# ----------------------------------------------------------------------------- the returns


def returns(chance: Random) -> dict[str, dict[str, list[Line]]]:
    """The sheets of the ten returns, by file name and sheet name."""
    by_area = [_areas_down(each, chance) for each in (*BY_AREA, *_unused("Other offences", 4))]
    down = [_indicators_down(each, n, chance) for n, each in enumerate((*DOWN, *_unused("Stock count", 3)))]
    long = [_long(each, chance) for each in (*LONG, *_unused("Internal", 3))]
    return {
        **_books("Police return {} Q2 2016-17.xlsx", by_area),
        **_books("Partner monitoring {} v2 FINAL.xlsx", down),
        **_books("Data extract {}.xlsx", long),
    }


def _unused(label: str, count: int) -> tuple[Measure, ...]:
    return tuple(Measure("", f"{label} {n}", "", f"{label} {n}", 100) for n in range(1, count + 1))


def _books(name: str, sheets: list[tuple[str, list[Line]]]) -> dict[str, dict[str, list[Line]]]:
    starts = range(0, len(sheets), SHEETS)
    return {name.format(n): dict(sheets[start : start + SHEETS]) for n, start in enumerate(starts, 1)}


def _areas_down(measure: Measure, chance: Random) -> tuple[str, list[Line]]:
    """A sheet named after its indicator: the county, its districts, other counties, and towns."""
    districts = [_figures(measure.level / len(DISTRICTS), len(QUARTERS), chance) for _ in DISTRICTS]
    county = [sum(column) for column in zip(*districts, strict=True)]
    others = (*PEERS, *TOWNS)[: TABLE_ROWS - len(DISTRICTS) - 1]
    rows = [(COUNTY, county), *zip(DISTRICTS, districts, strict=True)]
    rows += [(name, _figures(measure.level, len(QUARTERS), chance)) for name in others]
    head: list[Line] = [("Police performance and analysis",), (f"{measure.label}, by area",), ()]
    table = [(name, f"E{n:05d}", *figures) for n, (name, figures) in enumerate(rows, 10_001)]
    return measure.label, [*head, ("Area", "Code", *QUARTERS), *table]


def _indicators_down(measure: Measure, number: int, chance: Random) -> tuple[str, list[Line]]:
    """A sheet of 60 rows, of which one is the indicator's and one its denominator's, if it has any.

    Counts come by the month on every other sheet, percentages as formatted shares of one.
    """
    other = bool(number % 2)
    periods: tuple[object, ...] = MONTHS if other and measure.kind == "count" else QUARTERS
    own: list[float] = [*_figures(measure.level, len(periods), chance)]
    if other and measure.kind == "percentage":
        own = [value / 100 for value in own]
    rows: list[Line] = [
        (f"Line {n:02d} of the workload", *_figures(100 + n, len(periods), chance)) for n in range(TABLE_ROWS)
    ]
    rows[2] = (measure.label, *own)
    if measure.cases:
        rows[3] = (measure.cases, *_figures(400, len(periods), chance))
    head: list[Line] = [("Partner monitoring return",), ("All figures as at the end of the period",), ()]
    return f"Return {number + 1}", [*head, ("Indicator", *periods), *rows]


def _long(measure: Measure, chance: Random) -> tuple[str, list[Line]]:
    """A sheet of a row a figure: the indicator's, then those of measures that are not in the report."""
    names = [measure.label, *(f"Workload series {n:02d}" for n in range(1, 12))]
    figures = _figures(measure.level, LONG_ROWS, chance)
    keys = islice(product(names, QUARTERS), LONG_ROWS)
    rows = [
        (name, COUNTY, period, value, 400 + n % 7 if measure.cases else None, "final")
        for n, ((name, period), value) in enumerate(zip(keys, figures, strict=True))
    ]
    return f"Extract {measure.label}", [("Measure", "Area", "Quarter", "Value", "Base", "State"), *rows]


def _figures(level: float, count: int, chance: Random) -> list[int]:
    """Whole numbers about a level, with a slow drift."""
    drift = chance.uniform(-0.2, 0.2)
    return [max(1, round(level * (1 + drift * n / count + chance.gauss(0, 0.04)))) for n in range(count)]


# -------------------------------------------------------------------------------- writing


def make(home: Path) -> None:
    """Write the project into a folder."""
    inputs = home / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    _write(inputs / "report.xlsx", definition())
    for name, sheets in returns(Random(SEED)).items():  # noqa: S311  figures, not secrets
        _write(inputs / name, sheets)


def _write(path: Path, sheets: dict[str, list[Line]]) -> None:
    """With the size of each sheet, as Excel does: openpyxl's quicker mode leaves it out."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float)):
            cell.number_format = "0%"
    book.save(path)


if __name__ == "__main__":
    make(Path(sys.argv[1]))

"""The nouns that pass from stage to stage. All are frozen: a stage makes new ones, it changes none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from report_builder.periods import FINANCIAL_YEAR_START, Period, SingleYear, Span, Style
from report_builder.problems import Problem

# --------------------------------------------------------------------------------- places


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A place in a workbook. `ref` is an address, or several joined by '+' where they are added."""

    workbook: str
    sheet: str
    ref: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.workbook, self.sheet, self.ref) if part)


# ----------------------------------------------------------------------------- definition


class Kind(StrEnum):
    """What the value of an indicator is."""

    COUNT = "count"
    RATE = "rate"
    PERCENTAGE = "percentage"
    SURVEY = "survey"
    RATIO = "ratio"
    MEAN = "mean"
    REDUCTION = "percentage reduction"
    INDEX = "index"


PERCENTAGES = frozenset({Kind.PERCENTAGE, Kind.SURVEY, Kind.REDUCTION})


class Better(StrEnum):
    """Which way an indicator should move (its polarity)."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"
    REPORTING = "reporting"
    RANGE = "range"


class Frequency(StrEnum):
    """How often a value is reported."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The length of one period, in months."""
        return {"month": 1, "quarter": 3, "year": 12}[self.value]


class Basis(StrEnum):
    """Which months one value covers."""

    DISCRETE = "discrete"
    CUMULATIVE = "cumulative"
    ROLLING = "rolling 12 months"
    ANNUAL = "annual"


class TargetKind(StrEnum):
    """How a value meets its target."""

    LEVEL = "level"
    AT_MOST = "at most"
    AT_LEAST = "at least"
    RANGE = "range"
    REDUCTION = "reduction"
    PROFILE = "profile"


class Lead(StrEnum):
    """Which comparison the commentary leads with."""

    PREVIOUS = "previous"
    YEAR_AGO = "same period last year"
    AUTO = "auto"


class Seasonal(StrEnum):
    """Whether an indicator goes up and down with the time of year."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """What a person must know of a value before it is quoted (data status)."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    REVISED = "revised"
    ILLUSTRATIVE = "illustrative"
    UNRELIABLE = "low reliability"
    FIRST = "first figure"
    DISCONTINUED = "discontinued"
    BREAK = "series break"


class Row(BaseModel):
    """A row of a sheet of the definition; `cells` says where each of its fields was typed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    cells: Mapping[str, Cell] = {}

    def cell(self, field_name: str) -> tuple[Cell, ...]:
        """The cell that a field was typed in, as a basis: empty where it was left to its default."""
        return (self.cells[field_name],) if field_name in self.cells else ()


class Settings(Row):
    """The sheet `report`: what the paper is and how it is led."""

    board: str
    title: str
    meeting_date: date
    period: Period
    subject: str = ""
    organisation: str = ""
    author: str = ""
    contact: tuple[str, ...] = ()
    agenda_item: str = ""
    introduction: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    house: str = "committee"
    accepted: tuple[str, ...] = ()
    style: Style = Style.COMMITTEE
    lead: Lead = Lead.PREVIOUS


class Priority(Row):
    """A row of the sheet `priorities`: one heading of the report."""

    id: str
    heading: str
    order: float | None = Field(default=None, strict=True)
    text: str = ""


class Indicator(Row):
    """A row of the sheet `indicators`: what is measured and how it may be spoken of."""

    id: str
    priority: str
    name: str
    singular: str = ""
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    kind: Kind = Kind.COUNT
    statement: str = ""
    baseline: str = ""
    unit: str = ""
    per: int | None = Field(default=None, gt=0)
    decimals: int | None = Field(default=None, ge=0, le=6)
    can_be_negative: bool = False
    better: Better = Better.NEITHER
    low: float | None = None
    high: float | None = None
    frequency: Frequency = Frequency.QUARTER
    basis: Basis = Basis.DISCRETE
    seasonal: Seasonal = Seasonal.UNKNOWN
    design_effect: float | None = Field(default=None, ge=1)
    waves_overlap: bool = False
    materiality: float | None = Field(default=None, ge=0)
    flagged: bool = False
    target: float | None = None
    target_kind: TargetKind | None = None
    target_period: Period | None = None
    profile: tuple[float, ...] = ()
    tolerance: float | None = Field(default=None, ge=0)
    part_of: str = ""
    scope: str = ""
    comparator_set: str = ""
    suppress_below: float | None = Field(default=None, ge=0)
    owner: str = ""
    expected_by: int | None = Field(default=None, ge=0)
    charts: tuple[Literal["trend", "districts", "peers", "none"], ...] = ("trend",)

    @property
    def label(self) -> str:
        """The name for tables and charts."""
        return self.short_name or self.name

    @property
    def is_percentage(self) -> bool:
        """Whether values are percentages."""
        return self.kind in PERCENTAGES

    @property
    def months(self) -> int:
        """The length of the periods that values are reported for, in months."""
        return Frequency.YEAR.months if self.basis is Basis.ANNUAL else self.frequency.months

    @property
    def may_be_seasonal(self) -> bool:
        """Whether it may go up and down with the time of year: what is not known counts as yes."""
        return self.months < Frequency.YEAR.months and self.seasonal is not Seasonal.NO

    def own_period(self, period: Period) -> Period:
        """The period of the indicator's own kind that ends no later than the given one does."""
        if self.basis is Basis.ROLLING:
            return period.twelve_months()
        if self.basis is Basis.CUMULATIVE:
            months = (period.last - FINANCIAL_YEAR_START + 1) % Frequency.YEAR.months + 1
            return Period(period.last, months, Span.TO_DATE)
        if self.months == Frequency.YEAR.months:
            return period.financial_year()
        return Period(period.last - (period.last + 1) % self.months, self.months)


class AreaKind(StrEnum):
    """What part an area plays in the report."""

    SUBJECT = "subject"
    DISTRICT = "district"
    COMPARATOR = "comparator"


class Area(Row):
    """A row of the sheet `areas`. A comparator belongs to one or more named sets."""

    name: str
    kind: AreaKind
    sets: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class Population(Row):
    """The population of an area in a year, typed beside it in the sheet `areas`."""

    area: str
    year: int
    value: float = Field(gt=0)


class Source(Row):
    """A row of the sheet `sources`: where an indicator stands when that is not seen by itself."""

    indicator: str
    workbook: str
    sheet: str = ""
    layout: str = ""
    row_filter: tuple[tuple[str, str], ...] = ()
    value_column: str = ""
    area_column: str = ""
    period_column: str = ""
    years: SingleYear | None = None


class Note(Row):
    """A row of the sheet `notes`: what only an officer can know, or a fact about some values."""

    indicator: str = ""
    priority: str = ""
    area: str = ""
    first: Period | None = None
    last: Period | None = None
    status: Status | None = None
    text: str = ""
    adviser: str = ""


class Definition(BaseModel):
    """The whole of `inputs/report.xlsx`, read and checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    workbook: str
    settings: Settings
    priorities: tuple[Priority, ...]
    indicators: tuple[Indicator, ...]
    areas: tuple[Area, ...]
    populations: tuple[Population, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def subject(self) -> Area:
        """The area the report is about."""
        return next(area for area in self.areas if area.kind is AreaKind.SUBJECT)

    def districts(self) -> tuple[Area, ...]:
        """The districts of the subject, in the order of the definition."""
        return tuple(area for area in self.areas if area.kind is AreaKind.DISTRICT)

    def comparators(self, name: str) -> tuple[Area, ...]:
        """The other members of a comparator set."""
        return tuple(area for area in self.areas if name and name in area.sets)


POPULATION = "population"
"""The reserved indicator whose values are the populations of areas."""

BLANK_RETURN = ("Indicator", "Area", "Period", "Value", "Status", "Note")
"""The headings of the form that agencies fill in."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""

TO_FILL_IN = {
    "board": "NAME OF THE BOARD",
    "organisation": "NAME OF THE COUNCIL",
    "author": "ROLE OF THE AUTHOR",
}
"""What a drafted definition holds where no return can say it, by setting."""

BLANK_RETURN_LISTS = "lists"
"""The hidden sheet of that form with the words that may be picked."""

PUBLISHED = "published"
"""The folder in `inputs` of what went out."""

OBSERVATION_COLUMNS = (
    "indicator", "area", "period", "value", "numerator", "denominator", "mark",
    "workbook", "sheet", "cell", "numerator_cell", "denominator_cell", "method",
)  # fmt: skip
"""The columns of the one frame that `returns` hands to `facts`: one row a value that arrived."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was read, before anything is made of it; `value` is None where `mark` stands for it.

    `part` says which column of the observations it is. A suppressed figure has no value but its mark.
    """

    indicator: str
    area: str
    period: Period
    part: Literal["value", "numerator", "denominator"]
    value: float | None
    mark: str
    status: Status
    cell: Cell

    @property
    def place(self) -> tuple[str, str, int, int, str]:
        """What it is a figure of. Twelve months that end alike are one, be they called rolling or a year."""
        return self.indicator, self.area, self.period.last, self.period.months, self.part


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that the report for `report` gave, and what stands there now: None where nothing does."""

    before: Figure
    now: Figure | None
    report: Period


# --------------------------------------------------------------------------------- survey


@dataclass(frozen=True, slots=True)
class Candidate:
    """A series found in the returns, which may become an indicator.

    `label` is how a return writes it, `place` the cell of that, `about` what headings and titles say with
    it. `areas` are those that it has figures of, none where no area is named. `apart` is how many months
    lie between periods that are named by one month each. `cells` are the places of its figures, as said in
    a fault; `decimals` are those of the figures as they are printed, percentages times 100. `why` says
    how it was taken for an indicator, where that was assumed; `source` where it has to be pointed at.
    """

    label: str
    place: Cell
    about: str
    areas: tuple[str, ...]
    periods: tuple[Period, ...]
    apart: int
    decimals: int
    percentages: bool
    negative: bool
    cells: frozenset[str]
    why: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class CandidateArea:
    """An area found in the returns: its part in the report, its other names, and how that was told."""

    name: str
    kind: AreaKind
    place: Cell
    aliases: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Survey:
    """What was found in returns without a definition.

    `left_out` are the places that were not taken over, each with the reason as a sentence.
    """

    candidates: tuple[Candidate, ...]
    areas: tuple[CandidateArea, ...]
    left_out: tuple[tuple[str, str], ...] = ()


# ---------------------------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds of `rules.toml`, with the values that are shipped."""

    percent_from_base: float = 50
    unchanged_below_percent: float = 0.5
    multiple_from_percent: float = 100
    percentage_from_cases: float = 20
    points_from_cases: float = 50
    fraction_below_cases: float = 100
    likely_below_percent: float = 5
    clear_below_percent: float = 0.2
    chance_from_cases: float = 6
    dispersion_from_figures: float = 8
    smallest_cohort: float = 30
    material_percent: float = 5
    material_points: float = 1
    material_survey_points: float = 2
    stable_from_figures: float = 8
    stable_from_years: float = 5
    control_from_figures: float = 12
    control_spread: float = 2.66
    control_run: float = 7
    control_smallest_mean: float = 5
    trend_from_years: float = 5
    trend_from_figures: float = 8
    trend_from_seasons: float = 3
    trend_below_percent: float = 5
    streak_from_changes: float = 3
    extreme_from_figures: float = 8
    range_from_figures: float = 5
    exception_from_score: float = 4
    sentences: float = 3
    exception_sentences: float = 5


@dataclass(frozen=True, slots=True)
class Options:
    """What a house chooses in `house.toml`: its charts, and the words of a blank last page, if any."""

    charts: Literal["pictures", "native"] = "pictures"
    blank_last_page: str = ""


class Unit(StrEnum):
    """What a fact's value counts; it decides how the value is written."""

    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    POINTS = "percentage points"
    TIMES = "times"
    ORDINAL = "ordinal"
    INDICATORS = "indicators"
    TEXT = "text"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, the tags that may be said of it, and the cells it rests on.

    `value` is None where a value was looked for and is not there; its tags then say why.
    `method` names an entry of the method list, `parts` the facts it was worked out from,
    in the order in which the method takes them.
    """

    id: str
    method: str
    value: float | str | None
    unit: Unit
    indicator: str = ""
    area: str = ""
    period: Period | None = None
    decimals: int = 0
    tags: Mapping[str, str] = field(default_factory=dict)
    basis: tuple[Cell, ...] = ()
    parts: tuple[Fact, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


@dataclass(frozen=True)
class IndicatorFacts:
    """What is known of one indicator: facts by the part they play ('latest', 'change'), and in groups.

    The groups are 'series' (the subject's values), 'trend' (its rolling twelve months),
    'districts' and 'peers'.
    """

    indicator: Indicator
    roles: Mapping[str, Fact]
    groups: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """What may be said of its leading change, in one of six words."""
        return str(self.roles["verdict"].value) if "verdict" in self.roles else "not assessed"

    @property
    def score(self) -> float:
        """How much it asks for a board's attention."""
        score = self.roles.get("score")
        return float(score.value) if score and isinstance(score.value, int | float) else 0.0

    @property
    def gain(self) -> float:
        """The same for an improvement."""
        gain = self.roles.get("gain")
        return float(gain.value) if gain and isinstance(gain.value, int | float) else 0.0

    @property
    def is_strong_gain(self) -> bool:
        """Whether it would be an exception, had it gone the other way."""
        return "gain" in self.roles and self.roles["gain"].tags["strong"] == "yes"

    @property
    def is_exception(self) -> bool:
        """Whether it stands first in its priority, and in the summary."""
        return "score" in self.roles and self.roles["score"].tags["exception"] == "yes"

    def __contains__(self, role: str) -> bool:
        return role in self.roles

    def __getitem__(self, role: str) -> Fact:
        return self.roles[role]


@dataclass(frozen=True)
class Facts:
    """All facts of a report, by id, and the part they play in each indicator."""

    by_id: Mapping[str, Fact]
    indicators: tuple[IndicatorFacts, ...]
    report: Mapping[str, Fact]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.by_id.values())

    def __getitem__(self, fact_id: str) -> Fact:
        return self.by_id[fact_id]


# ------------------------------------------------------------------------------ narrative


PARAGRAPH_REFERENCE = "paragraph / "
"""Spans that refer to a paragraph name no fact but the id of the paragraph after this."""


@dataclass(frozen=True, slots=True)
class Words:
    """The run of a sentence, from `start` up to `end`, that is a fact."""

    start: int
    end: int
    fact: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Finished text. `spans` say which words are a fact, `because` which facts license the rest.

    `phrase` is the phrase that was chosen, `tags` what chose it: "test.strength = clear".
    """

    text: str
    spans: tuple[Words, ...] = ()
    because: tuple[str, ...] = ()
    phrase: str = ""
    tags: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Point:
    """One mark of a picture: the fact, its place on the axis and how its value is written."""

    fact: str
    label: str
    value: float | None
    text: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several small charts on one scale: an area, its points, and the two limits that chance gives it.

    `side` says where the newest point lies to these: "above", "below" or "".
    """

    name: str
    points: tuple[Point, ...]
    limits: tuple[Point, ...] = ()
    side: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A planned picture: what is drawn, and the words that go with it.

    `points` are drawn in order, left to right or top to bottom; `emphasis` is the fact that stands out,
    `compared` the one that it is compared with.
    `references` are a line across (a target), or the two ends of a band (an expected range), `aim` what
    they are called. `panels` are small charts on one scale, each with the `points` of the whole beside it.
    """

    id: str
    kind: str
    title: Sentence
    subtitle: Sentence
    alt: Sentence
    points: tuple[Point, ...]
    references: tuple[Point, ...] = ()
    panels: tuple[Panel, ...] = ()
    emphasis: str = ""
    compared: str = ""
    axis: str = ""
    aim: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of the facts that are drawn."""
        panels = (point for panel in self.panels for point in (*panel.points, *panel.limits))
        return tuple(point.fact for point in (*self.points, *self.references, *panels))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph. `id` stays the same from build to build; `number` is as Word prints it.

    `pictures` stand below it; `elsewhere` are the ids of those in an appendix that show what it tells of.
    """

    id: str
    number: str
    sentences: tuple[Sentence, ...]
    pictures: tuple[Picture, ...] = ()
    elsewhere: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentences as they are printed."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the numbered paragraphs under it."""

    id: str
    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class DashboardRow:
    """An indicator in Appendix 1: its cells as sentences, its trend picture, target status and verdict.

    `year_verdict` is that on the twelve months, '' where there is none.
    """

    indicator: str
    cells: Mapping[str, Sentence]
    trend: Picture | None
    target: Literal["met", "near", "missed", "none", "unknown"]
    verdict: str
    year_verdict: str = ""


@dataclass(frozen=True, slots=True)
class DashboardGroup:
    """The rows of one priority."""

    heading: str
    rows: tuple[DashboardRow, ...]


@dataclass(frozen=True, slots=True)
class Narrative:
    """Every word of the report. `order` are the ids of the paragraphs as the template prints them.

    `tally` are the counts at the head of the dashboard: of each verdict, of targets met, near and missed.
    """

    settings: Settings
    introduction: Section
    summary: Section
    priorities: tuple[Section, ...]
    recommendations: Section
    dashboard: tuple[DashboardGroup, ...]
    comparisons: tuple[Picture, ...]
    method: Section
    tally: Mapping[str, Sentence] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    def sections(self) -> tuple[Section, ...]:
        """The numbered sections in the order they are printed."""
        places = {key: place for place, key in enumerate(self.order)}
        found = (self.introduction, self.summary, *self.priorities, self.recommendations, self.method)
        return tuple(
            sorted(found, key=lambda each: min((places.get(p.id, 0) for p in each.paragraphs), default=0))
        )

    def paragraphs(self) -> Iterator[Paragraph]:
        """The numbered paragraphs in the order they are printed."""
        return (paragraph for section in self.sections() for paragraph in section.paragraphs)

    def pictures(self) -> Iterator[Picture]:
        """Every picture that has to be drawn."""
        for paragraph in self.paragraphs():
            yield from paragraph.pictures
        for group in self.dashboard:
            yield from (row.trend for row in group.rows if row.trend)
        yield from self.comparisons


# --------------------------------------------------------------------------------- output


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture on paper: its bytes as PNG and SVG, and its printed width and height in centimetres.

    `axis` are the ends and the step of its scale of values, `colours` those of the subject, of reference
    lines and of everything else: a chart of Word's own is made of these.
    """

    picture: Picture
    png: bytes
    svg: bytes
    width: float
    height: float
    axis: tuple[float, float, float] | None = None
    colours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """What a finished paper holds, counted: so can a PDF be held against the Word file.

    `headings` are their levels in order, `figures` the alternative texts in order; `rasters` are the
    pictures made of dots for which there is no drawing.
    """

    title: str
    language: str
    headings: tuple[int, ...]
    tables: int
    header_cells: int
    figures: tuple[str, ...]
    rasters: int


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, and what a person should look at."""

    document: Path
    written: tuple[Path, ...]
    narrative: Narrative
    attention: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing wrote, and the record of it: how many figures it holds, in which edition.

    `is_new` is False where the record held the same already and was left as it was.
    """

    built: Built
    record: Path
    period: Period
    figures: int
    edition: int
    is_new: bool


# ------------------------------------------------------------------------------- arrivals


@dataclass(frozen=True, slots=True)
class Arrival:
    """An indicator and a file that it comes from; `file` is empty where no file is known.

    `reached` is the newest period with a figure in the file. `missing` are the periods from the newest
    there is up to the one that is due, `lacking` the areas without them where others have them, `said` what
    the return says in place of the figure. `late` is how many days have gone since `expected`, below zero
    where it is still to come; None where nothing is missing or no day is set. `changed` counts the figures
    that differ from what was published; `doubts` are the faults and doubts about the indicator in the file.
    """

    indicator: str
    label: str
    owner: str
    file: str
    arrived: Literal["yes", "no", "in part"]
    reached: Period | None
    missing: tuple[Period, ...]
    lacking: tuple[str, ...]
    said: str
    expected: date | None
    late: int | None
    changed: int = 0
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What an owner is asked, as the text of an e-mail. `owner` is empty where none is named."""

    owner: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What has arrived: a row for each indicator and file, the files of none, and the queries."""

    rows: tuple[Arrival, ...]
    idle: tuple[str, ...]
    queries: tuple[Query, ...]

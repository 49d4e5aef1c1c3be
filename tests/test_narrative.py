"""What holds of the commentary whatever the figures: over projects drawn at random, through the real engine."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, Project
from test_report import check_words, sentences_of, text_of

from report_builder import evidence, facts, pipeline
from report_builder.facts.measures.verdict import VERDICTS
from report_builder.model import PARAGRAPH_REFERENCE, Fact, IndicatorFacts, Narrative, Sentence
from report_builder.wording import value_of

QUARTERS = [
    f"Q{q} {y}" for y in ("2012/13", "2013/14", "2014/15", "2015/16", "2016/17") for q in (1, 2, 3, 4)
][:18]
KINDS = (
    "count",
    "count",
    "count",
    "percentage",
    "survey",
    "ratio",
    "rate",
    "percentage reduction",
    "mean",
    "index",
)
BETTER = ("lower", "higher", "neither", "reporting", "range")
RESERVED = {
    "trend": {"trend"},
    "stable": {"stable", "verdict"},
    "levelled off": {"levelling"},
    "consecutive": {"streak"},
    "lowest": {"extreme", "rank", "lowest"},
    "highest": {"extreme", "rank", "highest"},
}
"""Words that only a fact of one of these methods may license."""

BANNED = (
    "significant", "record ", "encouraging", "disappointing", "due to", "because", "driven by", "resulted in", "only ",
    "soared", "plunged", "unfortunately",
)  # fmt: skip
DIRECTIONS = re.compile(
    r"\b(more|fewer|higher|lower|up|down|increase|reduction|rise|fall|rose|fell|double|half|improved|worsened)\b"
)


def drawn(seed: int, project: Project) -> Project:
    """A project of ten indicators with anything that may be set, and figures from a walk with gaps."""
    draw = random.Random(seed)  # noqa: S311  no secret
    heads = (
        "id", "priority", "name", "kind", "better", "range low", "range high", "seasonal", "target", "target kind",
        "tolerance", "unit", "statement", "baseline", "suppress below", "part of", "denominator", "frequency",
        "basis", "materiality", "flagged", "comparator set", "decimals",
    )  # fmt: skip
    rows: list[dict[str, str]] = []
    figures: list[dict[str, str]] = []
    for n in range(10):
        kind = draw.choice(KINDS)
        typed = dict.fromkeys(heads, "")
        typed |= {
            "id": f"i{n}",
            "priority": draw.choice(("crime", "harm")),
            "name": f"measure {n}",
            "kind": kind,
        }
        typed |= {"better": draw.choice(BETTER), "range low": "20", "range high": "60"}
        typed |= {
            "seasonal": draw.choice(("yes", "no", "unknown")),
            "flagged": draw.choice(("yes", "no", "no", "")),
        }
        if draw.random() < 0.4:
            typed |= {"target": str(draw.randint(10, 90)), "tolerance": draw.choice(("", "2"))}
            typed["target kind"] = draw.choice(("", "at most", "at least", "level", "reduction"))
        if kind in ("percentage", "survey") and draw.random() < 0.7:
            typed |= {"denominator": f"cases {n}", "statement": draw.choice(("were completed", ""))}
        if kind == "survey":
            typed["statement"] = "felt safe"
        if kind == "count" and draw.random() < 0.3:
            typed["suppress below"] = "5"
        if kind == "count" and n and draw.random() < 0.2:
            typed["part of"] = draw.choice([row["id"] for row in rows])
        rows.append(typed)
        figures += _series(draw, n, kind, has_cases=bool(typed["denominator"]))
    project.define(
        priorities="| id | heading |\n| crime | Less crime |\n| harm | Less harm |",
        indicators=_table(rows),
    ).setting("lead", draw.choice(("previous", "same period last year", "auto")))
    return project.returns(_table(figures))


def _series(draw: random.Random, n: int, kind: str, *, has_cases: bool) -> list[dict[str, str]]:
    level = (
        draw.choice((0, 2, 8, 30, 90, 400, 9000))
        if kind in ("count", "index", "mean")
        else draw.randint(3, 95)
    )
    drift = draw.choice((0, 0, 0.05, -0.06, 0.3))
    row, sizes = {"Measure": f"measure {n}"}, {"Measure": f"cases {n}"}
    start = draw.choice((0, 0, 10, 15, 16, 17))
    for i, quarter in enumerate(QUARTERS):
        value = max(0.0, level * (1 + drift) ** i * draw.uniform(0.85, 1.15))
        if kind not in ("count", "index", "mean"):
            value = min(value, 99.0)
        shown = f"{value:.0f}" if kind == "count" else f"{value:.1f}"
        mark = draw.random()
        gap = draw.choice(("..", "[c]", "TBC", f"'{shown} [p]")) if mark < 0.06 else shown
        row[quarter] = gap if i >= start else ""
        sizes[quarter] = str(draw.randint(4, 900)) if i >= start else ""
    return [row, sizes] if has_cases else [row]


def _table(rows: list[dict[str, str]]) -> str:
    heads = list(rows[0])
    lines = [heads, *[[row.get(head, "") for head in heads] for row in rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


SEEDS = range(24)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[pipeline.Told]:
    found = []
    for seed in SEEDS:
        project = drawn(seed, Project(tmp_path_factory.mktemp("drawn") / str(seed)))
        faults = [each for each in pipeline.check(project.home) if each.fatal]
        if not faults:
            found.append(pipeline.tell(project.home))
        else:
            assert {each.code for each in faults} <= {"percentage-unclear", "no-data-for-period"}, faults
    assert len(found) > len(SEEDS) // 2
    return [*found, pipeline.tell(ROOT)]


def _commentary(told: Narrative) -> list[Sentence]:
    sections = (told.summary, *told.priorities)
    return [each for section in sections for paragraph in section.paragraphs for each in paragraph.sentences]


def test_verdicts_add_up_and_each_indicator_has_one(reports: list[pipeline.Told]) -> None:
    for told in reports:
        held = {name: fact.value for name, fact in told.facts.report.items()}
        counted = Counter(each.verdict for each in told.facts.indicators)
        assert set(counted) <= set(VERDICTS)
        assert {name: held[name.replace(" ", "_")] for name in VERDICTS} == {n: counted[n] for n in VERDICTS}
        assert sum(counted.values()) == held["indicators"]


def test_every_digit_carries_a_fact(reports: list[pipeline.Told]) -> None:
    for told in reports:
        check_words(told)


def test_every_direction_word_and_rank_carries_a_fact(reports: list[pipeline.Told]) -> None:
    for told in reports:
        for sentence in _commentary(told.narrative):
            if DIRECTIONS.search(sentence.text) and not _is_typed(sentence):
                assert sentence.because or sentence.spans, sentence.text


def test_no_reserved_word_without_its_fact(reports: list[pipeline.Told]) -> None:
    for told in reports:
        for sentence in _commentary(told.narrative):
            for word, methods in RESERVED.items():
                if re.search(rf"\b{word}\b", sentence.text) and not _is_typed(sentence):
                    used = {fact.method for fact in _facts(sentence, told)}
                    assert used & methods, f"{word}: {sentence.text}"


def test_no_banned_word_and_no_cause_without_a_note(reports: list[pipeline.Told]) -> None:
    for told in reports:
        for sentence in _commentary(told.narrative):
            if not _is_typed(sentence):
                found = [word for word in BANNED if word in f"{sentence.text.casefold()} "]
                assert found in ([], ["only "]), sentence.text
                assert "only " not in found or "the only indicator" in sentence.text.casefold()


def _is_typed(sentence: Sentence) -> bool:
    """Whether the words are a person's: a paragraph of the definition, officers' advice, a reason."""
    return not sentence.phrase or sentence.phrase.startswith(("advice", "break"))


def _facts(sentence: Sentence, told: pipeline.Told) -> list[Fact]:
    ids = [*sentence.because, *(span.fact for span in sentence.spans)]
    return [told.facts[each] for each in ids if not each.startswith(PARAGRAPH_REFERENCE)]


def test_a_movement_is_claimed_only_where_the_evidence_holds(reports: list[pipeline.Told]) -> None:
    """Improved and worsened need a change that matters, and one that chance does not give or none can test."""
    for told in reports:
        for each in told.facts.indicators:
            if each.verdict in ("improved", "worsened", "changed") and each.indicator.better != "range":
                test = each["base.test"]
                assert test.tags["material"] == "yes"
                assert test.tags["strength"] in ("likely", "clear", "untested")
                assert test.tags["why"] != "few"


def test_the_sentences_of_an_indicator_are_as_many_as_allowed(reports: list[pipeline.Told]) -> None:
    """Three, and five where it stands out; more only of what must be said."""
    for told in reports:
        paragraphs = {paragraph.id: paragraph for paragraph in told.narrative.paragraphs()}
        for each in told.facts.indicators:
            if each.indicator.id in paragraphs:
                said = [
                    s for s in paragraphs[each.indicator.id].sentences if not s.phrase.startswith("advice")
                ]
                must = [s for s in said if s.phrase.split(" ")[0] in MUST]
                allowed = 5 if each.is_exception or each.is_strong_gain else 3
                assert len(said) <= max(allowed, len(must)), [s.text for s in said]


MUST = (
    "change", "alone", "skipped", "revised", "reliability", "break", "resumes_in", "missing", "partial", "rest",
    "strength", "untested", "reporting",
)  # fmt: skip


def test_no_sentence_has_more_than_five_figures(reports: list[pipeline.Told]) -> None:
    """Names of periods are no figures, nor is what a rate is per."""
    for told in reports:
        for sentence in _commentary(told.narrative):
            if sentence.phrase.startswith(("summary", "tally", "lead", "calm")) or _is_typed(sentence):
                continue
            figures = {
                span.fact
                for span in sentence.spans
                if (fact := told.facts.by_id.get(span.fact))
                and isinstance(fact.value, int | float)
                and value_of(fact, unsigned=True) in sentence.text[span.start : span.end]
            }
            assert len([each for each in figures if not each.endswith("/ per")]) <= 5, sentence.text


def test_displayed_figures_agree_with_each_other(reports: list[pipeline.Told]) -> None:
    """The printed difference is that of the printed figures."""
    for told in reports:
        for each in told.facts.indicators:
            for name in ("base", "year_ago", "rolling_before"):
                change = each.roles.get(f"{name}.change")
                if change is not None:
                    later, earlier = change.parts[:2]
                    shown = _shown(later) - _shown(earlier)
                    assert abs(abs(_shown(change)) - abs(shown)) < 1e-9, change.id


def _shown(fact: Fact) -> float:
    digits = re.sub(r"[^\d.-]", "", value_of(fact).replace("minus ", "-").split(" ")[0] or "0")
    return (
        float(digits) if "minus" not in value_of(fact) else -abs(float(re.sub(r"[^\d.]", "", value_of(fact))))
    )


def test_a_figure_is_the_same_in_words_table_chart_and_alternative_text(reports: list[pipeline.Told]) -> None:
    for told in reports:
        printed: dict[str, set[str]] = {}
        for sentence in sentences_of(told.narrative):
            for span in sentence.spans:
                fact = told.facts.by_id.get(span.fact)
                if fact and isinstance(fact.value, int | float):
                    text = sentence.text[span.start : span.end].replace("\N{NO-BREAK SPACE}", " ")
                    if value_of(fact, unsigned=True) == text:
                        printed.setdefault(span.fact, set()).add(text)
        for picture in told.narrative.pictures():
            for point in picture.points:
                if point.value is not None and point.fact in printed:
                    printed[point.fact].add(point.text)
        assert printed
        assert not {fact: texts for fact, texts in printed.items() if len(texts) > 1}


def test_the_same_inputs_give_the_same_text(tmp_path: Path) -> None:
    texts = [text_of(pipeline.tell(drawn(3, Project(tmp_path / name)).home).narrative) for name in "ab"]
    assert texts[0] == texts[1]


def test_no_three_paragraphs_in_a_row_begin_alike(reports: list[pipeline.Told]) -> None:
    """Where the words allow it: a count may begin with its number or with its period."""
    for told in reports:
        for section in told.narrative.priorities:
            counts = [p for p in section.paragraphs if _is_count(p.id, told.facts.indicators)]
            opened = [p.text.split(" ")[0] for p in counts]
            runs = [opened[i : i + 3] for i in range(len(opened) - 2)]
            following = [counts[i : i + 3] for i in range(len(opened) - 2)]
            for words, three in zip(runs, following, strict=True):
                is_next = int(three[2].number) - int(three[0].number) == 2
                assert not (is_next and set(words) == {"There"}), [p.text for p in three]


def _is_count(paragraph: str, indicators: tuple[IndicatorFacts, ...]) -> bool:
    return any(each.indicator.id == paragraph and each.indicator.kind == "count" for each in indicators)


def test_exceptions_stand_first_and_a_part_after_its_whole(reports: list[pipeline.Told]) -> None:
    for told in reports:
        place = {p.id: int(p.number) for p in told.narrative.paragraphs()}
        for priority in {each.indicator.priority for each in told.facts.indicators}:
            mine = [
                e
                for e in told.facts.indicators
                if e.indicator.priority == priority and e.indicator.id in place
            ]
            alone = [e for e in mine if not e.indicator.part_of and not _has_parts(e, mine)]
            worst = [place[e.indicator.id] for e in alone if e.is_exception]
            calm = [place[e.indicator.id] for e in alone if not e.is_exception]
            assert not worst or not calm or max(worst) < min(calm)
            for each in mine:
                if each.indicator.part_of in {e.indicator.id for e in mine}:
                    assert place[each.indicator.part_of] < place[each.indicator.id]


def _has_parts(whole: IndicatorFacts, among: list[IndicatorFacts]) -> bool:
    return any(each.indicator.part_of == whole.indicator.id for each in among)


def test_every_sentence_gives_its_phrase_its_tags_its_test_and_the_thresholds() -> None:
    told = pipeline.tell(ROOT)
    reasons = evidence.reasons(told.narrative, told.facts, facts.METHODS)
    strength = [each for each in reasons if each.phrase.startswith("strength")]
    assert len(strength) > 5
    for reason in strength:
        assert any(tag.startswith("test.claim = ") for tag in reason.tags)
        [test] = [each for each in reason.tests if "/ test against " in each.fact]
        assert test.method in facts.METHODS.values()
        assert {"likely_below_percent", "clear_below_percent"} <= set(reason.thresholds)
        assert len(test.numbers) >= 3


# ------------------------------------------------------------------------------- small numbers


SMALL = """
| id    | priority | name       | kind  | suppress below | part of | charts           | per  |
| theft | crime    | thefts     | count |                |         | trend; districts | 1000 |
| young | crime    | young ones | count | 5              | theft   | trend; districts | 1000 |
| old   | crime    | old ones   | count | 5              | theft   | trend            | 1000 |
"""
SMALL_AREAS = """
| name    | kind     | population 2015 |
| Ashby   | subject  | 90000           |
| Northam | district | 40000           |
| Southam | district | 50000           |
"""
SMALL_RETURN = """
| Measure    | Area    | Q3 2015/16 | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 | 12 months to September 2016 |
| Thefts     | Ashby   | 80         | 81         | 82         | 83         |                             |
| Young ones | Ashby   | 61         | 62         | 63         | 79         | 265                         |
| Young ones | Northam | 30         | 31         | 32         | 76         |                             |
| Young ones | Southam | 31         | 31         | 31         | 3          |                             |
| Old ones   | Ashby   | 19         | 19         | 19         | 4          | 61                          |
"""


def test_a_small_number_is_hidden_everywhere_and_so_is_what_would_give_it_away(project: Project) -> None:
    project.define(indicators=SMALL, areas=SMALL_AREAS).returns(SMALL_RETURN)
    told = pipeline.tell(project.home)
    hidden = {
        "old / Ashby / Q2 2016/17 / value": "small",  # 4
        "young / Southam / Q2 2016/17 / value": "small",  # 3
        "young / Northam / Q2 2016/17 / value": "secondary",  # the county less 76 is 3
        "young / Ashby / Q2 2016/17 / value": "secondary",  # thefts less 79 are 4
        "old / Ashby / 12 months to September 2016 / value": "secondary",  # less three quarters is 4
    }
    for name, why in hidden.items():
        assert (told.facts[name].value, told.facts[name].tags["hidden"]) == (None, why), name
        assert told.facts[name].basis, name
    assert "There were fewer than 5 old ones in Q2 2016/17." in text_of(told.narrative)
    assert "so that a small number cannot be worked out from it" in text_of(told.narrative)
    secret = ("4", "3", "76", "79", "61", "265")
    kept = {(f.indicator, f.value) for f in told.facts if f.indicator in ("young", "old") and f.known}
    assert not {value for _, value in kept if str(value) in [f"{each}.0" for each in ("4", "3", "76", "79")]}
    built = pipeline.build(project.home)
    told_in = built.document.with_suffix(".evidence.json").read_text(encoding="utf-8")
    for each in secret[2:4]:
        assert f'"{each}"' not in told_in
    drawn_points = [p for picture in told.narrative.pictures() for p in picture.points]
    assert not [p for p in drawn_points if p.value in (3, 4, 76, 79)]


def test_a_sum_of_small_months_is_shown(project: Project) -> None:
    """The months of a quarter are not printed: what counts is the quarter."""
    project.define(
        indicators="| id | priority | name | suppress below |\n| a | crime | thefts | 5 |"
    ).returns(
        "| Measure | Apr 2016 | May 2016 | Jun 2016 | Jul 2016 | Aug 2016 | Sep 2016 |\n| Thefts | 4 | 4 | 4 | 1 | 0 | 2 |"
    )
    text = text_of(pipeline.tell(project.home).narrative)
    assert "There were 12 thefts in Q1 2016/17" in text
    assert "There were fewer than 5 thefts in Q2 2016/17." in text


# ------------------------------------------------------------------------------------- styles


@pytest.mark.parametrize(
    ("style", "quarter", "year"),
    [
        ("committee", "in Q2 2016/17", "in 2015/16"),
        ("govuk", "in July to September 2016", "in 2015 to 2016"),
        ("ons", "in Quarter 2 (July to Sept) 2016", "in the year ending March 2016"),
    ],
)
def test_periods_are_written_in_the_style_of_the_house(
    project: Project, style: str, quarter: str, year: str
) -> None:
    project.setting("style", style).define(
        indicators="""
        | id | priority | name       | frequency | better |
        | a  | crime    | burglaries | quarter   | lower  |
        | b  | crime    | robberies  | year      | lower  |
        """
    ).returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | 123 |")
    project.returns("| Measure | 2014/15 | 2015/16 |\n| Robberies | 412 | 418 |", file="years.xlsx")
    text = text_of(pipeline.tell(project.home).narrative)
    assert f"There were 123 burglaries {quarter}, 6 more than" in text
    assert year in text


def test_an_accepted_recommendation_is_printed_with_its_paragraph(project: Project) -> None:
    project.define(
        indicators="""
        | id | priority | name       | better | target |
        | a  | crime    | burglaries | lower  | 100    |
        """
    ).returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 60 | 130 |")
    before = pipeline.tell(project.home)
    assert "consider" not in text_of(before.narrative)
    assert [each.code for each in before.doubts] == ["recommendation-offered"]
    project.setting("accepted", "consider a")
    told = pipeline.tell(project.home)
    number = next(p.number for p in told.narrative.paragraphs() if p.id == "a")
    assert f"That the Board considers the position on burglaries (paragraph {number})" in text_of(
        told.narrative
    )
    assert not told.doubts


@pytest.mark.parametrize(("figures", "offered"), [("90 | 80 | 85 | 70", True), ("90 | 100 | 85 | 70", False)])
def test_a_target_that_is_beaten_for_four_periods_is_offered_for_review(
    project: Project, figures: str, offered: bool
) -> None:
    project.define(
        indicators="| id | priority | name | better | target |\n| a | crime | burglaries | lower | 100 |"
    ).returns(f"| Measure | Q3 2015/16 | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | {figures} |")
    doubts = [str(each) for each in pipeline.tell(project.home).doubts]
    assert any("write “target a”" in each for each in doubts) == offered


# ------------------------------------------------------------------- what an independent reader tried


def said(project: Project, indicators: str, table: str, **sheets: str) -> str:
    """The commentary on a return."""
    project.define(indicators=indicators, **sheets).returns(table)
    return text_of(pipeline.tell(project.home).narrative)


def row(name: str, figures: list[int], last: str = "Q2 2016/17") -> str:
    """A return with one row of quarterly figures that ends with a quarter."""
    labels = [f"Q{q} {y}/{y % 100 + 1:02d}" for y in range(2008, 2017) for q in (1, 2, 3, 4)]
    held = labels[: labels.index(last) + 1][-len(figures) :]
    return f"| Measure | {' | '.join(held)} |\n| {name} | {' | '.join(map(str, figures))} |"


ONE = "| id | priority | name | better | seasonal | {} |\n| a | crime | offences | lower | no | {} |"


def test_a_rate_made_of_its_parts_is_per_so_many_people(project: Project) -> None:
    text = said(
        project,
        "| id | priority | name | kind | per | unit | numerator | denominator |\n| a | crime | rate | rate | 1000 | population | crimes | people |",
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Crimes | 200 | 300 |\n| People | 10000 | 10000 |",
    )
    assert "The rate was 30.0 per 1,000 population in Q2 2016/17" in text


def test_a_total_that_would_bring_a_second_hidden_figure_back_is_hidden_too(project: Project) -> None:
    project.setting("period", "Q4 2015/16").define(
        indicators="""
        | id | priority | name     | part of | suppress below |
        | w  | crime    | offences |         |                |
        | r  | crime    | rapes    | w       | 5              |
        | s  | crime    | assaults | w       |                |
        """
    ).returns(
        """
        | Measure  | Q1 2015/16 | Q2 2015/16 | Q3 2015/16 | Q4 2015/16 | 2015/16 |
        | Offences | 60         | 60         | 60         | 110        |         |
        | Rapes    | 20         | 3          | 20         | 20         |         |
        | Assaults | 40         | 57         | 40         | 90         | 227     |
        """
    )
    told = pipeline.tell(project.home)
    assert told.facts["s / Ashby / Q2 2015/16 / value"].value is None
    assert not [fact.id for fact in told.facts if fact.indicator == "s" and fact.value in (57, 227)]


def test_figures_to_date_whose_difference_is_small_are_not_both_shown(project: Project) -> None:
    project.define(
        indicators="| id | priority | name | basis | suppress below |\n| a | crime | thefts | cumulative | 5 |"
    ).returns("| Measure | April to June 2016 | April to September 2016 |\n| Thefts | 12 | 14 |")
    told = pipeline.tell(project.home)
    assert {fact.value for fact in told.facts if fact.indicator == "a" and fact.method == "read"} == {
        12,
        None,
    }


@pytest.mark.parametrize(("value", "cases"), [(75, 4), (5, 60)])
def test_a_percentage_of_few_cases_is_hidden_without_its_numerator(
    project: Project, value: int, cases: int
) -> None:
    text = said(
        project,
        "| id | priority | name | kind | denominator | suppress below |\n| a | crime | rate | percentage | cases | 5 |",
        f"| Measure | Q1 2016/17 | Q2 2016/17 |\n| Rate | 50 | {value} |\n| Cases | 600 | {cases} |",
    )
    assert "The Q2 2016/17 figure is a small number and is not shown." in text


def test_a_part_that_is_more_than_its_whole_is_not_assessed(project: Project) -> None:
    project.define(
        indicators="""
        | id | priority | name     | part of | better |
        | w  | crime    | offences |         | lower  |
        | r  | crime    | rapes    | w       | lower  |
        """
    ).returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Offences | 300 | 140 |\n| Rapes | 20 | 180 |")
    told = pipeline.tell(project.home)
    assert [each.verdict for each in told.facts.indicators] == ["not assessed", "not assessed"]
    assert "Of the 140" not in text_of(told.narrative)


def test_twelve_months_are_not_added_across_a_series_break(project: Project) -> None:
    text = said(
        project,
        ONE.format("target", 50),
        row("Offences", [160, 160, 160, 160, 170, 165, 180]),
        notes="| indicator | period | status | note |\n| a | Q4 2015/16 | series break | the rules changed |",
    )
    assert "12 months to September 2016" not in text


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (
            [560, 500, 450, 430, 400, 350, 300, 258, 190],
            "The change is larger than would be expected from chance alone.",
        ),
        ([258, 190], "The change is larger than would be expected from chance alone."),
    ],
)
def test_a_steady_fall_is_not_taken_for_noise(project: Project, figures: list[int], words: str) -> None:
    years = [f"{2015 - n}/{16 - n:02d}" for n in range(len(figures))][::-1]
    text = said(
        project,
        "| id | priority | name | better | frequency |\n| a | crime | entrants | lower | year |",
        f"| Measure | {' | '.join(years)} |\n| Entrants | {' | '.join(map(str, figures))} |",
    )
    assert words in text


@pytest.mark.parametrize(
    "figures",
    [
        [100, 120, 140, 160, 180, 200, 220, 240, 260, 230, 200, 170],
        [300, 290, 280, 270, 260, 250, 240, 230, 220, 210, 200, 320],
    ],
)
def test_no_trend_is_said_to_go_on_while_it_turns(project: Project, figures: list[int]) -> None:
    assert " trend since" not in said(project, ONE.format("owner", ""), row("Offences", figures))


def test_a_series_has_one_shape(project: Project) -> None:
    """A step is a step: no trend, and not outside its limits for ever."""
    text = said(project, ONE.format("owner", ""), row("Offences", [150] * 9 + [120] * 8))
    assert "The last 8 quarters have all been below the average of 150 for" in text
    assert " trend since" not in text
    assert "further below" not in text


def test_a_clear_change_on_the_year_is_said_as_one(project: Project) -> None:
    text = said(project, ONE.format("owner", ""), row("Offences", [300, 140, 150, 160, 170]))
    assert (
        "Against Q2 2015/16, the same period a year earlier, it is 130 fewer (300): a 43% reduction." in text
    )


def test_an_extreme_district_is_named_the_more_the_farther_it_lies(project: Project) -> None:
    areas = "| name | kind | population 2015 |\n| Ashby | subject | 70000 |\n" + "\n".join(
        f"| D{n} | district | 10000 |" for n in range(7)
    )
    for last in (200, 2000):
        rows = [("Ashby", 60 * 4 + last)] + [(f"D{n}", 40) for n in range(6)] + [("D6", last)]
        table = "| Offences | Q3 2015/16 | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n" + "\n".join(
            f"| {area} | " + " | ".join([str(total // 4)] * 4) + " |" for area, total in rows
        )
        project.define(
            indicators="| id | priority | name | charts |\n| a | crime | offences | trend; districts |",
            areas=areas,
        )
        (project.inputs / "police.xlsx").unlink(missing_ok=True)
        project.returns(table, sheet="Offences")
        told = pipeline.tell(project.home)
        assert [fact.area for fact in told.facts.indicators[0].groups["districts.above"]] == ["D6"]


def test_an_estimate_is_not_compared(project: Project) -> None:
    text = said(
        project,
        ONE.format("target", 100),
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Offences | 1000 | 1534 [e] |",
    )
    assert (
        "There were around 1,500 offences (estimated) in Q2 2016/17. The figure is an estimate, so no comparison has been made."
        in text
    )


def test_an_old_figure_has_no_status_to_its_target(project: Project) -> None:
    project.define(indicators=ONE.format("target", 90)).returns(
        "| Measure | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n| Offences | 140 | 150 | TBC |"
    )
    told = pipeline.tell(project.home)
    [group] = told.narrative.dashboard
    assert group.rows[0].target == "unknown"
    assert "missed the target" not in text_of(told.narrative)


def test_a_chart_does_not_say_more_than_the_text(project: Project) -> None:
    project.define(indicators=ONE.format("owner", "")).returns(
        "| Measure | Q1 2016/17 | Q2 2016/17 |\n| Offences | 10000 | 10300 |"
    )
    told = pipeline.tell(project.home)
    assert "were little changed" in text_of(told.narrative)
    assert [p.title.text for p in told.narrative.pictures() if p.kind == "trend"] == [
        "Offences showed no clear change"
    ]


def test_the_strength_stands_beside_its_change(project: Project) -> None:
    text = said(
        project,
        ONE.format("suppress below", 5),
        "| Measure | Q4 2015/16 | Q1 2016/17 | Q2 2016/17 |\n| Offences | 14 | 12 | 3 |",
    )
    assert (
        "A difference of this size is within the usual quarter-to-quarter variation. There were fewer than 5 offences in Q2 2016/17."
        in text
    )


def test_a_year_that_improved_and_one_that_did_not_are_told_apart(project: Project) -> None:
    labels = " | ".join(f"Q{q} {y}" for y in ("2014/15", "2015/16") for q in (1, 2, 3, 4))
    fell, rose = " | ".join(["150"] * 4 + ["100"] * 4), " | ".join(["50"] * 4 + ["100"] * 4)
    project.setting("period", "Q4 2015/16").returns(
        f"| Measure | {labels} |\n| Burglaries | {fell} |\n| Robberies | {rose} |"
    )
    summary = [each.text for each in pipeline.tell(project.home).narrative.summary.paragraphs]
    better, otherwise = (
        next(text for text in summary if f"There were 200 {way} in" in text)
        for way in ("fewer burglaries", "more robberies")
    )
    assert summary.index(better) + 1 == summary.index(otherwise)

"""The commands as a person types them."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Project

COMMANDS = ("new", "build", "publish", "check", "returns", "blank", "preview", "facts", "trace")


def run(*words: str, cwd: Path = ROOT, seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "report_builder", *words],
        capture_output=True, text=True, check=False, cwd=cwd, env={**_environment(), "PYTHONHASHSEED": seed},
    )  # fmt: skip


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "NO_COLOR": "1"}


def test_help_lists_the_commands() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_shows_an_example(command: str) -> None:
    assert f"Example: report-builder {command}" in run(command, "--help").stdout


def test_help_answers_without_the_heavy_libraries() -> None:
    script = (
        "import sys\nfrom report_builder.cli import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('pandas', 'matplotlib', 'numpy', 'docx', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_build_says_what_was_written_and_what_to_look_at(project: Project) -> None:
    project.returns("| Measure | Q2 2016/17 |\n| Burglaries | TBC |", file="second.xlsx")
    project.returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Robberies | 59 | 55 |\n| Burglaries | 3 | |")
    done = run("build", str(project.home))
    assert done.returncode == 0, done.stderr
    assert "Wrote" in done.stdout
    assert "Performance 2016-17 Q2.docx" in done.stdout
    assert "For a person to look at:" in done.stdout
    assert "“burglaries” has no figure for Q2 2016/17" in done.stdout
    assert done.stderr == ""


def test_a_fault_ends_with_one_and_no_traceback(project: Project) -> None:
    project.returns("| Measure | Q1 2016/17 | Q2 2016/17 |\n| Burglaries | 117 | lots |\n| Weather | 1 | 2 |")
    done = run("build", str(project.home))
    assert done.returncode == 1
    assert done.stderr.startswith("Fault: police.xlsx, Sheet1, C2: “lots” stands where a number is expected.")
    assert "Traceback" not in done.stderr
    assert not (project.home / "build").exists()


def test_many_faults_of_one_kind_are_counted(project: Project) -> None:
    quarters = [f"Q{q} {y}" for y in ("2013/14", "2014/15", "2015/16") for q in (1, 2, 3, 4)]
    cells = " | ".join(["lots"] * 12)
    project.returns(f"| Measure | {' | '.join(quarters)} |\n| Burglaries | {cells} |", file="second.xlsx")
    told = run("check", str(project.home)).stdout.splitlines()
    assert len([line for line in told if "“lots”" in line]) == 5
    assert "Fault: second.xlsx: and 7 more of the same kind." in told


def test_check_lists_faults_and_writes_nothing(project: Project) -> None:
    assert run("check", str(project.home)).stdout == "No faults. The report can be built.\n"
    project.setting("bord", "X")
    done = run("check", str(project.home))
    assert done.returncode == 1
    assert "“bord” is not a setting" in done.stdout
    assert sorted(path.name for path in project.home.iterdir()) == ["inputs"]


@pytest.mark.parametrize(
    "words",
    [
        ("build", "--perod", "x"),
        ("build", "--period", "never"),
        ("publish", "--out", "paper.pdf"),
        ("returns", "--on", "soon"),
        ("returns", "--on", "2016-13-01"),
        ("trace", "99"),
        ("trace", "x"),
        ("facts", "--indicator", "burglry"),
    ],
)
def test_misuse_ends_with_two(project: Project, words: tuple[str, ...]) -> None:
    done = run(*words, cwd=project.home)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_preview_prints_the_numbered_commentary(project: Project) -> None:
    done = run("preview", str(project.home))
    assert "There were 123 burglaries in Q2 2016/17, 6 more than in Q1 2016/17 (117)" in done.stdout
    assert not (project.home / "build").exists()


def test_trace_prints_words_facts_method_and_cells(project: Project) -> None:
    numbers = [
        line for line in run("preview", str(project.home)).stdout.splitlines() if "123 burglaries" in line
    ]
    done = run("trace", numbers[0].split(".")[0], str(project.home))
    assert "“a 5%”" in done.stdout
    assert "The difference as a percentage of the earlier figure." in done.stdout
    assert "police.xlsx, Sheet1, D4; police.xlsx, Sheet1, C4" in done.stdout


def test_facts_are_listed_and_filtered(project: Project) -> None:
    done = run("facts", str(project.home), "--indicator", "robbery", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["indicator"] for row in rows} == {"robbery"}
    value = next(row for row in rows if row["fact"] == "robbery / Ashby / Q2 2016/17 / value")
    assert (value["value"], value["cells"]) == ("55", "police.xlsx, Sheet1, D5")


def test_facts_stand_in_the_same_order_in_every_process() -> None:
    first, second = (run("facts", "--csv", seed=seed).stdout for seed in ("1", "2"))
    assert "hate-incidents / Leicestershire / Q2 2016/17 / total" in first
    assert first == second


def test_the_report_can_go_elsewhere(project: Project, tmp_path: Path) -> None:
    assert run("build", str(project.home), "--out", str(tmp_path / "x" / "paper.docx")).returncode == 0
    assert (tmp_path / "x" / "paper.docx").exists()
    assert (tmp_path / "x" / "paper.evidence.xlsx").exists()
    assert run("build", str(project.home), "--out", str(tmp_path / "folder")).returncode == 0
    assert (tmp_path / "folder" / "Performance 2016-17 Q2.docx").exists()


def test_the_command_works_from_the_project_itself(project: Project) -> None:
    assert run("build", cwd=project.home).returncode == 0
    assert (project.home / "build" / "Performance 2016-17 Q2.docx").exists()


def test_the_readme_shows_what_trace_prints() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    block = page.split("> report-builder trace 9\n")[1].split("```")[0]
    printed = run("trace", "9").stdout
    for line in block.splitlines():
        assert all(part.strip() in printed for part in line.split("…")), line


def test_the_readme_names_files_that_are_there() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = [each.split(")")[0] for each in page.split("](")[1:]]
    assert len(linked) > 5
    assert all((ROOT / each).exists() for each in linked)


def test_a_report_that_does_not_go_out_is_said_not_to(project: Project) -> None:
    project.returns("| Measure | Q2 2016/17 |\n| Burglaries | lots |")
    done = run("publish", cwd=project.home)
    assert done.returncode == 1
    assert done.stderr.endswith("Nothing was published.\n")


def test_the_number_of_a_paragraph_that_is_none_is_answered(project: Project) -> None:
    done = run("trace", "nine", cwd=project.home)
    assert done.returncode == 2
    assert "“nine” is none; the report has paragraphs 1 to" in done.stderr

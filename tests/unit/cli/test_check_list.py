"""`duban check --list` and `--explain`: what check can say, on what it rests, what to do."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from duban.cli import cli
from duban.findings.registry import all_checks
from duban.site.check_list_page import GROUPS, check_list_page

ROOT = Path(__file__).parents[3]


def run(*words):
    return CliRunner().invoke(cli, ["check", *words], standalone_mode=False)


def listed(root):
    return json.loads(run("--list", "--format", "json", "--root", str(root)).output)["checks"]


def test_the_list_has_every_check_and_the_rules_of_the_office():
    checks = listed(ROOT / "tests" / "offices" / "dongqu")
    ids = [check["id"] for check in checks]
    assert len(ids) == len(set(ids))
    assert {check.id for check in all_checks()} < set(ids)
    assert {check["id"].partition(".")[0] for check in checks} == {*GROUPS, "dq"}
    assert set(checks[0]) == {"id", "level", "title", "basis", "remedy"}
    assert {
        "id": "yaml.tab", "level": "error", "title": "用了制表符", "basis": "YAML 1.2 §6.1：缩进不得用制表符",
        "remedy": "把 Tab 换成空格",
    } in checks  # fmt: skip


def test_where_there_is_no_office_the_list_is_the_programs_own(tmp_path):
    assert [check["id"] for check in listed(tmp_path)] == [check.id for check in all_checks()]


def test_a_check_is_explained_with_what_to_do_and_an_example():
    assert run("--explain", "yaml.tab", "--root", str(ROOT)).output.splitlines()[:3] == [
        "yaml.tab（错误）用了制表符",
        "依据：YAML 1.2 §6.1：缩进不得用制表符",
        "怎样改：把 Tab 换成空格",
    ]


def test_a_rule_of_a_rulebook_is_explained_with_its_article():
    done = run("--explain", "dwk.topic.submit", "--format", "json", "--root", str(ROOT))
    assert json.loads(done.output)["basis"] == "《大武口区人民政府常务会议规则》第十二条"


ALONE = "--list、--explain 只能写一种，也不和文件名、别的选项一起写（--root、--format 除外）"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--explain", "yaml.tba"],
            "没有编号是“yaml.tba”的提示。是不是要 yaml.tag？全部编号：duban check --list",
        ),
        (["--list", "--explain", "yaml.tab"], ALONE),
        (["--list", "--base", "main"], ALONE),
        (["--explain", "yaml.tab", "cases"], ALONE),
        (["--list", "--format", "sarif"], "--list、--explain 的输出格式是 text 或者 json，不能是 sarif"),
    ],
)
def test_a_mistake_is_one_line(words, message):
    assert str(run(*words, "--root", str(ROOT)).exception) == message


def test_the_page_of_the_handbook_has_every_check_under_its_id():
    path, text = check_list_page(all_checks())
    assert path == "handbook-messages.md"
    assert [text.count(f'<h3 id="{check.id}">') for check in all_checks()] == [1] * len(all_checks())


def test_an_office_that_cannot_be_read_does_not_hide_what_its_errors_mean(tmp_path):
    (tmp_path / "office.yml").write_text("units: [\n", encoding="utf-8")
    done = run("--explain", "yaml.syntax", "--root", str(tmp_path))
    assert "怎样改：" in done.stdout and "规则书里的编号没有列出来" in done.stderr

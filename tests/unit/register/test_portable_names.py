"""Names of files that are one to Windows or macOS, or that Windows cannot hold, wherever they stand."""

import os
import unicodedata

import pytest

from duban.alike_names import why_unportable
from duban.register.portable_names import alike_among, name_findings

DECOMPOSED = unicodedata.normalize("NFD", "docs/café.md")


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (["docs/guide.md", "docs/guides.md"], []),
        (["docs/Guide.md", "docs/guide.md"], [("docs/guide.md", "docs/Guide.md 只差大小写")]),
        (["rules/dwk/BOARD.yml", "rules/dwk/board.yml"], [("rules/dwk/board.yml", "rules/dwk/BOARD.yml 只差大小写")]),
        (["schemas/Letter.json", "schemas/letter.json"], [("schemas/letter.json", "schemas/Letter.json 只差大小写")]),
        (["Docs/a.md", "docs/b.md", "docs/c.md"], [("docs", "Docs 只差大小写")]),
        (["docs/STRASSE.md", "docs/straße.md"], [("docs/straße.md", "docs/STRASSE.md 只差大小写")]),
        (["docs/Ａ.md", "docs/ａ.md"], [("docs/ａ.md", "docs/Ａ.md 只差大小写")]),
        (["docs/café.md", DECOMPOSED], [("docs/café.md", f"{DECOMPOSED} 看上去一样，只是字的编码不同")]),
        (["readme.md", "README.md", "Readme.md"], [("Readme.md", "README.md 只差大小写"), ("readme.md", "README.md 只差大小写")]),
    ],
)  # fmt: skip
def test_of_names_that_are_one_the_second_is_told(paths, told):
    found = [(finding.rule, finding.path, finding.message) for finding in alike_among(paths)]
    ending = "，在 Windows、macOS 上两个只剩一个；请换一个名字"
    assert found == [("repository.alike", path, f"和 {other}{ending}") for path, other in told]


@pytest.mark.parametrize(
    "name",
    ["con", "NUL.md", "com1", "LPT9.txt", "aux .md", "哪里办?.md", "a:b", "a\\b", "x*", "<x>", "x|y", '"x"', "x.", "x ",
     "a\u200bb.md", "a\tb", "\udcff"],
)  # fmt: skip
def test_names_that_not_every_computer_can_hold_are_refused(name):
    assert why_unportable(name)


@pytest.mark.parametrize(
    "name", ["console.md", "com10", "null", "指南（一）.md", ".gitkeep", "a b.md", "x.tar.gz", "conx.md"]
)
def test_usual_names_are_not(name):
    assert why_unportable(name) == ""


def test_all_that_stands_in_an_office_is_asked_but_what_is_made_there(tmp_path):
    files = (
        "docs/internal/guide.md docs/internal/Guide.md rules/a.yml rules/A.yml schemas/a.json schemas/A.JSON Cases/x "
        "build/a build/A .venv/a .venv/A env/pyvenv.cfg env/a env/A office.yml Office.yml"
    )
    for name in files.split():
        path = tmp_path / name
        os.makedirs(path.parent, exist_ok=True)
        path.touch()
    assert sorted(finding.path for finding in name_findings(tmp_path)) == [
        "Cases", "docs/internal/guide.md", "office.yml", "rules/a.yml", "schemas/a.json",
    ]  # fmt: skip


def test_codes_of_units_that_differ_in_capitals_only_are_refused(home):
    office = home.root / "office.yml"
    units = (
        "- {code: 区住建局A, name: 甲}\n- {code: 区住建局a, name: 乙}\n- {code: 区政府督查室, name: 督查室}\n"
    )
    office.write_text(
        office.read_text("utf-8").replace("- {code: 区政府督查室, name: 督查室}\n", units), "utf-8"
    )
    home.put("letter-2026-0001")
    found = [finding["message"] for finding in home.findings() if finding["rule"] == "office.twice"]
    assert found == ["单位“区住建局a”和“区住建局A”只差大小写，分不开；请换一个代号"]

"""What a district's rulebooks leave out: read with its text, checked against the rules, never taken for a rulebook."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duban.law.load_rulebooks import load_rulebooks
from duban.law.not_carried import load_not_carried, of_books

SMALL = Path(__file__).parents[2] / "checks" / "office" / "rules" / "small" / "book.yml"
SOUND = """clauses:
- article: 信箱办法第九条
  asks: 定期培训
  reason: 培训不是办件，条文没有写次数。
- article: 信箱办法第一条
  asks: 答复要诚恳
  reason: 诚恳不诚恳，登记册看不出来。
  carried_by: [test.reply]
"""


@pytest.fixture
def read(tmp_path, words, schemas):
    """Read a list beside a small rulebook: (books, clauses, findings of the list)."""

    def loaded(text: str):
        folder = tmp_path / "rules"
        (folder / "small").mkdir(parents=True)
        shutil.copy(SMALL, folder / "small")
        (folder / "small" / "not-carried.yml").write_text(text, encoding="utf-8")
        books, findings = load_rulebooks(folder, words, schemas)
        assert findings == ()
        return books, *load_not_carried(folder, books, schemas)

    return loaded


def test_a_list_is_no_rulebook_and_each_clause_knows_its_text(read):
    books, clauses, findings = read(SOUND)
    assert [book.id for book in books] == ["test.book"]
    assert findings == ()
    assert [clause.citation for clause in clauses] == ["《试验办法》第九条", "《试验办法》第一条"]
    assert [clause.carried_by for clause in clauses] == [(), ("test.reply",)]
    assert {clause.folder for clause in clauses} == {"small"}
    assert of_books(clauses, books) == clauses
    assert of_books(clauses, ()) == ()


FAULTS = {
    "no-such-text": (
        ("article: 信箱办法第九条", "article: 会议规则第九条"),
        (2, "rulebook.left-out-text", "条文“会议规则第九条”没有写出自哪个文件；开头要写：信箱办法"),
    ),
    "a-text-without-an-article": (
        ("article: 信箱办法第九条", "article: 信箱办法"),
        (2, "rulebook.left-out-text", "“信箱办法”只写了哪个文件，没有写哪一条；写成“信箱办法第三条”这样"),
    ),
    "the-same-clause-twice": (
        (
            "- article: 信箱办法第一条\n",
            "- article: 信箱办法第九条\n  asks: 定期培训\n  reason: 同上。\n- article: 信箱办法第一条\n",
        ),
        (5, "rulebook.left-out", "信箱办法第九条“定期培训”上面已经列了一次；删去一处"),
    ),
    "cited-and-not-said-to-be-a-part": (
        ("  carried_by: [test.reply]\n", ""),
        (
            5,
            "rulebook.left-out",
            "信箱办法第一条 已经由 test.reply 引用；只有一部分没有收入的，用 carried_by 写明",
        ),
    ),
    "no-such-rule": (
        ("[test.reply]", "[test.replies]"),
        (8, "rulebook.left-out", "没有规则 test.replies；写本地区规则书里有的编号"),
    ),
    "without-a-reason": (
        ("  reason: 培训不是办件，条文没有写次数。\n", ""),
        (2, "schema.required", "没有收入"),
    ),
    "a-word-nobody-reads": (
        ("  asks: 定期培训", "  asks: 定期培训\n  who: 区局"),
        (4, "schema.unknown-field", "who"),
    ),
    "not-yaml": (("clauses:", "clauses: ["), (2, "yaml.syntax", "")),
}


def test_one_article_can_be_left_out_in_several_clauses(read):
    _, clauses, findings = read(SOUND + "- article: 信箱办法第九条\n  asks: 通报表扬\n  reason: 不是办件。\n")
    assert findings == ()
    assert [clause.asks for clause in clauses] == ["定期培训", "答复要诚恳", "通报表扬"]


@pytest.mark.parametrize(("change", "expected"), FAULTS.values(), ids=FAULTS)
def test_what_can_be_wrong_with_a_list(read, change, expected):
    text = SOUND.replace(*change, 1)
    assert text != SOUND
    line, rule, words = expected
    _, _, findings = read(text)
    assert [(finding.line, finding.rule) for finding in findings][:1] == [(line, rule)]
    assert words in findings[0].message


def test_a_link_is_not_followed(read, tmp_path, words, schemas):
    books, _, _ = read(SOUND)
    folder = tmp_path / "rules"
    (folder / "other").mkdir()
    (folder / "other" / "not-carried.yml").symlink_to(folder / "small" / "not-carried.yml")
    clauses, findings = load_not_carried(folder, books, schemas)
    assert len(clauses) == 2
    assert [(finding.path, finding.rule) for finding in findings] == [
        ("rules/other/not-carried.yml", "repository.symlink")
    ]

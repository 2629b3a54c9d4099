"""Pages from literal values, compared whole; a folder of pages holds exactly what was made."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sites import UNITS, answer

from duban.site.page_text import paged
from duban.site.public_answers import answer_index, answer_page, list_pages, path_of
from duban.site.site_build import write_pages

REPLY = """---
title: "人行道地砖破损"
article: true
published: "2026-03-06 00:00"
source: "某区住房和城乡建设局"
keywords: "求助"
update_date: "2026-03-06"
hide: ["navigation", "toc"]
---

# 人行道地砖破损

<dl class="facts">
<div><dt>编号</dt><dd>letter-2026-0007</dd></div>
<div><dt>类别</dt><dd>求助</dd></div>
<div><dt>来件渠道</dt><dd>区长信箱-网上</dd></div>
<div><dt>答复单位</dt><dd>某区住房和城乡建设局</dd></div>
<div><dt>来件日期</dt><dd>2026年2月10日</dd></div>
<div><dt>答复日期</dt><dd>2026年3月4日</dd></div>
<div><dt>答复用时</dt><dd>22 天（自然日）</dd></div>
<div><dt>来件人评价</dt><dd><span class="rating">满意</span></dd></div>
</dl>

## 来件内容

<div class="letter">
<p>地砖破了。</p>
<p>请修。</p>
</div>

## 答复内容

<div class="answer">
<p>您好！</p>
<p>已经修好。</p>
<p class="signed">某区住房和城乡建设局<br>2026年3月4日</p>
</div>

<div class="notes">
<p>来件经过编辑，删去了个人信息。本页于2026年3月6日公开。</p>
<ul class="more"></ul>
</div>
"""

MONTH = """---
title: "2026年3月"
column: "2026年3月"
description: "2026年3月：公开的答复"
hide: ["navigation", "toc"]
---

# 2026年3月

<p>共 2 件，新的在前。<a href="index.html">返回按月份查看</a></p>

<ul class="replies">
<li><a href="../replies/2026/letter-2026-0008-a1.html">路灯不亮</a><div class="told"><span>求助</span>\
<span>某区住房和城乡建设局</span><span>2026年3月9日答复</span></div></li>
<li><a href="../replies/2026/letter-2026-0007-a1.html">人行道地砖破损</a><div class="told"><span>求助</span>\
<span>某区住房和城乡建设局</span><span>2026年3月4日答复</span><span>满意</span></div></li>
</ul>


"""


def test_page_of_an_answer() -> None:
    assert path_of(answer()) == "replies/2026/letter-2026-0007-a1.md"
    assert answer_page(answer(unit=UNITS["区住建局"])) == REPLY


def test_list_of_a_month_newest_first() -> None:
    later = answer("letter-2026-0008", title="路灯不亮", answered=date(2026, 3, 9), rating="")
    pages = dict(list_pages(answer_index([answer(), later], UNITS)))
    assert pages["months/2026-03.md"] == MONTH
    assert sorted(pages) == [
        "categories/index.md",
        "categories/求助.md",
        "months/2026-03.md",
        "months/index.md",
        "units/index.md",
        "units/某区住房和城乡建设局.md",
    ]


def test_answers_without_a_class_are_listed_by_the_way_they_came() -> None:
    one = answer("proposal-2026-0001", kind="proposal", channel="政协提案", category="")
    assert "categories/政协提案.md" in dict(list_pages(answer_index([one], UNITS)))


def test_lists_are_cut_into_pages() -> None:
    cut = list(paged("months/2026-03.md", list(range(250)), 100))
    assert [(name, len(rows)) for name, rows, _ in cut] == [
        ("months/2026-03.md", 100),
        ("months/2026-03-2.md", 100),
        ("months/2026-03-3.md", 50),
    ]
    assert cut[1][2] == (
        '<p class="pager"><a href="2026-03.html">上一页</a> <span>第 2 页，共 3 页</span> '
        '<a href="2026-03-3.html">下一页</a></p>'
    )
    assert list(paged("x.md", [])) == [("x.md", [], "")]


def test_only_what_changed_is_written_and_what_is_stale_goes(tmp_path: Path) -> None:
    assert write_pages(tmp_path, [("a.md", "一"), ("b/c.md", "二")]) == 2
    before = (tmp_path / "a.md").stat().st_mtime_ns
    (tmp_path / ".left.new").write_text("half")
    assert write_pages(tmp_path, [("a.md", "一"), ("d.md", "三")]) == 1
    assert (tmp_path / "a.md").stat().st_mtime_ns == before
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.md", "d.md"]


def test_a_link_in_the_place_of_a_page_is_replaced_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("一")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").symlink_to(secret)
    write_pages(tmp_path / "docs", [("a.md", "一")])
    assert not (tmp_path / "docs" / "a.md").is_symlink()
    assert secret.read_text() == "一"

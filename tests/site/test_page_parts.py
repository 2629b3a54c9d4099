"""The parts of pages to the letter, and both sides of what each asks: text, links, tables, lists, settings, policies."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import threading
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from duban.cases.office import Office
from duban.findings.finding import Unusable
from duban.site import case_rows, finish_site, removed_lateness, render_workers, time_limits_tables
from duban.site.case_blocks import timeline
from duban.site.case_rows import (
    OwedRow,
    case_page_path,
    due_words,
    duty_table,
    light_mark,
    rule_link,
    rule_path,
)
from duban.site.content_security import PageUnsafe, with_policy
from duban.site.generator_config import layout_home, site_identity, write_config
from duban.site.hand_written import hand_written, sanitised, sanitised_page, with_inert_front
from duban.site.letter_text import laid_out, paragraphs, reply_laid_out
from duban.site.limit_words import LimitText, lead_words
from duban.site.page_text import (
    Html,
    anchor_link,
    day_words,
    facts,
    folded,
    front,
    href,
    jump_list,
    link,
    mark,
    page,
    paged,
    plain,
    quiet,
    slug,
    slugs,
    table,
)
from duban.site.preview_server import server
from duban.site.readings_page import numbers, reading_marks, readings_page
from duban.site.source_marks import sources_list, standing_mark

# Parts


def test_a_page_is_front_matter_a_heading_and_its_blocks():
    assert page("甲 & 乙", "<p>一</p>", "二", sample=True, tags=["a"], none="") == (
        '---\ntitle: "甲 &#38; 乙"\nsample: true\ntags: ["a"]\nhide: ["navigation", "toc"]\n---\n\n'
        "# 甲 &#38; 乙\n\n<p>一</p>\n\n二\n"
    )
    assert page(Html("<b>甲</b>"), title="乙", contents=True) == (
        '---\ntitle: "乙"\nhide: ["navigation"]\n---\n\n# <b>甲</b>\n'
    )
    assert front(a=0, b="", c=[], d="x") == '---\nd: "x"\n---\n'


def test_small_parts_escape_what_is_no_html():
    assert plain(" a\r\nb\u2028 <c> ") == "a b &#60;c&#62;"
    assert quiet("<x>") == '<p class="quiet">&#60;x&#62;</p>'
    assert quiet(Html("<b>x</b>")) == '<p class="quiet"><b>x</b></p>'
    assert mark("day", "a&b") == '<span class="day">a&#38;b</span>'
    assert folded("a<b", "<p>x</p>") == "<details>\n<summary>a&#60;b</summary>\n<p>x</p>\n</details>"
    assert folded("a", "b", "c").startswith('<details class="c">\n')
    assert anchor_link("r1", "<1>") == '<a href="#r1">&#60;1&#62;</a>'
    assert anchor_link("r1", "1", "c") == '<a class="c" href="#r1">1</a>'
    assert jump_list([("a", "甲"), ("b", "乙")]) == (
        '<ul class="jumps"><li><a href="#a">甲</a></li><li><a href="#b">乙</a></li></ul>'
    )


def test_facts_without_a_value_are_left_out():
    assert facts([("甲", "1"), ("乙", ""), ("<丙>", "<b>3</b>")]) == (
        '<dl class="facts">\n<div><dt>甲</dt><dd>1</dd></div>\n<div><dt>&#60;丙&#62;</dt><dd><b>3</b></dd></div>\n</dl>'
    )
    assert facts([], "few") == '<dl class="few">\n</dl>'


def test_each_cell_of_a_table_carries_its_head():
    assert table(("甲", "乙"), [("1", "<b>2</b>")], "counts") == (
        '<table class="work counts">\n<thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead>\n<tbody>\n'
        '<tr><td data-label="甲">1</td><td data-label="乙"><b>2</b></td></tr>\n</tbody>\n</table>'
    )
    assert table(("甲",), []) == (
        '<table class="work">\n<thead><tr><th scope="col">甲</th></tr></thead>\n<tbody>\n</tbody>\n</table>'
    )


@pytest.mark.parametrize(
    ("here", "target", "address"),
    [
        ("index.md", "rules/a.md", "rules/a.html"),
        ("rules/a.md", "index.md", "../index.html"),
        ("rules/a.md", "rules/b.md#r1", "b.html#r1"),
        ("a/b/c.md", "a/督.md", "../%E7%9D%A3.html"),
        ("index.md", "feed.xml", "feed.xml"),
    ],
)
def test_links_are_relative_to_the_page_they_stand_on(here, target, address):
    assert href(here, target) == address
    assert link(here, target, "<甲>") == f'<a href="{address}">&#60;甲&#62;</a>'


@pytest.mark.parametrize(
    ("count", "names", "sizes"),
    [
        (0, ["m/2026-07.md"], [0]),
        (100, ["m/2026-07.md"], [100]),
        (101, ["m/2026-07.md", "m/2026-07-2.md"], [100, 1]),
        (201, ["m/2026-07.md", "m/2026-07-2.md", "m/2026-07-3.md"], [100, 100, 1]),
    ],
)
def test_a_list_has_100_rows_on_a_page(count, names, sizes):
    made = list(paged("m/2026-07.md", range(count)))
    assert [name for name, _, _ in made] == names
    assert [len(rows) for _, rows, _ in made] == sizes
    assert [row for _, rows, _ in made for row in rows] == list(range(count))


def test_the_pages_of_a_list_lead_to_their_neighbours():
    assert [pager for _, _, pager in paged("m/a.md", "甲乙丙", 1)] == [
        '<p class="pager"><span>第 1 页，共 3 页</span> <a href="a-2.html">下一页</a></p>',
        '<p class="pager"><a href="a.html">上一页</a> <span>第 2 页，共 3 页</span> <a href="a-3.html">下一页</a></p>',
        '<p class="pager"><a href="a-2.html">上一页</a> <span>第 3 页，共 3 页</span></p>',
    ]
    assert [pager for _, _, pager in paged("m/a.md", "甲", 1)] == [""]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("区住建局", "区住建局"), ("a b/c", "a-b-c"), ("“甲”", "甲"), ("Ａ１", "A1"), ("…", "-"), ("", "-"), ("-甲-", "甲"),
        ("长" * 61, "长" * 60), ("a" + "长" * 60, "a" + "长" * 59),
    ],
)  # fmt: skip
def test_a_name_fit_for_a_file(name, made):
    assert slug(name) == made


def test_no_two_names_have_one_file_not_even_but_for_capitals():
    assert slugs(["b", "a b", "a-b", "A b", "index", "b"]) == {
        "A b": "A-b", "a b": "a-b-2", "a-b": "a-b-3", "b": "b", "index": "index-2",
    }  # fmt: skip


def test_a_day_in_chinese():
    assert [day_words(day) for day in (date(2026, 3, 4), datetime(2026, 12, 31, 9), None)] == [
        "2026年3月4日", "2026年12月31日", "",
    ]  # fmt: skip


# Texts


def test_a_letter_is_paragraphs():
    assert (
        paragraphs("一\n\n 二 <b>\n|a|b|\n|c|d|")
        == "<p>一</p>\n<p>二 &#60;b&#62;</p>\n<p>&#124;a&#124;b&#124;</p>\n<p>&#124;c&#124;d&#124;</p>"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("|a|b|", "<p>&#124;a&#124;b&#124;</p>"),
        (
            "|a|b|\n|---|---|\n|c|",
            '<table class="columns">\n<tr><th>a</th><th>b</th></tr>\n<tr><td>c</td><td></td></tr>\n</table>',
        ),
        (
            "｜a｜b｜\n|c|d|",
            '<table class="columns">\n<tr><td>a</td><td>b</td></tr>\n<tr><td>c</td><td>d</td></tr>\n</table>',
        ),
        (
            "前\na\t\tb\nc\td\n后",
            '<p>前</p>\n<table class="columns">\n<tr><td>a</td><td>b</td></tr>\n'
            "<tr><td>c</td><td>d</td></tr>\n</table>\n<p>后</p>",
        ),
        ("a|b\nc|d", "<p>a&#124;b</p>\n<p>c&#124;d</p>"),
        ("\ta\n\tb", "<p>a</p>\n<p>b</p>"),
        ("|a|\n\ta\tb", "<p>&#124;a&#124;</p>\n<p>a b</p>"),
    ],
)
def test_rows_in_columns_are_a_table(text, html):
    assert laid_out(text) == html


def set_reply(*lines: str) -> list[str]:
    """Return the parts of a reply, its paragraphs without their tags."""
    html = reply_laid_out("\n".join(lines), "某局", "2026年7月1日")
    return [part.removeprefix("<p>").removesuffix("</p>") for part in html.split("\n")]


OWN = '<p class="signed">{}'


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (["正文。"], ["正文。", OWN.format("某局<br>2026年7月1日")]),
        (["正文。", "甲局", "2026年7月2日"], ["正文。", OWN.format("甲局<br>2026年7月2日")]),
        (["正文。", "2026年7月2日"], ["正文。", "2026年7月2日", OWN.format("某局<br>2026年7月1日")]),
        (
            ["正文。", "甲局", "乙局", "丙局", "2026.7.2"], ["正文。", OWN.format("甲局<br>乙局<br>丙局<br>2026.7.2")],
        ),
        (
            ["正文。", "丁局", "甲局", "乙局", "丙局", "二〇二六年七月二日"],
            ["正文。", "丁局", OWN.format("甲局<br>乙局<br>丙局<br>二〇二六年七月二日")],
        ),
        (["正文。", "长" * 30, "2026年7月2日"], ["正文。", OWN.format(f"{'长' * 30}<br>2026年7月2日")]),
        (
            ["正文。", "长" * 31, "2026年7月2日"],
            ["正文。", "长" * 31, "2026年7月2日", OWN.format("某局<br>2026年7月1日")],
        ),
        (
            ["正文。", "甲局", "2026年7月2日", "一", "二", "三", "四"],
            ["正文。", OWN.format("甲局<br>2026年7月2日"), "一", "二", "三", "四"],
        ),
        (
            ["正文。", "甲局", "2026年7月2日", "一", "二", "三", "四", "五"],
            [
                "正文。", "甲局", "2026年7月2日", "一", "二", "三", "四", "五", OWN.format("某局<br>2026年7月1日"),
            ],
        ),
    ],
)  # fmt: skip
def test_who_signs_a_reply_and_what_may_follow_the_day(lines, parts):
    assert set_reply(*lines) == parts


# Rows of lists


def duty(**given):
    rule = SimpleNamespace(type="duty", id="test.rule", articles=("第一条", "第二条"))
    usual = {
        "stopped": None,
        "started": date(2026, 7, 1),
        "due": date(2026, 7, 10),
        "provisional": False,
        "rule": rule,
    }
    return SimpleNamespace(**{**usual, **given})


def test_what_stands_for_a_due_day(monkeypatch):
    monkeypatch.setattr(case_rows, "due_mark", lambda duty: "【暂定】" if duty.provisional else "")
    made = [
        duty(), duty(provisional=True), duty(stopped="中止"), duty(stopped="中止", started=None), duty(due=None),
        duty(due=None, started=None),
    ]  # fmt: skip
    assert [due_words(each) for each in made] == [
        '<span class="day">2026-07-10</span>', '<span class="day">2026-07-10</span>【暂定】', "停止计算", "—", "没有期限", "—",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "style"),
    [
        ({"light": "red", "status": "overdue", "late_days": 3}, "light red"),
        ({"light": "none", "status": "met_late", "late_days": 3}, "light late"),
        ({"light": "none", "status": "waived", "late_days": 3}, "light late"),
        ({"light": "none", "status": "waived", "late_days": 0}, "light done"),
        ({"light": "none", "status": "met", "late_days": 3}, "light done"),
    ],
)
def test_a_light_says_in_words_what_its_colour_says(monkeypatch, given, style):
    monkeypatch.setattr(case_rows, "state_words", lambda duty: duty.status)
    assert light_mark(duty(**given)) == f'<span class="{style}">{given["status"]}</span>'


def test_a_right_used_after_it_lapsed_is_not_late(monkeypatch):
    monkeypatch.setattr(case_rows, "state_words", lambda duty: "已过期")
    right = duty(light="none", status="met_late", late_days=3, rule=SimpleNamespace(type="window"))
    assert light_mark(right) == '<span class="light done">已过期</span>'


def test_where_cases_and_rules_have_their_pages():
    assert case_page_path("letter-2026-0007") == "cases/letter/2026/letter-2026-0007.md"
    assert case_page_path("meeting-2026-0011#t2") == "cases/meeting/2026/meeting-2026-0011.md#t2"
    assert rule_path("dwk.mailbox") == "rules/dwk.mailbox.md"
    paths = {"a": "rules/x.md#a"}
    assert rule_link("index.md", "a", paths, "第<1>条") == '<a href="rules/x.html#a">第&#60;1&#62;条</a>'
    assert rule_link("index.md", "b", paths, "第<1>条") == "第&#60;1&#62;条"
    assert duty_table("index.md", [], {}) == '<p class="quiet">没有。</p>'


def test_a_duty_in_a_list_links_its_case_and_its_rule(monkeypatch):
    for name in ("name_words", "state_words", "due_mark"):
        monkeypatch.setattr(
            case_rows, name, lambda duty, name=name: "" if name == "due_mark" else f"<{name}>"
        )
    given = {"light": "red", "status": "overdue", "late_days": 3, "case": "letter-2026-0007", "unit": ""}
    paths = {"test.rule": "rules/x.md#r", "routine": "routines.md"}
    rows = [
        OwedRow(duty(**given, urgent=True), Html("<b>路灯</b>"), "晚3天"),
        OwedRow(duty(**{**given, "case": "routine", "unit": "<甲>"}, urgent=False), Html("报告"), ""),
    ]
    cells = [
        [part.partition("</td>")[0].partition(">")[2] for part in line.split("<td ")[1:]]
        for line in duty_table("index.md", rows, paths).splitlines()
        if line.startswith("<tr><td")
    ]
    light, day = '<span class="light red"><state_words></span>', '<span class="day">2026-07-10</span>'
    article = '<a href="rules/x.html#r">第一条、第二条</a>'
    address = "cases/letter/2026/letter-2026-0007.html"
    assert cells == [
        [
            light,
            f'<span class="number"><a href="{address}">letter-2026-0007</a></span>',
            '<span class="urgent">急件</span> <b>路灯</b>', "&#60;name&#95;words&#62;", "—", day, "晚3天", article,
        ],
        [
            light,
            '<span class="number"><a href="routines.html">routine</a></span>', "报告", "&#60;name&#95;words&#62;",
            "&#60;甲&#62;", day, "", article,
        ],
    ]  # fmt: skip


def test_a_case_of_which_nothing_is_recorded_says_so():
    row = SimpleNamespace(filed=SimpleNamespace(timeline=()))
    assert timeline(row, None) == '<p class="quiet">还没有记录。</p>'


@pytest.mark.parametrize(("slip", "dashes"), [(True, 5), (False, 3)])
def test_of_a_restricted_case_only_number_and_day_of_a_decision_are_shown(slip, dashes):
    decided = SimpleNamespace(case="letter-2026-0007", day=date(2026, 7, 1), entry=4, restricted=True)
    day, number, *rest = removed_lateness._cells("removed.md", decided, {}, slip)
    assert day == '<span class="day">2026-07-01</span>'
    address = "cases/letter/2026/letter-2026-0007.html"
    assert number == f'<span class="number"><a href="{address}">letter-2026-0007</a></span><br>第4条'
    assert rest == ["受限事项", *["—"] * dashes]


def test_readings_by_their_numbers():
    reading = SimpleNamespace(id="R1、R12", reading="甲", other="乙")
    assert numbers(reading) == ["R1", "R12"]
    assert numbers(SimpleNamespace(id="")) == []
    assert reading_marks("rules/x.md", reading) == (
        '<span class="marks"><a href="readings.html#R1">R1</a> <a href="readings.html#R12">R12</a> </span>'
    )
    assert reading_marks("rules/x.md", SimpleNamespace(id="")) == ""
    path, text = readings_page([(SimpleNamespace(interpretation=None), None)], {})
    assert path == "rules/readings.md"
    assert text.endswith('<ul class="jumps"></ul>\n\n<p class="quiet">没有。</p>\n')
    names = SimpleNamespace(prose=lambda text: text)
    rules = [
        (SimpleNamespace(interpretation=each, id=f"r{index}", title=f"规则{index}", citation="第一条"), names)
        for index, each in enumerate(
            (
                SimpleNamespace(id="", reading="无", other="号"), reading,
                SimpleNamespace(id="R2", reading="丙", other="丁"), reading,
            )
        )
    ]  # fmt: skip
    _, text = readings_page(rules, {f"r{index}": f"rules/x.md#r{index}" for index in range(4)})
    heads = [line for line in text.splitlines() if line.startswith("<h2")]
    assert heads == [
        '<h2 id="R1">R1</h2>', '<h2 id="R2">R2</h2>', '<h2 id="R12">R12</h2>', '<h2 id="none">没有编号的</h2>',
    ]  # fmt: skip
    assert text.count('<a href="x.html#r1">规则1</a>') == text.count('<a href="x.html#r3">规则3</a>') == 2


def test_the_texts_a_rulebook_stands_on():
    source = SimpleNamespace(
        title="办法", number="试〔2022〕1号", date="2022-04-12", standing="other", note="说明"
    )
    bare = SimpleNamespace(title="规定", number="无文号", date="undated", standing="other", note="")
    assert sources_list([source, bare]) == (
        '<ul class="sources">\n<li>《办法》 试〔2022〕1号 2022-04-12<span class="standing">other</span><br>说明</li>\n'
        '<li>《规定》<span class="standing">other</span></li>\n</ul>'
    ).replace("2022-04-12", str(plain("2022-04-12")))
    assert standing_mark("<x>") == '<span class="standing">&#60;x&#62;</span>'


# Settings


SITE = {"domain": "a.example", "name": "甲网", "code": "1"}


def test_who_runs_a_site():
    office = Office("督查室", "某区", "640202", units={}, site=SITE, sample_today=date(2026, 7, 1))
    now = datetime(2026, 7, 1, 23, 59)
    public, internal = (
        site_identity("public", office, now),
        site_identity("internal", office, now, "没有录入"),
    )
    assert (public.name, public.url, public.notices, public.as_of) == (
        "甲网", "https://a.example/", ("示例数据",), "2026-07-01",
    )  # fmt: skip
    assert (internal.name, internal.url) == ("督查室（内部）", "")
    assert internal.notices == ("内部使用，不得外传", "示例数据", "没有录入")
    assert public.identity == {"domain": "a.example", "code": "1", "office": "督查室", "district": "某区"}
    plain_office = site_identity("public", Office("督查室", "某区", "640202", units={}), now, "没有录入")
    assert (plain_office.name, plain_office.url, plain_office.notices) == ("督查室", "", ("没有录入",))


def test_without_a_layout_no_site_is_generated(tmp_path):
    with pytest.raises(Unusable) as caught:
        write_config(
            tmp_path / "mkdocs.yml",
            tmp_path,
            site_identity("public", Office("a", "b", "1", units={}), datetime(2026, 7, 1)),
            (),
        )
    assert str(caught.value) == f"没有 {tmp_path / 'mkdocs.yml'}，不能生成网站"


def test_pages_that_are_not_there_are_not_in_the_navigation(tmp_path):
    base = tmp_path / "mkdocs.yml"
    base.write_text("extra: {optional: [a.md, b.md]}\nnav: [{首页: index.md}, {甲: a.md}, {乙: b.md}]\n")
    identity = site_identity("public", Office("甲<b>", "b", "1", units={}), datetime(2026, 7, 1))
    (tmp_path / "build").mkdir()
    text = write_config(base, tmp_path / "build", identity, ("index.md", "b.md")).read_text()
    assert "nav:\n- 首页: index.md\n- 乙: b.md\n" in text
    assert "INHERIT: ../mkdocs.yml\nsite_name: 甲&lt;b&gt;\n" in text
    assert text == (
        "INHERIT: ../mkdocs.yml\nsite_name: 甲&lt;b&gt;\nsite_url: ''\ndocs_dir: docs\nsite_dir: mkdocs\ntheme: {}\n"
        "extra:\n  identity:\n    office: 甲&lt;b&gt;\n    district: b\n  sample: false\n  as_of: '2026-07-01'\n  missing: ''\n"
        "nav:\n- 首页: index.md\n- 乙: b.md\n"
    )
    assert "nav:" not in write_config(base, tmp_path / "build", identity, ("a.md", "b.md")).read_text()


def test_the_layout_is_the_offices_own_where_it_has_one(tmp_path):
    assert layout_home(tmp_path) == Path(__file__).parents[2]
    (tmp_path / "mkdocs.yml").write_text("")
    assert layout_home(tmp_path) == tmp_path


# Finished pages


HEAD = '<html><head><meta charset="utf-8">'
POLICY = (
    "default-src 'none'; script-src 'self'{}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'"
)


def test_a_policy_allows_the_scripts_of_the_page_alone():
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format("")}">'
    assert with_policy(f"{HEAD}</head></html>") == f"{HEAD}{meta}</head></html>"
    assert with_policy(with_policy(f"{HEAD}</head></html>")) == f"{HEAD}{meta}</head></html>"
    digest = " 'sha256-CihokcEcBW4atb/CW/XWsvWwbTjqwQlE9nj9ii5ww5M='"
    scripted = '<script>console.log(1)</script><script src="a.js"></script><script type="application/json">{}</script>'
    assert POLICY.format(digest) in with_policy(f"{HEAD}</head>{scripted}</html>")


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<html></html>", '没有 <head> 或者里面没有 <meta charset="utf-8">，加不上内容安全策略'),
        (
            "<html><head></head><meta charset=utf-8>",
            '没有 <head> 或者里面没有 <meta charset="utf-8">，加不上内容安全策略',
        ),
        (
            "<meta charset=utf-8></head>",
            '没有 <head> 或者里面没有 <meta charset="utf-8">，加不上内容安全策略',
        ),
        *[
            (
                f"<html><head><{name} x><meta charset=utf-8></head>",
                "在 <meta charset> 之前就有脚本、样式或者链接，内容安全策略管不到",
            )
            for name in ("script", "style", "link", "BODY")
        ],
    ],
)
def test_a_page_that_no_policy_binds_is_told(html, message):
    with pytest.raises(PageUnsafe) as caught:
        with_policy(html)
    assert str(caught.value) == message


def finished(tmp_path: Path, pages: dict[str, str], **changes) -> None:
    identity = site_identity(
        "public",
        Office("督查室", "某区", "1", units={}, site=SITE, sample_today=date(2026, 7, 1)),
        datetime(2026, 7, 1),
    )
    finish_site.finish_site(tmp_path, identity, pages, changes.get("by_hand", ()))


def lay(tmp_path: Path, name: str, body: str = "示例数据") -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(f"{HEAD}</head><body>{body}</body></html>")


def test_the_sitemap_names_every_page_with_its_day(tmp_path):
    pages = {
        "b/x.md": "x",
        "index.md": "x",
        "a.md": '---\nupdate_date: "2026-07-09"\n---\n',
        "b/index.md": "x",
        "督.md": "x",
    }
    for name in pages:
        lay(tmp_path, name.replace(".md", ".html"))
    finished(tmp_path, pages)
    text = (tmp_path / "sitemap.xml").read_text()
    row = "    <url>\n         <loc>https://a.example/{}</loc>\n         <lastmod>{}</lastmod>\n    </url>\n"
    listed = {
        "index.html": "2026-07-01", "a.html": "2026-07-09", "%E7%9D%A3.html": "2026-07-01", "b/index.html": "2026-07-01",
        "b/x.html": "2026-07-01",
    }  # fmt: skip
    rows = "".join(row.format(*each) for each in listed.items())
    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{rows}</urlset>"
    )
    packed = (tmp_path / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed).decode() == text
    assert int.from_bytes(packed[4:8], "little") == 1783555200  # 2026-07-09


@pytest.mark.parametrize(
    ("body", "by_hand", "message"),
    [
        ("没有", (), "生成的网页 a.html 上没有“示例数据”；网站没有换成新的"),
        ("示例数据", ("a.md",), "生成的网页 a.html 没有 <article>，找不到手写的内容来清理；网站没有换成新的"),
        (None, (), "页面 a.md 没有生成网页；网站没有换成新的"),
    ],
)
def test_a_page_that_may_not_be_shown_stops_the_site(tmp_path, body, by_hand, message):
    if body is not None:
        lay(tmp_path, "a.html", body)
    with pytest.raises(Unusable) as caught:
        finished(tmp_path, {"a.md": "x"}, by_hand=by_hand)
    assert str(caught.value) == message


def test_a_page_in_another_encoding_stops_the_site(tmp_path):
    (tmp_path / "a.html").write_bytes("标题".encode("gbk"))
    with pytest.raises(Unusable) as caught:
        finished(tmp_path, {"a.md": "x"})
    assert str(caught.value) == "生成的网页 a.html 不是 UTF-8 编码；网站没有换成新的"


def test_what_people_wrote_is_cleaned_within_its_article():
    html = '<p onclick="x">外</p><ARTICLE class="md">a<script>x</script></article>b<i>c</i></article><p onclick="y">外</p>'
    assert sanitised_page(html) == (
        '<p onclick="x">外</p><ARTICLE class="md">ab<i>c</i></article><p onclick="y">外</p>'
    )
    assert sanitised('<a href="javascript:x">a</a><a href="https://x">b</a><a href="tel:1">c</a>') == (
        '<a>a</a><a>b</a><a href="tel:1">c</a>'
    )


def test_front_matter_that_people_wrote_is_escaped(tmp_path):
    written = "---\ntitle: <b>\nlist: [1, <i>, {a<: x}]\n1x: 2\n---\n正文\n"
    assert with_inert_front(written) == (
        '---\ntitle: "&#60;b&#62;"\nlist: [1, "&#60;i&#62;", {"a&#60;": "x"}]\n---\n正文\n'
    )
    assert with_inert_front("title: x\n") == "\ntitle: x\n"
    assert with_inert_front("---\nno: x\non: y\ntitle: z\n---\n") == with_inert_front("---\ntitle: z\n---\n")
    assert with_inert_front("---\n- a\n---\n") == "\n---\n- a\n---\n"
    assert with_inert_front("---\na: [\n---\n") == "\n---\na: [\n---\n"
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "b.md").write_text("\ufeff正文")
    (tmp_path / "a.md").write_text("正文")
    (tmp_path / "c.md").symlink_to("a.md")
    assert hand_written(tmp_path) == {"a.md": "\n正文", "x/b.md": "\n正文"}
    (tmp_path / "a.md").write_bytes(b"\xff")
    with pytest.raises(Unusable) as caught:
        hand_written(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'a.md'} 不是 UTF-8 编码，请另存为 UTF-8"


# Processes


def test_the_workers_of_a_build_that_failed_are_ended():
    workers = render_workers.RenderWorkers(2)
    child = os.fork()
    if child == 0:
        signal.pause()
        os._exit(0)
    workers._running.append(child)
    workers.on_build_error(error=ValueError())
    assert workers._running == []
    with pytest.raises(ChildProcessError):
        os.waitpid(child, 0)
    gone = os.fork()
    if gone == 0:
        os._exit(0)
    os.waitpid(gone, 0)
    workers._running.append(gone)
    workers.on_build_error(error=ValueError())
    assert workers._running == []


def test_a_page_that_a_worker_could_not_render_fails_the_build():
    for status in (0, 1):
        workers = render_workers.RenderWorkers(2)
        child = os.fork()
        if child == 0:
            os._exit(status)
        workers._running.append(child)
        if status:
            with pytest.raises(render_workers.BuildError, match="a page could not be rendered"):
                workers.on_post_build(config=None)
        else:
            workers.on_post_build(config=None)
        assert workers._running == []


def test_what_is_not_in_a_site_is_answered_with_its_own_page_and_what_is_wrong_otherwise_plainly(tmp_path):
    (tmp_path / "404.html").write_text("没有这一页")
    running = server(tmp_path, 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        for method, path, status, body in (
            ("GET", "/none", 404, "没有这一页"), ("HEAD", "/none", 404, ""), ("GET", "/404.html", 200, "没有这一页"),
            ("PUT", "/", 501, None),
        ):  # fmt: skip
            connection = http.client.HTTPConnection(*running.server_address)
            connection.request(method, path)
            answer = connection.getresponse()
            content = answer.read().decode()
            assert (answer.status, answer.getheader("Cache-Control")) == (status, "no-store")
            assert body is None or content == body
            connection.close()
    finally:
        running.shutdown()
        running.server_close()


# Limits


TODAY = date(2026, 7, 1)
AIM = LimitText("", "3个工作日", "“交办”", date(2026, 7, 6))


@pytest.mark.parametrize(
    ("limit", "lead", "inside", "example", "until"),
    [
        (
            LimitText("", "5个工作日", "“交办”", date(2026, 7, 8)),
            "从“交办”起", "从“交办”起<b>5个工作日</b>", '，从今天（2026-07-01）起算最迟 <span class="day">2026-07-08</span>',
            '<br>最迟 <span class="day">2026-07-08</span>',
        ),
        (
            LimitText("等级为复杂", "当日", "“登记”", date(2026, 7, 1), provisional=True),
            "“登记”的", "等级为复杂：“登记”的<b>当日</b>",
            '，从今天（2026-07-01）起算最迟 <span class="day">2026-07-01【暂定】</span>',
            '<br>最迟 <span class="day">2026-07-01【暂定】</span>',
        ),
        (
            LimitText("", "9月30日前", due=date(2026, 9, 30), note="<注>"),
            "", "<b>9月30日前</b>",
            '，即 <span class="day">2026-09-30</span><span class="quiet">（&#60;注&#62;）</span>',
            '<br>最迟 <span class="day">2026-09-30</span><span class="quiet">（&#60;注&#62;）</span>',
        ),
        (
            LimitText("", "15日", "收到", date(2026, 7, 6), raw=date(2026, 7, 4), aim=AIM),
            "从收到起", "从收到起<b>15日</b>（争取3个工作日，不作期限）",
            '，从今天（2026-07-01）起算最迟 <span class="day">2026-07-06</span>（2026-07-04是休息日，顺延）'
            '（争取 <span class="day">2026-07-06</span>）',
            '<br>最迟 <span class="day">2026-07-06</span>（2026-07-04是休息日，顺延）'
            '（争取 <span class="day">2026-07-06</span>）',
        ),
        (
            LimitText("", "2小时", "收到", datetime(2026, 7, 1, 10, 30)),
            "从收到起", "从收到起<b>2小时</b>",
            '，从今天（2026-07-01）起算最迟 <span class="day">2026-07-01 10:30</span>',
            '<br>最迟 <span class="day">2026-07-01 10:30</span>',
        ),
        (
            LimitText("", "至少2个工作日之前", "召开日期", note="要等召开日期定了才能算", back=True),
            "召开日期", "召开日期<b>至少2个工作日之前</b>", '<span class="quiet">（要等召开日期定了才能算）</span>',
            '<span class="quiet">（要等召开日期定了才能算）</span>',
        ),
        (LimitText("", "条文没有写明天数", "收到"), "", "条文没有写明天数", "", ""),
    ],
)  # fmt: skip
def test_a_limit_with_its_example(limit, lead, inside, example, until):
    assert lead_words(limit) == lead
    assert (time_limits_tables.within(limit), time_limits_tables.example_words(limit, TODAY)) == (
        inside,
        example,
    )
    assert time_limits_tables._until(limit) == until

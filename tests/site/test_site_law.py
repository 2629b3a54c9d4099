"""The law on pages: every rulebook and rule has its place, links lead there, nothing of the file format shows."""

from __future__ import annotations

import html
import posixpath
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from sites import district, duban, pages_of, tree, whole_law

from duban.engine.office_context import OfficeContext
from duban.register.load_office import load

NOW = datetime(2026, 10, 15, 10, 0)
OFFICES = ("dongqu", "dawukou", "zhanyi")
FOREIGN = {"Times", "New", "Roman", "TimesNewRoman"}
"""The name of a typeface, in an annex on the form of papers."""


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> OfficeContext:
    """An office that follows every rulebook."""
    return load(whole_law(tmp_path_factory.mktemp("law") / "office")).sound()


@pytest.fixture(scope="module")
def atlas(law: OfficeContext) -> dict[str, str]:
    """Its pages."""
    return pages_of(law.root, NOW)


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The pages of each small office."""
    root = tmp_path_factory.mktemp("districts")
    return {name: pages_of(district(name, root / name), NOW) for name in OFFICES}


def told(page: str) -> str:
    """Return what a reader of a page sees."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page.split("\n---\n", 1)[1]))


def test_every_rulebook_has_its_page_and_every_rule_its_anchor(
    law: OfficeContext, atlas: dict[str, str]
) -> None:
    anchors = [
        one for page in atlas.values() for one in re.findall(r'<section class="rule" id="([^"]+)"', page)
    ]
    assert sorted(anchors) == sorted({rule.id for book in law.books for rule in book.rules})
    for book in law.books:
        lent = {id for one in book.lent for id in one.rules}
        page = atlas[f"rules/{book.id}.md"]
        assert book.title in told(page)
        for rule in book.rules:
            assert (f'<section class="rule" id="{rule.id}">' in page) is (rule.id not in lent), rule.id


def test_rules_that_several_share_stand_once_with_who_uses_them(
    law: OfficeContext, atlas: dict[str, str]
) -> None:
    lenders = {one.id: one for book in law.books for one in book.lent}
    assert lenders, "no rulebook shares another"
    for id, one in lenders.items():
        page = atlas[f"rules/{id}.md"]
        users = [book for book in law.books if any(lent.id == id for lent in book.lent)]
        for book in users:
            assert f'<a href="{book.id}.html">' in page
            assert f'<a href="{id}.html">' in atlas[f"rules/{book.id}.md"]
        assert all(f'id="{rule}"' in page for rule in one.rules)


def test_the_index_leads_from_kind_to_rulebook_to_rule(law: OfficeContext, atlas: dict[str, str]) -> None:
    index = atlas["rules/index.md"]
    heads = re.findall(r"^## (.+)$", index, re.MULTILINE)
    assert heads[:2] == ["来信", "建议提案"] and heads[-1] == "几类事项共用的"
    for book in law.books:
        assert f'<a href="{book.id}.html">' in index
    listed = re.findall(r'href="[^"#]+#([^"]+)"', index)
    assert sorted(listed) == sorted({rule.id for book in law.books for rule in book.rules})


def test_every_reading_is_on_one_page_under_its_numbers(law: OfficeContext, atlas: dict[str, str]) -> None:
    page = atlas["rules/readings.md"]
    numbers = {
        number
        for book in law.books
        for rule in book.rules
        if rule.interpretation
        for number in re.findall(r"R\d+", rule.interpretation.id)
    }
    shown = re.findall(r'<h2 id="(R\d+)">', page)
    assert set(shown) == numbers and shown == sorted(shown, key=lambda one: int(one[1:]))
    for book in law.books:
        for rule in book.rules:
            if rule.interpretation:
                assert f"#{rule.id}" in page, rule.id


def test_what_no_rule_carries_is_on_one_page_with_its_reason(
    law: OfficeContext, atlas: dict[str, str], districts: dict[str, dict[str, str]]
) -> None:
    page, public = atlas["rules/not-carried.md"], html.unescape(atlas["public/how-long.md"])
    assert '<a href="not-carried.html">没有收入的条文</a>' in atlas["rules/index.md"]
    assert {clause.folder for clause in law.not_carried} == {
        "aluke", "dawukou", "dongqu", "yuanzhou", "zhanyi",
    }  # fmt: skip
    for clause in law.not_carried:
        assert clause.asks in told(page) and clause.reason in told(page), clause.article
        assert clause.reason in public, clause.article
        for id in clause.carried_by:
            assert re.search(rf'<a href="[^"]+#{re.escape(id)}">{re.escape(id)}</a>', page), id
    # an office sees what the texts of its own rulebooks ask for
    page = districts["zhanyi"]["rules/not-carried.md"]
    assert "人民政府关于认真做好2023年人大代表建议" in told(page) and "常务会议规则" not in told(page)


def test_nothing_of_the_file_format_shows(law: OfficeContext, atlas: dict[str, str]) -> None:
    ids = {rule.id for book in law.books for rule in book.rules}
    pages = [name for name in atlas if name.startswith("rules/")]
    assert pages
    for name in (*pages, "figures.md", "public/how-long.md"):
        page = atlas[name]
        words = set(re.findall(r"[A-Za-z][A-Za-z0-9._-]+", told(page))) - ids - FOREIGN
        assert {word for word in words if not re.fullmatch(r"R\d+", word)} == set(), name


@pytest.mark.parametrize("name", OFFICES)
def test_links_of_pages_of_rules_and_cases_lead_somewhere(
    districts: dict[str, dict[str, str]], name: str
) -> None:
    _resolve(districts[name])


def test_links_of_the_whole_law_lead_somewhere(atlas: dict[str, str]) -> None:
    _resolve(atlas)


def _resolve(pages: dict[str, str]) -> None:
    ids = {name: set(re.findall(r' id="([^"]+)"', page)) for name, page in pages.items()}
    for name, page in pages.items():
        for address in re.findall(r'href="([^"]+)"', page):
            path, _, anchor = unquote(html.unescape(address)).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            target = target.removesuffix(".html") + ".md" if path else target
            assert target in pages, f"{name}: {address}"
            assert not anchor or anchor in ids[target], f"{name}: {address}"


def test_lists_of_duties_lead_to_the_part_and_to_the_rule(districts: dict[str, dict[str, str]]) -> None:
    page = districts["dongqu"]["overdue.md"]
    assert '<a href="cases/meeting/2026/meeting-2026-0058.html#1">meeting-2026-0058&#35;1</a>' in page
    assert '<a href="rules/dq.item.html#dq.item.execute">工作规则第六十四条</a>' in page


def test_a_duty_of_the_calendar_whose_id_has_a_hyphen_is_no_case(tmp_path: Path) -> None:
    """Rounds and reports hang on no case: in the place of a number stands the rule, with its own link."""
    pages = pages_of(district("zhanyi", tmp_path / "office"), datetime(2026, 6, 10, 10, 0))
    row = '<a href="rules/zy.prop.html#zy.prop.contacts">zy.prop.contacts</a>'
    assert row in pages["routines.md"]


MEETING = '<table class="work agenda">'


def test_a_meeting_begins_with_its_topics_and_items(districts: dict[str, dict[str, str]]) -> None:
    page = districts["dongqu"]["cases/meeting/2026/meeting-2026-0058.md"]
    topics, items = page.split(MEETING)[1:3]
    assert page.index(MEETING) < page.index('<dl class="facts">')
    assert '<a href="#t1">1. 关于实施老旧小区改造的请示</a>' in topics
    assert '<td data-label="状态">已审议</td>' in topics
    row = re.search(r"<tr><td[^\n]*修改改造方案后组织实施.*?</tr>", items)[0]
    assert [told(f"---\n---\n{cell}").strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] == [
        "已逾期",
        "1. 修改改造方案后组织实施",
        "区住建局、区财政局",
        "落实中",
        "2026-10-14",
    ]
    assert '<h3 class="part" id="t1">' in page and '<h3 class="part" id="2">' in page
    assert '<a href="#t1">第 1 个议题</a>' in page
    assert "<summary>议题说明（30 字）</summary>" in page  # long texts are folded


def test_who_was_there_is_text_a_person_can_read(districts: dict[str, dict[str, str]]) -> None:
    page = districts["dongqu"]["cases/meeting/2026/meeting-2026-0058.md"]
    assert "出席：区长、常务副区长、副区长甲、副区长乙、人武部部长、办公室主任<br>" in page
    assert (
        "缺席：副区长丙（请假日期：2026-10-09，理由：外出开会，书面请假）；"
        "副区长丁（请假日期：2026-10-10，理由：在外学习）<br>"
    ) in page


def test_classified_matters_show_number_state_and_dates_only(districts: dict[str, dict[str, str]]) -> None:
    pages = districts["dongqu"]
    assert not [name for name, page in pages.items() if "不宜写出" in page]
    topic = pages["cases/meeting/2026/meeting-2026-0058.md"].split('id="t2"')[1].split("<h2")[0]
    facts = re.findall(r"<dt>(.*?)</dt>", topic.split("</dl>")[0])
    assert facts == ["件号", "种类", "状态", "适用规则"]
    assert '<td data-label="内容">—</td>' in topic
    assert "涉密批示件" in districts["dawukou"]["cases/instruction/2026/instruction-2026-0002.md"]
    assert "呈批件" not in districts["dawukou"]["cases/instruction/2026/instruction-2026-0002.md"]


def test_figures_are_shown_where_a_rulebook_has_them(districts: dict[str, dict[str, str]]) -> None:
    page = districts["dongqu"]["figures.md"]
    months = re.search(r"### 常务会议次数\n.*?</table>", page, re.DOTALL)[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr><td.*?</tr>", months)]
    few = '<b class="bad">少于条文写的次数</b>'
    assert rows == [
        ["2026-10", "2 次", "1至2次", "符合"],
        ["2026-09", "0 次", "1至2次", few],
        ["2026-08", "0 次", "1至2次", few],
    ]
    assert '<p class="figure">1/1 = <b>100%</b></p>' in districts["zhanyi"]["figures.md"]  # 面商率


def test_no_page_of_figures_where_no_rulebook_has_any(tmp_path: Path) -> None:
    root = district("dawukou", tmp_path / "office")
    office = root / "office.yml"
    kept = "- {rulebook: dwk.mailbox, from: 2026-08-01, decision: 网页测试}\n"
    text = office.read_text()
    before, _, after = text.partition("adopted:\n")
    office.write_text(before + "adopted:\n" + kept + after[after.index("posts:") :])
    for case in root.rglob("instruction-*.yml"):
        case.unlink()
    assert "figures.md" not in pages_of(root, NOW)
    done = duban("build", "internal", "--root", str(root))
    assert (done.returncode, done.stderr) == (0, "")  # the navigation misses no page
    assert ">指标<" not in (root / "build/internal/site/index.html").read_text()


def test_a_built_site_of_each_district_has_a_page_for_its_law(tmp_path: Path) -> None:
    root = district("dongqu", tmp_path / "office")
    done = duban("build", "all", "--root", str(root), "--today", "2026-10-15T10:00")
    assert (done.returncode, done.stderr) == (0, "")
    made = tree(root / "build/internal/site")
    assert {"rules/dq.meet.html", "rules/readings.html", "figures.html"} <= made.keys()
    assert b">\xe6\x8c\x87\xe6\xa0\x87<" in made["index.html"].replace(b"\n", b"").replace(b" ", b"")


LIMITS = {
    # office: fragments of the public page, counted from 2026-10-15 (a Thursday)
    "dongqu": (
        "本办公室没有采用来信、建议提案的办理规定",
        "从“登记”起<b>30分钟（办公时间内）</b><br>最迟 <span class=\"day\">2026-10-15 09:00</span>",
        "从发生时间起<b>2小时</b><br>最迟 <span class=\"day\">2026-10-15 10:30</span>",
        "召开日期<b>至少2个工作日之前</b><span class=\"quiet\">（要等召开日期定了才能算）</span>",
        "从“交办”起<b>每周一次，最迟在这一周最后一个工作日</b><br>最迟 <span class=\"day\">2026-10-16</span>",
        "没有标明“要求形成纪要”的除外",
        '<td data-label="由谁办">提交单位</td>',
        "写明了“办结期限”的：以写明的“办结期限”为准",
        "没有写明的，办理要求为会办：从“交办”起<b>7个工作日</b>",
    ),
    "dawukou": (
        "从“签收”之日（最迟不晚于“交办”后1个工作日；没有“签收”的，从“交办”算）起<b>3个工作日</b>"
        "（争取2个工作日，不作期限）",
        '<span class="day">2026-10-20</span>（争取 <span class="day">2026-10-19</span>）',
        "从“签收”之日（最迟不晚于“交办”后1个工作日；没有“签收”的，从“交办”算）起<b>3日</b><br>最迟 "
        '<span class="day">2026-10-19</span>'
        "（2026-10-18是休息日，顺延）",
        '<span class="standing">征求意见稿</span>',
        '<span class="standing">法律法规</span>',
    ),
    "zhanyi": (
        '<p><b>完成办理答复，把答复拟办件报送督办人</b></p>\n<ul><li>9月10日前',
        "2026年这一轮另定的日子；2026年的是2026-09-10，已经过了；今天才起算的，没有日子可用",
        "2026年的是2026-09-30，已经过了；今天才起算的，没有日子可用",
        "只在办理结果为B类时",
        '<span class="standing">已印发</span>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFICES)
def test_the_public_page_of_limits(districts: dict[str, dict[str, str]], name: str) -> None:
    page = html.unescape(districts[name]["public/how-long.md"])
    assert [fragment for fragment in LIMITS[name] if html.unescape(fragment) not in page] == []


def test_the_governments_own_limits_come_last_and_folded(districts: dict[str, dict[str, str]]) -> None:
    page = districts["dawukou"]["public/how-long.md"]
    before, head, rest = page.partition("## 政府内部的办理期限")
    after = rest.partition("## 没有收入的条文")[0]
    assert head and "<h2" not in after and "\n## " not in after
    assert re.findall(r"<summary>(.*?)（\d+ 项）</summary>", after) == ["领导批示", "督查事项"]
    assert "领导批示" not in before
    outside = after
    while "<details" in outside:  # innermost first
        outside = re.sub(r"<details[^>]*>(?:(?!<details).)*?</details>", "", outside, flags=re.DOTALL)
    assert "<table" not in outside

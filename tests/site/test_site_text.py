"""Text of citizens is never Markdown and never HTML, whatever stands in it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from sites import answer, built

from duban.site.page_text import front, href, plain, slug, slugs, visible

HOSTILE = [
    "<script>alert(1)</script>",
    "</p></div><img src=x onerror=alert(1)>",
    "</textarea></title><svg onload=alert(1)>",
    "<!-- 注释 -->",
    "<?php echo 1 ?>",
    "<![CDATA[ x ]]>",
    "&lt;b&gt; &amp;amp; &#60; &copy",
    "# 标题\n## 二级",
    "**粗** _斜_ `码` ~~删~~",
    "```\n围栏\n```",
    "~~~\n围栏",
    "    四个空格的代码",
    "- 列表\n* 列表\n1. 列表",
    "> 引用",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "---\ntitle: 假的\n---",
    "[点我](javascript:alert(1))",
    "[点我][x]\n\n[x]: https://evil.example/",
    "![图](https://evil.example/a.png)",
    "<https://evil.example/> https://evil.example/",
    "{: onclick=alert(1) .red }",
    "{{ config.site_name }} {% raw %} {# x #}",
    '--8<-- "office.yml"',
    "*[HTML]: 缩写\nHTML",
    "[^1] 脚注\n\n[^1]: 内容",
    "++键++ ==标== ^^插^^ :smile:",
    "\\*转义\\* \\<b\\>",
    "$x^2$ \\(y\\)",
    "!!! note\n    提示",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "[TOC]",
    "\x02klzzwxh:0\x03 \x02wzxhzdk:0\x03",
    "=====\n标题\n=====",
    "%3Cscript%3E",
]


class Seen(HTMLParser):
    """What a browser would see inside one kind of element: text by line, and every element in it."""

    def __init__(self, css: str) -> None:
        super().__init__()
        self.css, self.depth, self.lines, self.elements = css, 0, [], set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if self.depth:
            self.elements.add(tag)
            self.depth += 1
            self.lines.append("")
        elif dict(attrs).get("class") == self.css:
            self.depth = 1

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data: str) -> None:
        if self.depth > 1:
            self.lines[-1] += data


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The pages of answers whose letter, title and unit are hostile, through the real MkDocs."""
    root = tmp_path_factory.mktemp("hostile")
    answers = [
        answer(f"letter-2026-{place:04}", letter=text, text=text, title=text, unit=text, category=text)
        for place, text in enumerate(HOSTILE, 1)
    ]
    site = built(root, answers).path.parent
    return [(site / f"replies/2026/{one.number}-a1.html").read_text() for one in answers]


@pytest.mark.parametrize("place", range(len(HOSTILE)), ids=[repr(text)[:30] for text in HOSTILE])
def test_hostile_text_is_shown_as_it_is(pages: list[str], place: int) -> None:
    seen = Seen("letter")
    seen.feed(pages[place])
    expected = [" ".join(line.split()) for line in visible(HOSTILE[place]).split("\n")]
    assert [line for line in seen.lines if line] == [line for line in expected if line]
    assert seen.elements == {"p"}


@pytest.mark.parametrize("place", range(len(HOSTILE)), ids=[repr(text)[:30] for text in HOSTILE])
def test_hostile_title_adds_nothing_to_the_page(pages: list[str], place: int) -> None:
    class Shape(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[tuple[str, tuple[str, ...]]] = []

        def handle_starttag(self, tag: str, attrs: list) -> None:
            self.found.append((tag, tuple(sorted(name for name, _ in attrs))))

    def shape(html: str) -> list:
        parser = Shape()
        parser.feed(html.split('<div class="letter">')[0])
        return parser.found

    harmless = HOSTILE.index("%3Cscript%3E")
    assert shape(pages[place]) == shape(pages[harmless])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\u202e乙\u2066丙\u2069", "甲乙丙"),
        ("零\u200b宽\u200d连\ufeff接", "零宽连接"),
        ("空\u2800白\u3164填\u115f充", "空白填充"),
        ("回车\r\n换行\u2028分隔\x85下行", "回车\n换行\n分隔\n下行"),
        ("响铃\x07退格\x08空\x00", "响铃退格空"),
        ("𠮷野家 ᠮᠣᠩᠭᠣᠯ", "𠮷野家 ᠮᠣᠩᠭᠣᠯ"),
        ("\u3000\u3000两格", "\u3000\u3000两格"),
    ],
)
def test_invisible_signs_are_dropped(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_front_matter_is_one_line_each() -> None:
    assert front(title=plain('a: "b"\n---'), hide=["toc"], article=True, nothing="") == (
        '---\ntitle: "a&#58; &#34;b&#34; ---"\nhide: ["toc"]\narticle: true\n---\n'
    )


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("index.md", "months/2026-03.md", "months/2026-03.html"),
        ("months/2026-03.md", "replies/2026/x.md", "../replies/2026/x.html"),
        ("a/b.md", "a/c.md#二", "c.html#%E4%BA%8C"),
        ("index.md", "units/区住建局.md", "units/%E5%8C%BA%E4%BD%8F%E5%BB%BA%E5%B1%80.html"),
    ],
)
def test_links_are_relative(here: str, there: str, link: str) -> None:
    assert href(here, there) == link


@pytest.mark.parametrize(
    ("name", "made"),
    [("区住建局", "区住建局"), ("../../etc", "etc"), ("a/b c", "a-b-c"), ("..", "-"), ("", "-")],
)
def test_slugs_never_leave_their_folder(name: str, made: str) -> None:
    assert slug(name) == made


def test_no_two_slugs_are_alike() -> None:
    assert slugs(["a b", "a/b", "index"]) == {"a b": "a-b", "a/b": "a-b-2", "index": "index-2"}
    assert slugs(["b局", "B局", "INDEX"]) == {"B局": "B局", "INDEX": "INDEX-2", "b局": "b局-2"}


def test_the_slug_of_a_long_name_is_no_longer_than_a_file_name_can_be() -> None:
    long = ["区住房和城乡建设" * 20 + end for end in "甲乙"]
    assert [len(short.encode()) for short in slugs(long).values()] == [180, 182]

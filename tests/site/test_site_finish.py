"""What holds on every page is a pass over the finished site: whatever generator built it, however often it runs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sites import NOW, OFFICE, answer, built, tree

from duban.findings.finding import Unusable
from duban.site import site_build
from duban.site.content_security import PageUnsafe, with_policy
from duban.site.finish_site import finish_site
from duban.site.generator_config import site_identity
from duban.site.hand_written import hand_written, sanitised_page, with_inert_front
from duban.site.site_build import build_site

IDENTITY = site_identity("public", OFFICE, NOW)
PAGE = '<html><head><meta charset="utf-8"></head><body>示例数据<article>{}</article></body></html>'


def site(folder: Path, html: str, name: str = "a.html") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html)
    return folder


@pytest.mark.parametrize(
    ("html", "lack"),
    [
        ("<p>示例数据</p>", "<head>"),
        ("<html><head></head><body>示例数据</body></html>", "<head>"),
        ('<html><head><meta charset="gbk"></head>示例数据</html>', "<head>"),
        ('<html><head></head><body><meta charset="utf-8">示例数据</body></html>', "<head>"),
        ('<html><head><script>1</script><meta charset="utf-8"></head>示例数据</html>', "之前"),
        ('<html><head><link href="a.css"><meta charset="utf-8"></head>示例数据</html>', "之前"),
        ('<html><head><meta charset="utf-8"></head><body>真的</body></html>', "示例数据"),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "deep/er/b.HTML", "assets/c.htm"])
def test_a_page_that_cannot_be_made_safe_stops_the_build(
    tmp_path: Path, html: str, lack: str, name: str
) -> None:
    with pytest.raises(Unusable, match=lack) as stopped:
        finish_site(site(tmp_path, html, name), IDENTITY, {}, ())
    assert name in str(stopped.value)


def test_a_page_that_is_no_text_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes("<head>示例数据".encode("gbk"))
    with pytest.raises(Unusable, match=r"a\.html"):
        finish_site(tmp_path, IDENTITY, {}, ())


@pytest.mark.parametrize(
    "charset", ['<meta charset="utf-8">', "<META charset=utf-8 />", "<meta charset='UTF-8'>"]
)
def test_the_policy_stands_right_after_the_character_set(charset: str) -> None:
    html = f"<html><head>{charset}<script>1</script></head></html>"
    policed = with_policy(html)
    assert policed.startswith(
        f'<html><head>{charset}<meta http-equiv="Content-Security-Policy" content="default-src \'none\''
    )
    assert "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='" in policed
    assert with_policy(policed) == policed


def test_a_page_that_was_not_built_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"b\.md"):
        finish_site(site(tmp_path, PAGE), IDENTITY, {"a.md": "", "b.md": ""}, ["b.md"])


@pytest.mark.parametrize("name", ["a.html", "a/index.html"])
def test_pages_are_found_where_addresses_are_folders_too(tmp_path: Path, name: str) -> None:
    pages = {"a.md": '---\nupdate_date: "2026-03-04"\n---\n'}
    finish_site(site(tmp_path, PAGE.format("<script>1</script>甲"), name), IDENTITY, pages, ["a.md"])
    assert "<article>甲</article>" in (tmp_path / name).read_text()
    listed = (tmp_path / "sitemap.xml").read_text()
    assert f"<loc>https://example.invalid/{name}</loc>\n         <lastmod>2026-03-04<" in listed


@pytest.mark.parametrize(
    "content",
    [
        "</article><script>1</script><article>",
        "</article></div></body><img src=x onerror=1>",
        "<article onclick=1><script>1</script></article>",
        "<!-- <script>1</script>",
        "<textarea><script>1</script>",
        "<ARTICLE><svg onload=1></ARTICLE>",
    ],
)
def test_no_content_ends_the_article_it_stands_in(content: str) -> None:
    page = PAGE.format(content)
    clean = sanitised_page(page)
    for harm in ("<script", "onerror", "onclick", "onload", "<svg"):
        assert harm not in clean
    assert clean.startswith(page.partition("<article>")[0] + "<article>")
    assert clean.endswith("</article></body></html>")
    assert sanitised_page(clean) == clean


def test_a_hand_written_page_without_article_stops_the_build() -> None:
    with pytest.raises(PageUnsafe, match="article"):
        sanitised_page("<html><main>甲</main></html>")


def test_what_people_wrote_is_sanitised_in_a_real_build(tmp_path: Path) -> None:
    for name in ("mkdocs.yml", "docs/theme/main.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((Path(__file__).parents[2] / name).read_bytes())
    hand = tmp_path / "docs/public/about.md"
    hand.parent.mkdir()
    hand.write_text(
        "# 关于\n\n<p onclick='x()'>甲</p></article><script>evil()</script>\n\n[乙](javascript:x())\n"
    )
    html = built(tmp_path, [answer()]).path.with_name("about.html").read_text()
    assert "甲" in html and "乙" in html
    for harm in ("evil()", "onclick", "javascript:"):
        assert harm not in html


@pytest.mark.parametrize(
    ("written", "inert"),
    [
        (
            "---\ntitle: 关于本站\nhide: [navigation]\n---\n\n# 甲\n",
            '---\ntitle: "关于本站"\nhide: ["navigation"]\n---\n\n# 甲\n',
        ),
        (
            "---\ntitle: </title><script>1</script>\n...\n甲",
            '---\ntitle: "&#60;/title&#62;&#60;script&#62;1&#60;/script&#62;"\n---\n甲',
        ),
        (
            "---\ndescription: '0;url=//evil\" http-equiv=\"refresh'\n---\n",
            '---\ndescription: "0;url&#61;//evil&#34; http-equiv&#61;&#34;refresh"\n---\n',
        ),
        ("---\nupdate_date: 2026-03-04\nempty:\n---\n", '---\nupdate_date: "2026-03-04"\n---\n'),
        ('---\n"a\\nb": 1\nkey: [{"<": "<"}]\n---\n', '---\nkey: [{"&#60;": "&#60;"}]\n---\n'),
        ("title: <script>1</script>\n\n# 甲\n", "\ntitle: <script>1</script>\n\n# 甲\n"),
        ("---\n- a\n---\n甲", "\n---\n- a\n---\n甲"),
        ("---\na: [\n---\n甲", "\n---\na: [\n---\n甲"),
    ],
)
def test_front_matter_that_people_wrote_is_inert(written: str, inert: str) -> None:
    assert with_inert_front(written) == inert


def test_a_page_that_is_not_utf8_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("# 关于".encode("gbk"))
    with pytest.raises(Unusable, match=r"a\.md"):
        hand_written(tmp_path)


def test_a_second_pass_changes_nothing(tmp_path: Path) -> None:
    folder = built(tmp_path, [answer()]).path.parent.resolve()
    before = tree(folder)
    docs = tmp_path / "build/public/docs"
    finish_site(folder, IDENTITY, {name: data.decode() for name, data in tree(docs).items()}, ["about.md"])
    assert tree(folder) == before


def test_a_plain_generator_makes_the_same_site(tmp_path: Path) -> None:
    """MkDocs by itself, with nothing of the program but its settings file, then the pass."""
    folder = built(tmp_path, [answer(f"letter-2026-{index:04}") for index in range(1, 9)]).path.parent
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder.parent / "mkdocs.yml")]
    subprocess.run(command, check=True, capture_output=True)
    plain = folder.parent / "mkdocs"
    assert b"Content-Security-Policy" not in (plain / "index.html").read_bytes()
    finish_site(
        plain,
        IDENTITY,
        {name: data.decode() for name, data in tree(folder.parent / "docs").items()},
        ["about.md"],
    )
    assert tree(plain) == tree(folder)


def test_an_office_behind_a_link_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "far/away/office").mkdir(parents=True)
    (tmp_path / "office").symlink_to(tmp_path / "far/away/office")
    monkeypatch.chdir(tmp_path)
    assert built(Path("office"), [answer()]).path.read_text().count("人行道地砖破损") == 1


def test_a_site_that_is_not_safe_does_not_replace_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = tree(built(tmp_path, [answer()]).path.parent)
    generate = site_build._generate

    def careless(*arguments: object) -> list[str]:
        said = generate(*arguments)
        (arguments[2] / "extra.html").write_text("<p>没有策略</p>")
        return said

    monkeypatch.setattr(site_build, "_generate", careless)
    with pytest.raises(Unusable, match=r"extra\.html"):
        build_site("public", tmp_path, IDENTITY, lambda: iter([("index.md", "# 甲")]))
    assert tree(tmp_path / "build/public/site") == last


def test_notices_are_those_of_the_site() -> None:
    assert site_identity("public", OFFICE, NOW).notices == ("示例数据",)
    assert site_identity("internal", OFFICE, NOW).notices == ("内部使用，不得外传", "示例数据")
    assert site_identity("public", replace(OFFICE, sample_today=None), NOW).notices == ()

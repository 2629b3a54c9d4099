"""Both sites of the sample office, every file: nothing from elsewhere, sample notice, policy, links."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

SITES = ("public", "internal")
LOADING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping"}
OWN = "https://example.invalid/"


class Links(HTMLParser):
    """Every address on a page: (attribute, address), with the ids it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.ids: set[str] = set()
        self.handlers: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        for name, value in attrs:
            if name in LOADING or name == "href":
                self.found.append((tag, name, value or ""))
            elif name == "id":
                self.ids.add(value)
            elif name.startswith("on"):
                self.handlers.append(f"{tag} {name}")


@pytest.fixture(scope="module", params=SITES)
def site(request: pytest.FixtureRequest, sample_sites: dict[str, Path]) -> Path:
    return sample_sites[request.param]


def html_of(site: Path) -> dict[str, str]:
    found = {
        path.relative_to(site.resolve()).as_posix(): path.read_text()
        for path in site.resolve().rglob("*.html")
    }
    assert len(found) > 20
    return found


def test_no_page_names_another_host(site: Path) -> None:
    for name, html in html_of(site).items():
        for tag, attribute, address in Links(html).found:
            parts = urlsplit(address)
            foreign = bool(parts.netloc) or parts.scheme not in ("", "data", "mailto", "tel")
            assert not foreign or (tag == "link" and address.startswith(OWN)), (
                f"{name}: {tag} {attribute} {address}"
            )


def test_no_style_sheet_loads_from_another_host(site: Path) -> None:
    sheets = list(site.resolve().rglob("*.css"))
    assert sheets
    for path in sheets:
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", path.read_text()):
            assert not urlsplit(address).netloc, f"{path.name}: {address}"
        assert "@import" not in path.read_text()


def test_every_link_leads_somewhere(site: Path) -> None:
    pages = html_of(site)
    ids = {name: Links(html).ids for name, html in pages.items()}
    for name, html in pages.items():
        if name == "404.html":
            continue
        for _, _, address in Links(html).found:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
                continue
            target = (
                (site.resolve() / name).parent / unquote(parts.path) if parts.path else site.resolve() / name
            )
            if target.is_dir():
                target /= "index.html"
            assert target.is_file(), f"{name}: {address}"
            if parts.fragment:
                there = target.resolve().relative_to(site.resolve()).as_posix()
                assert unquote(parts.fragment) in ids[there], f"{name}: {address}"


def test_no_page_shows_the_signs_of_its_source(site: Path) -> None:
    """A fence inside a list is no code to the generator: the page would show ``` and headings of the example."""
    assert [name for name, html in html_of(site).items() if "```" in html] == []


def test_every_page_says_that_it_is_sample_data(site: Path) -> None:
    pages = html_of(site)
    assert "404.html" in pages
    for name, html in pages.items():
        banner = html.partition('class="md-banner"')[2].partition("</aside>")[0]
        assert "示例数据" in banner, name


def test_every_page_has_a_policy_that_allows_only_its_own_scripts(site: Path) -> None:
    for name, html in html_of(site).items():
        head = html.partition("<title>")[0]
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', head)
        assert policy, name
        assert policy[1].startswith("default-src 'none'; script-src 'self'"), name
        script = policy[1].split(";")[1]
        assert "unsafe" not in script and "http" not in policy[1], name
        assert '<meta name="referrer" content="no-referrer">' in html, name
        assert not Links(html).handlers, name


def test_public_pages_carry_the_tags_of_a_government_site(sample_sites: dict[str, Path]) -> None:
    pages = html_of(sample_sites["public"])
    for name, html in pages.items():
        for tag in ("SiteName", "SiteDomain", "SiteIDCode"):
            assert f'<meta name="{tag}" content="' in html, name
        for words in ("主办单位：", "网站标识码：", "联系方式："):
            assert words in html, name
        if name.startswith("replies/"):
            for tag in ("ArticleTitle", "PubDate", "ContentSource", "ColumnName"):
                assert re.search(f'<meta name="{tag}" content="[^"]+">', html), name
            assert re.search(r'<meta name="PubDate" content="\d{4}-\d\d-\d\d \d\d:\d\d">', html), name


def test_the_public_site_has_no_word_of_the_inside(sample_sites: dict[str, Path]) -> None:
    for name, html in html_of(sample_sites["public"]).items():
        for word in ("受限事项", "内部使用", "AGE ENCRYPTED", "承办人"):
            assert word not in html, name


def test_restricted_cases_show_number_dates_and_event_words_only(sample_sites: dict[str, Path]) -> None:
    pages = html_of(sample_sites["internal"])
    restricted = [html for html in pages.values() if "<h1" in html and re.search(r"<h1[^>]*>受限事项", html)]
    assert restricted
    for html in restricted:
        course = html.partition('class="work timeline"')[2].partition("</table>")[0]
        cells = re.findall(r'<td data-label="(谁|内容)">(.*?)</td>', course)
        assert cells and all(told == "—" for _, told in cells)
        assert "答复 a1" not in html


def test_how_long_names_the_article_and_the_standing(sample_sites: dict[str, Path]) -> None:
    html = (sample_sites["public"] / "how-long.html").read_text()
    for words in (
        "《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条",
        "征求意见稿",
        "2026年11月20日",
        "2026-11-27",  # 5 working days from 2026-11-20
        "2026-12-04",  # 10 working days
        "2026-12-11",  # 15 working days from receipt, the cap
        "2027-02-22【暂定】",  # 3 months, rolled over what is not announced yet
    ):
        assert words in html, words

"""Pages as a browser takes them: no policy broken, nobody called, readable on a phone, all within reach."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

SITES = ("public", "internal")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def reached(chromium, addresses: dict[str, str]) -> dict[str, list[str]]:
    """Every address that links lead to from the home page, for each site."""
    page = chromium.new_page()
    page.goto(f"{addresses['public']}index.html")
    found = {site: _crawl(page, address) for site, address in addresses.items()}
    page.close()
    return found


def _crawl(page, start: str) -> list[str]:
    seen, ahead = set(), [f"{start}index.html"]
    while ahead:
        address = ahead.pop()
        if address in seen:
            continue
        seen.add(address)
        reply = page.request.get(address)
        assert reply.status == 200, unquote(address)
        ahead += page.evaluate(
            """([html, base]) => {
                const found = new DOMParser().parseFromString(html, "text/html");
                return [...found.querySelectorAll("a[href]")]
                    .map(one => new URL(one.getAttribute("href"), base).href.split("#")[0]);
            }""",
            [reply.text(), address],
        )
    return sorted(seen)


def some(addresses: list[str]) -> list[str]:
    """One page of each kind, by folder, and every page at the top."""
    chosen: dict[str, str] = {}
    for address in addresses:
        path = address.split("/", 3)[3]
        chosen.setdefault(path.rpartition("/")[0] or path, address)
    return list(chosen.values())


@pytest.mark.parametrize("site", SITES)
def test_every_page_is_reached_from_home(
    addresses: dict[str, str], sample_sites: dict[str, Path], reached: dict[str, list[str]], site: str
) -> None:
    found = reached[site]
    assert all(address.startswith(addresses[site]) for address in found)
    kinds = {"public": "/replies/", "internal": "/cases/letter/"}
    assert sum(kinds[site] in address for address in found) > 10
    folder = sample_sites[site].resolve()
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")} - {"404.html"}
    assert there == {unquote(address.removeprefix(addresses[site])) or "index.html" for address in found}


DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
"""Ends when the page has been drawn: what its scripts do on loading is done."""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("site", SITES)
def test_no_policy_is_broken_nobody_called_nothing_too_wide(
    chromium, addresses: dict[str, str], reached: dict[str, list[str]], site: str, size: dict
) -> None:
    page = chromium.new_page(viewport=size)
    said: list[str] = []
    foreign: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.on("request", lambda one: one.url.startswith(addresses[site]) or foreign.append(one.url))
    for address in some(reached[site]):
        page.goto(address)
        page.evaluate(DRAWN)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{unquote(address)} is {wide} wide"
    assert said == []
    assert [one for one in foreign if not one.startswith("data:")] == []
    page.close()


@pytest.mark.parametrize("site", SITES)
def test_text_is_large_with_room_between_lines(chromium, addresses: dict[str, str], site: str) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(f"{addresses[site]}index.html")
    size, line = page.evaluate(
        """() => {
            const style = getComputedStyle(document.querySelector("article p"));
            return [parseFloat(style.fontSize), parseFloat(style.lineHeight)];
        }"""
    )
    assert size >= 16
    assert line / size >= 1.6
    page.close()


def test_a_page_that_is_not_there_says_so(chromium, addresses: dict[str, str]) -> None:
    page = chromium.new_page()
    reply = page.goto(f"{addresses['public']}replies/2026/nix.html")
    assert reply.status == 404
    assert "没有这个页面" in page.content()
    page.close()


def test_a_policy_that_is_broken_would_be_seen(chromium, addresses: dict[str, str]) -> None:
    """The other tests listen to the console: here is what it says when a script is added."""
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.goto(f"{addresses['public']}index.html")
    page.evaluate(
        "const one = document.createElement('script'); one.textContent = 'window.bad = 1'; document.body.append(one)"
    )
    assert page.evaluate("window.bad") is None
    assert any("Content Security Policy" in one for one in said)
    page.close()

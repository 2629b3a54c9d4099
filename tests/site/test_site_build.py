"""A site is whole or it is the last one; the same input gives the same bytes."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sites import NOW, OFFICE, answer, built, duban, sample, tree

from duban.findings.finding import Unusable
from duban.site import render_workers
from duban.site.generator_config import site_identity
from duban.site.hand_written import sanitised
from duban.site.site_build import build_site

IDENTITY = site_identity("public", OFFICE, NOW)


def test_two_builds_of_one_office_are_identical(sample_sites: dict[str, Path], tmp_path: Path) -> None:
    root = sample(tmp_path / "elsewhere" / "deeper")
    assert duban("build", "all", "--root", str(root)).returncode == 0
    for name, site in sample_sites.items():
        assert tree(root / "build" / name / "site") == tree(site)
        assert tree(root / "build" / name / "docs") == tree(site.parent / "docs")


def test_workers_make_the_bytes_of_a_plain_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [answer(f"letter-2026-{place:04}", title=f"第{place}件") for place in range(1, 60)]
    monkeypatch.setattr(render_workers, "WORTH", 20)
    forked, forks = os.fork, []
    monkeypatch.setattr(os, "fork", lambda: forks.append(1) or forked())
    side_by_side = tree(built(tmp_path / "two", answers, jobs=2).path.parent)
    assert len(forks) == 2
    assert side_by_side == tree(built(tmp_path / "one", answers, jobs=1).path.parent)
    assert len(forks) == 2
    assert "replies/2026/letter-2026-0059-a1.html" in side_by_side
    assert b"letter-2026-0059-a1.html" in side_by_side["sitemap.xml"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_that_fails_keeps_the_last_site(
    tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_workers, "WORTH", 2)
    last = tree(built(tmp_path, [answer()]).path.parent)
    pages = [(f"replies/2026/{name}.md", "---\ntemplate: nowhere.html\n---\n") for name in "abc"]
    with pytest.raises(Unusable, match="MkDocs"):
        build_site("public", tmp_path, IDENTITY, lambda: iter(pages), jobs)
    assert tree(tmp_path / "build/public/site") == last
    built(tmp_path, [answer()], jobs)
    assert tree(tmp_path / "build/public/site") == last
    assert len(list((tmp_path / "build/public").glob(".site-*"))) == 1


def test_killed_at_any_moment_the_last_site_stays_whole(tmp_path: Path) -> None:
    root = sample(tmp_path / "office")
    assert duban("build", "public", "--root", str(root), "--today", "2026-11-19").returncode == 0
    site = root / "build/public/site"
    first = tree(site)
    other = tmp_path / "other"
    shutil.copytree(root, other, symlinks=True)
    assert duban("build", "public", "--root", str(other), "--today", "2026-11-20").returncode == 0
    second = tree(other / "build/public/site")
    assert first != second
    for wait in (0.2, 0.5, 0.7, 0.8, 0.9, 1.0, 1.2):
        command = [
            sys.executable,
            "-m",
            "duban",
            "build",
            "public",
            "--root",
            str(root),
            "--today",
            "2026-11-20",
        ]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert tree(site) in (first, second), f"killed after {wait} s"
    assert duban("build", "public", "--root", str(root), "--today", "2026-11-20").returncode == 0
    assert tree(site) == second
    assert [path.name for path in (root / "build/public").glob(".site-*")] == [os.readlink(site)]


def test_two_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    built(tmp_path, [answer()])
    lock = os.open(tmp_path / "build/public/.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    told: list[str] = []

    def waiting() -> None:
        told.append("waiting")
        os.close(lock)

    build_site("public", tmp_path, IDENTITY, lambda: iter([("a.md", "# 甲")]), waiting=waiting)
    assert told == ["waiting"]
    assert (tmp_path / "build/public/site/a.html").is_file()


def test_a_folder_in_the_place_of_the_site_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "build/public/site").mkdir(parents=True)
    (tmp_path / "build/public/site/old.html").write_text("old")
    site = built(tmp_path, [answer()]).path.parent
    assert site.is_symlink()
    assert not (site / "old.html").exists()


def test_a_case_with_an_error_is_withheld_and_said_so(tmp_path: Path) -> None:
    root = sample(tmp_path / "office")
    before = json.loads(duban("build", "public", "--root", str(root), "--format", "json").stdout)
    page = next((root / "build/public/docs/replies").rglob("*.md"))
    number = page.stem.rpartition("-")[0]
    case = next((root / "cases").rglob(f"{number}.yml"))
    case.write_text(case.read_text() + "unknown: 多出来的\n")
    after = duban("build", "public", "--root", str(root), "--format", "json")
    assert after.returncode == 0
    assert json.loads(after.stdout)["withheld"] == before["withheld"] + 1
    assert not (root / "build/public/site" / page.relative_to(root / "build/public/docs")).exists()
    assert not page.exists()


def test_an_office_that_cannot_be_read_stops_the_build(tmp_path: Path) -> None:
    done = duban("build", "all", "--root", str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "office.yml" in done.stderr


def test_the_name_of_an_office_is_escaped(tmp_path: Path) -> None:
    office = replace(OFFICE, site={**OFFICE.site, "name": "<i>某区</i>", "host": "</p><script>1</script>"})
    pages = [("index.md", "# 甲")]
    site = build_site("public", tmp_path, site_identity("public", office, NOW), lambda: iter(pages)).path
    html = site.read_text()
    assert "<i>某区" not in html
    assert "<script>1" not in html
    assert "&lt;i&gt;某区" in html


def test_internal_sites_have_no_address() -> None:
    assert site_identity("internal", OFFICE, NOW).url == ""
    assert site_identity("public", OFFICE, NOW).url == "https://example.invalid/"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<p onclick="x()">甲</p>', "<p>甲</p>"),
        ("<script>x()</script>乙", "乙"),
        ('<a href="javascript:x()">丙</a>', "<a>丙</a>"),
        ('<img src="https://evil.example/x.png" alt="丁">', '<img alt="丁">'),
        ('<a href="how-long.html" class="k">戊</a>', '<a href="how-long.html" class="k">戊</a>'),
        ('<p style="position:fixed">己</p>', "<p>己</p>"),
    ],
)
def test_hand_written_pages_are_sanitised(html: str, clean: str) -> None:
    assert sanitised(html) == clean


def test_hostile_text_stays_text_inside_too(tmp_path: Path) -> None:
    root = sample(tmp_path / "office")
    hostile = "</p></td><img src=x onerror=alert(1)> {{ config }} [x](javascript:alert(1)) ```"
    case = next(
        path
        for path in sorted((root / "cases/letters").rglob("*.yml"))
        if "restricted" not in path.read_text() and "publication" not in path.read_text()
    )
    text = re.sub(
        r"^title: .*$", lambda _: f"title: {json.dumps(hostile)}", case.read_text(), flags=re.MULTILINE
    )
    text = text.replace("text: |\n", f"text: |\n  {hostile}\n", 1)
    text = re.sub(r"handler: .*$", lambda _: f"handler: {json.dumps(hostile)}", text, flags=re.MULTILINE)
    case.write_text(text)
    assert duban("build", "internal", "--root", str(root)).returncode == 0
    shown = 0
    for path in (root / "build/internal/site").resolve().rglob("*.html"):
        html = path.read_text()
        assert "onerror=alert(1)>" not in html, path.name
        assert 'href="javascript' not in html, path.name
        shown += "onerror&#61;alert" in html
    assert shown >= 2  # its own page and the list of its month

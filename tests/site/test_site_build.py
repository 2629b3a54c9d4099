"""A site is whole or it is the last one; the same input gives the same bytes."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sites import NOW, OFFICE, answer, built, duban, sample, tree

from duban import files
from duban.findings.finding import Unusable
from duban.site import render_workers, site_build
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


LAST, NEXT = [answer()], [answer(), answer("letter-2026-0008", title="路灯不亮")]
Tree = dict[str, bytes]


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tree, Tree]:
    """A folder with the site that was built last, its files, and the files of the site that is built next."""
    root = tmp_path_factory.mktemp("two")
    after = tree(built(root / "next", NEXT).path.parent)
    before = tree(built(root / "last", LAST).path.parent)
    assert before != after
    return root / "last", before, after


@pytest.mark.parametrize(
    ("step", "time", "is_swapped"),
    [
        ("write_changed", 2, False),  # some of the pages are written
        ("_generate", 1, False),
        ("finish_site", 1, False),
        ("replace_with_link", 1, False),
        ("replace", 1, False),  # the link is made, and has not its name yet
        ("_clear", 2, True),  # the site before is still there
    ],
)
def test_killed_at_any_step_a_whole_site_stays(
    tmp_path: Path, two_sites: tuple[Path, Tree, Tree], step: str, time: int, is_swapped: bool
) -> None:
    root, before, after = two_sites
    shutil.copytree(root, tmp_path, symlinks=True, dirs_exist_ok=True)
    site = tmp_path / "build/public/site"
    assert _killed_at(step, time, lambda: built(tmp_path, NEXT)) == -signal.SIGKILL
    assert tree(site) == (after if is_swapped else before)
    built(tmp_path, NEXT)
    assert tree(site) == after
    assert [path.name for path in (tmp_path / "build/public").glob(".site-*")] == [os.readlink(site)]


def _killed_at(step: str, time: int, build: Callable[[], object]) -> int:
    """Build in a process of its own that kills itself as it comes to a step for the n-th time; return how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    home = files.os if step == "replace" else site_build
    real, times = getattr(home, step), []

    def reached(*words: object, **named: object) -> object:
        is_step = step != "replace" or Path(str(words[1])).name == "site"
        times.extend([step] * is_step)
        if is_step and len(times) == time:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*words, **named)

    setattr(home, step, reached)
    try:
        build()
    finally:
        os._exit(0)


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

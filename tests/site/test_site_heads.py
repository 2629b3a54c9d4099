"""What stands at the head of every page: which notices the dates shown wait for, and only then."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sites import CHECKOUT, duban, sample

from duban.engine.lacking_notices import lacking_notices
from duban.register.load_office import load
from duban.register.site_data import everything
from duban.site.internal_site import all_duties

PUBLIC = "本站还没有录入2027年的放假安排（国务院办公厅通知）：标有【暂定】的日期，录入以后可能变动。"
PUBLIC_REGIONAL = "本站还没有录入2026年古尔邦节的放假安排（地方通知）：标有【暂定】的日期，录入以后可能变动。"
INTERNAL = (
    "没有录入2027年的国务院放假通知（已录入的是2018年至2026年）、地区 640000 的2026年古尔邦节、开斋节放假通知："
    "标【暂定】的日期、逾期天数，录入以后可能变动。"
)
REGIONAL = (
    "没有录入地区 640000 的2026年古尔邦节、开斋节放假通知：标【暂定】的日期、逾期天数，录入以后可能变动。"
)


def heads(site: Path) -> Iterator[str]:
    """Yield what stands at the head of each page of a site, "" where nothing does."""
    for page in site.rglob("*.html"):
        found = re.search(r'<p class="missing"><strong>日期暂定</strong>：([^<]*)<', page.read_text("utf-8"))
        yield found[1] if found else ""


def test_every_page_of_both_sites_says_which_notice_is_missing(sample_sites: dict[str, Path]) -> None:
    """On 2026-11-20 examples and duties reach into 2027; a promise for 2029 is marked, but its notice not missed."""
    assert set(heads(sample_sites["public"])) == {PUBLIC}
    assert set(heads(sample_sites["internal"])) == {INTERNAL}
    deep = (sample_sites["internal"] / "cases/letter/2026/letter-2026-0048.html").read_text("utf-8")
    assert f'{INTERNAL}<a href="../../../handbook-calendar.html">怎样录入</a></p>' in deep
    assert (sample_sites["internal"] / "handbook-calendar.html").is_file()
    assert "2029-11-20【暂定】" in (sample_sites["public"] / "how-long.html").read_text("utf-8")


def test_no_page_says_so_while_no_date_shown_waits_for_a_notice(tmp_path: Path) -> None:
    root = sample(tmp_path / "office")
    shutil.copytree(CHECKOUT / "rules", root / "rules")
    shutil.rmtree(root / "rules/calendar/640000")  # with the region's notices missing, see below
    done = duban("build", "all", "--root", str(root), "--today", "2026-04-20")
    assert done.returncode == 0, done.stderr
    for site in ("public", "internal"):
        assert set(heads(root / "build" / site / "site")) == {""}


def test_the_head_says_which_notice_of_the_region_is_missing(tmp_path: Path) -> None:
    """古尔邦节 can fall on 24 May 2026 at the earliest: its notice is missed from 25 March on, 60 days before."""
    root = sample(tmp_path / "office")
    done = duban("build", "all", "--root", str(root), "--today", "2026-05-20")
    assert done.returncode == 0, done.stderr
    assert set(heads(root / "build/public/site")) == {PUBLIC_REGIONAL}
    assert set(heads(root / "build/internal/site")) == {REGIONAL}


@pytest.mark.parametrize(
    ("today", "years"),
    [("2026-04-20", ()), ("2026-11-20", (2027,)), ("2026-12-25", (2027,)), ("2028-01-03", (2027, 2028))],
)
def test_the_internal_site_asks_every_duty_it_shows(
    tmp_path: Path, today: str, years: tuple[int, ...]
) -> None:
    context, now = load(sample(tmp_path / "office")), datetime.fromisoformat(f"{today}T23:59")
    shown = all_duties(context, everything(context, now), now)
    found = lacking_notices(shown, now, context.calendar)
    assert tuple(one.year for one in found if one.region == "CN" and one.year <= now.year + 1) == years

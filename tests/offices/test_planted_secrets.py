"""What is sealed, unpublished, not yet released, changed since or withdrawn leaves by no door.

One small office; every text that is not for the public says 密语, each its own. Then everything is made that leaves
the office by itself: both sites as MkDocs builds them, calendars, issues, the morning's message, the comment on a
pull request.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pyrage
import pytest
from hostile_office import OFFICE, TODAY, document, late, public

from duban.forge.verdict_comment import comment_text
from duban.forge.verdict_json import claims_from
from duban.privacy.sealing import seal

UNIT, SHOWN = "区住建局", "已经修好，请放心"
SECRET = re.compile("密语[甲乙丙丁戊己庚辛壬癸]+")
KEY = str(pyrage.x25519.Identity.generate().to_public())


def released(running: int, secret: str) -> dict:
    """Return a letter whose answer is public; inside it a secret stands in every field that is not published."""
    letter = public(f"letter-2026-{running:04}", secret, UNIT, SHOWN)
    letter["writer"] = seal(f"letter-2026-{running:04}", "writer", {"name": secret}, [KEY])
    letter["original"] = seal(f"letter-2026-{running:04}", "original", secret, [KEY])
    return letter


def plants() -> dict[int, dict]:
    """Return the letters by running number: what may be public of the first alone is."""
    found = {1: released(1, "密语甲")}
    withdrawn = public("letter-2026-0002", "密语乙", UNIT)
    withdrawn["timeline"].append(
        {"at": "2026-07-13", "event": "撤回公开", "by": "区政府督查室", "answer": "a1", "reason": "密语乙"}
    )
    drafted = public("letter-2026-0003", "密语丙", UNIT)
    drafted["timeline"].pop()
    changed = public("letter-2026-0004", "密语丁", UNIT, SHOWN)
    changed["publication"].append({"answer": "a1", "title": "密语丁", "letter": "密语丁", "text": "密语丁"})
    refused = {**public("letter-2026-0005", "密语戊", UNIT), "consent": "不同意公开"}
    faulty = {**public("letter-2026-0006", "密语己", UNIT), "nowhere": "密语己"}
    bare = {
        **public("letter-2026-0007", "密语庚", UNIT),
        "writer": {"name": "密语庚庚"},
        "original": "密语庚庚",
    }
    waiting = late("密语辛", UNIT)
    report = {**late("密语壬", UNIT), "restricted": True, "category": "举报"}
    held = {key: report[key] for key in ("channel", "category", "received", "restricted")}
    timeline = [{key: entry[key] for key in ("at", "event")} for entry in report["timeline"][:1]]
    sealed = seal("letter-2026-0009", "sealed", {"title": "密语壬", "text": "密语壬"}, [KEY])
    found |= dict(enumerate((withdrawn, drafted, changed, refused, faulty, bare, waiting), 2))
    return {**found, 9: {**held, "timeline": timeline, "sealed": sealed}}


@pytest.fixture
def planted(home):
    """The office, with a key for what is sealed and a member whose name is nobody's business."""
    office = {**OFFICE, "keys": [{"name": "督查室", "recipient": KEY, "default": True}]}
    office["members"] = [{**OFFICE["members"][0], "name": "密语癸"}]
    home.write("office.yml", document(office))
    for running, value in plants().items():
        home.letter(running, value)
    return home


def secrets_in(folder: Path) -> set[str]:
    """Return what is planted in the files below a folder, their names among it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return {
        found for path in files for found in SECRET.findall(f"{path} {path.read_text('utf-8', 'replace')}")
    }


def test_no_secret_is_in_the_public_site(planted):
    shown = planted.text("build", "public", *TODAY)
    site = planted.root / "build/public"
    assert secrets_in(site) == set() == set(SECRET.findall(shown))
    pages = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    assert SHOWN in pages and "letter-2026-0001" in pages
    assert not [number for number in range(2, 10) if f"letter-2026-{number:04}" in pages]


def test_no_secret_is_in_calendars_issues_and_messages(planted):
    shown = planted.text("remind", "--dry-run", *TODAY)
    assert SECRET.findall(shown) == [] and "letter-2026-0008" in shown and "——消息——" in shown
    planted.text("remind", "--no-messages", *TODAY)
    assert secrets_in(planted.root / "build/calendars") == set()
    whole = planted.text("due", "--status", "all", "--format", "ics", *TODAY)
    assert SECRET.findall(whole) == [] and "letter-2026-0008" in whole


def test_no_secret_is_in_the_comment_on_a_pull_request(planted, tmp_path):
    def git(*words: str) -> None:
        own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        author = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")
        subprocess.run(["git", "-C", planted.root, *author, *words], check=True, env={**os.environ, **own})

    git("init", "--quiet", "--initial-branch=main")
    git("add", "office.yml", "rules")
    git("commit", "--quiet", "--message=开册")
    claims = tmp_path / "claims.json"
    words = ("--unaccountable", "--claims", str(claims), "--number", "3", *TODAY)
    for running in plants():
        number = f"letter-2026-{running:04}"
        git("add", f"cases/letters/2026/{number}.yml")
        git("commit", "--quiet", "--message=登记")
        planted.text("check", "--base", "HEAD~1", *words)
        comment = comment_text(claims_from(claims.read_bytes()))
        assert SECRET.findall(comment) == [] and f"{running:04}" in comment


def test_what_is_sealed_but_stands_in_clear_is_told_without_its_text(planted):
    shown = planted.text("check", *TODAY)
    assert "密语庚庚" not in shown and "letter-2026-0007" in shown
    assert "密语庚庚" not in planted.text("check", *TODAY, "--format", "json")

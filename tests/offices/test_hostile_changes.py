"""Names of files and branches, and what a change says, act on nobody: the guard, its comment and the hooks."""

from __future__ import annotations

import json
import os
import re
import subprocess

import pytest
from hostile_office import LETTER, TODAY, late, spread, write
from hostile_texts import ALL_CLEAR, HOSTILE, acting, acting_annotations

from duban.forge.verdict_comment import comment_text
from duban.forge.verdict_json import claims_from

NAMES = (
    "cases/letters/2026/letter-2026-0002\x1b[2J.yml", f"cases/letters/2026/甲\n{ALL_CLEAR}.yml", "::set-output name=a::b",
    "=1+1.csv", "##[error]假.md", "docs/甲\u202e.md", "cases/letters/2026/\udcff.yml", "[点](javascript:alert(1)).md",
    "@all <script>.md",
)  # fmt: skip
BRANCH = "区\u202e\u200b@all"


@pytest.fixture
def changed(home):
    """A repository whose branch brings files of hostile names, and letters with a hostile text in every field."""

    def git(*words: str) -> None:
        own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        author = ("-c", "user.name=甲\u202e", "-c", "user.email=t@example.invalid")
        subprocess.run(["git", "-C", home.root, *author, *words], check=True, env={**os.environ, **own})

    home.letter(1, late("路灯不亮", "区住建局"))
    git("init", "--quiet", "--initial-branch=main")
    git("add", "--all")
    git("commit", "--quiet", "--message=开册")
    git("checkout", "--quiet", "-b", BRANCH)
    for name in NAMES:
        write(home.root, name, "甲\n")
    for shift in range(0, len(HOSTILE), 16):
        home.letter(shift + 1, spread(LETTER, shift))
    git("add", "--all")
    home.git = git
    return home


def test_what_the_guard_and_its_comment_say_of_a_change(changed, tmp_path):
    changed.git("commit", "--quiet", f"--message=\x1b[2J\u202e\n\n::error::x\n{ALL_CLEAR}")
    words = ("check", "--base", "main", "--unaccountable", *TODAY)
    claims = tmp_path / "claims.json"
    shown = changed.text(*words, "--claims", str(claims), "--number", "3")
    assert (
        acting(shown) == set()
        and shown.count("〈U+001B〉") > 5
        and "〈U+000A〉" in shown
        and "〈U+DCFF〉" in shown
    )
    assert acting_annotations(changed.text(*words, "--format", "github")) == set()
    for form in ("json", "sarif"):
        told = changed.text(*words, "--format", form)
        assert acting(told) == set() and json.loads(told)
    comment = comment_text(claims_from(claims.read_bytes()))
    assert acting(comment) == set() and "〈" in comment
    bare = re.sub("<code>.*?</code>|&#[0-9]+;|<!-- duban:change -->", "", comment)
    assert not set(bare) & set("<>@[]`") - {"`"}


def test_what_the_hooks_say_of_a_change(changed, tmp_path):
    shown = changed.text("hook", "run", "pre-commit")
    assert acting(shown) == set() and "〈U+001B〉" in shown
    message = tmp_path / "message"
    message.write_text(f"\x1b[2J联系 138{'0013'}8000\u202e\n::error::x\n{ALL_CLEAR}\n", encoding="utf-8")
    assert acting(changed.text("hook", "run", "commit-msg", str(message))) == set()

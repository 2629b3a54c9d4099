"""One text gets one answer, whichever door it comes to: check, release, new, hook, message, gate, server, scan."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
from datetime import datetime

import pytest
from scenario import NEXT, PUBLISHED, Register

from duban.cli import main
from duban.editing.new_case import draft_case
from duban.editing.release_answer import plan_release
from duban.findings.finding import Finding, Unusable
from duban.git.worktree import checkout_of
from duban.guard.pre_commit import message_leaks, published_contacts, staged_verdict
from duban.guard.pre_receive import PushedRef, pushed_leaks
from duban.privacy.privacy_rule import example_text
from duban.privacy.privacy_rules import RULES
from duban.register.load_office import load
from duban.yamlfile.read_yaml import read_yaml
from duban.yamlfile.write_yaml import text_of

NOW = datetime(2026, 7, 17, 10, 0)
KIND = re.compile(r"[里行项]有([^，。；\s]+?)[，。；]")
LINE, RANGE = "0952-" + "2066001", "0952-" + "209" + "****"
MAIL, NAME = "xinxiang" + "@" + "dwk.gov.cn", "张" + "小北"
LISTED = (
    f"联系电话：{LINE}",
    f"请打（0952）{LINE[5:]}",
    f"值班电话：0952-{'209' + '8765'}",
    f"请写信到 {MAIL.upper()}",
    f"联系人：{NAME}",
)
"""What the office makes public of itself."""
UNLISTED = (
    (f"联系电话：0952-{'2066002'}", "固定电话"),
    (f"请写信到 {MAIL.replace('xin', 'lao')}", "电子邮箱"),
    (f"联系人：{NAME[0]}大北", "姓名"),
    (f"密码：{LINE[5:]}", "密码"),
)
"""What it does not."""
EXAMPLES = tuple((example_text(example), rule.kind) for rule in RULES for example in rule.examples)
INNOCENT = tuple((example_text(example), "") for rule in RULES for example in rule.innocent)
TEXTS = tuple(dict((*EXAMPLES, *INNOCENT, *UNLISTED, *((text, "") for text in LISTED))).items())
"""Each text, and the kind that is found in it; empty where nothing is."""


LETTER = {
    "title": "路灯不亮", "channel": "区长信箱-网上", "category": "求助", "received": "2026-07-16",
    "consent": "同意公开", "text": "路灯不亮。",
}  # fmt: skip


@pytest.fixture(scope="module")
def told(founded, identity, tmp_path_factory) -> dict[str, dict[str, set[str]]]:
    """Return what each door says: its name -> text -> kinds."""
    register = _with_office_lines(founded, identity, tmp_path_factory.mktemp("doors") / "office")
    found = {"release": _released(register), "new": _new(register)}
    found["scan"] = _scanned(register, tmp_path_factory.mktemp("scan"))
    with checkout_of(register.root) as repo:
        lines = published_contacts(repo)
        found["message"] = {text: _kinds(message_leaks(text, lines)) for text, _ in TEXTS}
    spans = _written(register)
    found["check"] = _at(spans, _checked(register, NEXT))
    register.git("add", "--all")
    with checkout_of(register.root) as repo:
        found["hook"] = _at(spans, staged_verdict(repo, lambda office: NOW).findings)
    register.commit("登记")
    found["gate"] = _at(spans, _checked(register, "--base", "main", "--today", "2026-07-17"))
    head = register.git("rev-parse", "HEAD")
    found["server"] = _at(spans, pushed_leaks(register.root, PushedRef("0" * 40, head, "refs/heads/x")))
    return found


@pytest.mark.parametrize(("text", "kind"), TEXTS, ids=range(len(TEXTS)))
def test_every_door_says_the_same(told, text, kind):
    said = {door: answers.get(text, set()) for door, answers in told.items()}
    assert said == dict.fromkeys(told, {kind} if kind else set())


def _with_office_lines(founded, identity, root) -> Register:
    shutil.copytree(founded, root)
    register = Register(root, identity, "")
    office = register.read("office.yml").replace(
        "name: 财政局, contact: 办公室", f"name: 财政局, contact: {NAME}"
    )
    register.write("office.yml", f"{office}public_lines: [{LINE}, {RANGE}, {MAIL}]\n")
    register.commit("对外公布的")
    register.git("branch", "--force", "main")
    return register


def _written(register: Register) -> dict[str, range]:
    """Write a letter with one note for each text; return the lines of each."""
    note = {"at": "2026-07-16", "event": "备注", "by": "区政府督查室"}
    entries = [
        {**note, "event": "登记", "matter": "生产生活困难"},
        *({**note, "text": text} for text, _ in TEXTS),
    ]
    data = text_of({**LETTER, "timeline": entries}).encode()
    register.write(NEXT, data)
    document = read_yaml(data, NEXT)
    lines = [document.locate(("timeline", index))[0] for index in range(len(entries))]
    ends = [*lines[1:], data.count(b"\n") + 2]
    return {text: range(first, end) for (text, _), first, end in zip(TEXTS, lines[1:], ends[1:], strict=True)}


def _kinds(findings) -> set[str]:
    return {
        match[1]
        for finding in findings
        if finding.rule.startswith("privacy.") and (match := KIND.search(finding.message))
    }


def _at(spans: dict[str, range], findings) -> dict[str, set[str]]:
    """Return the kinds found in each text, by the lines it stands in."""
    return {
        text: _kinds(finding for finding in findings if finding.line in lines and finding.path == NEXT)
        for text, lines in spans.items()
    }


def _checked(register: Register, *words: str) -> list[Finding]:
    with contextlib.redirect_stdout(io.StringIO()) as out, pytest.raises(SystemExit):
        main(["check", *words, "--format", "json", "--root", str(register.root)])
    return [Finding(**finding) for finding in json.loads(out.getvalue())["findings"]]


def _scanned(register: Register, folder) -> dict[str, set[str]]:
    for index, (text, _) in enumerate(TEXTS):
        (folder / f"{index:03}.txt").write_bytes(text.encode())
    with contextlib.redirect_stdout(io.StringIO()) as out, pytest.raises(SystemExit):
        main(["scan", str(folder), "--format", "json", "--root", str(register.root), "--today", "2026-07-17"])
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    return {
        text: {span["kind"] for span in answer["spans"]}
        for (text, _), answer in zip(TEXTS, answers, strict=True)
    }


def _new(register: Register) -> dict[str, set[str]]:
    """Return what is said of each text as the words of a new letter."""
    context = load(register.root)

    def said(text: str) -> set[str]:
        try:
            words = "；".join(
                draft_case(
                    context, "letter", {**LETTER, "matter": "生产生活困难", "text": text}, None, NOW
                ).remarks
            )
        except Unusable as refusal:
            words = str(refusal)
        return {match[1] for match in KIND.finditer(words)}

    return {text: said(text) for text, _ in TEXTS}


def _released(register: Register) -> dict[str, set[str]]:
    """Return what `duban release` refuses of each text in the answer; a guess is no reason to."""
    context, path = load(register.root), PUBLISHED
    before = register.read(path)
    answered, _, rest = before.partition("- at: 2026-06-15\n")
    answers = rest[rest.index("answers:") : rest.index("publication:")]
    found = {}
    for text, kind in TEXTS:
        publication = text_of({"publication": [{"answer": "a1", "letter": "路灯不亮。", "text": text}]})
        register.write(path, f"{answered}{answers}{publication}")
        try:
            plan_release(context, "letter-2026-0002", "a1", None, NOW.date())
            found[text] = {kind} if kind in {rule.kind for rule in RULES if rule.is_reminder} else set()
        except Unusable as refusal:
            found[text] = {match[1] for match in KIND.finditer(str(refusal))}
    register.write(path, before)
    return found

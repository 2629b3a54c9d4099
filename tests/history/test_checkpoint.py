"""Checkpoints of what was published: real repositories, real keys, the real command.

Four of the tests bear the names of the faults found in gittuf in 2026; what is asked of Git here is written out by
hand, so that nothing of the program makes what the program has to judge.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from scenario import ASSIGNED, BASE, OVERDUE, Register
from steps import edit, record

from duban.cli import main

DUBAN = Path(sys.executable).parent / "duban"
REF = "refs/duban/published"
FETCHED = "refs/duban/fetched"
MEMBERS = """\
- {login: desk, unit: 区政府督查室, roles: [督查室]}
- {login: rules, unit: 区政府督查室, roles: [规则]}
- {login: zhujian, unit: 区住建局, roles: [承办]}
"""
LOGINS = ("host", "later", "desk", "rules", "stranger")


class Publication:
    """A register whose office names a host that may publish, and the keys of its people."""

    def __init__(self, register: Register, keys: Path, capsys) -> None:
        self.register, self.keys, self.capsys = register, keys, capsys
        self.git = register.git
        self.git("config", "gpg.format", "ssh")
        self.law("host")

    def law(self, *publishers: str, left: str = "", text: str = "") -> str:
        """Merge an office.yml in which these may publish; return the commit."""
        self.git("checkout", "--quiet", "main")
        members = MEMBERS
        for login in ("desk", "rules"):
            members = members.replace(f"login: {login},", f"login: {login}, ssh_key: {self.public(login)},")
        for login in publishers:
            gone = ", left: 2026-07-16" if login == left else ""
            members += f"- {{login: {login}, unit: 区政府督查室, roles: [发布], ssh_key: {self.public(login)}{gone}}}\n"
        office = self.register.read("office.yml").partition("members:\n")[0]
        self.register.write("office.yml", f"{office}members:\n{members}{text}")
        return self.merged()

    def merged(self) -> str:
        """Commit what differs to main; return the commit."""
        self.register.commit()
        return self.git("rev-parse", "main")

    def entry(self, path: str = ASSIGNED, at: str = "2026-07-16") -> str:
        """Record something on main; return the commit."""
        self.git("checkout", "--quiet", "main")
        record(path, at, "走访", "区住建局" if path == ASSIGNED else "区综合执法局")(self.register)
        return self.merged()

    def public(self, login: str) -> str:
        return " ".join(Path(f"{self.keys / login}.pub").read_text().split()[:2])

    def duban(self, *words: str) -> tuple[int, str]:
        """Run `duban` at the office; return its status and all it said."""
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([*words, "--root", str(self.register.root)])
        return left.value.code, "".join(self.capsys.readouterr())

    def publish(self, login: str = "host", commit: str = "main") -> str:
        """Record a checkpoint as a host does; return its id."""
        status, told = self.duban("checkpoint", "record", commit, "--key", str(self.keys / login))
        assert status == 0, told
        return self.git("rev-parse", REF)

    def made(
        self, tip: str, *signers: str, previous: str = "", law: str = "", files: tuple[str, ...] = ()
    ) -> str:
        """Write a checkpoint by hand, signed by nobody, somebody or several; return its id."""
        ids = (
            self.git("rev-parse", f"{tip}:{name}", fine=(0, 128))
            for name in ("office.yml", "rules", "schemas")
        )
        names = zip(("office.yml", "rules", "schemas"), ids, strict=True)
        lines = "".join(f"{name} {oid if len(oid) == 40 else '0' * 40}\n" for name, oid in names)
        told = {
            "tip": self.git("rev-parse", tip),
            "time": "2026-07-17T23:59+08:00",
            "law": law or hashlib.sha256(lines.encode()).hexdigest(),
        }
        content = json.dumps(told, sort_keys=True) + "\n"
        blob = self.git("hash-object", "-w", "--stdin", stdin=content.encode())
        rows = "".join(f"100644 blob {blob}\t{name}\n" for name in (*files, "checkpoint.json"))
        tree = self.git("mktree", stdin=rows.encode())
        parents = [word for parent in (previous, told["tip"]) if parent for word in ("-p", parent)]
        words = ["commit-tree", *parents, "-m", f"公布 {told['tip']}", tree]
        made = [
            self.git("-c", f"user.signingKey={self.keys / login}", *words[:1], "-S", *words[1:])
            for login in signers
        ] or [self.git(*words)]
        if len(made) < 2:
            return made[0]
        raws = [self.git("cat-file", "commit", oid) for oid in made]
        head, gap, message = raws[0].partition("\n\n")
        others = "".join("\ngpgsig" + raw.partition("\ngpgsig")[2].partition("\n\n")[0] for raw in raws[1:])
        both = f"{head}{others}{gap}{message}\n"
        return self.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=both.encode())

    def set(self, ref: str, oid: str) -> None:
        self.git("update-ref", ref, oid)

    def judged(self, *how: str) -> tuple[list[str], str]:
        """Return the errors of `duban check` on a change, by their ids, and all it said."""
        status, told = self.duban("check", *how, "--format", "json")
        assert status in (0, 1), told
        found = json.loads(told)["findings"]
        wrong = [finding for finding in found if finding["level"] == "error"]
        return [finding["rule"] for finding in wrong], "\n".join(finding["message"] for finding in wrong)

    def change(self, start: str = "main") -> None:
        """Propose an honest change on a branch from a commit."""
        self.git("checkout", "--quiet", "-B", "change", start)
        record(OVERDUE, "2026-07-16", "走访", "区综合执法局")(self.register)
        self.register.commit("走访")


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    for login in LOGINS:
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", login, "-f", str(folder / login)]
        subprocess.run(words, check=True, capture_output=True)
    return folder


@pytest.fixture
def office(register, keys, capsys) -> Publication:
    return Publication(register, keys, capsys)


# --- what is honest


def test_before_anything_was_published_nothing_is_asked(office):
    office.change()
    assert office.judged(*BASE) == ([], "")
    assert office.duban("checkpoint", "verify") == (
        0,
        "还没有公布记录。第一次公布以后，由管理员记第一条：duban checkpoint record 提交\n",
    )


def test_an_ordinary_publication_and_a_second_one(office):
    first = office.publish()
    office.change()
    assert office.judged(*BASE) == ([], "")
    tip = office.entry()
    second = office.publish()
    assert office.git("rev-parse", f"{second}^1", f"{second}^2").split() == [first, tip]
    assert office.duban("checkpoint", "verify") == (
        0,
        f"2 条公布记录都对得上；上一次是 2026-07-17T23:59+08:00 公布 {tip}，由“host”签名。\n",
    )
    office.change()
    assert office.judged(*BASE) == ([], "")
    assert office.judged("--push", tip, "--head", "change") == ([], "")


def test_what_was_recorded_already_is_not_recorded_twice(office):
    first = office.publish()
    status, told = office.duban("checkpoint", "record", "main", "--key", str(office.keys / "host"))
    assert (status, told) == (0, f"{office.git('rev-parse', 'main')[:10]} 已经记过，没有重复记。\n")
    assert office.git("rev-parse", REF) == first


def test_a_branch_opened_before_the_publication_may_be_merged_after_it(office):
    office.change()
    office.entry()
    office.publish()
    assert office.judged("--base", "main", "--head", "change") == ([], "")


def test_several_publications_may_be_judged_again_step_by_step(office):
    start = office.git("rev-parse", "main")
    for day in ("2026-07-15", "2026-07-16"):
        office.entry(at=day)
        office.publish()
    assert office.judged("--push", start, "--head", "main", "--stepwise") == ([], "")


def test_who_may_publish_is_handed_over_in_two_steps(office):
    office.publish()
    office.law("host", "later")
    office.publish("host")
    office.entry()
    office.publish("later")
    office.law("host", "later", left="host")
    office.publish("later")
    assert office.duban("checkpoint", "verify")[0] == 0
    office.change()
    assert office.judged(*BASE) == ([], "")


# --- a history that was rewritten


@pytest.mark.parametrize("how", [BASE, ("--push", "{before}", "--head", "change")])
def test_a_main_that_was_forced_back_behind_what_was_published_is_refused(office, how):
    before = office.git("rev-parse", "main")
    tip = office.entry()
    office.publish()
    office.git("update-ref", "refs/heads/main", before)
    office.change(before)
    rules, told = office.judged(*(word.format(before=before) for word in how))
    assert set(rules) == {"guard.checkpoint"}
    assert f"{before[:10]} 的历史里没有上一次公布的提交 {tip[:10]}（2026-07-17T23:59+08:00）" in told
    status, told = office.duban("checkpoint", "verify")
    assert status == 2 and f"HEAD 的历史里没有上一次公布的提交 {tip[:10]}" in told


def test_what_was_published_cannot_be_thrown_away_by_the_repository(office):
    before = office.git("rev-parse", "main")
    tip = office.entry()
    office.publish()
    office.git("update-ref", "refs/heads/main", before)
    office.git("checkout", "--quiet", "-B", "change", before)
    office.git("reflog", "expire", "--expire=now", "--all")
    office.git("gc", "--quiet", "--prune=now")
    assert office.git("cat-file", "-t", tip) == "commit"
    assert office.judged(*BASE)[0] == ["guard.checkpoint"]


# --- checkpoints that cannot be relied on


def test_a_checkpoint_nobody_signed(office):
    office.set(REF, office.made("main"))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and "认不出是谁签的：没有签名" in told


@pytest.mark.parametrize(
    ("login", "words"), [("desk", "是“desk”签的；按上一次公布时的 office.yml，要由有“发布”身份的人员来签"),
                         ("stranger", "不在 office.yml 的 members 里")],
)  # fmt: skip
def test_a_checkpoint_by_somebody_who_may_not_publish(office, login, words):
    office.set(REF, office.made("main", login))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and words in told
    before = office.git("rev-parse", REF)
    status, told = office.duban("checkpoint", "record", "change", "--key", str(office.keys / login))
    assert status == 2 and words in told and office.git("rev-parse", REF) == before


def test_a_first_checkpoint_by_somebody_who_may_not_publish_is_not_written(office):
    status, told = office.duban("checkpoint", "record", "main", "--key", str(office.keys / "desk"))
    assert status == 2 and told.startswith("duban：没有记：公布记录 ")
    assert office.git("for-each-ref", "refs/duban") == ""


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("写的规则摘要，和它公布的提交", {"law": "0" * 64}),
        ("不是 duban checkpoint record 写的那种样子", {"files": ("a-file-of-my-own",)}),
    ],
)
def test_a_checkpoint_that_says_something_else(office, words, change):
    office.set(REF, office.made("main", "host", **change))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and words in told


def test_a_checkpoint_that_leaves_out_what_was_published_before(office):
    office.entry()
    first = office.publish()
    office.set(REF, office.made("main~1", "host", previous=first))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and "历史里没有上一次公布的" in told


def test_a_branch_whose_name_looks_like_the_ref_is_none(office):
    """`git rev-parse refs/duban/published` finds refs/heads/refs/duban/published where nothing nearer is."""
    office.git("update-ref", f"refs/heads/{REF}", office.made("main", "stranger"))
    office.git("update-ref", f"refs/tags/{REF}", office.made("main", "stranger"))
    office.change()
    assert office.judged(*BASE) == ([], "")


# --- gittuf, 2026: a policy rolled back to an old one


def test_policy_rolled_back_the_base_is_from_before_the_publication(office):
    old = office.git("rev-parse", "main")
    office.law("host", "later")
    office.publish()
    office.change(old)
    rules, told = office.judged("--base", old)
    assert rules == ["guard.checkpoint"] and "要么是旧的版本，规则也是旧的" in told


def test_policy_rolled_back_whoever_lost_the_right_signs_by_the_law_of_yesterday(office):
    office.publish()
    office.law("host", "later")
    office.publish()
    office.law("host", "later", left="host")
    last = office.publish("later")
    office.entry()
    office.set(REF, office.made("main", "host", previous=last))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and "“host”已于 2026-07-16 离任" in told


def test_policy_rolled_back_the_checkpoints_were_shortened(office):
    first = office.publish()
    office.entry()
    office.publish()
    office.set(FETCHED, first)
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and "被改短了" in told


def test_policy_rolled_back_another_line_begins_where_the_old_law_still_held(office):
    first = office.publish()
    office.law("host", "later", left="host")
    office.publish()
    office.entry()
    office.set(FETCHED, office.made("main", "host", previous=first))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and "公布记录分了叉" in told


# --- gittuf, 2026: rules recorded later are not loaded


def test_later_rules_not_loaded_the_law_of_each_checkpoint_counts_for_the_next(office):
    office.publish()
    office.law("host", "later")
    second = office.publish()
    office.entry()
    third = office.made("main", "later", previous=second)
    office.set(REF, third)
    office.change()
    assert office.judged(*BASE) == ([], "")
    office.law("later")
    office.set(REF, fourth := office.made("main", "host", previous=third))  # the third still named the host
    office.change()
    assert office.judged(*BASE) == ([], "")
    office.entry(OVERDUE)
    office.set(REF, office.made("main", "host", previous=fourth))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and "不在 office.yml 的 members 里" in told


def test_later_rules_not_loaded_a_new_law_does_not_say_who_may_sign_it(office):
    first = office.publish()
    office.law("host", "later")
    office.set(REF, office.made("main", "later", previous=first))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and "不在 office.yml 的 members 里" in told


# --- gittuf, 2026: a threshold beats the list of those who are authorised


def test_threshold_beating_the_list_many_signatures_are_none_by_the_right_one(office):
    first = office.publish()
    office.entry()
    office.set(REF, office.made("main", "desk", "rules", previous=first))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and "有几个签名" in told


def test_threshold_beating_the_list_several_checkpoints_by_others_are_none(office):
    first = office.publish()
    office.entry()
    second = office.made("main", "desk", previous=first)
    office.set(REF, office.made("main", "rules", previous=second))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and "签的；按上一次公布时的 office.yml" in told


# --- gittuf, 2026: a propagated policy is ignored


def test_propagated_policy_ignored_what_was_fetched_counts_as_ones_own(office):
    old = office.git("rev-parse", "main")
    first = office.publish()
    tip = office.entry()
    office.set(FETCHED, office.made("main", "host", previous=first))
    office.change()
    assert office.judged(*BASE) == ([], "")
    office.change(old)
    rules, told = office.judged("--base", old)
    assert rules == ["guard.checkpoint"] and f"没有上一次公布的提交 {tip[:10]}" in told
    office.git("checkout", "--quiet", "main")
    assert office.publish() == office.git("rev-parse", FETCHED)  # taken over, not written beside it


def test_propagated_policy_ignored_what_was_fetched_is_verified_before_it_counts(office):
    first = office.publish()
    office.entry()
    office.set(FETCHED, office.made("main", previous=first))
    office.change()
    rules, told = office.judged(*BASE)
    assert rules == ["guard.checkpoint"] and "没有签名" in told


# --- a server


@pytest.fixture
def server(office, tmp_path):
    """A bare repository that the office pushes to, with its hook."""
    folder = tmp_path / "server.git"
    office.git("clone", "--quiet", "--bare", str(office.register.top), str(folder))
    subprocess.run(
        [DUBAN, "hook", "install", "--server", "--root", str(folder)], check=True, capture_output=True
    )
    office.git("remote", "add", "origin", str(folder))
    return folder


def pushed(office, *words: str) -> tuple[bool, str]:
    """Push; return whether it was taken in, and what was said."""
    done = subprocess.run(
        ["git", "-C", str(office.register.top), "push", "origin", *words],
        env=office.register.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stderr


def test_a_server_takes_checkpoints_in_order_from_whoever_may_publish(office, server):
    key = str(office.keys / "host")
    assert office.duban("checkpoint", "record", "main~1", "--key", key)[0] == 2  # no host was named there
    status, told = office.duban("checkpoint", "record", "main", "--key", key, "--push")
    assert status == 0 and told.endswith("由“host”签名，已经推送。\n")
    office.entry()
    status, told = office.duban("checkpoint", "record", "main", "--key", key, "--push")
    assert status == 2 and "先推送主分支，再推送公布记录" in told
    assert office.git("rev-parse", f"{REF}^") == office.git("rev-parse", "main~1")  # nor was it written here
    assert pushed(office, "main")[0]
    assert office.duban("checkpoint", "record", "main", "--key", key, "--push")[0] == 0
    assert office.git("ls-remote", "origin", REF).split()[0] == office.git("rev-parse", REF)


def test_a_server_refuses_every_other_push_to_them(office, server):
    first = office.publish()
    assert pushed(office, f"{first}:{REF}")[0]
    office.entry()
    assert pushed(office, "main")[0]
    refused = [
        (f"{office.made('main', 'desk', previous=first)}:{REF}", "按上一次公布时的 office.yml"),
        (f"+{office.made('main', 'host')}:{REF}", "公布记录只能往后接"),
        (f"+main:{REF}", "不是 duban checkpoint record 写的那种样子"),
        (f":{REF}", "公布记录不能删"),
        (f"{first}:refs/duban/mine", "refs/duban/ 里只收公布记录"),
    ]
    for word, told in refused:
        taken, said = pushed(office, word)
        assert not taken and told in said and "没有收下" in said, (word, said)
    assert office.git("ls-remote", "origin", REF).split()[0] == first


def test_a_server_refuses_a_main_without_what_was_published(office, server):
    before = office.git("rev-parse", "main")
    office.entry()
    assert pushed(office, "main")[0]
    office.duban("checkpoint", "record", "main", "--key", str(office.keys / "host"), "--push")
    subprocess.run(["git", "-C", str(server), "update-ref", "refs/heads/main", before], check=True)
    office.change(before)
    taken, said = pushed(office, "change:main")
    assert not taken and "[guard.checkpoint]" in said and "没有收下" in said


def test_tampering_is_refused_as_ever_after_a_publication(office):
    office.publish()
    office.git("checkout", "--quiet", "-B", "change", "main")
    edit(OVERDUE, ("handler: 周正", "handler: 李明"))(office.register)
    office.register.commit()
    assert office.judged(*BASE)[0] == ["guard.timeline"]

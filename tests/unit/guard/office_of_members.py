"""An office whose members have keys, its register in a real repository, and commits signed with real keys."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from duban.cases.case_numbers import number_of
from duban.engine.case_view import CaseView, analyse
from duban.engine.office_context import OfficeContext
from duban.git.isolated_repo import objects_of
from duban.guard.accountability import accountability_refusals
from duban.guard.changed_paths import is_case, steers
from duban.guard.compare_values import Addition, compare_values
from duban.guard.evidence import evidence_from
from duban.guard.proposed_change import ProposedChange
from duban.register.load_office import load
from duban.yamlfile.read_yaml import read_yaml

PEOPLE = {
    "supervision": ("区政府督查室", "督查室", "王芳"),
    "review": ("区政府督查室", "督查室", "赵磊"),
    "register": ("区政府督查室", "登记", ""),
    "office": ("区政府办公室", "登记", "沈岚"),
    "housing": ("区住建局", "承办", "李明"),
    "education": ("区教体局", "承办", ""),
    "leader": ("区政府办公室", "领导", ""),
    "keys": ("区政府督查室", "密钥", ""),
    "law": ("区政府督查室", "规则", ""),
    "bot": ("区政府督查室", "机器人", ""),
    "gone": ("区住建局", "承办", ""),
}
"""Login: unit, role, name."""

OFFICE = """\
district: 石嘴山市大武口区
region: "640202"
name: 大武口区人民政府督查室
site: {name: 示例, host: 示例, contact: 示例}
sample: {today: 2026-07-31}
adopted:
- {rulebook: dwk.mailbox, from: 2025-12-01, decision: 示例}
- {rulebook: dwk.board, from: 2025-12-01, decision: 示例}
- {rulebook: dwk.prop, from: 2025-12-01, decision: 示例}
- {rulebook: dwk.inst, from: 2025-12-01, decision: 示例}
- {rulebook: dwk.task, from: 2025-12-01, decision: 示例}
- {rulebook: dwk.meet, from: 2025-12-01, decision: 示例}
- {rulebook: dwk.topic, from: 2025-12-01, decision: 示例}
- {rulebook: dwk.item, from: 2025-12-01, decision: 示例}
posts: {督查室: 区政府督查室, 文书室: 区政府办文书室, 办公室: 区政府办公室, 12345热线: 市12345热线}
rosters: {常务会议: [区长, 常务副区长]}
units:
- {code: 区政府督查室, name: 督查室}
- {code: 区政府办文书室, name: 文书室}
- {code: 区政府办公室, name: 办公室}
- {code: 市12345热线, name: 热线}
- {code: 区住建局, name: 住建局, contact: 办公室, leader: 副局长, section: 综合股}
- {code: 区教体局, name: 教体局, contact: 办公室, leader: 副局长, section: 综合股}
- {code: 区工商联络办, name: 联络办, to: 2026-06-30, succeeded_by: [区教体局]}
"""

LETTER = """\
title: 某街人行道地砖破损
channel: 区长信箱-网上
category: 求助
received: 2026-07-06
consent: 同意公开
text: 某街人行道地砖破损。
timeline:
- {at: 2026-07-06, event: 登记, by: 区政府督查室, matter: 生产生活困难}
- {at: 2026-07-06, event: 交办, by: 区政府督查室, to: 区住建局, handler: 李明, grade: 复杂}
"""

RECEIVED = "- {at: 2026-07-07, event: 签收, by: 区住建局}\n"
VISITED = "- {at: 2026-07-08, event: 走访, by: 区住建局}\n"
REMINDED = "- {at: 2026-07-09, event: 催办, by: 区政府督查室, to: 区住建局}\n"
NOTED = "- {at: 2026-07-09, event: 备注, by: 区住建局, text: 已经联系来信人。}\n"

PATH = "cases/letters/2026/letter-2026-0001.yml"

_CLEAN = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}


def new_key(folder: Path, name: str, kind: Sequence[str] = ("-t", "ed25519")) -> str:
    """Make a pair of keys; return the public one as a line."""
    words = ["ssh-keygen", "-q", *kind, "-N", "", "-C", name, "-f", str(folder / name)]
    subprocess.run(words, check=True, capture_output=True)
    return (folder / f"{name}.pub").read_text().strip()


def members(keys: Path | None = None, without: Sequence[str] = ()) -> str:
    """Return the members of office.yml, with their keys where there are any."""
    lines = ["members:"]
    for login, (unit, role, name) in PEOPLE.items():
        if login in without:
            continue
        lines += [f"- login: {login}", f"  unit: {unit}", f"  roles: [{role}]"]
        lines += [f"  name: {name}"] if name else []
        lines += ["  left: 2026-06-30"] if login == "gone" else []
        lines += [f"  ssh_key: {(keys / f'{login}.pub').read_text().strip()}"] if keys else []
    return "\n".join(lines) + "\n"


class Register:
    """A repository with an office and one letter, and commits on it by whoever is to have made them."""

    def __init__(self, root: Path, keys: Path, mode: str | None) -> None:
        self.root, self.keys = root, keys
        root.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        recording = f"recording: {mode}\n" if mode else ""
        self.put("office.yml", OFFICE + recording + members(keys if mode == "signed" else None))
        self.put(PATH, LETTER)
        self.base = self.commit()

    @property
    def context(self) -> OfficeContext:
        """The office and law as the work tree has them."""
        return load(self.root)

    def git(
        self, *words: str, author: str = "somebody", committer: str = "somebody", data: bytes | None = None
    ) -> str:
        """Run git here, and return what it printed."""
        people = {
            "GIT_AUTHOR_NAME": author,
            "GIT_AUTHOR_EMAIL": f"{author}@example.invalid",
            "GIT_COMMITTER_NAME": committer,
            "GIT_COMMITTER_EMAIL": f"{committer}@example.invalid",
        }
        done = subprocess.run(
            ["git", "-C", str(self.root), *words], env={**_CLEAN, **people}, input=data, capture_output=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def put(self, path: str, text: str) -> None:
        """Write a file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def add(self, text: str, path: str = PATH) -> None:
        """Add lines at the end of a file."""
        with open(self.root / path, "a", encoding="utf-8") as file:
            file.write(text)

    def signing(self, name: str | None) -> list[str]:
        """Return the settings of git with which somebody signs."""
        return ["-c", "gpg.format=ssh", "-c", f"user.signingkey={self.keys / name}"] if name else []

    def commit(self, signer: str | None = None, author: str = "somebody", committer: str = "somebody") -> str:
        """Commit all there is; return its id."""
        self.git("add", "-A")
        sign = ["-S"] if signer else []
        words = ["commit", "-q", "--allow-empty", "-m", "示例", *sign]
        self.git(*self.signing(signer), *words, author=author, committer=committer)
        return self.git("rev-parse", "HEAD")

    def start(self, at: str | None = None) -> None:
        """Go back to the base, or another commit, to begin anew."""
        self.git("checkout", "-q", "--force", "--detach", at or self.base)
        self.git("clean", "-qfd")

    def written(self, raw: bytes) -> str:
        """Store a commit that was written by hand."""
        return self.git("hash-object", "-t", "commit", "-w", "--stdin", data=raw)

    def raw(self, commit: str) -> bytes:
        """Return the bytes of a commit."""
        words = ["git", "-C", str(self.root), "cat-file", "commit", commit]
        return subprocess.run(words, check=True, capture_output=True, env=_CLEAN).stdout

    def told(
        self, head: str, base: str | None = None, evidence=None, actor=None, context=None, unaccountable=False
    ):
        """Return what is said of who recorded a change: path, place in the file, rule, level, message."""
        with objects_of(self.root) as store:
            law = context or self.context
            return judged(store, base or self.base, head, law, evidence, actor, unaccountable)

    def rules(self, head: str, **asked) -> list[str]:
        """Return the rules that refuse a change, each once."""
        return sorted({rule for _, _, rule, level, _ in self.told(head, **asked) if level == "error"})


def judged(
    store, base: str, head: str, context: OfficeContext, evidence=None, actor=None, unaccountable=False
) -> list[tuple]:
    """Ask who is accountable for a change, as the guard does."""
    added: list[Addition] = []
    cases: dict[tuple[str, str], CaseView] = {}
    lawful, pages = [], []
    trees = [store.commit(one).tree for one in (base, head)]
    for change in store.changes(*trees):
        if steers(change, store.prefix):
            lawful.append(change.path.removeprefix(store.prefix))
        elif not is_case(change.path, store.prefix):
            pages.append(change.path.removeprefix(store.prefix))
        if not is_case(change.path, store.prefix) or change.new is None:
            continue
        path = change.path.removeprefix(store.prefix)
        old = read_yaml(store.blob(change.old.oid), path).value if change.old else None
        new = read_yaml(store.blob(change.new.oid), path).value
        added += additions(path, old, new)
        if "/routines/" not in path:
            cases |= {(path, number): case for number, case in cases_of(context, path, new).items()}
    asked = ProposedChange(store, base, head, added, lawful, context, pages)
    found = accountability_refusals(asked, lambda *one: cases.get(one), evidence, actor, unaccountable)
    return [
        (one.path, one.violation.where, one.violation.rule, one.violation.level, one.violation.message)
        for one in found
    ]


def additions(path: str, old, new) -> list[Addition]:
    """Return what the values of a file gain."""
    found = compare_values(path, number_of(path), old, new, {})
    return [one for one in found if isinstance(one, Addition)]


def cases_of(context: OfficeContext, path: str, value) -> dict[str, CaseView]:
    """Return the case of a file and its parts, by number, as far as a rulebook judges them."""
    whole = analyse(path, value, context)
    return {case.number: case for case in (whole, *whole.parts) if case.has_rulebook}


def evidence(head: str, author="housing", pushers=("housing",), **more):
    """Return a forge's account of a change; None leaves a field out."""
    value = {"head": head, "branch": "x", "number": 1, "author": author, "pushers": pushers, **more}
    return evidence_from(json.dumps({key: one for key, one in value.items() if one is not None}).encode())

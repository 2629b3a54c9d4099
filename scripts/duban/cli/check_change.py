"""`duban check --base` and `--push`: the guard, what it says, and what happens next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from duban.cases.case_numbers import NUMBER, number_of
from duban.cases.office import Office
from duban.cli.finding_reporters import Top, annotations, as_lines, counted, report
from duban.cli.shared_options import moment
from duban.cli.terminal import console, day_text
from duban.engine.explanation import name_words
from duban.files import write_whole
from duban.forge.verdict_json import claims_of
from duban.git.git_objects import GitObjects
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import ID, NOTHING
from duban.guard.changed_cases import Touched
from duban.guard.evidence import read_evidence
from duban.guard.verdict import Terms, Verdict, proposed, pushed, together
from duban.register.load_cases import Judgement, Record

_MOST = 20
"""So many cases are told one by one in what happens next."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which change is to be judged, who is said to have made it, and where the claims of which pull request go."""

    base: str | None
    push: str | None
    head: str
    stepwise: bool
    actor: str | None
    evidence: Path | None
    claims: Path | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts on a change (one for each merge of a push judged step by step), and where its paths count from."""

    verdicts: tuple[Verdict, ...]
    top: Top


def gate(asked: Asked, form: str, today: str | None, root: Path) -> int:
    """Print the verdict on a change; return 1 where it must not be merged, else 0."""
    if asked.claims is not None:
        asked.claims.unlink(missing_ok=True)  # of another change, where a runner's folder is used again
    found = judged(asked, today, root)
    verdict = together(found.verdicts)
    verdict = replace(verdict, touched=_once(verdict.touched))
    if asked.claims is not None:
        write_whole(asked.claims, json.dumps(claims_of(verdict, asked.number)).encode())
    judgement = Judgement(len(_cases(verdict)), verdict.findings)
    if form == "text":
        as_lines(judgement)
    elif form == "github":
        annotations(judgement, found.top)
    else:
        report(judgement, form, found.top)
        return 1 if judgement.errors else 0
    _sum_up(judgement, verdict, asked.base is None)
    if form == "text" and asked.base is not None and asked.head == "HEAD":
        console().print(f"判的是最后一次提交（{verdict.head[:10]}）；还没有提交的改动不在内。")
    return 1 if judgement.errors else 0


def judged(asked: Asked, today: str | None, root: Path) -> Judged:
    """Return the verdicts on a change."""

    def clock(office: Office) -> datetime:
        return moment(today, office)

    with objects_of(root) as store:
        head = store.revisions.resolve(asked.head)
        evidence = read_evidence(asked.evidence) if asked.evidence is not None else None
        name = (
            ""
            if ID.fullmatch(asked.head)
            else store.revisions.branch()
            if asked.head == "HEAD"
            else asked.head
        )
        names = tuple(one for one in (name, evidence.branch if evidence else "") if one)
        terms = Terms(clock, names, evidence, asked.actor)
        base = asked.base
        if asked.push == NOTHING:
            base = store.revisions.default_branch()
            if base is None:
                return Judged((pushed(store, None, head, terms),), _top(store, None, head))
        if base is not None:
            base = store.revisions.resolve(base)
            return Judged((proposed(store, base, head, terms),), _top(store, base, head))
        old = store.revisions.resolve(asked.push or "")
        steps = _steps(store, old, head) if asked.stepwise else [(old, head)]
        verdicts = tuple(pushed(store, before, after, terms) for before, after in steps)
        return Judged(verdicts, _top(store, old, head))


def _top(store: GitObjects, base: str | None, head: str) -> Top:
    """Return where the office stands, and which paths that the commits of a change touch are not the office's."""
    if not store.prefix:
        return Top()
    commits = map(store.commit, store.commits(base, head))
    paths = {change.path for commit in commits for change in store.introduced(commit)}
    return Top(store.prefix, frozenset(path for path in paths if not path.startswith(store.prefix)))


def _steps(store: GitObjects, old: str, head: str) -> list[tuple[str, str]]:
    """Return the steps the main line took from one commit to another; one where it did not go through the first."""
    line = store.commits(old, head, first_parent=True) if store.is_ancestor(old, head) else []
    if not line or store.commit(line[0]).parents[:1] != (old,):
        return [(old, head)]
    return list(zip([old, *line], line, strict=False))


def _once(touched: Sequence[Touched]) -> tuple[Touched, ...]:
    """Return each case file once, as the first step found it and the last one left it."""
    found: dict[str, Touched] = {}
    for one in touched:
        found[one.path] = replace(one, before=found.get(one.path, one).before)
    return tuple(found.values())


def _cases(verdict: Verdict) -> set[str]:
    """Return the case files of a change, also those that are gone or cannot be read."""
    found = {one.path for one in verdict.touched}
    return found | {one.path for one in verdict.findings if NUMBER.fullmatch(number_of(one.path))}


def _sum_up(judgement: Judgement, verdict: Verdict, is_push: bool) -> None:
    """Say how many errors there are, what follows where there is none, and by what it was judged who recorded."""
    screen = console()
    change = "这次推送" if is_push else "这次改动"
    cases = f"涉及 {judgement.cases} 件" if judgement.cases else ""
    if judgement.findings:
        wrong = "，还不能合并" if judgement.errors and not is_push else ""
        screen.print(f"{change}{cases}：{counted(judgement)}{wrong}。")
    else:
        screen.print(f"{change}{cases or '不涉及案件'}，没有发现问题。", style="green")
    if verdict.touched and not judgement.errors:
        _next(verdict.touched, "推送以后：" if is_push else "合并以后：")
    if verdict.judged:
        screen.print(verdict.judged, soft_wrap=True)


def _next(touched: Sequence[Touched], heading: str) -> None:
    """Say what follows from a change: the state of each case, who has it, what is due next."""
    screen = console()
    screen.print(heading)
    for one in touched[:_MOST]:
        for line in _lines(one):
            screen.print(f"  {line}", soft_wrap=True)
    if len(touched) > _MOST:
        screen.print(f"  还有 {len(touched) - _MOST} 件，见内部网站，或者运行 duban due")


def _lines(one: Touched) -> Iterator[str]:
    states = {record.case.number: record.course.state for record in one.before}
    for record in one.after:
        yield f"{record.case.number}　{_state(record, states)}　{_owed(record, one)}"


def _state(record: Record, before: dict[str, str]) -> str:
    now, then = record.course.state, before.get(record.case.number)
    held = f"（{'、'.join(record.course.holders)}）" if record.course.holders else ""
    return f"{now}{held}" if then in (None, now) else f"{then} → {now}{held}"


def _owed(record: Record, one: Touched) -> str:
    owed = [duty for duty in one.owed if duty.case == record.case.number]
    if not owed:
        return "没有欠着的事"
    first = owed[0]
    due = f"应于 {day_text(first.due)}" if first.due else "条文没有写期限"
    doubt = "（暂定）" if first.provisional else ""
    more = f"，另有 {len(owed) - 1} 项" if len(owed) > 1 else ""
    return f"接下来：{first.unit}“{name_words(first)}”，{due}{doubt}，依据{first.rule.citation}{more}"

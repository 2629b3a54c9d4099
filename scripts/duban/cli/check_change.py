"""`duban check --base` and `--push`: what the guard says of a change, and what happens next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from duban.cases.case_numbers import NUMBER, number_of
from duban.cli.finding_reporters import RepositoryPaths, count_words, print_annotations, print_lines, report
from duban.cli.shared_options import moment
from duban.cli.terminal import console, day_text
from duban.engine.case_view import CaseView
from duban.engine.duty_words import due_mark, name_words, no_due_words
from duban.files import write_changed
from duban.findings.finding import Unusable
from duban.git.git_objects import GitObjects
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import ID, NOTHING
from duban.guard.changed_cases import ChangedCase
from duban.guard.changed_paths import Touched
from duban.guard.checkpoint import checkpoint_findings
from duban.guard.evidence import Evidence, read_evidence
from duban.guard.verdict import JudgingOptions, Verdict, combine_verdicts, judge_proposal, judge_push
from duban.register.check_register import Judgement
from duban.register.load_office import OFFICE
from duban.register.reading_cache import FOLDER

_MOST = 20
"""So many cases are listed one by one in what happens next."""


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """Which change is to be judged, who is said to have made it, and where the claims of which pull request go."""

    base: str | None = None
    push: str | None = None
    head: str = "HEAD"
    stepwise: bool = False
    actor: str | None = None
    evidence: Path | None = None
    unaccountable: bool = False
    claims: Path | None = None
    number: int = 0
    break_glass: bool = False


def change_request(paths: Sequence[str], **options: Any) -> ChangeRequest | None:
    """Return which change the options of `check` ask about; None where they ask about none.

    Raises Unusable for options that do not go together.
    """
    given = {name: value for name, value in options.items() if value not in (None, False)}
    if not given.keys() & {"base", "push"}:
        if given:
            raise Unusable(
                "--head、--stepwise、--actor、--evidence、--unaccountable、--claims、--number、--break-glass "
                "要和 --base 或者 --push 一起用"
            )
        return None
    if paths or given.keys() >= {"base", "push"}:
        raise Unusable("--base、--push 和文件名只能写一种")
    if "unaccountable" in given and given.keys() & {"actor", "evidence"}:
        raise Unusable("给了 --evidence 或者 --actor，就不写 --unaccountable")
    if "claims" in given and "number" not in given:
        raise Unusable("--claims 要和 --number 一起用")
    return ChangeRequest(**given)


def check_change(request: ChangeRequest, form: str, today: str | None, root: Path) -> int:
    """Print the verdict on a change; return 1 where it must not be merged, else 0."""
    if request.claims is not None:
        request.claims.unlink(missing_ok=True)  # of another change, where a runner's folder is used again
    verdicts, paths = judge_change(request, today, root)
    verdict = combine_verdicts(verdicts)
    verdict = replace(verdict, cases=_each_once(verdict.cases))
    if request.claims is not None:
        from duban.forge.verdict_json import claims_of  # the forge is not needed to judge

        write_changed(request.claims, json.dumps(claims_of(verdict, request.number)).encode())
    faulty = {finding.path for finding in verdict.findings if NUMBER.fullmatch(number_of(finding.path))}
    # Counted are also the case files that are gone or cannot be read.
    shown = verdict.shown if form in ("text", "github") else verdict.findings
    effects = tuple(f"{effect.kind} {effect.line}" for effect in verdict.effects)
    judgement = Judgement(len({changed.path for changed in verdict.cases} | faulty), shown, effects)
    if form == "text":
        print_lines(judgement)
    elif form == "github":
        print_annotations(judgement, paths)
    else:
        report(judgement, form, paths)
        return 1 if judgement.errors else 0
    _print_summary(judgement, verdict, request.base is None)
    if form == "text" and request.base is not None and request.head == "HEAD":
        console().print(f"判的是最后一次提交（{verdict.head[:10]}）；还没有提交的改动不在内。")
    return 1 if judgement.errors else 0


def judge_change(
    request: ChangeRequest, today: str | None, root: Path
) -> tuple[list[Verdict], RepositoryPaths]:
    """Return the verdicts on a change (one for each merge of a push judged step by step), and whence its paths count."""
    with objects_of(root) as store:
        head = store.revisions.resolve(request.head)
        evidence = read_evidence(request.evidence) if request.evidence is not None else None
        clock = partial(moment, today)
        cache = root / FOLDER if (root / OFFICE).is_file() else None  # of a bare repository nothing is kept
        names = _names(store, request, evidence)
        who = (evidence, request.actor, request.unaccountable, request.break_glass)
        options = JudgingOptions(clock, names, *who, cache_dir=cache)
        base = store.revisions.default_branch() if request.push == NOTHING else request.base
        old: str | None
        if base is not None:
            old = store.revisions.resolve(base)
            verdicts = [judge_proposal(store, old, head, options)]
        elif request.push == NOTHING:
            old = None
            verdicts = [judge_push(store, old, head, options)]
        else:
            old = store.revisions.resolve(request.push or "")
            steps = _steps(store, old, head) if request.stepwise else [(old, head)]
            verdicts = [judge_push(store, before, after, options) for before, after in steps]
        # Step by step each law is that of the step before; else the law is that of where the change starts.
        judged = (head,) if request.stepwise else (old or head, *([] if base is not None else [head]))
        published = Verdict(tuple(checkpoint_findings(store, judged)), (), (), old or "", head)
        return [published, *verdicts], _top(store, old, head)


def _names(store: GitObjects, request: ChangeRequest, evidence: Evidence | None) -> tuple[str, ...]:
    """Return the names of the branches concerned: of the head, and of the branch the forge names."""
    head = "" if ID.fullmatch(request.head) else request.head
    name = store.revisions.branch() if head == "HEAD" else head
    return tuple(filter(None, (name, evidence.branch if evidence else "")))


def _top(store: GitObjects, base: str | None, head: str) -> RepositoryPaths:
    """Return the path of the office, and which paths that the commits of a change touch are outside of it."""
    if not store.prefix:
        return RepositoryPaths()
    commits = map(store.commit, store.commits(base, head))
    paths = {change.path for commit in commits for change in store.introduced(commit)}
    return RepositoryPaths(
        store.prefix, frozenset(path for path in paths if not path.startswith(store.prefix))
    )


def _steps(store: GitObjects, old: str, head: str) -> list[tuple[str, str]]:
    """Return the steps the main line took from one commit to another; one where it did not go through the first."""
    line = store.commits(old, head, first_parent=True) if store.is_ancestor(old, head) else []
    if not line or store.commit(line[0]).parents[:1] != (old,):
        return [(old, head)]
    return list(zip([old, *line], line, strict=False))


def _each_once(cases: Sequence[ChangedCase]) -> tuple[ChangedCase, ...]:
    """Return each case file once, as the first step found it and the last one left it."""
    found: dict[str, ChangedCase] = {}
    for changed in cases:
        found[changed.path] = replace(changed, before=found.get(changed.path, changed).before)
    return tuple(found.values())


def _print_summary(judgement: Judgement, verdict: Verdict, is_push: bool) -> None:
    """Say how many errors there are, what follows where there is none, and by what it was judged who recorded."""
    screen = console()
    change = "这次推送" if is_push else "这次改动"
    touched = _touched_text(judgement.cases, verdict.touched)
    if judgement.findings:
        blocked = "，还不能合并" if judgement.errors and not is_push else ""
        screen.print(f"{change}{touched}：{count_words(judgement)}{blocked}。")
    else:
        screen.print(f"{change}{touched or '没有改任何文件'}，没有发现问题。", style="green")
    if verdict.repeated:
        screen.print(f"原有提醒 {verdict.repeated} 条，不重复；要看的运行 duban check 文件。", soft_wrap=True)
    if verdict.cases and not judgement.errors:
        _print_next(verdict.cases, "推送以后：" if is_push else "合并以后：")
    if verdict.basis:
        screen.print(verdict.basis, soft_wrap=True)


def _touched_text(cases: int, touched: Touched) -> str:
    """Return what a change is about; empty where it changes no file."""
    about = [f" {cases} 件"] if cases else []
    if touched.routines:
        about.append(f"定期工作 {len(touched.routines)} 份")
    if about:
        return f"涉及{'、'.join(about)}"
    if touched.steering:
        return f"改了规则、设置或者程序（{len(touched.steering)} 个文件），不涉及案件"
    return f"只改了页面、说明（{len(touched.pages)} 个文件），不涉及案件" if touched.pages else ""


def _print_next(cases: Sequence[ChangedCase], heading: str) -> None:
    """Say what follows from a change: the state of each case, who has it, what is due next."""
    screen = console()
    screen.print(heading)
    for changed in cases[:_MOST]:
        states = {case.number: case.history.state for case in changed.before}
        for case in changed.after:
            line = f"{case.number}　{_state_text(case, states)}　{_owed_text(case, changed)}"
            screen.print(f"  {line}", soft_wrap=True)
    if len(cases) > _MOST:
        screen.print(f"  还有 {len(cases) - _MOST} 件，见内部网站，或者运行 duban due")


def _state_text(case: CaseView, before: dict[str, str]) -> str:
    now, then = case.history.state, before.get(case.number)
    held = f"（{'、'.join(case.history.holders)}）" if case.history.holders else ""
    return f"{now}{held}" if then in (None, now) else f"{then} → {now}{held}"


def _owed_text(case: CaseView, changed: ChangedCase) -> str:
    owed = [duty for duty in changed.owed if duty.case == case.number]
    if not owed:
        return "没有欠着的事"
    first = owed[0]
    due = f"应于 {day_text(first.due)}" if first.due else no_due_words(first)
    more = f"，另有 {len(owed) - 1} 项" if len(owed) > 1 else ""
    return (
        f"接下来：{first.unit}“{name_words(first)}”，{due}{due_mark(first)}，依据{first.rule.citation}{more}"
    )

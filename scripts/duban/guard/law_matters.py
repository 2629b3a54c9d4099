"""What two keepers of the law have to agree to in a change: what it does to cases, to settings, to the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from duban.engine.office_context import OfficeContext
from duban.findings import law_change_checks
from duban.findings.check import Check
from duban.findings.finding import WARNING, Finding, located
from duban.git.git_objects import GitObjects
from duban.git.object_formats import TreeChange, TreeEntry
from duban.guard.lost_roles import LostRoles, roles_once_held
from duban.guard.settings import WORDS, Offices, SettingChange, setting_changes
from duban.law.locations import APPROVALS, of_program
from duban.register.law_effects import BROKEN, LOST, MOVED, TWICE, UNJUDGED, VANISHED, Effect
from duban.register.load_office import OFFICE
from duban.yamlfile.read_yaml import Document, read_yaml

APPROVED_HERE = f"rules/{APPROVALS}/"
_LAW = (OFFICE, "rules/", "schemas/")
_SHOWN = 3
"""So many cases are named in a finding."""


class Matter(NamedTuple):
    """Something that two members have to agree to: the finding that says so, and the logins of those who gain by it.

    `by_report` says that they have to have seen what it does to the cases: their approval covers a digest.
    """

    finding: Finding
    gains: frozenset[str] = frozenset()
    by_report: bool = False


def is_law(path: str) -> bool:
    """Whether a path, from the office's root, is part of what cases are judged by: office.yml, rules, schemas."""
    return path.startswith(_LAW) and not path.startswith(APPROVED_HERE)


def is_program(path: str) -> bool:
    """Whether a path that steers is the program's, or steers what runs it: all but office.yml and rules."""
    return path != OFFICE and not path.startswith("rules/")


def program_matters(paths: Sequence[str]) -> Iterator[Matter]:
    """Yield one matter for all files of the program that a change touches: what they compute is what is shown."""
    touched = [path for path in paths if is_program(path)]
    if touched:
        names = "、".join(touched[:_SHOWN]) + (f" 等 {len(touched)} 个文件" if len(touched) > _SHOWN else "")
        message = f"改了程序和运行程序的设置（{names}），逾期怎样算、怎样显示都由它定"
        yield Matter(law_change_checks.PROGRAM.finding(touched[0], 1, 1, message))


def setting_matters(
    changes: Sequence[TreeChange], store: GitObjects, base: str, offices: Offices
) -> Iterator[Matter]:
    """Yield one matter for each setting that decides and is changed without a date of its own, or a role given back."""
    for change in changes:
        path = change.path.removeprefix(store.prefix)
        if path not in (OFFICE, WORDS) or not change.path.startswith(store.prefix):
            continue
        old, new = (_document(store, path, entry) for entry in (change.old, change.new))
        if old.value and new.value:  # else loading the law reports it
            found = list(setting_changes(path, old.value, new.value, offices))
            once = roles_once_held(store, base) if any(setting.granted for setting in found) else {}
            for setting in found:
                yield from _setting(setting, new, once)


def _document(store: GitObjects, path: str, entry: TreeEntry | None) -> Document:
    """Return what a file says; an office without a vocabulary of its own goes by that of the program."""
    if entry is not None:
        return read_yaml(store.blob(entry.oid), path)
    return (
        read_yaml((of_program() / "vocabulary.yml").read_bytes(), path) if path == WORDS else Document({}, ())
    )


def _setting(change: SettingChange, document: Document, once: LostRoles) -> Iterator[Matter]:
    """Yield the setting, or each role in it that was given to somebody who had lost it."""
    back = [(login, role) for login, role in change.granted if (login.lower(), role) in once]
    for login, role in back:
        commit = once[login.lower(), role][:10]
        message = f"“{role}”这个身份以前收回过，现在又给回“{login}”（提交 {commit} 里还有，后来收回了）"
        yield _placed(law_change_checks.ROLE_BACK, change, document, message)
    if not back:
        setting = change.setting
        message = (
            f"“{setting.title}”（{change.name}）由 {change.before} 改为 {change.after}：这一项{setting.why}，"
            "又没有自己的起止日期"
        )
        yield _placed(law_change_checks.SETTINGS, change, document, message)


def _placed(check: Check, change: SettingChange, document: Document, message: str) -> Matter:
    (finding,) = located(document, change.setting.path, [check.violation(change.where, message)])
    return Matter(finding, change.gains)


_EFFECT_WORDS: Mapping[str, str] = {
    LOST: "{cases} 件的 {count} 项逾期会少算，或者看不见了",
    VANISHED: "{cases} 件的 {count} 项欠着的事会没有了",
    MOVED: "{cases} 件的 {count} 项快到期的事，到期日会推后",
    BROKEN: "{cases} 件会多出 {count} 处错误",
    UNJUDGED: "{cases} 件会没有规则书管",
    TWICE: "{cases} 件会有两本规则书管，哪一本也判不了",
}

_DUE_LATER = "{cases} 件的 {count} 项还没有到期的事，到期日会推后"


def effect_matters(
    effects: Sequence[Effect], path: str, context: OfficeContext, new_days: bool
) -> Iterator[Matter]:
    """Yield one matter for each kind of thing that a change of the law at `path` does to cases.

    An open duty that is due later is a reminder while it was not due soon yet, and where only days off are announced
    (`new_days`): then the calendar moved it.
    """
    titles = {rule.id: rule.title for book in context.books for rule in book.rules}
    for kind, words in _EFFECT_WORDS.items():
        found = [effect for effect in effects if effect.kind == kind]
        reminders = [effect for effect in found if kind == MOVED and (new_days or not effect.was_soon)]
        refused = [effect for effect in found if effect not in reminders]
        if refused:
            message = f"照改后的规则，{_counted(words, refused, titles)}"
            yield Matter(law_change_checks.LAW_LATENESS.finding(path, 1, 1, message), by_report=True)
        if reminders:
            message = f"照改后的规则，{_counted(_DUE_LATER, reminders, titles)}"
            yield Matter(
                law_change_checks.LAW_LATENESS.finding(path, 1, 1, message, level=WARNING), by_report=True
            )


def _counted(words: str, effects: Sequence[Effect], titles: Mapping[str, str]) -> str:
    cases = dict.fromkeys(effect.case for effect in effects)
    shown = "；".join(_shown(effect, titles) for effect in effects[:_SHOWN])
    return f"{words.format(cases=len(cases), count=len(effects))}：{shown}{'；等' if len(effects) > _SHOWN else ''}"


def _shown(effect: Effect, titles: Mapping[str, str]) -> str:
    rule = effect.duty.split("/")[1] if effect.duty else ""
    title = f"“{titles.get(rule, rule)}”" if rule else ""
    return f"{effect.case}{title}{effect.words}"

"""What a change may do to the law: a value in force is succeeded by a dated one, or corrected with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from duban.checks.written_case import list_at
from duban.findings import guard_checks
from duban.findings.finding import Finding, Violation, located
from duban.git.git_objects import GitObjects
from duban.git.object_formats import TreeChange
from duban.guard.compare_values import same_value
from duban.register.load_office import OFFICE
from duban.yamlfile.read_yaml import Document, read_yaml

_BOOKS, _NOTICES = "rules/", "rules/calendar/"
_WORDS = frozenset({"title", "note", "interpretation", "sources", "standing", "region", "about", "aim"})
"""Keys that explain a rulebook: nothing is computed from them."""

_NOTICE_WORDS = frozenset({"title", "number", "date", "source", "pending"})
_SUCCEED = (
    "生效的条文不能改数值：在 within 里另加一段，from 写今天以后的日子，前一段写上 until；"
    "原来录错了的，或者补录已经施行的，在文件里加 correction（at、reason）写明理由"
)


def law_findings(changes: Sequence[TreeChange], store: GitObjects, today: date) -> Iterator[Finding]:
    """Yield every value of a rulebook, notice or adoption in force that is edited instead of succeeded."""
    for change in changes:
        path = change.path.removeprefix(store.prefix)
        if change.old is None or not change.path.startswith(store.prefix) or not path.endswith(".yml"):
            continue
        if path == OFFICE or path.startswith(_BOOKS):
            old = read_yaml(store.blob(change.old.oid), path)
            new = read_yaml(store.blob(change.new.oid), path) if change.new else Document({}, ())
            if old.value is None or new.value is None:
                continue  # loading the law reports it
            yield from located(new, path, _violations(path, old.value, new.value, today))


def _violations(
    path: str, old: Mapping[str, Any], new: Mapping[str, Any], today: date
) -> Iterator[Violation]:
    if path == OFFICE:
        yield from _office_violations(old, new, today)
    elif _corrected(old, new):
        return
    elif path.startswith(_NOTICES):
        for key in dict.fromkeys((*old, *new)):
            if key not in _NOTICE_WORDS and not same_value(old.get(key), new.get(key)):
                if _announced(key, old, new):
                    continue
                message = "已经登记的放假通知不能改：另加一个文件，写 amends 和改动的日子；原来录错了的，加 correction 写明理由"
                yield guard_checks.NOTICE_CHANGED.violation((key,), message)
    elif "rules" in old and _day(_mapping(old.get("in_force")).get("from")) <= today:
        yield from _book_violations(old, new, today)


def _announced(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a notice only gained days it was waiting for: a festival is no longer pending."""
    before, after = old.get(key, []), new.get(key)
    return (
        key in ("off", "work")
        and len(_mappings(new, "pending")) < len(_mappings(old, "pending"))
        and isinstance(after, list)
        and all(any(same_value(day, other) for other in after) for day in before)
    )


def _corrected(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the change says that it corrects the file, and why: the list of its corrections has grown."""
    before, after = _mappings(old, "correction"), _mappings(new, "correction")
    return len(after) > len(before) and same_value(after[: len(before)], before)


def _book_violations(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    if not new:
        message = "生效的规则书不能删；不再用了，在 office.yml 的 adopted 里写 to"
        yield guard_checks.RULE.violation((), message)
        return
    for key in _altered_keys(old, new):
        if key == "rules" or (key == "in_force" and _is_kept(old.get(key), new.get(key), today)):
            continue
        yield guard_checks.RULE.violation((key,), _SUCCEED)
    yield from _rule_violations(old, new, today)


def _rule_violations(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    rules_by_id = {
        str(_mapping(rule).get("id")): (index, _mapping(rule))
        for index, rule in enumerate(list_at(new, "rules"))
    }
    for rule in _mappings(old, "rules"):
        index, successor = rules_by_id.get(str(rule.get("id")), (0, None))
        if successor is None:
            message = f"生效的规则 {rule.get('id')} 不能删；不再适用的，在 within 里加一段 limit: none 或者换一本规则书"
            yield guard_checks.RULE.violation(("rules",), message)
            continue
        for key in _altered_keys(rule, successor):
            if key != "within" or not _succeeded(rule.get(key), successor.get(key), today):
                yield guard_checks.RULE.violation(("rules", index, key), f"{rule.get('id')}：{_SUCCEED}")


def _altered_keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of a rulebook or rule whose values were changed and are computed with."""
    for key in dict.fromkeys((*old, *new)):
        if key not in _WORDS and not same_value(old.get(key), new.get(key)):
            yield key


def _succeeded(old: Any, new: Any, today: date) -> bool:
    """Whether all spans of a limit that are in force are left as they were, and new ones begin today or later.

    What has been due is due: a span that begins earlier would move dates that have passed.
    """
    if not isinstance(old, list) or not isinstance(new, list):
        return False
    in_force = [span for span in old if _begins(span) <= today]
    kept = [any(_is_kept(earlier, span, today) for earlier in in_force) for span in new]
    return sum(kept) == len(in_force) and all(
        is_kept or _begins(span) >= today for span, is_kept in zip(new, kept, strict=True)
    )


def _is_kept(before: Any, after: Any, today: date) -> bool:
    """Whether a span or adoption in force is unchanged but for its end, and no end lies in the past."""
    if same_value(before, after):
        return True
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return False
    ends = [span["until"] for span in (before, after) if "until" in span]
    is_same = same_value({**before, "until": None}, {**after, "until": None})
    return is_same and all(_day(end) >= today for end in ends)


def _office_violations(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    """Yield what was taken out of office.yml: units and adoptions stay, with a last day, since cases refer to them."""
    if not new:
        yield guard_checks.OFFICE.violation((), "office.yml 不能删")
        return
    codes = {str(unit.get("code")) for unit in _mappings(new, "units")}
    for unit in _mappings(old, "units"):
        if str(unit.get("code")) not in codes:
            message = f"单位“{unit.get('code')}”不能删：撤并的写 to（最后一天）和 succeeded_by（由谁承接）；改名也照此另加一个"
            yield guard_checks.UNIT.violation(("units",), message)
    adoptions = [{**adoption, "to": None} for adoption in _mappings(new, "adopted")]
    for adoption in _mappings(old, "adopted"):
        if _begins(adoption) <= today and not any(
            same_value(other, {**adoption, "to": None}) for other in adoptions
        ):
            message = f"已经采用的 {adoption.get('rulebook')} 不能改、不能删；不再用了，写 to（用到哪一天）"
            yield guard_checks.ADOPTED.violation(("adopted",), message)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return [element for element in list_at(value, key) if isinstance(element, Mapping)]


def _begins(span: Any) -> date:
    """Return the day from which a span or adoption is in force, date.min where none is written."""
    return _day(_mapping(span).get("from"))


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return date.min

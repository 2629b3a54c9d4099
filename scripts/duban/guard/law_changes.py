"""What a change may do to the law: a value in force is succeeded by a dated one, or corrected with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from duban.findings.finding import ERROR, Finding, Violation, placed
from duban.git.git_objects import GitObjects
from duban.git.object_formats import TreeChange
from duban.guard.compare_values import same
from duban.register.load_office import OFFICE
from duban.yamlfile.document import Document, read_yaml

_BOOKS, _NOTICES = "rules/", "rules/calendar/"
_WORDS = frozenset({"title", "note", "interpretation", "sources", "standing", "about", "aim"})
"""What explains a rulebook, and counts nothing."""

_NOTICE_WORDS = frozenset({"title", "number", "date", "source", "pending"})
_SUCCEED = (
    "生效的条文不能改数值：在 within 里另加一段，from 写今天以后的日子，前一段写上 until；"
    "原来录错了的，或者补录已经施行的，在文件里加 correction（at、reason）写明理由"
)


def law_faults(changes: Sequence[TreeChange], store: GitObjects, today: date) -> Iterator[Finding]:
    """Yield every value of a rulebook, notice or adoption in force that is edited instead of succeeded."""
    for one in changes:
        path = one.path.removeprefix(store.prefix)
        if one.old is None or not one.path.startswith(store.prefix) or not path.endswith(".yml"):
            continue
        if path == OFFICE or path.startswith(_BOOKS):
            old = read_yaml(store.blob(one.old.oid), path)
            new = read_yaml(store.blob(one.new.oid), path) if one.new else Document({}, ())
            if old.value is None or new.value is None:
                continue  # the loader tells
            yield from placed(new, path, _faults(path, old.value, new.value, today))


def _faults(path: str, old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    if path == OFFICE:
        yield from _office_faults(old, new, today)
    elif _corrected(old, new):
        return
    elif path.startswith(_NOTICES):
        for key in dict.fromkeys((*old, *new)):
            known = key in _NOTICE_WORDS or same(old.get(key), new.get(key)) or _announced(key, old, new)
            if not known:
                said = "已经登记的放假通知不能改：另加一个文件，写 amends 和改动的日子；原来录错了的，加 correction 写明理由"
                yield _fault((key,), "guard.notice", said)
    elif "rules" in old and _day(_mapping(old.get("in_force")).get("from")) <= today:
        yield from _book_faults(old, new, today)


def _announced(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether days were only added that a notice had been waiting for: a festival is no longer pending."""
    was, there = old.get(key, []), new.get(key)
    return (
        key in ("off", "work")
        and len(list(_mappings(new, "pending"))) < len(list(_mappings(old, "pending")))
        and isinstance(there, list)
        and all(any(same(one, other) for other in there) for one in was)
    )


def _corrected(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the change says that it corrects the file, and why: the list of its corrections has grown."""
    was, there = list(_mappings(old, "correction")), list(_mappings(new, "correction"))
    return len(there) > len(was) and same(there[: len(was)], was)


def _book_faults(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    if not new:
        yield _fault((), "guard.rule", "生效的规则书不能删；不再用了，在 office.yml 的 adopted 里写 to")
        return
    for key in dict.fromkeys((*old, *new)):
        if key == "rules" or key in _WORDS or same(old.get(key), new.get(key)):
            continue
        if key == "in_force" and _is_kept(old.get(key), new.get(key), today):
            continue
        yield _fault((key,), "guard.rule", _SUCCEED)
    listed = new.get("rules")
    there = {
        str(_mapping(rule).get("id")): (place, _mapping(rule))
        for place, rule in enumerate(listed if isinstance(listed, list) else ())
    }
    for rule in _mappings(old, "rules"):
        place, now = there.get(str(rule.get("id")), (0, None))
        if now is None:
            said = f"生效的规则 {rule.get('id')} 不能删；不再适用的，在 within 里加一段 limit: none 或者换一本规则书"
            yield _fault(("rules",), "guard.rule", said)
            continue
        for key in dict.fromkeys((*rule, *now)):
            if key in _WORDS or same(rule.get(key), now.get(key)):
                continue
            if key == "within" and _succeeded(rule.get(key), now.get(key), today):
                continue
            yield _fault(("rules", place, key), "guard.rule", f"{rule.get('id')}：{_SUCCEED}")


def _succeeded(old: Any, new: Any, today: date) -> bool:
    """Whether all spans of a limit that are in force are left as they were, and new ones begin today or later.

    What has been due is due: a span that begins earlier would move dates that have passed.
    """
    if not isinstance(old, list) or not isinstance(new, list):
        return False
    standing = [one for one in old if _day(_mapping(one).get("from")) <= today]
    kept = [any(_is_kept(before, one, today) for before in standing) for one in new]
    return sum(kept) == len(standing) and all(
        is_kept or _day(_mapping(one).get("from")) >= today for one, is_kept in zip(new, kept, strict=True)
    )


def _is_kept(before: Any, one: Any, today: date) -> bool:
    """Whether something in force is left as it was, save for its end, as long as that lies ahead."""
    if same(before, one):
        return True
    if not isinstance(before, Mapping) or not isinstance(one, Mapping):
        return False
    ends = [each["until"] for each in (before, one) if "until" in each]
    return same({**before, "until": None}, {**one, "until": None}) and all(_day(end) >= today for end in ends)


def _office_faults(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    """A unit stays, with its last day; so does an adoption: cases that are there go by them."""
    if not new:
        yield _fault((), "guard.office", "office.yml 不能删")
        return
    codes = {str(one.get("code")) for one in _mappings(new, "units")}
    for unit in _mappings(old, "units"):
        if str(unit.get("code")) not in codes:
            said = f"单位“{unit.get('code')}”不能删：撤并的写 to（最后一天）和 succeeded_by（由谁承接）；改名也照此另加一个"
            yield _fault(("units",), "guard.unit", said)
    adopted = list(_mappings(new, "adopted"))
    for one in _mappings(old, "adopted"):
        kept = any(same({**other, "to": None}, {**one, "to": None}) for other in adopted)
        if not kept and _day(one.get("from")) <= today:
            said = f"已经采用的 {one.get('rulebook')} 不能改、不能删；不再用了，写 to（用到哪一天）"
            yield _fault(("adopted",), "guard.adopted", said)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    listed = value.get(key)
    yield from (one for one in listed if isinstance(one, Mapping)) if isinstance(listed, list) else ()


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return date.min


def _fault(where: tuple[str | int, ...], rule: str, message: str) -> Violation:
    return Violation(where, rule, message, ERROR)

"""What a change may do to the law: a value in force is succeeded by a dated one, or corrected with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from duban.checks.written_case import list_at
from duban.findings import guard_checks
from duban.findings.finding import Finding, Violation, located
from duban.git.git_objects import GitObjects
from duban.git.object_formats import PLAIN, TreeChange
from duban.guard.law_values import begins, day_of, is_corrected, mapping, mappings
from duban.guard.notice_changes import notice_violations
from duban.guard.office_changes import office_violations
from duban.register.load_office import OFFICE
from duban.yamlfile.read_yaml import Document, read_yaml
from duban.yamlfile.value_equality import same_value

_BOOKS, _NOTICES = "rules/", "rules/calendar/"
_WORDS = frozenset({"title", "note", "interpretation", "sources", "standing", "region", "about", "aim"})
"""Keys that explain a rulebook: nothing is computed from them."""

_SUCCEED = (
    "生效的条文不能改数值：在 within 里另加一段，from 写今天以后的日子，前一段写上 until；"
    "原来录错了的，或者补录已经施行的，在文件里加 correction（at、reason）写明理由"
)


def law_findings(
    changes: Sequence[TreeChange], before: str | None, store: GitObjects, today: date
) -> Iterator[Finding]:
    """Yield every value of a rulebook, notice or adoption in force that is edited instead of succeeded.

    `before` is the tree of the base, whose notices say what is waited for.
    """
    notices = _Notices(store, before)
    for change in changes:
        path = change.path.removeprefix(store.prefix)
        is_law = path == OFFICE or path.startswith(_BOOKS)
        if not is_law or not change.path.startswith(store.prefix) or not path.endswith(".yml"):
            continue
        if change.old is None and not (path.startswith(_NOTICES) and before is not None):
            continue
        old = read_yaml(store.blob(change.old.oid), path) if change.old else Document({}, ())
        new = read_yaml(store.blob(change.new.oid), path) if change.new else Document({}, ())
        if old.value is None or new.value is None:
            continue  # loading the law reports it
        others = notices.beside(path) if path.startswith(_NOTICES) else ()
        yield from located(new, path, _violations(path, old.value, new.value, others, today))


class _Notices:
    """The notices of a tree, read when they are first asked for."""

    def __init__(self, store: GitObjects, tree: str | None) -> None:
        self.store, self.tree = store, tree

    def beside(self, path: str) -> list[Mapping[str, Any]]:
        """Return the notices of the tree in the folder of `path`, but for that one."""
        return [value for name, value in self._values.items() if name != path]

    @cached_property
    def _values(self) -> dict[str, Mapping[str, Any]]:
        prefix = self.store.prefix
        files = self.store.files(self.tree, f"{prefix}{_NOTICES}") if self.tree else ()
        values: dict[str, Mapping[str, Any]] = {}
        for full, entry in files:
            path = full.removeprefix(prefix)
            if path.endswith(".yml") and entry.mode == PLAIN:
                values[path] = read_yaml(self.store.blob(entry.oid), path).value or {}
        return values


def _violations(
    path: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    notices: Sequence[Mapping[str, Any]],
    today: date,
) -> Iterator[Violation]:
    if path == OFFICE:
        yield from office_violations(old, new, today)
    elif path.startswith(_NOTICES):
        yield from notice_violations(old, new, notices, today)
    elif not is_corrected(old, new) and "rules" in old and begins(old.get("in_force")) <= today:
        yield from _book_violations(old, new, today)


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
        str(mapping(rule).get("id")): (index, mapping(rule))
        for index, rule in enumerate(list_at(new, "rules"))
    }
    for rule in mappings(old, "rules"):
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
    in_force = [span for span in old if begins(span) <= today]
    kept = [any(_is_kept(earlier, span, today) for earlier in in_force) for span in new]
    return sum(kept) == len(in_force) and all(
        is_kept or begins(span) >= today for span, is_kept in zip(new, kept, strict=True)
    )


def _is_kept(before: Any, after: Any, today: date) -> bool:
    """Whether a span or adoption in force is unchanged but for its end, and no end lies in the past."""
    if same_value(before, after):
        return True
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return False
    ends = [span["until"] for span in (before, after) if "until" in span]
    is_same = same_value({**before, "until": None}, {**after, "until": None})
    return is_same and all(day_of(end) >= today for end in ends)

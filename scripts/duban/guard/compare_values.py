"""What a change does to the values of one file: whatever was merged stays as it is, and lists only grow.

"任何单位和个人严禁以任何名义、任何形式删改留言信息。" Values are compared, not lines: order of keys, quotes,
comments and the line ends after a block of text may change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from duban.cases.case import GROWING_LISTS, is_restricted
from duban.cases.case_numbers import PARTS, kind_of, part_number
from duban.checks.written_case import list_at
from duban.findings import guard_checks
from duban.findings.check import Check
from duban.findings.finding import Violation, Where
from duban.guard.fact_words import correction_advice, exchanged_text, field_title, restoring
from duban.guard.part_identity import first_moved_part, is_another, missing_parts
from duban.guard.sealed_blocks import block_fault
from duban.privacy import sealing
from duban.yamlfile.value_equality import same_value

RECIPIENT = "lookup"
"""The fact that says to whose key progress and private answers are encrypted."""


class _List(NamedTuple):
    """A list that only grows: what kind of addition an element is, and what is said of an altered one."""

    kind: str
    check: Check
    title: str
    only_add: str


LISTS = {
    "timeline": _List(
        "entry",
        guard_checks.TIMELINE,
        "经过（timeline）",
        "登记过的不能改、不能删、不能换位置，新的一条加在最后；记错了，在最后加一条更正，写明更正第几条",
    ),
    "answers": _List(
        "answer",
        guard_checks.ANSWERS,
        "答复（answers）",
        "答复过的不能改、不能删；再次答复另加一份，用新的编号",
    ),
    "publication": _List(
        "publication",
        guard_checks.PUBLICATION,
        "公开稿（publication）",
        "不能改、不能删；要换公开的内容，先撤回公开，再另加一份（replaces 写明代替第几份），重新公开",
    ),
    "entries": _List(
        "report",
        guard_checks.ENTRIES,
        "定期工作（entries）",
        "登记过的不能改、不能删，新的加在最后",
    ),
}
"""The lists of a case, and that of a routine file (entries), whose elements are additions."""

_RECODE = "查询码的收件公钥不能直接改；换发查询码要记一条换发的事件，新的公钥写在那一条里"


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing a change adds to the record.

    `path` counts from the office's root, `where` inside the new file. `kind` is case, entry, answer,
    publication, part (a topic or item), seal (a resealed block) or report (of a routine); `value` of a
    case or part is its header. `is_restricted`: nothing of its content may stand in plaintext.
    """

    path: str
    number: str
    kind: str
    where: Where
    value: Mapping[str, Any]
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """A violation that explains whatever else is wrong with its file: an item that is gone shifts all after it."""

    violation: Violation


def compare_values(
    path: str, number: str, old: Mapping[str, Any] | None, new: Mapping[str, Any], titles: Mapping[str, str]
) -> Iterator[Addition | Violation | Headline]:
    """Yield what a change adds to a file, and every value of the record it alters (checks guard.…).

    `old` is None for a new file; `titles` are the Chinese titles of header facts, those of topics and items with
    the name of their list: `topics.amount`.
    """
    restricted = is_restricted(kind_of(number) or "", _header(old or new))
    yield from _Comparison(path, titles, restricted).mapping(number, (), old, new)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The comparison of one file."""

    path: str
    titles: Mapping[str, str]
    is_restricted: bool

    def mapping(
        self, number: str, where: Where, old: Mapping[str, Any] | None, new: Mapping[str, Any]
    ) -> Iterator[Addition | Violation | Headline]:
        """Compare a case, or a topic or item at `where` in its file."""
        if old is None:
            yield Addition(self.path, number, "part" if where else "case", where, _header(new))
        else:
            if not where and is_another(_header(old), _header(new)):
                yield Headline(guard_checks.HEADER.violation((), exchanged_text(self.path)))
            yield from self.blocks(number, where, old, new)
            yield from self.header(where, old, new)
        restricted = self.is_restricted_at(where, old or new)
        for name, growing in LISTS.items():
            before, after = list_at(old or {}, name), list_at(new, name)
            yield from _altered((*where, name), growing, before, after)
            for index, value in enumerate(after[len(before) :], len(before)):
                if isinstance(value, Mapping):
                    position = (*where, name, index)
                    yield Addition(self.path, number, growing.kind, position, value, restricted)
                    changes = value.get("set")
                    if isinstance(changes, Mapping) and RECIPIENT in changes:
                        yield guard_checks.LOOKUP.violation((*where, name, index, "set"), _RECODE)
        for name in PARTS:
            yield from self.parts(number, where, name, list_at(old or {}, name), list_at(new, name))

    def parts(
        self, number: str, where: Where, name: str, before: list[Any], after: list[Any]
    ) -> Iterator[Addition | Violation | Headline]:
        """Compare the topics or items of a meeting: they are never taken out."""
        if len(after) < len(before):
            missing = "、".join(str(index + 1) for index in missing_parts(before, after))
            message = f"少了第{missing}项：议题和议定事项不能删，只能往后加"
            yield Headline(guard_checks.PART.violation((*where, name), message))
        elif (index := first_moved_part(before, after)) is not None:
            message = f"第{index + 1}项前面插进了别的，或者换了位置：议题和议定事项只能往后加，恢复原来的先后"
            yield Headline(guard_checks.HEADER.violation((*where, name, index), message))
        for index, part in enumerate(after):
            if isinstance(part, Mapping):
                earlier = before[index] if index < len(before) else None
                own_number = part_number(number, name, index)[0]
                yield from self.mapping(own_number, (*where, name, index), earlier, part)

    def blocks(
        self, number: str, where: Where, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Iterator[Addition | Violation | Headline]:
        """Compare sealed blocks: the content never changes; a block resealed for other recipients is an addition."""
        before, after = dict(sealing.fields(_header(old))), dict(sealing.fields(_header(new)))
        for name in dict.fromkeys((*before, *after)):
            earlier, block = before.get(name), after.get(name)
            if same_value(block, earlier):
                continue
            position = (*where, *sealing.field_path(name)[1])
            fault = block_fault(name, before, after, field_title(self.titles, where, name))
            if fault is not None:
                way_back = f"恢复原来的：{restoring(self.path)}（自己加的先抄下来）"
                yield guard_checks.SEALED.violation(position, f"{fault}；{way_back}")
            else:
                yield Addition(self.path, number, "seal", position, {"field": name})

    def header(self, where: Where, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Violation]:
        """Yield a violation for every fact of arrival that is not what it was, sealed blocks aside."""
        before, after = _without_blocks(_header(old)), _without_blocks(_header(new))
        for key in dict.fromkeys((*before, *after)):
            if same_value(before.get(key), after.get(key)):
                continue
            if key == RECIPIENT:
                yield guard_checks.LOOKUP.violation((*where, key), _RECODE)
                continue
            how = "删掉了" if key not in after else "加上了" if key not in before else "改了"
            message = f"{how}{field_title(self.titles, where, key)}：收到时的事实登记以后不能动。恢复原样；"
            advice = correction_advice(key, self.is_restricted_at(where, old), bool(where))
            yield guard_checks.HEADER.violation((*where, key), message + advice)

    def is_restricted_at(self, where: Where, value: Mapping[str, Any]) -> bool:
        """Whether the content of the case, or of a topic or item at `where`, must not stand in plaintext."""
        kind = PARTS[str(where[0])][0] if where else ""
        return self.is_restricted or (bool(kind) and is_restricted(kind, _header(value)))


def _altered(where: Where, growing: _List, before: list[Any], after: list[Any]) -> Iterator[Violation]:
    """Yield the first position where a list does not begin with what it was."""
    for index, value in enumerate(before):
        if index >= len(after):
            message = f"{growing.title}少了第{index + 1}条：{growing.only_add}"
            yield growing.check.violation(where, message)
            return
        if not same_value(after[index], value):
            how = "前面插进了别的" if value in after[index:] else "和原来登记的不一样"
            message = f"{growing.title}第{index + 1}条{how}：{growing.only_add}"
            yield growing.check.violation((*where, index), message)
            return


def _without_blocks(header: Mapping[str, Any]) -> dict[str, Any]:
    """Return a header without what has to be sealed, which is judged by itself."""
    blocks = dict(sealing.fields(header))
    plain = {key: value for key, value in header.items() if key not in blocks}
    people = plain.get("proposers")
    if isinstance(people, list):
        plain["proposers"] = [
            {key: value for key, value in person.items() if key != "contact"}
            if isinstance(person, Mapping)
            else person
            for person in people
        ]
    return plain


def _header(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: fact for key, fact in value.items() if key not in GROWING_LISTS and key not in LISTS}

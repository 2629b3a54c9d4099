"""What a change does to the values of one file: whatever was merged stays as it is, and lists only grow.

"任何单位和个人严禁以任何名义、任何形式删改留言信息。" Values are compared, not lines: order of keys, quotes,
comments and the line ends after a block of text may change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from duban.cases.case_numbers import PARTS, part_number
from duban.findings.finding import Violation, Where
from duban.privacy import sealing

LISTS = {"timeline": "entry", "answers": "answer", "publication": "publication", "entries": "report"}
"""The lists of a file that only grow, and what one thing in each is called."""

RECIPIENT = "lookup"
"""The fact that says to whose key progress and private answers are encrypted."""


@dataclass(frozen=True, slots=True)
class Added:
    """One thing a change adds to the record.

    `path` counts from the office's root, `where` inside the new file. `what` is case, entry, answer,
    publication, part (a topic or item), seal (a block sealed anew) or report (of a routine); `value` of a
    case or part is its header.
    """

    path: str
    number: str
    what: str
    where: Where
    value: Mapping[str, Any]


def facts(
    path: str, number: str, old: Mapping[str, Any] | None, new: Mapping[str, Any], titles: Mapping[str, str]
) -> Iterator[Added | Violation]:
    """Yield what a change adds to a file, and every value of the record it alters (rule ids guard.…).

    `old` is None for a file that is new; `titles` are the Chinese titles of header facts.
    """
    yield from _of(path, number, (), old, new, titles)


def _of(
    path: str,
    number: str,
    where: Where,
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any],
    titles: Mapping[str, str],
) -> Iterator[Added | Violation]:
    if old is None:
        yield Added(path, number, "part" if where else "case", where, _header(new))
    else:
        yield from _header_faults(path, number, where, old, new, titles)
    for name, what in LISTS.items():
        was, there = ([] if old is None else _list(old, name)), _list(new, name)
        yield from _altered(where, name, was, there)
        for place in range(len(was), len(there)):
            if isinstance(there[place], Mapping):
                yield Added(path, number, what, (*where, name, place), there[place])
                fixed = there[place].get("set")
                if isinstance(fixed, Mapping) and RECIPIENT in fixed:
                    yield _fault((*where, name, place, "set"), "guard.lookup", _RECODE)
    for name in PARTS:
        was, there = ([] if old is None else _list(old, name)), _list(new, name)
        if len(there) < len(was):
            yield _fault(
                (*where, name), "guard.part", f"少了第{len(there) + 1}项：议题和议定事项不能删，只能往后加"
            )
        for place, part in enumerate(there):
            before = was[place] if place < len(was) else None
            spot = part_number(number, name, place)[0]
            if isinstance(part, Mapping):
                yield from _of(path, spot, (*where, name, place), before, part, titles)


def _header_faults(
    path: str,
    number: str,
    where: Where,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    titles: Mapping[str, str],
) -> Iterator[Added | Violation]:
    """Yield every fact of arrival that is not what it was; a block sealed anew is told as added."""
    was, there = _header(old), _header(new)
    blocks_then, blocks = dict(sealing.fields(was)), dict(sealing.fields(there))
    for name in dict.fromkeys((*blocks_then, *blocks)):
        spot = (*where, *sealing.field_path(name)[1])
        block, before = blocks.get(name), blocks_then.get(name)
        if same(block, before):
            continue
        if (
            sealing.is_block(before)
            and sealing.is_block(block)
            and before.get("digest") == block.get("digest")
        ):
            if (other := _other_with_box(block, blocks_then, name)) is None:
                yield Added(path, number, "seal", spot, {"field": name})
            else:
                said = f"封存的 {name} 换成了 {other} 的密文，打开来不是这一项的内容；请恢复原来的密文"
                yield _fault(spot, "guard.sealed", said)
        else:
            said = f"封存的 {name} 换了内容（digest 不一样）：封存以后只能换收件人重新封，不能换、不能删、不能后加"
            yield _fault(spot, "guard.sealed", said)
    was, there = _without_blocks(was, blocks_then), _without_blocks(there, blocks)
    for key in dict.fromkeys((*was, *there)):
        if same(was.get(key), there.get(key)):
            continue
        spot, title = (*where, key), titles.get(key, key)
        if key == RECIPIENT:
            yield _fault(spot, "guard.lookup", _RECODE)
        else:
            how = "删掉了" if key not in there else "加上了" if key not in was else "改了"
            said = (
                f"{how}“{title}”（{key}）：收到时的事实登记以后不能动。恢复原样；记错了就在最后加一条更正，"
            )
            said += f"corrects: 0，set: {{{key}: 对的内容}}，reason 写理由"
            yield _fault(spot, "guard.header", said)


def _other_with_box(block: Mapping[str, Any], blocks: Mapping[str, Any], name: str) -> str | None:
    """Return another field that what now stands in a box was sealed for, as far as this case shows."""
    return next(
        (
            other
            for other, one in blocks.items()
            if other != name and sealing.is_block(one) and same(one.get("box"), block.get("box"))
        ),
        None,
    )


def _altered(where: Where, name: str, was: list[Any], there: list[Any]) -> Iterator[Violation]:
    """Yield the first place where a list does not begin with what it was."""
    for place, before in enumerate(was):
        spot = (*where, name, place)
        if place >= len(there):
            yield _fault(
                (*where, name), f"guard.{name}", f"{_TOLD[name]}少了第{place + 1}条：{_ONLY_ADD[name]}"
            )
            return
        if not same(there[place], before):
            said = "前面插进了别的" if before in there[place:] else "和原来登记的不一样"
            yield _fault(spot, f"guard.{name}", f"{_TOLD[name]}第{place + 1}条{said}：{_ONLY_ADD[name]}")
            return


_RECODE = "查询码的收件公钥不能直接改；换发查询码要记一条换发的事件，新的公钥写在那一条里"
_TOLD = {
    "timeline": "经过（timeline）",
    "answers": "答复（answers）",
    "publication": "公开稿（publication）",
    "entries": "定期工作（entries）",
}
_ONLY_ADD = {
    "timeline": "登记过的不能改、不能删、不能换位置，新的一条加在最后；记错了，在最后加一条更正，写明更正第几条",
    "answers": "答复过的不能改、不能删；再次答复另加一份，用新的编号",
    "publication": "不能改、不能删；要换公开的内容，先撤回公开，再另加一份（replaces 写明代替第几份），重新公开",
    "entries": "登记过的不能改、不能删，新的加在最后",
}


def _without_blocks(header: Mapping[str, Any], blocks: Mapping[str, Any]) -> dict[str, Any]:
    """Return a header without what has to be sealed, which is judged by itself."""
    plain = {key: value for key, value in header.items() if key not in blocks}
    people = plain.get("proposers")
    if isinstance(people, list):
        plain["proposers"] = [
            {key: value for key, value in one.items() if key != "contact"}
            if isinstance(one, Mapping)
            else one
            for one in people
        ]
    return plain


def _header(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: fact for key, fact in value.items() if key not in LISTS and key not in PARTS}


def same(one: Any, other: Any) -> bool:
    """Whether two parsed values say the same; true is not 1, and line ends after a text say nothing."""
    return one is other or canonical(one) == canonical(other)


def canonical(value: Any) -> str:
    """Return a value as JSON with sorted keys, line ends after texts left out: equal for equal values."""
    return json.dumps(_trimmed(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _trimmed(value: Any) -> Any:
    if isinstance(value, str):
        return value.rstrip("\n")
    if isinstance(value, Mapping):
        return {key: _trimmed(part) for key, part in value.items()}
    return [_trimmed(part) for part in value] if isinstance(value, list) else value


def _list(value: Any, name: str) -> list[Any]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, list) else []


def _fault(where: Where, rule: str, message: str) -> Violation:
    return Violation(where, rule, message)

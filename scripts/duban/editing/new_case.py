"""The first version of a case: its facts as a clerk gave them, and the entry that takes it into the register."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from duban.cases.case import GROWING_LISTS, case_from
from duban.cases.case_numbers import KINDS, require_case_path
from duban.cases.office import Office
from duban.cases.schema_violations import guess
from duban.checks.check_case import check_file
from duban.editing.cli_values import to_be_sealed, typed, wanted
from duban.editing.free_numbers import case_number, taken_numbers
from duban.engine.office_context import OfficeContext
from duban.engine.rulebook_choice import channel_fault, rulebook_of
from duban.files import create_new
from duban.findings import schema_checks
from duban.findings.finding import ERROR, Finding, Unusable
from duban.findings.privacy_checks import SEARCHED
from duban.law.rulebook import Rulebook, holds
from duban.law.vocabulary import Event, Vocabulary
from duban.yamlfile.read_yaml import read_yaml
from duban.yamlfile.write_yaml import text_of

TEXT, ARRIVAL = "text", "received"
"""The fields that say what a matter is about, and on which day it arrived: the year of its number."""

_TIMELINE = "timeline"
_TRIES = 50  # of clerks registering at the same moment in one folder


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A new case file: its bytes, the kind and year of its number, the event that registers it and by which unit.

    `event` is empty where none does; `arrived` is the day of arrival where the clerk gave none, else empty;
    `remarks` is what `duban check` says of the file that is no error.
    """

    data: bytes
    kind: str
    year: int
    event: str
    by: str
    arrived: str
    remarks: tuple[str, ...]


def kind_named(context: OfficeContext, name: str) -> str:
    """Return the kind of case meant by its name, English or Chinese; raise Unusable for none."""
    titles = {context.schemas.title(kind): kind for kind in KINDS}
    kind = titles.get(name, name)
    if kind not in KINDS:
        known = "、".join(f"{kind}（{title}）" for title, kind in titles.items())
        spoken = context.vocabulary.kind_synonyms.get(name, ())
        meant = [kind for title, kind in titles.items() if name in title or title in name or kind in spoken]
        hint = f"是不是要 {meant[0]}？" if name and len(meant) == 1 else ""
        raise Unusable(f"没有“{name}”这一类；{hint}有：{known}")
    return kind


def draft_case(
    context: OfficeContext, kind: str, given: Mapping[str, str], by: str | None, now: datetime
) -> CaseDraft:
    """Return the file of a new case of a kind, judged as `duban check` judges it.

    `given` holds values as a clerk writes them, by the names or titles of their fields; a case without a day of
    arrival arrived today. Raises Unusable with everything that is missing, else with all errors.
    """
    today = now.date().isoformat()
    facts, rest = _facts(context, kind, given)
    arrived = "" if ARRIVAL in facts else today
    facts.setdefault(ARRIVAL, today)
    _complete(context, kind, facts)
    if facts[ARRIVAL][:10] > today:
        raise Unusable(f"没有写入：{ARRIVAL} {facts[ARRIVAL]} 在今天（{today}）之后，请核对日期")
    year = int(facts[ARRIVAL][:4])
    path = require_case_path(case_number(kind, year, 0))  # its running number does not matter to the checks
    book, violation = rulebook_of(case_from(path, {**facts, _TIMELINE: []}), context)
    if book is None:
        raise Unusable(f"没有写入：{violation.message if violation else ''}")
    event = registering(book, context.vocabulary)
    fields = _fields(context, kind, event, rest)
    drafts = []
    for unit in _units(context, book, facts, event, by):
        entry = [{"at": today, "event": event.word, "by": unit, **fields}] if event else []
        value = {**facts, _TIMELINE: entry}
        ordered = {key: value[key] for key in context.schemas.shapes(kind) if key in value}
        data, errors, remarks = _checked(context, path, ordered)
        draft = CaseDraft(data, kind, year, event.word if event else "", unit, arrived, remarks)
        drafts.append((errors, draft))
    # Whose act it is an article may say: of the units that fill the post, the first that fits best.
    errors, draft = min(drafts, key=lambda pair: (len(pair[0]), len(pair[1].remarks)))
    if errors:
        raise Unusable(f"没有写入：{'；'.join(errors)}")
    return draft


def register_case(root: Path, draft: CaseDraft) -> tuple[str, tuple[str, ...]]:
    """Write a draft under the next free number; return its path, and the branches that could not be read.

    Of two clerks who register at once, the later gets the number after.
    """
    for _ in range(_TRIES):
        known = taken_numbers(root, draft.kind, draft.year)
        path = require_case_path(known.next())
        if create_new(root, path, draft.data):
            return path, known.unread
    raise Unusable("没有写入：件号一再被别人抢先用掉，请稍后再试")


def registering(book: Rulebook, words: Vocabulary) -> Event | None:
    """Return the event that takes a matter into the register, None where the rulebook has none.

    Of those its first state allows, the first that is some post's act, needs no more and has no other effect.
    """
    first = next(iter(book.case_states.values()))
    for word in first.on:
        event = words.events[word]
        if event.level == "case" and event.posts and not (event.needs or event.does or event.by_anyone):
            return event
    return None


def _facts(
    context: OfficeContext, kind: str, given: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the facts of arrival among the given values, typed as the schema has them, and the other values."""
    titles = {title: key for key, title in context.schemas.titles(kind).items() if "." not in key}
    facts: dict[str, Any] = {}
    rest: dict[str, str] = {}
    for name, text in given.items():
        key = titles.get(name, name)
        shape = context.schemas.shape(kind, key)
        if key in facts:
            raise Unusable(f"没有写入：{key} 写了两次，只写一次")
        if key in GROWING_LISTS:
            raise Unusable(f"没有写入：{key} 不在这里写；登记这一条由命令写，其余的以后再记")
        if to_be_sealed([key]):
            raise Unusable(f"没有写入：{key} 要封存；先登记别的，再运行 duban seal 件号 {key} --from 文件")
        if shape is not None:
            facts[key] = typed(key, text, shape)
        elif name in context.vocabulary.fields or name in context.vocabulary.fields.values():
            rest[name] = text  # of the entry, it may be
        else:
            raise _unknown(context, kind, name, ())
    return facts, rest


def _fields(
    context: OfficeContext, kind: str, event: Event | None, rest: Mapping[str, str]
) -> dict[str, Any]:
    """Return the fields of the registering entry; raise Unusable for what that entry cannot carry."""
    named = context.vocabulary.fields
    carried = sorted(event.carries) if event else []
    titles = {named[key]: key for key in carried if key in named}
    fields: dict[str, Any] = {}
    for name, text in rest.items():
        key = titles.get(name, name)
        shape = context.schemas.shape("common", key, "entry") if key in carried else None
        if shape is None:
            raise _unknown(context, kind, name, carried)
        fields[key] = typed(key, text, shape)
    return fields


def _unknown(context: OfficeContext, kind: str, name: str, carried: Sequence[str]) -> Unusable:
    """Return the refusal of a field that neither the case nor its first entry can have, with a near one."""
    shapes = context.schemas.shapes(kind)
    known = [key for key in shapes if key not in GROWING_LISTS and not to_be_sealed([key])]
    near = guess(name, [*known, *carried, *context.schemas.titles(kind).values()])
    return Unusable(f"没有写入：没有“{name}”这一项。{near or '可以写的有：' + '、'.join(known)}")


def _complete(context: OfficeContext, kind: str, facts: Mapping[str, Any]) -> None:
    """Raise Unusable naming every fact that is missing; where none is, with every fault of the facts."""
    found = list(context.schemas.violations(kind, {**facts, _TIMELINE: []}))
    if no_channel := channel_fault(kind, str(facts.get("channel", "")), context):
        found.append(no_channel)
    missing = {violation.where for violation in found if violation.rule == schema_checks.REQUIRED.id}
    lacking = [key for key in context.schemas.shapes(kind) if (key,) in missing]
    if hidden := to_be_sealed(lacking):
        raise Unusable(
            f"没有写入：受限事项的 {hidden[0]} 要封存，请照手册手工写好文件，"
            f"再运行 duban seal 件号 {hidden[0]} --from 文件 --without 被反映的单位"
        )
    if lacking:
        choices = {"channel": context.channels(kind)}
        fields = "；".join(wanted(context.schemas, kind, key, choices.get(key, ())) for key in lacking)
        raise Unusable(f"没有写入，还缺 {len(lacking)} 项：{fields}。照 字段=值 补上")
    if found:
        raise Unusable(f"没有写入：{'；'.join(violation.message.rstrip('。') for violation in found)}")


def _units(
    context: OfficeContext, book: Rulebook, facts: Mapping[str, Any], event: Event | None, by: str | None
) -> list[str]:
    """Return the units that may register, the likeliest first: `by` alone where the clerk names one."""
    office = context.office
    if event is None:
        if by is not None:
            raise Unusable("没有写入：这一类没有登记这一条，不用写 --by")
        return [""]
    if by is not None:
        if by not in office.units:
            hint = guess(by, office.units) or f"有：{'、'.join(office.units)}"
            raise Unusable(f"没有写入：office.yml 里没有“{by}”这个单位。{hint}")
        return [by]
    return _likely_units(office, book, facts, event)


def _likely_units(office: Office, book: Rulebook, facts: Mapping[str, Any], event: Event) -> list[str]:
    """Return the units that fill a post which records the event: first the one whose duty it is."""
    duties = [rule for rule in book.rules if rule.scope == "case" and event.word in rule.ends]
    owing = [held.post for rule in duties for held in rule.held_by if holds(held.when, facts)]
    posts = [*owing[:1], *(post for post in office.posts if post in event.posts)]
    units = list(dict.fromkeys(office.posts[post] for post in posts if post in office.posts))
    if not units:
        named = "、".join(sorted(event.posts))
        raise Unusable(f"没有写入：office.yml 的 posts 里没有写谁是{named}；请用 --by 写明谁登记")
    return units


def _checked(
    context: OfficeContext, path: str, value: Mapping[str, Any]
) -> tuple[bytes, list[str], tuple[str, ...]]:
    """Return the bytes of a file with this value, its errors, and what else the checks say of it."""
    data = text_of(value).encode("utf-8", "surrogatepass")
    findings = check_file(context, path, data).findings
    if not findings and read_yaml(data, path).value != value:
        raise Unusable("没有写入：有的值写法特殊，写进文件会变样；请手工写这个文件")
    text = data.decode("utf-8", "replace")
    errors, remarks, lines = list[str](), list[str](), text.split("\n")
    for finding in findings:
        (errors if finding.level == ERROR else remarks).append(_with_field(lines, finding))
    return data, errors, tuple(remarks)


def _with_field(lines: Sequence[str], finding: Finding) -> str:
    """Return a finding's message behind the name of its field: there is no file yet to look its line up in."""
    message = finding.message.rstrip("。")
    if finding.rule in SEARCHED:
        return message.replace("这里", f"{_field_at(lines, finding.line)} 里", 1)
    name = _field_at(lines, finding.line) if finding.line > 1 else ""  # line 1 stands for the file
    return f"{name}：{message}" if name and name not in message else message


def _field_at(lines: Sequence[str], number: int) -> str:
    """Return the name of the field whose value stands in a line, counted from 1; empty for a line behind the last."""
    above = reversed(lines[:number] if number <= len(lines) else ())
    return next((match[1] for line in above if (match := re.match(r"[ -]*([a-z_]+):", line))), "")

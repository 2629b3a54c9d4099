"""Deciding that an answer becomes public: whether it may, and the entry whose digest locks what was decided on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import yaml

from duban.checks.check_case import check_file
from duban.editing.case_file import CaseFile, find_case_file, read_case_file
from duban.engine.office_context import OfficeContext
from duban.findings.finding import ERROR, Unusable, UnusableFile
from duban.privacy.public_case import PublicCase, digest, public_view
from duban.privacy.public_case import released as released_answers
from duban.register.load_cases import find_case
from duban.yamlfile import block_editing
from duban.yamlfile.read_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class AnswerRelease:
    """An answer that may become public: what of it will, the event that says so, and the file's bytes with it."""

    file: CaseFile
    data: bytes
    path: str
    event: str
    public: PublicCase


def plan_release(
    context: OfficeContext, number: str, answer: str, by: str | None, day: date
) -> AnswerRelease:
    """Return the release of an answer (a1, a2 …) of a case on a day; nothing is written.

    `by` is the unit that decides, that of the office's first post where None. Raises Unusable where the answer
    cannot become public, is public already, or its file has errors.
    """
    # Read before it is checked: a change in between is found when writing.
    file = read_case_file(find_case_file(context.root, number))
    view = find_case(context, number)
    public = public_view(view.history, answer, day, context.vocabulary)
    if public is None:
        raise Unusable(
            f"{number} 的答复 {answer} 不能公开：要先有答复，再在 publication 里写好公开稿；受限、保密的事项不能公开"
        )
    if answer in dict(released_answers(view.history, context.vocabulary)):
        raise Unusable(f"{number} 的答复 {answer} 已经公开，要改公开稿先记一条撤回")
    unit = by or next(iter(context.office.posts.values()))
    if unit not in context.office.units:
        raise Unusable(f"office.yml 里没有“{unit}”这个单位；有：{'、'.join(context.office.units)}")
    event = next(iter(context.vocabulary.doing("publishes")))
    entry = {"at": str(day), "event": event, "by": unit, "answer": answer, "digest": digest(public)}
    data = with_entry(file, entry)
    # First by the lines of the file as it stands.
    _refuse_errors(context, view.filed.path, file.data, f"没有写入：{number} 先要改好 {{}} 处错误")
    _refuse_errors(context, view.filed.path, data, f"没有写入：{number} 照这样公开以后有 {{}} 处错误")
    return AnswerRelease(file, data, view.filed.path, event, public)


def _refuse_errors(context: OfficeContext, path: str, data: bytes, words: str) -> None:
    errors = [finding for finding in check_file(context, path, data).findings if finding.level == ERROR]
    if errors:
        raise UnusableFile(errors, words.format(len(errors)))


def with_entry(file: CaseFile, entry: Mapping[str, str]) -> bytes:
    """Return the file's bytes with `entry` as the last of its timeline (plain one-line values only).

    Raises Unusable where the timeline is not written entry by entry, and where the result, read again,
    would hold anything else than the old file's value with this entry more.
    """
    text = file.data.decode("utf-8")
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    timeline = {key.value: value for key, value in pairs}.get("timeline")
    if not isinstance(timeline, yaml.SequenceNode) or timeline.flow_style or not timeline.value:
        raise Unusable(f"{file.path} 的 timeline 不是逐条展开写的，没有写入；请一条一条写，每条以“- at:”开头")
    ending = "\r\n" if "\r\n" in text else "\n"
    pad = " " * (timeline.value[0].start_mark.column - 2)
    lines = [f"{key}: {value}" for key, value in entry.items()]
    block = [f"{pad}- {lines[0]}", *(f"{pad}  {line}" for line in lines[1:])]
    end = block_editing.end_of(text, timeline)
    data = (text[:end] + ending + ending.join(block) + text[end:]).encode("utf-8")
    value = read_yaml(data, str(file.path)).value or {}
    wanted = {**file.value, "timeline": [*file.value["timeline"], dict(entry)]}
    if value != wanted:
        raise Unusable(f"{file.path} 末尾写法特殊，加一条会动到别处，所以没有写入；请手工加上这一条")
    return data

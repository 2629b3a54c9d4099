"""Adding one entry at the end of a case file's timeline, every other byte as it was."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from duban.editing.case_file import CaseFile
from duban.findings.finding import Unusable
from duban.yamlfile import block_editing, document


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
    value = document.read_yaml(data, str(file.path)).value or {}
    wanted = {**file.value, "timeline": [*file.value["timeline"], dict(entry)]}
    if value != wanted:
        raise Unusable(f"{file.path} 末尾写法特殊，加一条会动到别处，所以没有写入；请手工加上这一条")
    return data

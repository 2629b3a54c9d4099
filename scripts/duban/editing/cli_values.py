"""What a clerk writes on a command line, as the values a case file has: 字段=值, typed by the schema."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from duban.cases.schemas import Schemas
from duban.findings.finding import Unusable
from duban.privacy import sealing
from duban.yamlfile.read_yaml import read_yaml

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_SHORT = 16  # characters of an example
_TRUTH = {"true": True, "false": False}


def decoded(data: bytes, origin: str, shown: str) -> str:
    """Return the text of a file or of standard input (`-`), which a message calls `shown`.

    Raises Unusable where it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        remedy = "请另存为 UTF-8"
        if origin == "-":
            remedy = "请先转成 UTF-8（iconv -f gbk -t utf-8），或者另存成 UTF-8 的文件，写文件名"
        raise Unusable(f"{shown} 不是 UTF-8 文字，{remedy}") from None


def typed(key: str, text: str, shape: Mapping[str, Any]) -> Any:
    """Return a value of the type its schema asks for; what does not fit stays text, for the schema to refuse.

    Raises Unusable for a list or mapping that cannot be read.
    """
    kind = shape.get("type")
    if kind is None or kind == "string":
        return _TRUTH.get(text.strip(), text) if shape.get("const") is True else tidy(text)
    text = text.strip()
    if kind == "boolean":
        return _TRUTH.get(text, text)
    if kind == "integer":
        return int(text) if _INTEGER.fullmatch(text) else text
    if kind == "array" and not text.startswith("["):
        return _items([tidy(text)], shape)
    document = read_yaml(f"{key}: {text}\n".encode("utf-8", "surrogatepass"), key)
    if document.findings or document.value is None:
        fault = document.findings[0].message if document.findings else "写法不对"
        raise Unusable(f"{key} 读不懂，没有写入：{fault.rstrip('。')}；几项写成 [甲, 乙]，逗号用半角")
    value = document.value[key]
    return _items(value, shape) if isinstance(value, list) else value


def _items(items: Sequence[Any], shape: Mapping[str, Any]) -> list[Any]:
    """Return the items of a list; a text stands for an item that must be a mapping with one required text."""
    required = shape.get("items", {}).get("required", ())
    if len(required) != 1:
        return list(items)
    return [{required[0]: item} if isinstance(item, str) else item for item in items]


def tidy(text: str) -> str:
    """Return a text with one kind of line end, without spaces at the ends of lines or empty lines around it.

    A text of several lines ends with one line end.
    """
    lines = [line.rstrip(" \t") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    whole = "\n".join(lines).strip("\n")
    return f"{whole}\n" if "\n" in whole else whole.strip(" ")


def to_be_sealed(keys: Collection[str]) -> list[str]:
    """Return those of some fields that a file may only hold sealed."""
    return [name for name, _ in sealing.fields(dict.fromkeys(keys))]


def wanted(schemas: Schemas, kind: str, key: str, choices: Sequence[str] = ()) -> str:
    """Return a field's name and title, with the values it may have (`choices`, else the schema's), or an example."""
    shape = schemas.shape(kind, key) or {}
    if choices or "enum" in shape:
        values = "、".join(choices or shape["enum"])
    else:
        values = "".join(f"例如 {_example(example)}" for example in shape.get("examples", ())[:1])
    return f"{key} {shape.get('title', '')}" + (f"（{values}）" if values else "")


def _example(value: Any) -> str:
    """Return an example of the schema as it is written on a command line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_example, value))}]"
    if isinstance(value, Mapping):
        return _example(next(iter(value.values())))
    text = str(value).strip()
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"

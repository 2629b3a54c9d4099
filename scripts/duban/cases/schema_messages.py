"""One sentence for each keyword of JSON Schema: what is wrong with a value and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from duban.cases.meant_values import bare, day_without_year, meant_day, meant_word
from duban.cases.schema_titles import SchemaTitles
from duban.findings.finding import Where

_TYPES = {
    "string": "文字", "integer": "整数", "number": "数字", "boolean": "true 或 false",
    "array": "列表", "object": "一组“名称: 内容”", "null": "不写",
}  # fmt: skip
_KINDS = {bool: "boolean", str: "string", int: "integer", list: "array", dict: "object"}
DATES = frozenset({"date", "date-or-time", "stated-limit"})
_NUMBERED = re.compile(r"(?:第 *)?(-?[0-9]{1,19}) *(?:条|项|个|次)?")
_SHOWN = 40  # characters of a value, and words of a list


MOST = frozenset({"maxLength", "maxItems", "maximum", "exclusiveMaximum", "maxProperties"})
"""Keywords of an upper limit: how much there is and how much there may be says more than any other words."""


def example(titles: SchemaTitles, where: Where, key: str | None = None) -> str:
    """Return `例如：…` from the schema's own example, empty where a line cannot show it."""
    plain = [value for value in titles.examples(where) if _fits_a_line(value)]
    if not plain:
        return ""
    shown: Any = plain[0]
    if isinstance(shown, list):
        shown = "[" + ", ".join(map(str, shown)) + "]"
    elif isinstance(shown, bool):
        shown = str(shown).lower()
    shown = short(str(shown).strip())
    return f"例如：{key}: {shown}" if key else f"例如：{shown}"


def _fits_a_line(value: Any) -> bool:
    """Whether a value is plain, or a list of plain values."""
    return not isinstance(value, dict) and not (
        isinstance(value, list) and any(isinstance(item, dict | list) for item in value)
    )


def name_like(schema: Any) -> str:
    """Return `例如：…` with a name that may stand in a mapping, from its own example; empty without one."""
    named = next((example for example in schema.get("examples", ()) if isinstance(example, dict)), {})
    return f"例如：{next(iter(named))}。" if named else ""


def _mapping_like(titles: SchemaTitles, where: Where) -> str:
    """Return `例如：{…}` where the example is a mapping of plain values that fits a line."""
    mapping = next(iter(titles.examples(where)), None)
    if not isinstance(mapping, dict) or any(isinstance(part, dict | list) for part in mapping.values()):
        return ""
    shown = ", ".join(
        f"{key}: {str(part).lower() if isinstance(part, bool) else part}" for key, part in mapping.items()
    )
    return f"例如：{{{shown}}}"


def quoted(words: list[str]) -> str:
    """Return words side by side, each in quotation marks."""
    return "".join(f"“{word}”" for word in words)


def meant_hint(
    written: Any, allowed: Iterable[str], synonyms: Mapping[str, tuple[str, ...]] | None = None
) -> str:
    """Return `是不是想写“…”？` of those words allowed that a word means, else of the only one that holds it, else of
    the one spelt most nearly alike; empty for none.

    `synonyms` is what the vocabulary knows people to say, with what they mean by it.
    """
    if not isinstance(written, str) or not written:
        return ""
    words = list(allowed)
    if synonyms and bare(written) in synonyms:
        near = [meant for meant in synonyms[bare(written)] if meant in words]
    else:
        holding = [word for word in words if written in word]
        near = holding if len(holding) == 1 else get_close_matches(written, words, n=1, cutoff=0.5)
    return f"是不是想写{'或者'.join(f'“{meant}”' for meant in near[:3])}？" if near else ""


def listed(words: list[str]) -> str:
    """Return words with 、 between them; of more than forty the first ten and their number."""
    if len(words) <= _SHOWN:
        return "、".join(words)
    return "、".join(words[:10]) + f" 等 {len(words)} 个"


def _words(words: list[str]) -> str:
    """Return the words of an enumeration, each in quotation marks; of more than forty the first ten and their number."""
    return quoted(words) if len(words) <= _SHOWN else f"{quoted(words[:10])}等 {len(words)} 个"


def short(text: str) -> str:
    """Return the beginning of a text, fit for one line."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= _SHOWN and line == text else line[: _SHOWN - 1] + "…"


def stopped(sentence: str) -> str:
    """Return a sentence with its full stop."""
    return sentence if sentence.endswith(("。", "？", "！")) else sentence + "。"


def _type(error: Any, titles: SchemaTitles, where: Where) -> str:
    wanted, got = error.validator_value, error.instance
    wanted = [wanted] if isinstance(wanted, str) else list(wanted)
    if error.schema.get("format") in DATES and (day := _meant_day(str(got), error.schema["format"])):
        return f"写成 {day}。"
    if slip := _slip(wanted, got):
        return slip
    kind = "或者".join(_TYPES.get(name, name) for name in wanted)
    like = _mapping_like(titles, where) if wanted == ["object"] else example(titles, where)
    return f"应当是{kind}，这里却是{_TYPES.get(_KINDS.get(type(got), ''), '别的内容')}。{like}"


def _slip(wanted: list[str], got: Any) -> str:
    """Return the sentence for a usual slip: quotes too many or too few, one item instead of a list; else empty."""
    if "string" in wanted and isinstance(got, bool | int):
        shown = str(got).lower() if isinstance(got, bool) else got
        return f'应当是文字。给它加上双引号："{shown}"。'
    if wanted == ["integer"] and isinstance(got, str) and (number := _NUMBERED.fullmatch(bare(got))):
        return f"应当是整数。直接写 {int(number[1])}，不加引号，前面不补 0。"
    if wanted == ["boolean"]:
        return "只能写 true（是）或 false（否），不加引号。"
    if wanted == ["array"] and not isinstance(got, dict | list):
        plain = str(got).strip("［］【】[]〔〕")
        items = [item.strip() for item in re.split("[、，,；;]", plain) if item.strip()]
        if len(items) > 1 or plain != str(got):
            return f"应当是列表，方括号和逗号用半角。写成：[{', '.join(items)}]。"
        return f"应当是列表。只有一项也要写成列表：[{got}]。"
    return ""


def _enum(error: Any, titles: SchemaTitles, where: Where) -> str:
    allowed = [str(value) for value in error.validator_value]
    got = error.instance
    if isinstance(got, dict | list):
        return f"这里只写一个词：{_words(allowed)}。"
    word = str(got).lower() if isinstance(got, bool) else str(got)
    if meant := meant_word(word, allowed):
        return f"“{short(word)}”前后多了引号、空格，或者用了全角的字。写成：{meant}。"
    hint = meant_hint(word, allowed, titles.synonyms)
    near = get_close_matches(word, allowed, n=len(allowed), cutoff=0.4)
    ordered = near + [value for value in allowed if value not in near]
    return f"没有“{short(word)}”这个写法。{hint}可以写：{_words(ordered)}。"


def _format(error: Any, titles: SchemaTitles, where: Where) -> str:
    got = str(error.instance)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", got):
        return f"{got} 这一天不存在。请核对月份和日期。"
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", got):
        return f"{got} 这一天或这个时刻不存在。请核对。"
    return _pattern(error, titles, where)


def _pattern(error: Any, titles: SchemaTitles, where: Where) -> str:
    return f"“{short(str(error.instance))}”的写法不对。{example(titles, where)}"


def date_sentence(got: str, form: str) -> str:
    """Return how a date written otherwise is to be written; empty where no day can be made out."""
    if day := _meant_day(got, form):
        return f"“{short(got)}”的写法不对。写成 {day}。"
    if month_and_day := day_without_year(got):
        return f"“{short(got)}”没有写年份。写成“年-月-日”，例如 2026-{month_and_day}。"
    return ""


def _meant_day(got: str, form: str) -> str:
    return meant_day(got, with_minutes=form != "date")


_BOUNDS = {
    "minLength": "至少写 {} 个字，现在是 {} 个。",
    "maxLength": "最多写 {} 个字，现在是 {} 个。",
    "minItems": "至少要有 {} 项，现在是 {} 项。",
    "maxItems": "最多 {} 项，现在是 {} 项。",
    "minProperties": "至少要写 {} 项，现在是 {} 项。",
    "maxProperties": "最多写 {} 项，现在是 {} 项。",
    "minimum": "不能小于 {}，现在是 {}。",
    "maximum": "不能大于 {}，现在是 {}。",
    "exclusiveMinimum": "要大于 {}，现在是 {}。",
    "exclusiveMaximum": "要小于 {}，现在是 {}。",
}


def _bound(error: Any, titles: SchemaTitles, where: Where) -> str:
    got = error.instance
    return _BOUNDS[error.validator].format(
        error.validator_value, len(got) if isinstance(got, str | list | dict) else got
    )


def _unique(error: Any, titles: SchemaTitles, where: Where) -> str:
    items = error.instance
    again = next(item for index, item in enumerate(items) if item in items[:index])
    return f"“{short(str(again))}”写了两次。只保留一次。"


def _const(error: Any, titles: SchemaTitles, where: Where) -> str:
    wanted = error.validator_value
    return f"这里只能写 {str(wanted).lower() if isinstance(wanted, bool) else wanted}。"


def _dependent(error: Any, titles: SchemaTitles, where: Where) -> str:
    lacking = sorted({
        key for given, needed in error.validator_value.items() if given in error.instance
        for key in needed if key not in error.instance
    })  # fmt: skip
    return f"还要写{'、'.join(titles.title((*where, key)) for key in lacking)}。"


SENTENCES: dict[str, Callable[[Any, SchemaTitles, Where], str]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "format": _format,
    "pattern": _pattern,
    "uniqueItems": _unique,
    "dependentRequired": _dependent,
    **dict.fromkeys(_BOUNDS, _bound),
}
"""By JSON Schema keyword: what is wrong and what to write, as a sentence."""

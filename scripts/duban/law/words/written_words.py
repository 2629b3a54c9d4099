"""Words of `requires` about what is written: fields, values of a list, counts, figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict

from duban.cases.schema_messages import meant_hint
from duban.law.requirement_context import RequirementContext
from duban.law.words.phrases import Glossary, in_series, run_together
from duban.law.words.shapes import FIELD, WRITTEN, mapping, named
from duban.law.words.word import FieldsWord, FlagWord, ListsWord, PairsWord, RequirementWord


def unwritten(context: RequirementContext, field: str) -> Iterator[str]:
    """Yield that a field is not written, and the line that adds it."""
    if not context.is_misread(field):
        yield f"没有写{context.name(field)}，请补上 {context.line(field)}"


def not_in_list(
    context: RequirementContext, values: Mapping[str, Any], lists: Mapping[str, str], within: str = ""
) -> Iterator[str]:
    """Yield each field whose value is no word of the rulebook's list of that name."""
    for field, name in lists.items():
        words = context.rulebook.lists.get(name, ())
        value = values.get(field)
        if value not in words and (within or not context.is_misread(field)):
            title = context.name(field, within)
            fault = f"没有写{title}" if value is None else f"的{title}写的是“{value}”"
            meant = meant_hint(value, words)
            yield f"{fault}；{meant}“{name}”只能是：{in_series(words)}"


class Fields(FieldsWord):
    """Each of these fields must be written."""

    name = "fields"
    of_a_unit = True
    sentence = "要写明{}"

    def missing(self, context: RequirementContext, value: Sequence[str]) -> Iterator[str]:
        for field in value:
            if not context.value(field):
                yield from unwritten(context, field)


class Without(FieldsWord):
    """None of these fields may stand here in plaintext."""

    name = "without"
    sentence = "不能明文写{}，要封存"

    def missing(self, context: RequirementContext, value: Sequence[str]) -> Iterator[str]:
        for field in value:
            if field in context.fields:
                title = context.name(field)
                yield f"明文写了{title}；必须作为受限事项封存：用 duban seal 封存后写 restricted: true"


class AnyField(FieldsWord):
    """At least one of these fields must be written."""

    name = "any_field"
    sentence = "{}至少写一项"

    def missing(self, context: RequirementContext, value: Sequence[str]) -> Iterator[str]:
        if any(context.fields.get(field) for field in value):
            return
        # Nothing can be replaced before there is another of its kind.
        entry = context.entry
        is_first = entry is not None and all(earlier.event != entry.event for earlier in context.earlier)
        fields = [field for field in value if not (is_first and field == "instead")]
        if len(fields) == 1:
            yield from unwritten(context, fields[0])
        else:
            yield f"{context.names(value)}至少要写一项"


class Values(ListsWord):
    """A field must hold one of the words of a list."""

    name = "values"
    sentence = "{0}要写，只能是词表“{1}”里的：{2}"

    def missing(self, context: RequirementContext, value: Mapping[str, str]) -> Iterator[str]:
        return not_in_list(context, {field: context.value(field) for field in value}, value)


class AllOf(ListsWord):
    """A list must hold every word of one of the rulebook's lists."""

    name = "all_of"
    sentence = "{0}里要写全：{2}"

    def missing(self, context: RequirementContext, value: Mapping[str, str]) -> Iterator[str]:
        for field, name in value.items():
            written = context.value(field) or ()
            lacking = [word for word in context.rulebook.lists.get(name, ()) if word not in written]
            if lacking:
                yield f"的{context.name(field)}还缺：{in_series(lacking)}{run_together(written, lacking)}"


class CountValue(TypedDict, total=False):
    """The value of `count`: what is counted, and in which bounds."""

    field: str
    of: str
    at_least: int
    at_most: int


class Count(RequirementWord):
    """A text or list must be no longer, or no shorter, than so many characters or items."""

    name = "count"
    shape = mapping(CountValue, field=named(FIELD, WRITTEN))

    def missing(self, context: RequirementContext, value: CountValue) -> Iterator[str]:
        field = value["field"]
        counted = context.value(field)
        if counted is None:
            return
        if isinstance(counted, str) and value.get("of") != "items":
            size, unit = len("".join(counted.split())), "字"
        else:
            size, unit = (len(counted) if isinstance(counted, list) else 1), "项"
        if size > value.get("at_most", size):
            yield f"的{context.name(field)}有{size}{unit}，不能超过{value['at_most']}{unit}"
        if size < value.get("at_least", size):
            yield f"的{context.name(field)}只有{size}{unit}，至少要{value['at_least']}{unit}"

    def describe(self, value: CountValue, glossary: Glossary) -> str:
        field = value["field"]
        is_text = value.get("of") == "characters" or ("of" not in value and field in glossary.names.texts)
        unit = "字" if is_text else "项"
        bounds = [f"至少{value['at_least']}{unit}"] if "at_least" in value else []
        bounds += [f"不超过{value['at_most']}{unit}"] if "at_most" in value else []
        return f"{glossary.fields([field])}{'、'.join(bounds)}"


class Minimum(PairsWord):
    """A figure must be no smaller."""

    name = "minimum"
    sentence = "{}不少于{}"

    def missing(self, context: RequirementContext, value: Mapping[str, int]) -> Iterator[str]:
        for field, least in value.items():
            figure = context.value(field)
            if figure is None and context.is_misread(field):
                continue
            if figure is None:
                yield f"没有写{context.name(field)}，至少要{least}"
            elif not isinstance(figure, int) or figure < least:
                yield f"的{context.name(field)}是{figure}，至少要{least}"


class Maximum(PairsWord):
    """A figure, where there is one, must be no greater."""

    name = "maximum"
    sentence = "{}不超过{}"

    def missing(self, context: RequirementContext, value: Mapping[str, int]) -> Iterator[str]:
        for field, most in value.items():
            figure = context.value(field)
            if isinstance(figure, int) and figure > most:
                yield f"的{context.name(field)}是{figure}，不能超过{most}"


class Restricted(FlagWord):
    """The case must be restricted: nothing but number, dates and event words in plaintext."""

    name = "restricted"
    sentence = "要作为受限事项封存，只留编号、日期和事件"

    def missing(self, context: RequirementContext, value: bool) -> Iterator[str]:
        if context.history.case.restricted is not value:
            yield (
                "必须作为受限事项封存，不能明文登记；用 duban seal 封存后写 restricted: true；"
                "已经登记过的不能改成受限，另登记一件封存好，把这一件并案过去，并请管理员清除明文"
            )


WRITTEN_WORDS: tuple[RequirementWord, ...] = (
    Fields(), Without(), AnyField(), Values(), AllOf(), Restricted(), Count(), Minimum(), Maximum(),
)  # fmt: skip

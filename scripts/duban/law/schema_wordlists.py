"""The words that editors offer, taken from rules/ into schemas/: events from the vocabulary, channels from rulebooks.

`python -m duban.law.schema_wordlists` writes them, `--check` only compares: it prints what has drifted and
ends with status 1. Generated are, in common.json, the event words with what each is for, the titles of an
entry's fields, and the snippet an editor inserts for each event; in the schema of a kind, the channels that
its rulebooks declare (as examples, and in the snippet of a new case). Everything else is written by hand.
"""

from __future__ import annotations

import argparse
import copy
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from duban.files import write_changed
from duban.findings.finding import Unusable
from duban.law.vocabulary import read_words

HEAD = ("at", "event", "by")
"""What every entry carries; its titles are written by hand, because the vocabulary has none for them."""


def with_words(common: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> dict[str, Any]:
    """Return schemas/common.json with the vocabulary's words in it; what is written by hand stays.

    Raises KeyError for a schema without an entry, its event or one of the vocabulary's fields.
    """
    filled = copy.deepcopy(dict(common))
    entry = filled["$defs"]["entry"]
    fields = entry["properties"]
    events = vocabulary["events"]
    fields["event"]["enum"] = [event["event"] for event in events]
    fields["event"]["enumDescriptions"] = [event["about"] for event in events]
    for name, title in vocabulary["fields"].items():
        fields[name]["title"] = title
    entry["defaultSnippets"] = [_snippet(event, filled) for event in events]
    return filled


def unknown_fields(common: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> Iterator[str]:
    """Yield one line for each entry field that only the schema knows, or only the vocabulary."""
    described = set(common["$defs"]["entry"]["properties"])
    named = set(vocabulary["fields"])
    for name in sorted(named - described):
        yield f"字段 {name}：事件词汇里有，schemas/common.json 的 entry 里没有，请补上它的写法"
    for name in sorted(described - named - set(HEAD)):
        yield f"字段 {name}：schemas/common.json 的 entry 里有，事件词汇的 fields 里没有，请补上它的名称"


def drift(common: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> Iterator[str]:
    """Yield one line for each difference between schemas/common.json and the vocabulary."""
    unknown = list(unknown_fields(common, vocabulary))
    yield from unknown
    if unknown:
        return
    before = common["$defs"]["entry"]
    becomes = with_words(common, vocabulary)["$defs"]["entry"]
    old, new = before["properties"]["event"], becomes["properties"]["event"]
    for word in sorted(set(new["enum"]) - set(old["enum"])):
        yield f"事件 {word}：事件词汇里有，schemas/common.json 里没有"
    for word in sorted(set(old["enum"]) - set(new["enum"])):
        yield f"事件 {word}：schemas/common.json 里有，事件词汇里没有"
    if set(old["enum"]) == set(new["enum"]) and old != new:
        yield "事件的次序或解释与事件词汇不一致"
    for name, field in becomes["properties"].items():
        if (title := before["properties"][name]["title"]) != field["title"]:
            yield f"字段 {name}：名称写的是“{title}”，事件词汇里是“{field['title']}”"
    if before.get("defaultSnippets") != becomes["defaultSnippets"]:
        yield "编辑器的输入模板与事件词汇不一致"


def channels_in(rules: Path) -> dict[str, list[str]]:
    """Return the channels that the rulebooks in a folder declare (`applies.channel`), by kind, in order of path.

    Raises Unusable with the first fault of a file's YAML.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(rules.glob("*/*.yml")):
        applies = read_words(path)[0].get("applies", {}) if path.parent.name != "calendar" else {}
        if applies.get("channel"):
            found.setdefault(applies["kind"], []).extend(applies["channel"])
    return {kind: list(dict.fromkeys(channels)) for kind, channels in found.items()}


def with_channels(schema: Mapping[str, Any], channels: Sequence[str]) -> dict[str, Any]:
    """Return the schema of a kind that offers these channels; it accepts any."""
    filled = copy.deepcopy(dict(schema))
    filled["properties"]["channel"]["examples"] = list(channels)
    for snippet in filled.get("defaultSnippets", ()):
        stop = re.match(r"\$\{([0-9]+)", snippet["body"]["channel"])
        snippet["body"]["channel"] = f"${{{stop[1] if stop else 1}|{','.join(channels)}|}}"
    return filled


def text_of(schema: Mapping[str, Any]) -> str:
    """Return a schema as it stands in a file: two spaces, Chinese as it is, one newline at the end."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _snippet(event: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, Any]:
    """The entry an editor inserts for an event: its head and the fields it needs, each with an example."""
    fields = common["$defs"]["entry"]["properties"]
    body: dict[str, Any] = {}
    for stop, name in enumerate(("at", "by", *event.get("needs", ())), 1):
        body[name] = _placeholder(stop, fields[name]["examples"][0])
        if name == "at":
            body["event"] = event["event"]
    return {"label": event["event"], "description": event["about"], "body": body}


def _placeholder(stop: int, example: Any) -> Any:
    if isinstance(example, bool):
        return example
    if isinstance(example, Mapping):
        return {key: _placeholder(stop, value) for key, value in example.items()}
    if isinstance(example, list):
        return [_placeholder(stop, value) for value in example]
    return f"${{{stop}:{example}}}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or compare the words below ``--root``; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m duban.law.schema_wordlists", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path("."), help="the folder with rules/ and schemas/")
    parser.add_argument("--check", action="store_true", help="compare only; status 1 where they differ")
    options = parser.parse_args(arguments)
    path = options.root / "schemas" / "common.json"
    try:
        vocabulary, _ = read_words(options.root / "rules" / "vocabulary.yml")
        common = json.loads(path.read_text(encoding="utf-8"))
        kinds = _kinds_drifted(options.root)
    except (OSError, ValueError, Unusable) as error:
        print(error, file=sys.stderr)
        return 2
    found = list(drift(common, vocabulary))
    found += [f"渠道：schemas/{file.name} 里列的与规则书不一致" for file in kinds]
    for line in found:
        print(line)
    if options.check or any(unknown_fields(common, vocabulary)):
        return 1 if found else 0
    if found:
        write_changed(path, text_of(with_words(common, vocabulary)).encode("utf-8"))
    for file, schema in kinds.items():
        write_changed(file, text_of(schema).encode("utf-8"))
    return 0


def _kinds_drifted(root: Path) -> dict[Path, dict[str, Any]]:
    """Return the schemas of kinds that offer other channels than the rulebooks declare, as they should be."""
    drifted: dict[Path, dict[str, Any]] = {}
    for kind, channels in channels_in(root / "rules").items():
        path = root / "schemas" / f"{kind}.json"
        schema = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        if "channel" in schema.get("properties", ()):
            filled = with_channels(schema, channels)
            if filled != schema:
                drifted[path] = filled
    return drifted


if __name__ == "__main__":
    sys.exit(main())

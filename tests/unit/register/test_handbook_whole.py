"""The handbook's examples from arrival to archive: sound on every day, without any finding and archived at the end."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from duban.checks.check_case import check_file
from duban.register.load_office import load
from duban.yamlfile.read_yaml import read_yaml

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/internal/handbook-whole.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^文件 `(cases/[^`]+)`.*?^```yaml\n(.*?)^```", PAGE, re.M | re.S)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The office of the scenarios, with the units of the examples."""
    root = tmp_path_factory.mktemp("whole")
    shutil.copy(ROOT / "tests/scenarios/offices/dawukou.yml", root / "office.yml")
    units = ("区农水局", "区财政局", "区自然资源局")
    with (root / "office.yml").open("a", encoding="utf-8") as file:
        file.writelines(f"- {{code: {name}, name: {name}}}\n" for name in units)
    return load(root)


def stands_on(value, day):
    """Return a case as it stood at the end of a day: what came later is not written yet."""
    whole = dict(value)
    for name in ("topics", "items"):
        if name in value:
            whole[name] = [stands_on(part, day) for part in value[name]]
    whole["timeline"] = [entry for entry in value["timeline"] if entry["at"][:10] <= day]
    given = {entry.get("answer") for entry in whole["timeline"]}
    for name, key in (("answers", "id"), ("publication", "answer")):
        written = [answer for answer in value.get(name, ()) if answer[key] in given]
        whole.pop(name, None)
        whole.update({name: written} if written else {})
    return whole


def days(value):
    parts = [value, *value.get("topics", ()), *value.get("items", ())]
    return sorted({entry["at"][:10] for part in parts for entry in part["timeline"]})


def test_there_are_five_examples():
    kinds = [path.split("/")[1] for path, _ in BLOCKS]
    assert kinds == ["letters", "proposals", "instructions", "meetings", "tasks"]
    letter, proposal, instruction, meeting, task = (
        read_yaml(text.encode(), path).value for path, text in BLOCKS
    )
    assert len(proposal["timeline"][1]["co_units"]) == 2
    assert "延期" in [entry["event"] for entry in instruction["timeline"]]
    assert (len(meeting["topics"]), len(meeting["items"])) == (2, 3)
    assert all(entry["event"] != "公开" for entry in letter["timeline"] + task["timeline"])


@pytest.mark.parametrize(("path", "text"), BLOCKS, ids=[path.split("/")[1] for path, _ in BLOCKS])
def test_an_example_is_sound_on_every_day_and_archived_at_the_end(office, path, text):
    value = read_yaml(text.encode(), path).value
    for day in days(value):
        data = yaml.safe_dump(
            stands_on(value, day), allow_unicode=True, sort_keys=False, width=1 << 20
        ).encode()
        errors = [finding for finding in check_file(office, path, data).findings if finding.level == "error"]
        assert errors == [], day
    checked = check_file(office, path, text.encode())
    assert checked.findings == ()
    assert [
        view.history.final for view in (checked.view, *checked.view.parts) if view.case.kind != "topic"
    ] == ([True] * (1 + len(value.get("items", ()))))

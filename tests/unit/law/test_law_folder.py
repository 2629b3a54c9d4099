"""A law is read once for its content, wherever it lies, and read again after any change of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duban.law.law_folder import FolderContent, WholeLaw, read_law

ROOT = Path(__file__).parents[3]
BOOK = "dawukou/mailbox.yml"


@pytest.fixture
def place(tmp_path) -> Path:
    """A folder with a law of one rulebook, and schemas."""
    for name in (
        "rules/vocabulary.yml",
        f"rules/{BOOK}",
        "rules/calendar/cn/fixed.yml",
        "rules/calendar/cn/2026.yml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    return tmp_path


def law_of(place: Path, region: str = "640202") -> WholeLaw:
    return read_law(FolderContent.of(place / "rules"), FolderContent.of(place / "schemas"), region)


def test_a_copy_of_a_law_is_the_same_law(place, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "copy"
    shutil.copytree(place, other)
    assert law_of(other) is law_of(place)
    assert [book.path for book in law_of(other).books] == [f"rules/{BOOK}"]


def test_a_changed_word_is_read(place):
    before = law_of(place)
    file = place / "rules" / BOOK
    file.write_text(file.read_text(encoding="utf-8").replace("title: ", "title: 新", 1), encoding="utf-8")
    after = law_of(place)
    assert after.books[0].value["title"] == f"新{before.books[0].value['title']}"


def test_a_link_to_the_same_words_is_not_the_same(place):
    assert law_of(place).findings == ()
    file = place / "rules" / BOOK
    file.rename(place / "elsewhere.yml")
    file.symlink_to(place / "elsewhere.yml")
    assert [(one.rule, one.path) for one in law_of(place).findings] == [
        ("repository.symlink", f"rules/{BOOK}")
    ]


def test_a_file_more_or_less_is_read(place):
    before = law_of(place)
    (place / "rules" / BOOK).unlink()
    assert len(before.books) == 1 and law_of(place).books == ()


def test_a_changed_schema_judges_anew(place):
    assert law_of(place).findings == ()
    schema = place / "schemas" / "rulebook.json"
    text = schema.read_text(encoding="utf-8")
    assert text.count('"required": [\n    "id",') == 1
    schema.write_text(
        text.replace('"required": [\n    "id",', '"required": [\n    "nobody",\n    "id",'), encoding="utf-8"
    )
    assert [one.path for one in law_of(place).findings] == [f"rules/{BOOK}"]


def test_each_region_has_its_own_calendar(place):
    assert (law_of(place).calendar.region, law_of(place, "640302").calendar.region) == ("640202", "640302")


def test_who_agreed_to_a_change_is_no_law(place):
    before = law_of(place)
    (place / "rules" / "approvals").mkdir()
    (place / "rules" / "approvals" / "rules.yml").write_text("a: 1\n")
    assert law_of(place) is before
    (place / "rules" / "approvals" / "not-carried.yml").write_text("a: 1\n")
    assert law_of(place) is not before

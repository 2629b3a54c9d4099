"""Numbers of cases and of the parts of meetings, the order they stand in, and the files they stand for."""

import pytest

from duban.cases.case_numbers import (
    case_folder,
    case_path,
    file_of,
    is_routine,
    number_sort_key,
    part_kind,
    part_number,
    require_case_path,
)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("meeting-2026-0011#t2", "topic"),
        ("meeting-2026-0011#3", "item"),
        ("meeting-2026-0011#9999", "item"),
        ("meeting-2026-0011#10000", None),
        ("meeting-2026-0011#0", None),
        ("meeting-2026-0011#t02", None),
        ("meeting-2026-0011#x2", None),
        ("meeting-2026-0011", None),
    ],
)
def test_the_kind_of_a_part_is_in_its_number(number, kind):
    assert part_kind(number) == kind


def test_a_meeting_stands_before_its_topics_and_those_before_its_items_each_in_order():
    numbers = [
        "letter-2026-0007",
        "meeting-2026-0011",
        "meeting-2026-0011#t2",
        "meeting-2026-0011#t10",
        "meeting-2026-0011#3",
        "meeting-2026-0011#12",
        "meeting-2026-0012",
    ]
    assert sorted(reversed(numbers), key=number_sort_key) == numbers


def test_parts_are_numbered_from_one_in_their_list():
    assert part_number("meeting-2026-0011", "topics", 0) == ("meeting-2026-0011#t1", "topic")
    assert part_number("meeting-2026-0011", "items", 2) == ("meeting-2026-0011#3", "item")
    assert file_of("meeting-2026-0011#t1") == file_of("meeting-2026-0011") == "meeting-2026-0011"


def test_a_number_stands_for_a_file_and_what_is_no_number_for_none():
    assert case_path("letter-2026-0007") == "cases/letters/2026/letter-2026-0007.yml"
    assert require_case_path("bulletin-2026-000007") == "cases/bulletins/2026/bulletin-2026-000007.yml"
    assert case_path("meeting-2026-0011#3") is None
    assert case_folder("letter", 26) == "cases/letters/0026"
    with pytest.raises(ValueError, match=r"^meeting-2026-0011#3$"):
        require_case_path("meeting-2026-0011#3")


def test_routine_files_lie_in_a_folder_of_their_own():
    assert is_routine("cases/routines/2026/dwk.x.yml")
    assert not is_routine("cases/routines.yml")
    assert not is_routine("more/cases/routines/2026/dwk.x.yml")

"""A way in which a name can stand behind a label is tried only where one of the characters follows with which it can
begin: the table of them holds all that the patterns say."""

import re
from re import _parser as parser

import pytest

from duban.privacy import ways_of_names
from duban.privacy.surnames import HAN

WAYS = {(way.before, way.name): way for ways in ways_of_names._WAYS.values() for way in ways}.values()
IS_HAN = re.compile(f"[{HAN}]")


def first_characters(parsed):
    """Return the characters with which a text can begin that a parsed pattern matches, and whether none is needed."""
    found = set()
    for operation, argument in parsed:
        name = str(operation)
        if name in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        characters, is_optional = _first_of(name, argument)
        found |= characters
        if not is_optional:
            return found, False
    return found, True


def _first_of(name, argument):
    if name == "LITERAL":
        return {chr(argument)}, False
    if name == "IN":
        members = re.compile("[" + "".join(map(_member, argument)) + "]")
        return {character for character in map(chr, range(0x10000)) if members.match(character)}, False
    if name == "SUBPATTERN":
        return first_characters(argument[-1])
    if name == "BRANCH":
        results = [first_characters(branch) for branch in argument[1]]
        return set().union(*(found for found, _ in results)), any(empty for _, empty in results)
    least, _, repeated = argument  # MAX_REPEAT, POSSESSIVE_REPEAT
    found, is_empty = first_characters(repeated)
    return found, is_empty or least == 0


def _member(part):
    name, value = str(part[0]), part[1]
    return (
        f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}" if name == "RANGE" else re.escape(chr(value))
    )


@pytest.mark.parametrize("way", WAYS, ids=range(len(WAYS)))
def test_a_way_names_every_character_with_which_it_can_begin(way):
    characters, is_empty = first_characters(parser.parse(way.before))
    if is_empty:
        characters.add("字")
    others = {
        sign for sign in characters - ways_of_names._OPENINGS if "字" in way.opens and IS_HAN.match(sign)
    }
    assert characters - others <= set(way.opens)

"""Of the public YAML test suite nothing invalid is read, nothing valid is read otherwise than YAML 1.2 says, and
what is valid and refused all the same is refused on purpose."""

import json

import pytest
from public_suite import DATA, suite_cases, value_of

from duban.findings import yaml_checks
from duban.yamlfile.read_yaml import read_yaml
from duban.yamlfile.yaml_events import Builder

CASES = suite_cases()
pytestmark = pytest.mark.skipif(not CASES, reason=f"the public suite is not in {DATA}: make yaml-suite (npm)")

REFUSED = {
    # Anchors and aliases: one reader expands them, another shows them as text.
    "yaml.alias": """
        26DV 2SXE 3GZX 3MYT 3R3P 6BFJ 6KGN 6M2F 7BMT 7BUB 9KAX BU8L CN3R CUP7 E76Z F2C7 FTA2 HMQ5 JS2J PW8X
        SKE5 U3XV V55R X38W Y2GN ZH7C ZWK4""",
    # Tags: what a value is, the schema says.
    "yaml.tag": """
        2AUY 2XXW 33X3 35KP 52DL 565N 57H4 6JWB 6WLZ 735Y 74H7 7FWL 8MK2 9WXW EHF6 FH7J J7PZ L94M LE5A M5C3
        S4JQ UGM3 UKK6/02 WZ62 Z67P""",
    # Directives: a file is YAML 1.2 and nothing else.
    "yaml.directive": "27NA 5TYM 6CK3 C4HZ CC74 DK95/07 MUS6/02 MUS6/03 MUS6/04 P76L RTP8 U3C3 W4TN Z9M4",
    # Several documents: one file is one case.
    "yaml.documents": "6XDY 6ZKB 9DXL JHB9 KSS4 L383 PUW8 RZT7 U9NS",
    # Lists and mappings as names: every name is a word.
    "yaml.key": "4FJ6 6PBE 9MMW KK5P LX3P M2N8/00 M2N8/01 M5DY Q9WF RZP5 SBG9 V9D5 XW4D",
    # Tabs outside a block of text: nobody sees how far one indents.
    "yaml.tab": """
        3RLN/01 3RLN/02 3RLN/04 3RLN/05 4ZYM 5GBF 6BCT 6CA3 6HB6 7A4E 96NN/00 96NN/01 A2M4 DC7X DE56/02
        DE56/03 DE56/04 DE56/05 DK95/00 DK95/02 DK95/03 DK95/04 DK95/05 DK95/08 HS5T J3BT K54U KH5V/01 KH5V/02
        NB6Z NP9H PRH3 Q5MG Q8AD R4YG TL85 UV7Q Y79Y/01 Y79Y/02 Y79Y/10""",
    # Comments behind a value: a # in a sentence would cut it short.
    "yaml.comment": "5NYZ 5WE3 J9HZ K3WX P2AD P94K SYW4 W42U",
    # Control characters, written as escapes.
    "yaml.invisible": "G4RS",
    # A text over several lines without a sign: a forgotten |, or one paragraph?
    "yaml.folded": "36F6 4CQQ 8UDB A984 AB8U FBC9 JTV5",
    # Nothing where a value belongs: forgotten, or meant?
    "yaml.empty": "2G84/02 2G84/03 7W2P C2DT DFF7 K858 SM9W/00 UKK6/01",
    # A name in braces without a colon, or its colon on the next line: a comma has cut a sentence.
    "yaml.comma": "4MUZ/00 4MUZ/01 4MUZ/02 5MUD 8KB6 9BXH 9SA2 NJ66 UT92 VJP3/01",
    # A name with a colon in it: the space behind the colon was forgotten.
    "yaml.colon": "4ABK",
    # What libyaml cannot read, or reads as YAML 1.1 did: names that are empty, ? and : at the start of a text in
    # brackets, directives nobody knows, a file of markers alone.
    "yaml.syntax": """
        2JQS 2LFX 58MP 5T43 652Z 6LVF 7Z25 8XYN BEC7 CFD4 DBG4 DK3J FP8R FRK4 HM87/00 HM87/01 HWV9 M7A3
        MUS6/05 MUS6/06 NHX8 NKF9 QT73 S3PD SM9W/01 UKK6/00 W5VH""",
}
REASONS = {id: rule for rule, ids in REFUSED.items() for id in ids.split()}


def reading(text):
    """Value and rules found; a list or a word at the top, which no file of the register has, is read all the same."""
    document = read_yaml(text.encode(), "x.yml")
    rules = {finding.rule for finding in document.findings}
    if rules == {yaml_checks.MAPPING.id}:
        return Builder(f"{text}\n" if text[-1:] != "\n" else text).build(), set()
    return document.value, rules


def test_the_suite_is_the_one_that_was_read():
    assert (len(CASES), sum(case.events is None for case in CASES.values())) == (402, 94)


@pytest.mark.parametrize("id", [case.id for case in CASES.values() if case.events is None])
def test_what_is_not_yaml_is_refused(id):
    assert reading(CASES[id].text)[1]


@pytest.mark.parametrize("id", [case.id for case in CASES.values() if case.events is not None])
def test_what_is_yaml_is_read_as_it_says_or_refused_on_purpose(id):
    text = CASES[id].text
    if id in REASONS:
        assert REASONS[id] in reading(text)[1]
        return
    expected = json.dumps(value_of(CASES[id].events))
    # |+ keeps the lines of blanks at the end of a file.
    unended = text if text.endswith("\n\n") else text.removesuffix("\n")
    for form in (text, unended, text.replace("\n", "\r\n")):
        value, rules = reading(form)
        assert (json.dumps(value), rules) == (expected, set())


def test_what_is_refused_on_purpose_is_in_the_suite():
    assert REASONS.keys() <= CASES.keys()

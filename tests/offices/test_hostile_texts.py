"""Whatever a file or a word of the command line says, nothing acts on its reader: 80 hostile texts in every field."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import asdict

import click
from hostile_office import LETTER, OFFICE, ROUTINE, TODAY, document, late, leaves, put, spread
from hostile_texts import (
    ALL_CLEAR,
    BIDI,
    CONTROL,
    HOSTILE,
    INVISIBLE,
    LINES,
    SURROGATES,
    acting,
    acting_annotations,
)

from duban.cli import check_command, cli
from duban.cli.command_registry import COMMANDS
from duban.cli.finding_reporters import REPORTER_BY_NAME, report

WORD = f"甲\x1b[2J\u202e\n{ALL_CLEAR}\udcff"


def test_there_are_enough_of_them():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60
    assert all(map(acting, (*CONTROL, *BIDI, *INVISIBLE, *LINES)))


def test_a_channel_cannot_clear_the_screen_and_print_a_false_all_clear(home):
    home.letter(1, {**late("路灯不亮", "区住建局"), "channel": CONTROL[0]})
    shown = home.text("check", *TODAY).splitlines()
    assert (
        "没有“〈U+001B〉[2J〈U+001B〉[H〈U+001B〉[32m检查了 154 件，没有发现问题。〈U+001B〉[8m”这个写法"
        in shown[0]
    )
    assert shown[-1].startswith("检查了 1 件：2 处错误")
    annotations = home.text("check", *TODAY, "--format", "github")
    assert "“〈U+001B〉[2J〈U+001B〉[H" in annotations and acting_annotations(annotations) == set()


def test_every_text_in_every_field_of_a_case(home, monkeypatch):
    """All fields at once, so that each field has every text; and a third of them, the rest being sound."""
    for shift in range(len(HOSTILE)):
        home.letter(shift + 1, spread(LETTER, shift))
        if shift % 8 == 0:
            home.letter(shift + 201, spread(LETTER, shift, 3))
    for index, where in enumerate(leaves(LETTER)):
        half = copy.deepcopy(LETTER)
        put(half, where, SURROGATES[index % 2])
        home.letter(index + 401, half)
    judged = []
    monkeypatch.setattr(check_command, "report", lambda judgement, form: judged.append(judgement))
    home.run("check", *TODAY)
    monkeypatch.undo()
    shown = {form: home.printed(report, *judged, form).decode() for form in REPORTER_BY_NAME}
    assert shown["text"].count("〈U+001B〉") > 100
    assert [acting(shown[form]) for form in ("text", "json", "sarif")] == [set()] * 3
    assert acting_annotations(shown["github"]) == set()
    assert json.loads(shown["json"])["findings"] == [asdict(finding) for finding in judged[0].findings]


def test_every_text_in_every_field_of_an_office(home):
    for shift in range(len(HOSTILE)):
        home.write("office.yml", document(spread(OFFICE, shift, 1 if shift % 2 else 3)))
        shown = home.text("check", *TODAY)
        assert acting(shown) == set() and shown


def test_every_text_in_every_field_of_a_routine(home):
    values = [spread(ROUTINE, shift) for shift in range(len(HOSTILE))]
    entries = [entry for value in values for entry in value["entries"]]
    home.write("cases/routines/2026/dwk.mailbox.circular.yml", document({**ROUTINE, "entries": entries}))
    assert acting(home.text("check", *TODAY)) == set()


def parameters(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield words for the command line with a hostile one wherever a command takes one."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from parameters(command.get_command(context, name), (*words, name))
        yield (*words, WORD)
        return
    arguments = [word for word in command.params if isinstance(word, click.Argument)]
    needed = ["letter-2026-0001"] * sum(argument.required for argument in arguments)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.is_flag and parameter.name != "help":
            yield (*words, *needed, max(parameter.opts, key=len), WORD)
    for place in range(len(arguments)):
        yield (*words, *(needed[:place]), WORD)
    yield (*words, f"--{WORD}")


def test_every_word_of_every_command_line(home, monkeypatch):
    """A word that is no date, no name, no file and no choice: the mistake is told, and nothing else happens."""
    monkeypatch.chdir(home.root)
    home.letter(1, late("路灯不亮", "区住建局"))
    lines = [
        words
        for name in COMMANDS
        if name != "serve"
        for words in parameters(cli.get_command(None, name), (name,))
    ]
    assert len(lines) > 80
    shown = "".join(home.printed(home.left, *words).decode() for words in lines)
    assert acting(shown) == set() and shown.count("〈U+001B〉") > 20

"""Killed after any request, run twice at once: the same end, no issue twice, no message twice."""

from __future__ import annotations

import re
import shutil
import threading

import pytest
from forge_server import Answer, Forge, Receiver, Request

DAY, NEXT, THIRD = "2026-07-21T08:30", "2026-07-23T08:30", "2026-07-24T08:30"


class Stage:
    """A forge and a webhook that know nothing yet, for the office of a test."""

    def __init__(self, flavour: str, home) -> None:
        self.forge, self.receiver, self.home = Forge(flavour), Receiver(), home
        home.environ = self.forge.environ(DUBAN_MESSAGES=self.receiver.url)
        shutil.rmtree(home.root / "build", ignore_errors=True)

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *error: object) -> None:
        self.forge.close()
        self.receiver.close()

    def killed(self, place: int, only_writes: bool, today: str) -> bool:
        """Run and kill after the so-many-th request; False where there were not so many."""
        started, dead, counted = threading.Event(), threading.Event(), []
        held: list = []

        def kill(number: int, request: Request) -> Answer | None:
            if request.writes or not only_writes:
                counted.append(number)
            if len(counted) != place or counted[-1] != number:
                return None
            started.wait()
            held[0].kill()
            dead.wait()
            return Answer(drop=True)

        self.forge.after = kill
        held.append(self.home.start(today=today))
        started.set()
        status, _ = held[0].end()
        dead.set()
        self.forge.after = lambda number, request: None
        assert status in (0, -9)
        return status == -9

    def messages(self, day: str) -> list[str]:
        """Return the texts of the messages of a day."""
        return [one["message"] for one in self.receiver.got if one["title"].endswith(day)]


def change(home) -> None:
    """What is different the next day: one letter is answered, a new unit is late."""
    home.put(2, "区教体局", "2026-06-30", answered="2026-07-21")
    home.put(4, "区民政局", "2026-07-07")


def clean(home, flavour: str):
    """Return what runs without mishap come to: units after the first day, everything after the second, what
    the first message told."""
    with Stage(flavour, home) as stage:
        assert home.run(today=DAY)[0] == 0
        units = stage.forge.units()
        assert home.run(today=NEXT)[0] == 0
        told = set(re.findall("letter-[0-9-]+", stage.messages(DAY[:10])[0]))
        assert told == {"letter-2026-0001", "letter-2026-0002", "letter-2026-0003"}
        return units, stage.forge.state(), told


@pytest.mark.parametrize(("flavour", "only_writes", "least"), [("github", False, 15), ("gitea", True, 7)])
def test_killed_after_any_request_and_run_again(home, flavour, only_writes, least):
    units, state, told = clean(home, flavour)
    place, killed = 0, True
    while killed:
        place += 1
        with Stage(flavour, home) as stage:
            killed = stage.killed(place, only_writes, DAY)
            assert home.run(today=DAY)[0] == 0
            assert stage.forge.units() == units, place
            assert len(stage.messages(DAY[:10])) <= 1, place
            made = len(stage.forge.writes)
            assert home.run(today=DAY)[0] == 0
            assert stage.forge.writes[made:] == [], place
            assert home.run(today=NEXT)[0] == 0
            assert stage.forge.state() == state, place
            assert len(stage.messages(NEXT[:10])) == 1, place
            said = "".join(stage.messages(DAY[:10]) + stage.messages(NEXT[:10]))
            assert set(re.findall("letter-[0-9-]+", said)) == told, place
    assert place > least


def test_killed_while_the_message_is_on_its_way(home):
    _, state, _ = clean(home, "github")
    with Stage("github", home) as stage:
        held, started = [], threading.Event()

        def kill() -> None:
            started.wait()
            held[0].kill()

        stage.receiver.hook = kill
        held.append(home.start(today=DAY))
        started.set()
        assert held[0].end()[0] == -9
        stage.receiver.hook = lambda: None
        status, out, _ = home.run(today=DAY)
        assert status == 0
        assert (
            "消息：今天已有一次没有得到确认，不知道有没有发到，不再发；下一个工作日的消息会包括这一次的内容\n"
            in out
        )
        assert len(stage.receiver.got) == 1
        assert home.run(today=NEXT)[0] == 0
        assert len(stage.receiver.got) == 2 and stage.forge.state() == state
        assert set(re.findall("letter-[0-9-]+", stage.messages(NEXT[:10])[0])) == {
            "letter-2026-0001", "letter-2026-0002", "letter-2026-0003",
        }  # fmt: skip


@pytest.mark.parametrize("flavour", ["gitea"])
def test_killed_while_updating_closing_and_reopening(home, flavour):
    """The second day changes, closes and creates; the third opens again."""

    def killed_on(day: str) -> None:
        before, messages = stage.forge.snapshot(), len(stage.receiver.got)
        made = len(stage.forge.writes)
        assert home.run(today=day)[0] == 0
        state, told = stage.forge.state(), len(stage.receiver.got) - messages
        acts = [one.split()[0] for one in stage.forge.writes[made:]]
        for place in range(1, len(acts) + 1):
            stage.forge.restore(before)
            messages = len(stage.receiver.got)
            assert stage.killed(place, True, day)
            assert home.run(today=day)[0] == 0
            assert [one for one in stage.forge.state()[0] if "duban:unit" in one[3]] == [
                one for one in state[0] if "duban:unit" in one[3]
            ], place
            assert len(stage.receiver.got) - messages <= told, place
        stage.forge.restore(before)
        assert home.run(today=day)[0] == 0
        assert stage.forge.state() == state

    with Stage(flavour, home) as stage:
        assert home.run(today=DAY)[0] == 0
        change(home)
        killed_on(NEXT)
        home.put(2, "区教体局", "2026-07-01")
        killed_on(THIRD)
        acts = {(one.method, (one.content or {}).get("state")) for one in stage.forge.log if one.writes}
        assert {("POST", None), ("PATCH", None), ("PATCH", "closed"), ("PATCH", "open")} <= acts


@pytest.mark.parametrize("flavour", ["github", "gitea"])
def test_two_runs_at_once_come_to_the_same(home, flavour):
    """Both have listed the issues before either creates one, and both claim the day before either looks."""
    _, state, _ = clean(home, flavour)
    with Stage(flavour, home) as stage:
        gates = {
            path: threading.Barrier(2)
            for path in ("/labels", "/issues", "record", "/comments")
            if flavour == "gitea" or path != "/labels"
        }

        def wait(number: int, request: Request) -> Answer | None:
            end = "/" + request.path.rsplit("/", 1)[-1]
            if end == "/issues" and request.content and "duban:messages" in request.content.get("body", ""):
                end = "record"
            if request.method == "POST" and end in gates:
                gate = gates[end]
                if gate.wait() == 0 and end != "/issues":
                    gates.pop(end, None)
            return None

        stage.forge.before = wait
        runs = [home.start(today=DAY), home.start(today=DAY)]
        ends = [run.end() for run in runs]
        assert [status for status, _ in ends] == [0, 0], ends
        assert len(stage.receiver.got) == 1
        assert sorted("已发到 1 个地址" in out for _, out in ends) == [False, True]
        opened = [title for _, state_, title in stage.forge.units() if state_ == "open"]
        assert sorted(opened) == sorted(set(opened)) and len(opened) == 3
        stage.forge.before = lambda number, request: None
        made = len(stage.forge.writes)
        assert home.run(today=DAY)[0] == 0
        assert [one for one in stage.forge.writes[made:] if not one.startswith("DELETE")] == []
        assert home.run(today=NEXT)[0] == 0
        open_ones = [(title, body) for _, is_open, title, body in stage.forge.state()[0] if is_open == "open"]
        wanted = [(title, body) for _, is_open, title, body in state[0] if is_open == "open"]
        assert sorted(open_ones) == sorted(wanted)
        assert len(stage.receiver.got) == 2


def test_two_runs_at_once_without_a_forge_send_once(home):
    with Stage("github", home) as stage:
        home.environ = {"DUBAN_MESSAGES": stage.receiver.url}
        runs = [home.start(today=DAY) for _ in range(4)]
        ends = [run.end() for run in runs]
        assert [status for status, _ in ends] == [0] * 4, ends
        assert len(stage.receiver.got) == 1
        assert sum("已发到 1 个地址" in out for _, out in ends) == 1
        assert (home.root / "build/messages/last").read_text() == "2026-07-21T08:30\n"
        assert [one.name for one in (home.root / "build/messages").iterdir()] == ["last"]

"""`make recall`: how much of what strangers wrote is found, and how much is found that is nothing.

Four corpora, each written by somebody who knew the list of kinds and none of the rules, and frozen before it was
first run (README.md). Printed are figures and the numbers of passages, never a passage.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from duban.privacy.detect import Hit, hits
from duban.privacy.privacy_rules import RULES

HERE = Path(__file__).parent
FROZEN = {
    "planted": "cc4ec8884ebfbdee6ff42c37feb6171201f99862afed2cc8802cc58c57ca35c3",
    "innocent": "95517acee7240157cb21934c1fd5e293c1ea68c5055745cb4d76ffa39fb43da6",
    "second_planted": "110e68f5c07bab152f161d0f498d54c1bdd29fbc59cd5ccd15a91a94be04a952",
    "second_innocent": "940fc42cc38a9af924086a2722d523a17c933e02eb1c5e91d176333918a42136",
    "third_planted": "04c0043e2118499bfcd235c906341eec65e4a501ecff145a942573162ca49bcc",
    "third_innocent": "3c5a11918e163cb6b0f6bc91d966f9f4a615fb38b98011e63d08d509b893ee60",
    "fourth_planted": "a3f91d99c070400ecf841766719f8aab62d1e747e8783968e8e8ffba40b68c82",
    "fourth_innocent": "b85a3739f58e345ce28c91c982a70a38bfc7982120adeb6e82bcb844ef4f6a5c",
    "fifth_planted": "d52a1c6696bd516f5fbb7894f5c43a13d16aac6379ae49f9275c0966bd582121",
    "fifth_innocent": "c5192445d4ade7f011b4d7316b9530b5e816b8369fe9d50bf66c9e86b14b7d20",
}
"""The SHA-256 of each list as it was handed over."""

FIRST = ("planted", "innocent")
SECOND = ("second_planted", "second_innocent")
THIRD = ("third_planted", "third_innocent")
FOURTH = ("fourth_planted", "fourth_innocent")
FIFTH = ("fifth_planted", "fifth_innocent")
TODAY = date(2026, 11, 30)
KINDS = tuple(rule.kind for rule in RULES if not rule.is_reminder)
REMINDED = {"可能的姓名": "姓名"}
"""What is only a reminder, and the kind it is a guess of: a planted name that is reminded of is found."""

LABELLED = ("姓名", "住址")
"""The kinds that a label gives away; all others have a form of their own."""


@dataclass(slots=True)
class Tally:
    """What came of one kind: how often it was planted and found, how often it was said, and where it went wrong.

    `others` are the passages in which a planted value was found as another kind.
    """

    planted: int = 0
    found: int = 0
    said: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of what was planted that was found."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """The share of what was said that was planted."""
        return self.right / self.said if self.said else 1.0


def passages(name: str) -> list[dict[str, Any]]:
    """Return the passages of a list (a key of `FROZEN`), exactly as they were handed over."""
    data = zlib.decompress(base64.b64decode((HERE / f"{name}.jsonl.zlib.base64").read_bytes()))
    assert hashlib.sha256(data).hexdigest() == FROZEN[name], f"{name} is not what was frozen"
    return [json.loads(line) for line in data.decode("utf-8").splitlines()]


def tallies(*names: str) -> dict[str, Tally]:
    """Return what came of each kind, over all passages of some lists.

    A planted value is found where hits of its kind cover half of it; a hit is right where half of it was planted.
    """
    found = {kind: Tally() for kind in KINDS}
    for passage in (passage for name in names for passage in passages(name)):
        spans = passage.get("spans", ())
        told = hits(passage["text"], today=TODAY)
        for span in spans:
            _count_planted(found[span["kind"]], passage["id"], span, told)
        for hit in (hit for hit in told if not hit.is_reminder):
            tally = found[hit.kind]
            tally.said += 1
            inside = sum(_shared(hit, span) for span in spans if span["kind"] == hit.kind)
            if 2 * inside >= hit.end - hit.start:
                tally.right += 1
            else:
                tally.false.append(passage["id"])
    return found


def _count_planted(tally: Tally, name: str, span: dict[str, Any], told: Sequence[Hit]) -> None:
    tally.planted += 1
    covered = sum(_shared(hit, span) for hit in told if span["kind"] in (hit.kind, REMINDED.get(hit.kind)))
    if 2 * covered >= span["end"] - span["start"]:
        tally.found += 1
    elif any(_shared(hit, span) for hit in told):
        tally.others.append(name)
    else:
        tally.missed.append(name)


def _shared(hit: Hit, span: dict[str, Any]) -> int:
    return max(0, min(hit.end, span["end"]) - max(hit.start, span["start"]))


def lines(found: dict[str, Tally]) -> Iterator[str]:
    """Yield the table, then the passages that went wrong by their numbers."""
    yield "| kind | planted | found | recall | said | right | precision |"
    yield "|---|---|---|---|---|---|---|"
    whole = Tally(
        *(
            sum(getattr(tally, key) for tally in found.values())
            for key in ("planted", "found", "said", "right")
        )
    )
    for kind, tally in (*found.items(), ("all", whole)):
        yield (
            f"| {kind} | {tally.planted} | {tally.found} | {tally.recall:.1%} | {tally.said} | {tally.right} | "
            f"{tally.precision:.1%} |"
        )
    for title in ("missed", "others", "false"):
        for kind, tally in found.items():
            if names := getattr(tally, title):
                yield f"{title}: {kind}: {' '.join(names)}"


if __name__ == "__main__":
    corpora = {
        "first corpus": FIRST,
        "second corpus": SECOND,
        "third corpus": THIRD,
        "fourth corpus": FOURTH,
        "fifth corpus": FIFTH,
        "all": FIRST + SECOND + THIRD + FOURTH,
    }
    for title, names in corpora.items():
        sys.stdout.write("".join(f"{line}\n" for line in (f"# {title}", *lines(tallies(*names)), "")))

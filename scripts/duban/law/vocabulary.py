"""The event words a register may use, and what each does. Read from rules/vocabulary.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.cases.schemas import Schemas
from duban.findings.finding import Unusable, UnusableFile, located
from duban.law.locations import of_program
from duban.yamlfile.read_yaml import Document, read_yaml

ALWAYS = frozenset({"note", "reason", "imported", "late_entry", "lateness_decision", "approval"})
"""Fields any event may carry."""

_FLAGS = ("throughout", "after_archive", "concerned", "recuses", "remarks", "bots")


@dataclass(frozen=True, slots=True)
class Event:
    """One event word: its level, its effect (`does`), its fields.

    `level` is "case" or "assignment"; `whose` says how an assignment event finds its assignment:
    "by" the unit that records, "to" the unit named in `to`, "answer" the unit whose answer it names.
    `does` is one of the effects named at the head of rules/vocabulary.yml, or "" for a mere record.
    """

    word: str
    level: str
    whose: str
    roles: frozenset[str]
    does: str
    needs: tuple[str, ...]
    carries: frozenset[str]
    by_anyone: bool
    posts: frozenset[str]  # whose act it is: units that fill one of these posts; empty: any unit
    throughout: bool = False
    after_archive: bool = False
    concerned: bool = False  # without posts: also whoever brought the case in, or holds it
    recuses: bool = False  # `person` has no more to do with the case
    remarks: bool = False  # changes nothing: also for whoever stepped back
    reviews: frozenset[str] = frozenset()  # events whose authors must not take part in this one
    bots: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All event words of the register, the Chinese titles of the fields they carry, and what roles allow.

    `roles` maps a role of a member to what it allows: desk, consent, keys, law, bot, second.
    """

    events: Mapping[str, Event]
    fields: Mapping[str, str]
    public_only: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    public_never: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # what people say, and the words meant by it
    kind_synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same of kinds of cases
    after_archive: frozenset[str] = field(init=False, repr=False, compare=False)  # what may still come then
    _doing: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words: dict[str, set[str]] = {}
        for word, event in self.events.items():
            words.setdefault(event.does, set()).add(word)
        later = frozenset(word for word, event in self.events.items() if event.after_archive)
        object.__setattr__(self, "after_archive", later)
        object.__setattr__(self, "_doing", {effect: frozenset(some) for effect, some in words.items()})

    def may_be_public(self, header: Mapping[str, Any]) -> bool:
        """Return whether nothing in the facts of arrival keeps a case from the public, by any rulebook.

        A fact in `public_only` must, where it is written, have one of its values; none in `public_never` may.
        """
        return all(
            header[key] in values for key, values in self.public_only.items() if key in header
        ) and not any(header.get(key) in values for key, values in self.public_never.items())

    def doing(self, effect: str) -> frozenset[str]:
        """Return the event words that have an effect."""
        return self._doing.get(effect, frozenset())


def load_vocabulary(folder: Path, schemas: Schemas) -> Vocabulary:
    """Return the vocabulary in `folder`/vocabulary.yml; raise Unusable with the faults in it."""
    path = folder / "vocabulary.yml"
    value = _valid(path, "vocabulary", schemas)
    events = {event["event"]: _event(event) for event in value["events"]}
    if "public" not in value:  # an older office's own schemas do not ask for it; the gate must not stand open
        raise Unusable(f"{path}：缺 public（公开的总闸），请照现在的版本补上")
    for event in events.values():
        for word in sorted(event.reviews - events.keys()):
            raise Unusable(f"{path}：“{event.word}”的 reviews 写了“{word}”，没有这个事件词")
    only, never = (
        {key: tuple(values) for key, values in value["public"][name].items()} for name in ("only", "never")
    )
    synonyms = _meant(value.get("synonyms", ()), "word")
    kinds = _meant(value.get("kinds", ()), "kind")
    return Vocabulary(events, dict(value["fields"]), only, never, roles_in(value), synonyms, kinds)


def _meant(rows: Iterable[Mapping[str, Any]], name: str) -> dict[str, tuple[str, ...]]:
    """Return what people say with what they mean by it, from rows {`name`: what is meant, also: what is said}."""
    meant: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for word in row["also"]:
            meant[word] = (*meant.get(word, ()), row[name])
    return meant


def roles_in(value: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return what each role of a vocabulary's value allows."""
    return {role["role"]: frozenset(role["may"]) for role in value.get("roles") or _roles_of_program()}


def _roles_of_program() -> list[Mapping[str, Any]]:
    """Return the roles that come with the program, for a vocabulary from before there were any.

    Without them nobody's role would count, and the change that brings it up to date could not be judged.
    """
    roles: list[Mapping[str, Any]] = read_words(of_program() / "vocabulary.yml")[0]["roles"]
    return roles


def _event(value: Mapping[str, Any]) -> Event:
    return Event(
        word=value["event"],
        level=value["level"],
        whose=value.get("whose", ""),
        roles=frozenset(value.get("roles", ("lead", "part", "co"))),
        does=value.get("does", ""),
        needs=tuple(value.get("needs", ())),
        carries=ALWAYS.union(value.get("needs", ()), value.get("takes", ())),
        by_anyone=value.get("by") == "anyone",
        posts=frozenset(value.get("posts", ())),
        reviews=frozenset(value.get("reviews", ())),
        **{flag: value[flag] for flag in _FLAGS if flag in value},
    )


def _valid(path: Path, kind: str, schemas: Schemas) -> Mapping[str, Any]:
    if not path.is_file():  # a pipe would be read for ever
        raise Unusable(f"{path}：没有这个文件，或者不是普通文件")
    value, document = read_words(path)
    faults = list(located(document, path.as_posix(), schemas.violations(kind, document.value)))
    if faults:
        raise UnusableFile(faults)
    return value


def read_words(path: Path) -> tuple[Mapping[str, Any], Document]:
    """Return what a file says, and its document; raise UnusableFile with the faults of its YAML."""
    try:
        document = read_yaml(path.read_bytes(), path.as_posix())
    except OSError as error:
        raise Unusable(f"{path}：读不到这个文件") from error
    if document.findings:
        raise UnusableFile(document.findings)
    return document.value or {}, document

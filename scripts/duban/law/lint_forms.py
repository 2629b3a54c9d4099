"""What a rule says that does nothing in a rule of its form: words, parts of words, events that it never sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.findings import law_checks
from duban.findings.finding import Violation, Where
from duban.law.vocabulary import Event, Vocabulary
from duban.law.words.clock_words import Starts, StartsAt
from duban.law.words.phrases import ROLES
from duban.law.words.rule_forms import EVERYWHERE, OF_UNITS, RuleForm, form_of, forms_words
from duban.law.words.shapes import EVENT, RULE
from duban.law.words.word import RuleWord
from duban.law.words.word_table import RULE_WORDS

_ANY_EVENT = frozenset({"within", "cap", "requires", "measures"})
"""Words that look at the whole case, whatever there is one instance of."""


def form_faults(value: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Violation]:
    """Yield what does nothing: a word in a form of rule it does not act in, an event that the rule never sees."""
    forms = {rule["id"]: form_of(rule) for rule in value["rules"]}
    for index, rule in enumerate(value["rules"]):
        where, form = ("rules", index), form_of(rule)
        if form not in EVERYWHERE:
            key = "every" if form.weekly and form._replace(weekly=False) in EVERYWHERE else "scope"
            message = f"没有“{form}”这样的规则，写了不起作用；可以写的有：{forms_words(EVERYWHERE)}"
            yield law_checks.RULEBOOK_IDLE.violation((*where, key), message)
            continue
        for name, word in RULE_WORDS.items():
            if name in rule:
                for path, message in _faults(word, rule, form, forms, vocabulary):
                    yield law_checks.RULEBOOK_IDLE.violation((*where, name, *path), message)
    for index, state in enumerate(value.get("lifecycle", {}).get("case", ())):
        if "holds" in state:
            message = "整件的状态用不上 holds：单位负不负责，看它自己手上的状态（assignment）；删去这一行"
            yield law_checks.RULEBOOK_IDLE.violation(("lifecycle", "case", index, "holds"), message)


def _faults(
    word: RuleWord,
    rule: Mapping[str, Any],
    form: RuleForm,
    forms: Mapping[str, RuleForm],
    vocabulary: Vocabulary,
) -> Iterator[tuple[Where, str]]:
    """Yield (path in its value, message) of what does nothing in one word of a rule."""
    if form not in word.acts_in:
        others = forms_words(word.acts_in)
        yield (), f"{form} 的规则用不上 {word.name}，写了不起作用，删去；它用在：{others}"
        return
    yield from word.idle(rule, form)
    yield from _other_rules(word, rule, forms)
    if form in OF_UNITS and word.name not in _ANY_EVENT:
        for mention in word.mentions(rule[word.name]):
            event = vocabulary.events.get(mention.name) if mention.kind == EVENT else None
            if event is not None and (message := _unseen(word, event, form, rule)):
                yield mention.path, message


def _other_rules(
    word: RuleWord, rule: Mapping[str, Any], forms: Mapping[str, RuleForm]
) -> Iterator[tuple[Where, str]]:
    """A rule that another looks at must have what it looks for: a limit inside a case."""
    for mention in word.mentions(rule[word.name]):
        form = forms.get(mention.name) if mention.kind == RULE else None
        if form is not None and form not in word.judged_with:
            needed = forms_words(word.judged_with)
            yield (
                mention.path,
                f"{mention.name} 不是一件之内有期限的规则（{form}），对它不起作用；它要是：{needed}",
            )


def _unseen(word: RuleWord, event: Event, form: RuleForm, rule: Mapping[str, Any]) -> str:
    """Return why a rule with an instance for each unit never sees an event; empty where it does.

    It sees the entry that opened the assignment, the assignment's own, and, but for a start, those of the case.
    """
    if event.does == "opens":
        if word.name in (Starts.name, StartsAt.name):
            return ""
        return f"“{event.word}”另开一份，前面那一份看不到它；删去"
    if event.level == "case":
        if word.name != Starts.name:
            return ""
        return (
            f"“{event.word}”是整件的事件，{form} 的不从它起算；"
            "从来件的日期起算再写 start_at，或者改成 scope: case、scope: event"
        )
    roles = set(rule.get("roles", ROLES))
    if event.roles.isdisjoint(roles):
        of_event = "、".join(title for role, title in ROLES.items() if role in event.roles)
        return f"“{event.word}”是{of_event}的事，这条规则的 roles 里没有它，永远看不到；改 roles，或者删去"
    return ""

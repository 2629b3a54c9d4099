"""What a rule is that finds one kind of personal data or secret in a text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from enum import IntEnum
from string import ascii_letters, digits
from typing import ClassVar

from duban.privacy.folded_text import FoldedText, Found

LATIN = frozenset(ascii_letters + digits)
"""The characters that keys, tokens and addresses are made of."""


class Subject(IntEnum):
    """What a kind is about, in the order in which a reader of a list looks for it."""

    PAPERS = 1  # numbers on a person's papers and cards
    LINES = 2  # telephones and mail
    CHATS = 3
    PERSONS = 4  # who it is and where somebody lives
    SECRETS = 5  # what opens something


class PrivacyRule(ABC):
    """One kind of personal data or secret, and how it is known in Chinese text; its subclasses say all about it.

    What a page or a message says of a kind stands here and nowhere else. A `~` in an example cuts a value in
    two, so that no file of the program holds what the program looks for; `example_text` takes it out.
    """

    kind: ClassVar[str]
    """What a message calls it: 身份证号."""
    subject: ClassVar[Subject]
    """Where it stands in a list for readers; of two with one subject the earlier in `RULES` first."""
    basis: ClassVar[str]
    """The article or standard by which it is personal data or a secret, and has this form."""
    about: ClassVar[str]
    """One sentence for the public: in which forms it is found, and what is not."""
    examples: ClassVar[tuple[str, ...]]
    """Texts in which it is found."""
    innocent: ClassVar[tuple[str, ...]]
    """Texts that look alike and hold none."""
    is_reminder: ClassVar[bool] = False
    """Whether what is found is a guess: every command reports it as a reminder and refuses nothing for it."""
    is_contact: ClassVar[bool] = False
    """Whether an office has such of its own, which it may publish (`public_lines`)."""
    office_field: ClassVar[str] = ""
    """Where an office is told to list its own, in a sentence; empty where it is not told to: a mobile is hardly ever
    an office's."""

    signs: ClassVar[tuple[frozenset[str], ...]] = ()
    """Sets of characters; one of each stands in every folded text in which it is found.

    Most texts are prose without a figure or a Latin letter: most rules need not look at them."""

    @abstractmethod
    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield what is found; it may overlap what another rule finds."""


def example_text(example: str) -> str:
    """Return an example of a rule as a writer would have written it."""
    return example.replace("~", "")

"""The members of an office, and what their roles allow them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban.cases.office import Member, Office
from duban.engine.office_context import OfficeContext

DESK, CONSENT, KEYS, LAW, BOT, UNIT = "desk", "consent", "keys", "law", "bot", "unit"
SECOND, PUBLISH = "second", "publish"
"""What a role can allow. UNIT, to record what is one's own unit's, comes with every role the vocabulary does
not know, with DESK and with CONSENT; whoever only keeps keys or the law, or only
seconds decisions (SECOND), or signs what was published (PUBLISH), records no cases."""

_FORGE_BOT = "[bot]"  # how GitHub ends the names of its own


@dataclass(frozen=True, slots=True)
class Members:
    """Who may do what in an office."""

    office: Office
    roles: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, context: OfficeContext) -> Members:
        """Return the members of the office of a context."""
        return cls(context.office, context.vocabulary.roles)

    def named(self, login: str) -> Member | None:
        """Return the member with a login; forges ignore its case."""
        return next((member for member in self.office.members if same_login(member.login, login)), None)

    def allowed(self, member: Member) -> frozenset[str]:
        """Return what a member's roles allow: of a bot only that it is one, of somebody who left nothing."""
        if member.left is not None:
            return frozenset()
        found: set[str] = set()
        for role in member.roles:
            found |= self.roles.get(role, {UNIT})
        if BOT in found:
            return frozenset({BOT})
        return frozenset(found | {UNIT} if found & {DESK, CONSENT} else found)

    def is_bot(self, login: str) -> bool:
        """Whether a login is a program's: of a member with that role, or of one the forge names so."""
        member = self.named(login)
        roles = member.roles if member is not None else ()
        return login.endswith(_FORGE_BOT) or any(BOT in self.roles.get(role, ()) for role in roles)

    def who(self, permission: str) -> str:
        """Return, for a message, who has a permission: 有“督查室”身份的人员."""
        words = [f"“{role}”" for role, allowed in self.roles.items() if permission in allowed]
        return f"有{'或者'.join(words)}身份的人员" if words else "办公室指定的人员"

    def fault(self, login: str) -> str | None:
        """Return why somebody who is to be accountable cannot be: not a member, or one who left."""
        member = self.named(login)
        if member is None:
            return (
                f"“{login}”不在 office.yml 的 members 里，不能记事项；请由名单里的人员来记，"
                f"或者先请{self.who(LAW)}把这个登录名加进名单"
            )
        return departure_text(member)


def departure_text(member: Member) -> str | None:
    """Return why a member who left may not record, None for one who has not left."""
    if member.left is None:
        return None
    return f"“{member.login}”已于 {member.left} 离任，不能再记；请由现在的经办人员来记"


def same_login(login: str, other: str) -> bool:
    """Whether two logins are one account."""
    return login.lower() == other.lower()


def quoted_logins(logins: Sequence[str]) -> str:
    """Return logins for a message, each once."""
    return "、".join(f"“{login}”" for login in dict.fromkeys(logins))

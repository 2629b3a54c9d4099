"""Whose signature a commit carries. Verified with ssh-keygen against the keys of the base's office.yml.

`git verify-commit` would run whatever program the judged repository names; here only the commit's own bytes
are used. Format: gitformat-signature(5), OpenSSH PROTOCOL.sshsig.
"""

from __future__ import annotations

from collections.abc import Sequence

from duban.cases.office import Member
from duban.git.object_formats import GitCommit, shown
from duban.git.ssh_keygen import has_key, is_verified
from duban.git.ssh_signatures import fingerprint, signature
from duban.guard.member_roles import departure_text

NAMESPACE = "git"
"""What signatures of commits are made for."""

_FIELD = b"gpgsig"
_FOREIGN = ("-----BEGIN PGP ", "-----BEGIN SIGNED MESSAGE-----", "-----BEGIN CMS")
_HOW = "请从主分支重新开一个分支，用自己的 SSH 密钥签名提交（git config gpg.format ssh，git commit -S）"


def signer_of(commit: GitCommit, members: Sequence[Member]) -> Member | str:
    """Return the member who signed a commit, or why the signer is unknown: one Chinese sentence.

    Raises Unusable where no ssh-keygen can verify signatures.
    """
    signatures, payload = split_signatures(commit.raw)
    if not signatures:
        return f"没有签名，不知道是谁记的；{_HOW}"
    if [name for name, _ in signatures] != [_FIELD]:  # git leaves them all out of what was signed
        return f"有几个签名，或者用了别的签名栏，不知道算谁的；{_HOW}"
    armor = signatures[0][1].decode("utf-8", "replace")
    if armor.startswith(_FOREIGN):
        return f"签名不是 SSH 签名（是 PGP 之类的，网页上提交的由平台代签也是这种）；{_HOW}"
    claimed = signature(armor)
    if claimed is None:
        return f"签名不完整，读不出来；{_HOW}"
    if claimed.namespace != NAMESPACE:
        return (
            f"签名不是为 Git 提交做的（用途写的是“{shown(claimed.namespace)}”，应当是“{NAMESPACE}”）；{_HOW}"
        )
    member = next((member for member in members if has_key(member.ssh_key, claimed.key)), None)
    if member is None:
        return (
            f"签名用的公钥（{fingerprint(claimed.key)}）不在 office.yml 的 members 里；请用登记过的那一把签名"
        )
    if departed := departure_text(member):
        return departed
    if not is_verified(payload, armor, member.ssh_key, NAMESPACE):
        return f"签名和内容对不上：签名以后提交被改动过；{_HOW}"
    return member


def split_signatures(raw: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Return the signatures in a commit's header (field, text), and the commit without them: what was signed."""
    head, gap, message = raw.partition(b"\n\n")
    found: list[tuple[bytes, list[bytes]]] = []
    kept: list[bytes] = []
    is_signature = False
    for line in head.split(b"\n"):
        if is_signature and line.startswith(b" "):
            found[-1][1].append(line[1:])
        elif is_signature := line.startswith(_FIELD):
            name, _, rest = line.partition(b" ")
            found.append((name, [rest]))
        else:
            kept.append(line)
    signatures = [(name, b"\n".join(lines) + b"\n") for name, lines in found]
    return signatures, b"\n".join(kept) + gap + message

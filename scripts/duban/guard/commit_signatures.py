"""Whose signature a commit carries. Verified with ssh-keygen against the keys of the base's office.yml.

`git verify-commit` would run whatever program the judged repository names; here only the commit's own bytes
are used. Format: gitformat-signature(5), OpenSSH PROTOCOL.sshsig.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from duban.cases.office import Member
from duban.findings.finding import Unusable
from duban.git.object_formats import GitCommit, shown
from duban.git.ssh_signatures import fingerprint, public_key, signature
from duban.guard.member_roles import departure_text

NAMESPACE = "git"
"""What signatures of commits are made for."""

_FIELD = b"gpgsig"
_FOREIGN = ("-----BEGIN PGP ", "-----BEGIN SIGNED MESSAGE-----", "-----BEGIN CMS")
_HOW = "请用自己的 SSH 密钥签名以后重新提交（git config gpg.format ssh，git commit -S）"


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
    member = next((member for member in members if _has_key(member, claimed.key)), None)
    if member is None:
        return (
            f"签名用的公钥（{fingerprint(claimed.key)}）不在 office.yml 的 members 里；请用登记过的那一把签名"
        )
    if departed := departure_text(member):
        return departed
    if not _is_verified(payload, armor, member):
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


def _has_key(member: Member, key: bytes) -> bool:
    try:
        return bool(member.ssh_key) and public_key(member.ssh_key) == key
    except ValueError:
        return False  # checks/check_office_members reports it


def _is_verified(payload: bytes, armor: str, member: Member) -> bool:
    """Return whether a signature was made over these bytes with a member's key."""
    kind, key = member.ssh_key.split()[:2]
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        allowed, signed = Path(folder, "allowed"), Path(folder, "signature")
        allowed.write_text(f'{member.login} namespaces="{NAMESPACE}" {kind} {key}\n')
        signed.write_text(armor)
        command = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", member.login, "-n", NAMESPACE]
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": folder}
        try:
            done = subprocess.run(
                [*command, "-s", str(signed)],
                input=payload,
                capture_output=True,
                env=environment,
                check=False,
            )
        except FileNotFoundError:
            raise Unusable("找不到 ssh-keygen 命令，不能验签名；请先安装 OpenSSH") from None
    if done.returncode != 0 and (b"unknown option" in done.stderr or b"usage:" in done.stderr.lower()):
        raise Unusable("这里的 ssh-keygen 太旧，不会验签名；请换 OpenSSH 8.1 以上的版本")
    return done.returncode == 0

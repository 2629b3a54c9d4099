"""SSH signatures made and verified by ssh-keygen, over bytes, for one use (its namespace). OpenSSH PROTOCOL.sshsig.

A signature made for one use is none for another: one of a commit (`git`) approves nothing.
"""

from __future__ import annotations

import base64
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from duban.findings.finding import Unusable
from duban.git.ssh_signatures import key_kind, public_key, signature

_SIGNER = "signer"  # what a verified key is called between the two files of one verification
_LITERAL = "key::"  # how git marks a public key that stands in its configuration itself


def sign(payload: bytes, key: str, namespace: str) -> str:
    """Return the armored signature over these bytes, for this use.

    `key` is what git calls user.signingKey: the path of a private key, of a public key whose private half an agent
    holds, or `key::` and a public key. ssh-keygen asks for a passphrase at the terminal. Raises Unusable where
    nothing is signed.
    """
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        file = _key_file(key)
        if key.startswith(_LITERAL):
            file = Path(folder, "key.pub")
            file.write_text(f"{key.removeprefix(_LITERAL)}\n")
        done = _run(["-Y", "sign", "-q", "-f", str(file), "-n", namespace], payload, os.environ)
    armor = done.stdout.decode("ascii", "replace")
    if done.returncode != 0 or signature(armor) is None:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["没有说明原因"]
        raise Unusable(f"用密钥 {key} 签不了名：{reason[0]}")
    return armor


def key_line(key: str) -> str:
    """Return the public half of a key as one line, type and base64; `key` as for `sign`.

    Raises Unusable where it cannot be found: it is read from the file itself, from the `.pub` beside it, or asked for.
    """
    if key.startswith(_LITERAL):
        return _plain(key.removeprefix(_LITERAL), key)
    file = _key_file(key)
    for path in (file, Path(f"{file}.pub")):
        try:
            text = path.read_text("utf-8", "replace").strip()
        except OSError:
            continue
        if text.startswith(("ssh-", "sk-", "ecdsa-")):
            return _plain(text, key)
    done = _run(["-y", "-f", str(file)], b"", os.environ)
    if done.returncode != 0:
        raise Unusable(f"读不到密钥 {key}，请写本人签名用的 SSH 私钥文件，如 ~/.ssh/id_ed25519")
    return _plain(done.stdout.decode("utf-8", "replace"), key)


def is_verified(payload: bytes, armor: str, ssh_key: str, namespace: str) -> bool:
    """Whether an armored signature was made over these bytes, for this use, with the private half of a key.

    `ssh_key` is a line as office.yml has it (type, base64, comment). Raises Unusable where no ssh-keygen can verify.
    """
    claimed = signature(armor)
    return (
        claimed is not None and has_key(ssh_key, claimed.key) and is_own_signature(payload, armor, namespace)
    )


def is_own_signature(payload: bytes, armor: str, namespace: str) -> bool:
    """Whether an armored signature was made over these bytes, for this use, by the key it names, whosever that is.

    Raises Unusable where no ssh-keygen can verify.
    """
    claimed = signature(armor)
    if claimed is None or claimed.namespace != namespace:
        return False
    line = f"{key_kind(claimed.key)} {base64.b64encode(claimed.key).decode()}"
    if not has_key(line, claimed.key):  # damaged, or of a kind that is too weak
        return False
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        allowed, signed = Path(folder, "allowed"), Path(folder, "signature")
        allowed.write_text(f'{_SIGNER} namespaces="{namespace}" {line}\n')
        signed.write_text(armor)
        words = ["-Y", "verify", "-f", str(allowed), "-I", _SIGNER, "-n", namespace, "-s", str(signed)]
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": folder}
        done = _run(words, payload, environment)
    return done.returncode == 0


def has_key(ssh_key: str, key: bytes) -> bool:
    """Whether a line as office.yml has it is of this key; false where the line is empty or damaged."""
    try:
        return bool(ssh_key) and public_key(ssh_key) == key
    except ValueError:
        return False  # checks/check_office_members reports it


def _key_file(key: str) -> Path:
    return Path(key).expanduser()


def _plain(line: str, key: str) -> str:
    try:
        public_key(line)
    except ValueError as error:
        raise Unusable(f"密钥 {key}：{error}") from None
    return " ".join(line.split()[:2])


def _run(
    words: Sequence[str], payload: bytes, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    command, messages_in_english = ["ssh-keygen", *words], {**environment, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            command, input=payload, capture_output=True, env=messages_in_english, check=False
        )
    except FileNotFoundError:
        raise Unusable("找不到 ssh-keygen 命令，不能签名、验签名；请先安装 OpenSSH") from None
    if done.returncode != 0 and (b"unknown option" in done.stderr or b"usage:" in done.stderr.lower()):
        raise Unusable("这里的 ssh-keygen 太旧，不会签名、验签名；请换 OpenSSH 8.1 以上的版本")
    return done

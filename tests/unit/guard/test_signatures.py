"""Whose signature a commit carries: real commits, signed with real keys, and tampered with."""

from __future__ import annotations

import base64
import os
import subprocess

import pytest
from office_of_members import RECEIVED, Register, new_key

from duban.findings.finding import Unusable
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import GitCommit
from duban.guard.commit_signatures import signer_of, split_signatures

STRANGERS = "不在 office.yml 的 members 里"


@pytest.fixture(scope="module")
def register(tmp_path_factory, keys):
    return Register(tmp_path_factory.mktemp("signed") / "office", keys, "signed")


def said(register, raw: bytes, members=None):
    """Return whose commit these bytes are: a login, or why nobody's."""
    found = signer_of(GitCommit("0" * 40, "", (), b"", raw), members or register.context.office.members)
    return found if isinstance(found, str) else found.login


def signed(register, name: str) -> bytes:
    register.start()
    register.add(RECEIVED)
    return register.raw(register.commit(signer=name))


def armored(register, payload: bytes, name: str, namespace: str) -> bytes:
    """Sign any bytes for any use, as a header of a commit."""
    file = register.keys / f"payload-{name}-{namespace}"
    file.write_bytes(payload)
    words = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(register.keys / name), "-n", namespace, str(file)]
    subprocess.run(words, check=True, capture_output=True)
    text = file.with_name(f"{file.name}.sig").read_bytes().rstrip(b"\n")
    file.with_name(f"{file.name}.sig").unlink()
    return text.replace(b"\n", b"\n ")


def with_header(payload: bytes, header: bytes) -> bytes:
    head, gap, message = payload.partition(b"\n\n")
    return head + b"\n" + header + gap + message


@pytest.mark.parametrize("name", ["housing", "supervision", "bot"])
def test_a_signed_commit_is_its_signers(register, name):
    raw = signed(register, name)
    assert raw.count(b"\ngpgsig ") == 1
    assert said(register, raw) == name


def test_what_is_judged_is_read_from_the_repository(register):
    register.start()
    head = register.commit(signer="housing")
    with objects_of(register.root) as store:
        assert signer_of(store.commit(head), register.context.office.members).login == "housing"


def test_a_signature_by_every_kind_of_key_is_known(register, tmp_path):
    members = register.context.office.members
    for kind in (("-t", "rsa", "-b", "3072"), ("-t", "ecdsa", "-b", "256"), ("-t", "ecdsa", "-b", "521")):
        line = new_key(tmp_path, f"{kind[1]}{kind[3]}", kind)
        other = Register.__new__(Register)
        other.root, other.keys, other.base = register.root, tmp_path, register.base
        raw = signed(other, f"{kind[1]}{kind[3]}")
        housing = next(one for one in members if one.login == "housing")
        renewed = type(housing)("housing", housing.unit, housing.roles, ssh_key=line)
        assert said(register, raw, [renewed]) == "housing"
        assert STRANGERS in said(register, raw)


def test_unsigned(register):
    register.start()
    assert said(register, register.raw(register.commit())).startswith("没有签名")


def test_a_word_in_the_message_is_no_signature(register):
    raw = signed(register, "housing")
    payload = split_signatures(raw)[1]
    assert said(register, payload + b"gpgsig " + split_signatures(raw)[0][0][1]).startswith("没有签名")


def test_signed_by_a_stranger(register):
    raw = signed(register, "stranger")
    assert STRANGERS in said(register, raw) and "SHA256:" in said(register, raw)


def test_signed_by_one_who_left(register):
    assert said(register, signed(register, "gone")).startswith("“gone”已于 2026-06-30 离任")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\n\n\xe7\xa4\xba", b"\n\n\xe6\x94\xb9"),  # the message
        (b"somebody", b"anybody1"),  # the author
        (b"parent ", b"parent 0"),
        (b"tree ", b"tree 0"),
    ],
)
def test_a_commit_changed_after_it_was_signed(register, old, new):
    raw = signed(register, "housing")
    assert raw.count(old) >= 1
    assert said(register, raw.replace(old, new, 1)).startswith("签名和内容对不上")


def test_a_header_added_after_it_was_signed(register):
    raw = signed(register, "housing")
    assert said(register, with_header(raw, b"encoding GBK")).startswith("签名和内容对不上")


def test_the_signature_of_another_commit(register):
    text = split_signatures(signed(register, "housing"))[0][0][1].rstrip(b"\n").replace(b"\n", b"\n ")
    register.start()
    other = register.raw(register.commit(committer="later"))
    assert said(register, with_header(other, b"gpgsig " + text)).startswith("签名和内容对不上")


def test_made_for_another_use(register):
    payload = split_signatures(signed(register, "housing"))[1]
    good = armored(register, payload, "housing", "git")
    assert said(register, with_header(payload, b"gpgsig " + good)) == "housing"
    other = armored(register, payload, "housing", "file")
    assert said(register, with_header(payload, b"gpgsig " + other)).startswith(
        "签名不是为 Git 提交做的（用途写的是“file”，应当是“git”）"
    )


@pytest.mark.parametrize(
    "header",
    [
        b"-----BEGIN PGP SIGNATURE-----\n \n wsBcBAABCAAQ\n -----END PGP SIGNATURE-----",
        b"-----BEGIN SIGNED MESSAGE-----\n MIIE\n -----END SIGNED MESSAGE-----",
    ],
)
def test_signed_in_another_way(register, header):
    payload = split_signatures(signed(register, "housing"))[1]
    assert said(register, with_header(payload, b"gpgsig " + header)).startswith("签名不是 SSH 签名")


def test_two_signatures(register):
    raw = signed(register, "housing")
    text = split_signatures(raw)[0][0][1].rstrip(b"\n").replace(b"\n", b"\n ")
    for field in (b"gpgsig", b"gpgsig-sha256", b"gpgsigx"):
        assert said(register, with_header(raw, field + b" " + text)).startswith("有几个签名")
    payload = split_signatures(raw)[1]
    assert said(register, with_header(payload, b"gpgsig-sha256 " + text)).startswith("有几个签名")


def broken(text: bytes) -> list[bytes]:
    lines = text.split(b"\n")
    blob = base64.b64decode(b"".join(lines[1:-1]))
    return [
        b"-----BEGIN SSH SIGNATURE-----",
        b"\n".join([lines[0], b"!!!!", lines[-1]]),
        b"\n".join([lines[0], base64.b64encode(blob[:-7]), lines[-1]]),
        b"\n".join([lines[0], base64.b64encode(b"SSHSIX" + blob[6:]), lines[-1]]),
        b"\n".join([lines[0], base64.b64encode(blob + b"\0\0\0\0"), lines[-1]]),
        b"",
        b"\xff\xfe",
    ]


def test_broken_signatures(register):
    raw = signed(register, "housing")
    payload, text = split_signatures(raw)[1], split_signatures(raw)[0][0][1].rstrip(b"\n")
    for one in broken(text):
        header = b"gpgsig " + one.replace(b"\n", b"\n ")
        assert said(register, with_header(payload, header)).startswith("签名不完整"), one


def test_a_signature_by_anothers_key_under_a_known_one(register):
    """The key in a signature is only what it says of itself: it must have made it."""
    raw = signed(register, "stranger")
    payload, text = split_signatures(raw)[1], split_signatures(raw)[0][0][1]
    blob = base64.b64decode(b"".join(text.strip().split(b"\n")[1:-1]))
    keys = [
        base64.b64decode((register.keys / f"{name}.pub").read_text().split()[1])
        for name in ("stranger", "housing")
    ]
    assert blob.count(keys[0]) == 1
    forged = base64.b64encode(blob.replace(*keys))
    header = b"gpgsig -----BEGIN SSH SIGNATURE-----\n " + forged + b"\n -----END SSH SIGNATURE-----"
    assert said(register, with_header(payload, header)).startswith("签名和内容对不上")


def test_nothing_the_judged_repository_configures_is_run(tmp_path, keys, monkeypatch):
    register = Register(tmp_path / "office", keys, "signed")
    raw = signed(register, "stranger")
    ran, program, allowed = (tmp_path / name for name in ("ran", "program", "allowed"))
    program.write_text(f"#!/bin/sh\ntouch {ran}\necho 'Good \"git\" signature for housing'\n")
    program.chmod(0o755)
    allowed.write_text(f"* {(keys / 'stranger.pub').read_text()}")
    register.git("config", "gpg.ssh.program", str(program))
    register.git("config", "gpg.ssh.allowedSignersFile", str(allowed))
    subprocess.run(
        ["git", "-C", str(register.root), "verify-commit", "HEAD"], capture_output=True, check=False
    )
    assert ran.exists(), "git itself runs it"
    ran.unlink()
    monkeypatch.chdir(register.root)
    assert STRANGERS in said(register, raw)
    assert not ran.exists()


def test_without_ssh_keygen_nothing_is_judged(register, tmp_path, monkeypatch):
    raw = signed(register, "housing")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unusable, match="找不到 ssh-keygen 命令"):
        said(register, raw)


def test_an_ssh_keygen_that_cannot_verify(register, tmp_path, monkeypatch):
    raw = signed(register, "housing")
    old = tmp_path / "ssh-keygen"
    old.write_text("#!/bin/sh\necho 'unknown option -- Y' >&2\nexit 1\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(Unusable, match="ssh-keygen 太旧"):
        said(register, raw)

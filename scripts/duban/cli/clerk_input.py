"""What a clerk hands over beside the command line: files, standard input, private keys."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pyrage

from duban.cli.terminal import say
from duban.editing.cli_values import decoded
from duban.files import reason
from duban.findings.finding import Unusable
from duban.privacy import sealing_keys
from duban.yamlfile.read_yaml import SIZE_LIMIT


def shown_origin(origin: str) -> str:
    """Return what a message calls a file, or standard input (`-`)."""
    return "标准输入" if origin == "-" else origin


def input_bytes(origin: str) -> bytes:
    """Return the bytes of a file or of standard input (`-`); raise Unusable for more than 1 MB."""
    shown = shown_origin(origin)
    try:
        if origin == "-":
            data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
        else:
            with open(origin, "rb") as stream:
                data = stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise Unusable(f"{shown} 读不出来：{reason(error)}") from None
    if len(data) > SIZE_LIMIT:
        raise Unusable(f"{shown} 超过 1 MB，附件请另行存放")
    return data


def input_text(origin: str) -> str:
    """Return the text of a file or of standard input (`-`)."""
    return decoded(input_bytes(origin), origin, shown_origin(origin))


def private_keys(key: Path, root: Path) -> Sequence[pyrage.x25519.Identity]:
    """Return the private keys in a file; warn on standard error where the file lies where it could be committed."""
    try:
        with open(key, "rb") as stream:
            text = stream.read(SIZE_LIMIT).decode("utf-8")
    except OSError as error:
        raise Unusable(f"密钥文件 {key} 读不出来：{reason(error)}") from None
    except UnicodeDecodeError:
        raise Unusable(f"密钥文件 {key} 不是文字文件") from None
    identities = sealing_keys.identities(text)
    if sealing_keys.exposed(key, root):
        say(f"注意：密钥文件 {key} 在仓库目录里，请移到仓库之外，不要提交", err=True)
    return identities

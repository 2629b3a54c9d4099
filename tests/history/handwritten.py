"""Objects written by hand, as git itself never writes them."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

from scenario import Register, Step

Entry = tuple[str, str, str]
"""Mode, id and name of what stands in a folder."""


def folder(path: str, change: Callable[[list[Entry]], list[Entry]]) -> Step:
    """Put a commit on main in which a folder ("" is the top) holds what is made of its entries, unchecked."""

    def step(register: Register) -> None:
        here, inner, child = path, "", ""
        while True:
            entries = _entries(register, here) if child else change(_entries(register, here))
            entries = [(bits, child if child and name == inner else oid, name) for bits, oid, name in entries]
            data = b"".join(
                f"{bits} {name}".encode() + b"\0" + bytes.fromhex(oid) for bits, oid, name in entries
            )
            child = register.git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=data)
            if not here:
                break
            here, _, inner = here.rpartition("/")
        made = register.git("commit-tree", child, "-p", "HEAD", "-m", "手写的目录")
        register.git("update-ref", "refs/heads/main", made)

    return step


def _entries(register: Register, path: str) -> list[Entry]:
    lines = register.git("ls-tree", f"HEAD:{path}").splitlines()
    return [(bits.lstrip("0"), oid, name) for bits, _, oid, name in (one.split(maxsplit=3) for one in lines)]


def loose(register: Register, name: str) -> Path:
    """Return the file in which an object lies that was just written."""
    oid = register.git("rev-parse", name)
    return register.top / ".git/objects" / oid[:2] / oid[2:]


def exchanged(name: str, other: str) -> Step:
    """Put another object where one lies, under its id."""

    def step(register: Register) -> None:
        path = loose(register, name)
        path.chmod(0o644)
        shutil.copy(loose(register, other), path)

    return step


def commit_graph(register: Register) -> None:
    """Write a commit-graph in which main goes on from what it stood at, and main to one that does not.

    An honest commit is written into the graph, then its id is exchanged for that of one with another parent,
    whose message is tried until both ids sort into the same place. Git reads parents from there, unchecked.
    """
    older = register.git("rev-list", register.before).split()
    tree = register.git("rev-parse", f"{register.before}^{{tree}}")
    honest = register.git("commit-tree", tree, "-p", register.before, "-m", "接着办")
    register.git("commit-graph", "write", "--stdin-commits", stdin=f"{honest}\n".encode())
    forged = ""
    while not forged or sorted([*older, forged]).index(forged) != sorted([*older, honest]).index(honest):
        forged = register.git("commit-tree", tree, "-p", f"{register.before}~1", "-m", f"接着办{forged}")
    register.git("reset", "--quiet", "--hard", forged)
    path = register.top / ".git/objects/info/commit-graph"
    data = bytearray(path.read_bytes())
    table = dict(struct.unpack_from(">4sQ", data, 8 + 12 * place) for place in range(data[6]))
    firsts = [int(one[:2], 16) for one in (*older, forged)]
    struct.pack_into(
        ">256I", data, table[b"OIDF"], *(sum(one <= most for one in firsts) for most in range(256))
    )
    place = data.index(bytes.fromhex(honest), table[b"OIDL"])
    data[place : place + 20] = bytes.fromhex(forged)
    path.chmod(0o644)
    path.write_bytes(data)
    register.commit("再接着办")  # git reads the last commit itself, those before it in the graph
    register.git("merge-base", "--is-ancestor", register.before, "HEAD")  # and believes it

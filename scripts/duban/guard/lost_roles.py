"""Which roles members once had and lost again: read from every office.yml that the main line ever had."""

from __future__ import annotations

from collections.abc import Mapping

from duban.git.git_objects import GitObjects
from duban.git.object_formats import PLAIN
from duban.register.load_office import OFFICE
from duban.yamlfile.read_yaml import read_yaml

LostRoles = Mapping[tuple[str, str], str]
"""Login (in small letters) and role -> the commit on the main line that had it last."""


def roles_once_held(store: GitObjects, base: str) -> LostRoles:
    """Return every role that anybody had in office.yml at a commit of the main line that ends with `base`.

    Whoever had left then had none; what cannot be read gave nobody anything.
    """
    found: dict[tuple[str, str], str] = {}
    seen: set[str] = set()
    path = f"{store.prefix}{OFFICE}"
    for commit in store.commits_touching(path, base):
        item = store.at(store.commit(commit).tree, path)
        if item is None or item.mode != PLAIN or item.oid in seen:
            continue
        seen.add(item.oid)
        value = read_yaml(store.blob(item.oid), OFFICE).value
        members = value.get("members") if isinstance(value, Mapping) else None
        for member in members if isinstance(members, list) else ():
            if isinstance(member, Mapping) and "left" not in member:
                for role in member.get("roles") or ():
                    found.setdefault((str(member.get("login")).lower(), str(role)), commit)
    return found

"""When an addition was first pushed, as the forge tells: what was pushed in time and is merged late is in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from duban.findings.finding import Unusable, value_at
from duban.git.git_objects import GitObjects
from duban.git.object_formats import PLAIN
from duban.guard.compare_values import Addition
from duban.guard.evidence import Evidence
from duban.yamlfile.read_yaml import read_yaml
from duban.yamlfile.value_equality import same_value

_LATER = ("late_entry", "lateness_decision", "approval")
"""What may be written into an entry after it was first pushed, without making it another."""


class PushTimes:
    """The pushes of a change: which of the heads that were pushed held an addition already."""

    def __init__(self, store: GitObjects, evidence: Evidence | None) -> None:
        self._store, self._evidence = store, evidence
        self._value = lru_cache(maxsize=1024)(self._read)

    def of(self, addition: Addition) -> datetime | None:
        """Return when the first push brought an addition (Beijing time); None where no push tells."""
        if self._evidence is None or addition.kind not in ("entry", "report"):
            return None
        holding = [commit for commit, _ in self._evidence.pushes if self._holds(commit, addition)]
        return self._evidence.pushed_at(holding)

    def _holds(self, commit: str, addition: Addition) -> bool:
        listed = value_at(self._value(commit, addition.path), addition.where[:-1])
        if not isinstance(listed, list):
            return False
        wanted = _bare(addition.value)
        return any(isinstance(entry, Mapping) and same_value(_bare(entry), wanted) for entry in listed)

    def _read(self, commit: str, path: str) -> Any:
        """Return the value of a file at a commit; empty where either is not at hand (a branch may be pushed anew)."""
        try:
            item = self._store.at(self._store.commit(commit).tree, f"{self._store.prefix}{path}")
            data = self._store.blob(item.oid) if item is not None and item.mode == PLAIN else None
        except Unusable:
            return {}
        return (read_yaml(data, path).value if data is not None else None) or {}


def _bare(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in _LATER}

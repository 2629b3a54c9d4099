"""Who agreed to a change of law, settings or program: `rules/approvals/<date>-<n>.yml`, a record that only grows.

```yaml
at: 2026-07-17
reason: 通知 07-15 才收到，补登记。
paper: {number: 石区督〔2026〕12号}
base: <40 hex>
digest: <SHA-256 of the lines of the report>
approvals:
- by: sample-law
  signature: |
    -----BEGIN SSH SIGNATURE-----
```
It is loaded nowhere as law. A signature covers all but the signatures themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duban.cases.schemas import Schemas
from duban.findings import law_change_checks
from duban.findings.finding import Finding, Violation, located
from duban.git import ssh_keygen
from duban.git.git_objects import GitObjects
from duban.git.object_formats import PLAIN, TreeChange
from duban.guard.law_matters import APPROVED_HERE
from duban.guard.member_roles import Members
from duban.law.locations import of_program
from duban.yamlfile.read_yaml import Document, read_yaml
from duban.yamlfile.value_equality import comparable_text

NAMESPACE = "duban-approval"
"""What signatures under an approval are made for."""

_NAME = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})-[1-9][0-9]*\.yml")
_SIGNED = ("at", "reason", "paper", "base", "digest")
_KEPT = "登记过的同意书不能改、不能删；另有改动的，另写一份"


@dataclass(frozen=True, slots=True)
class LawReport:
    """What two keepers of the law agree to: canonical lines, as of a day."""

    at: date
    lines: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of the lines, each with its newline, in hex."""
        return hashlib.sha256("".join(f"{line}\n" for line in self.lines).encode()).hexdigest()


def law_report(at: date, files: Iterable[tuple[str, str]], lines: Iterable[str]) -> LawReport:
    """Return the report on a change: which files it makes what (path and blob id), and what that does."""
    made = (f"file {path} {oid}" for path, oid in sorted(files))
    return LawReport(at, (f"at {at}", *made, *lines))


@dataclass(frozen=True, slots=True)
class LawApproval:
    """An approval that comes with a change: its path, its document and its value, of the right form."""

    path: str
    document: Document
    value: Mapping[str, Any]

    @property
    def at(self) -> date:
        """The day as of which the report was made."""
        return date.fromisoformat(self.value["at"])

    @property
    def base(self) -> str:
        """The commit of the main line against which the report was made."""
        return str(self.value["base"])

    @property
    def digest(self) -> str:
        """The digest of the report that was agreed to."""
        return str(self.value["digest"])

    @property
    def broken_glass(self) -> str:
        """The reason of the administrator who let it pass without a second member; "" where nobody did."""
        return str(self.value.get("break_glass", ""))

    def signers(self, members: Members) -> Iterator[str]:
        """Yield the logins of the members whose signatures under it are right."""
        for index in range(len(self.value.get("approvals", ()))):
            if not self.signature_fault(index, members):
                yield str(self.value["approvals"][index]["by"])

    def signature_fault(self, index: int, members: Members) -> str:
        """Return what is wrong with one of its signatures, "" where nothing is."""
        approval = self.value["approvals"][index]
        member = members.named(approval["by"])
        if member is None or members.fault(member.login):
            return f"“{approval['by']}”不在人员名单里，或者已经离任，不能同意"
        if not member.ssh_key:
            return f"“{member.login}”在 office.yml 里没有 ssh_key，验不了签名；请先登记公钥，或者在平台上批准"
        if not ssh_keygen.is_verified(
            signed_bytes(self.value), approval["signature"], member.ssh_key, NAMESPACE
        ):
            return f"“{member.login}”的签名对不上：签名以后同意书改过，或者不是用登记的那一把签的"
        return ""

    def finding(self, message: str, *where: str | int) -> Finding:
        """Return a finding about a field of the approval, at its line."""
        (found,) = located(
            self.document, self.path, [law_change_checks.LAW_APPROVAL.violation(where, message)]
        )
        return found


def signed_bytes(value: Mapping[str, Any]) -> bytes:
    """Return what a signature under an approval covers: the SHA-256, in hex, of its canonical JSON."""
    covered = comparable_text({key: value[key] for key in _SIGNED})
    return hashlib.sha256(covered.encode()).hexdigest().encode()


def approval_in(changes: Sequence[TreeChange], store: GitObjects) -> tuple[LawApproval | None, list[Finding]]:
    """Return the approval that comes with a change, and what is wrong with it and with those there were.

    Those that were merged stay as they are; with one change comes one.
    """
    findings: list[Finding] = []
    new: list[LawApproval] = []
    for change in changes:
        path = change.path.removeprefix(store.prefix)
        if not path.startswith(APPROVED_HERE) or not path.endswith(".yml"):
            continue
        if change.old is not None:
            findings.append(law_change_checks.LAW_APPROVAL.finding(path, 1, 1, _KEPT))
        elif change.new is not None and change.new.mode == PLAIN:
            approval, faults = read_approval(path, store.blob(change.new.oid))
            findings += faults
            new += [approval] if approval else []
    if len(new) > 1:
        findings.append(new[1].finding("一次改动只带一份同意书，请删去多余的一份"))
    return (new[0] if len(new) == 1 else None), findings


def used_before(approval: LawApproval, tree: str, store: GitObjects) -> str:
    """Return the path of an approval in a tree that was of the same change of the same base, "" where there is none.

    An approval is of one change: what was taken back later does not come again by an old signature.
    """
    for full, entry in store.files(tree, f"{store.prefix}{APPROVED_HERE}"):
        path = full.removeprefix(store.prefix)
        if path != approval.path and path.endswith(".yml") and entry.mode == PLAIN:
            value = read_yaml(store.blob(entry.oid), path).value or {}
            if (value.get("base"), value.get("digest")) == (approval.base, approval.digest):
                return path
    return ""


def read_approval(path: str, data: bytes) -> tuple[LawApproval | None, list[Finding]]:
    """Return the approval in the bytes of a file, None where its form is not right, and what is wrong with it."""
    document = read_yaml(data, path)
    value = document.value
    if value is None or document.findings:
        return None, list(document.findings)
    violations = list(Schemas(of_program("schemas")).violations("law-approval", value))
    if not violations:
        violations = list(_form_violations(path, value))
    if violations:
        return None, list(located(document, path, violations))
    return LawApproval(path, document, value), []


def _form_violations(path: str, value: Mapping[str, Any]) -> Iterator[Violation]:
    name = _NAME.fullmatch(path.removeprefix(APPROVED_HERE))
    if name is None or name["day"] != value["at"]:
        message = f"文件名要写成 日期-序号.yml，日期和 at 一样：{value['at']}-1.yml"
        yield law_change_checks.LAW_APPROVAL.violation(("at",), message)
    paper = value["paper"]
    if "number" not in paper and not {"kind", "date"} <= paper.keys():
        message = "paper 写文号（number），没有文号的写材料名称和日期（kind、date）"
        yield law_change_checks.LAW_APPROVAL.violation(("paper",), message)

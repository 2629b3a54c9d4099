"""Whose keys: the recipients a value is sealed to, and the identities that open it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyrage

from duban.cases.office import Key, Unit
from duban.findings.finding import Unusable
from duban.privacy.sealing import recipient


def recipients(
    keys: Sequence[Key], units: Mapping[str, Unit], to: Sequence[str] = (), without: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the age recipients to seal to, in the order of `office.yml`, each once.

    `to` names keys, units or age1… public keys; where it is empty the default keys are taken. No key of a
    unit in `without`, of its successors or predecessors is ever among them, under whichever name the same
    public key is listed (信访工作条例 §30: an accusation never reaches the one accused). Raises Unusable for
    an unknown name or unit, for a recipient that is both named and left out, and when nobody is left.
    """
    barred = _barred(keys, units, without)
    if to:
        chosen = [found for name in to for found in _named(name, keys)]
        if barred.intersection(chosen):
            raise Unusable("--to 写明的收件人里有 --without 排除的单位，请去掉其中一个")
    else:
        usable = [key for key in keys if key.default and key.recipient not in barred]
        # Who holds a key without a known unit cannot be told: used only where nobody must be kept out.
        chosen = [key.recipient for key in usable if key.unit in units or not without]
    if not chosen:
        reason = "排除以后没有收件人了" if barred else "office.yml 的 keys 里没有 default: true 的公钥"
        raise Unusable(f"{reason}，请用 --to 写明由谁拆封")
    for text in chosen:
        recipient(text)
    return tuple(dict.fromkeys(chosen))


def _barred(keys: Sequence[Key], units: Mapping[str, Unit], without: Sequence[str]) -> set[str]:
    """Return the recipients of these units, their successors and predecessors. Raises Unusable for an unknown unit."""
    for unit in without:
        if unit not in units:
            raise Unusable(f"--without {unit}：office.yml 里没有这个单位，请写 units 里的名称")
    accused = {relative for unit in without for relative in _relatives(unit, units)}
    return {key.recipient for key in keys if key.unit in accused}


def _relatives(unit: str, units: Mapping[str, Unit]) -> set[str]:
    """Return a unit with all that took its work over and all whose work it took over: keys outlive a new name."""
    later, earlier = {unit}, {unit}
    for _ in units:
        later |= {heir for code in later if code in units for heir in units[code].succeeded_by}
        earlier |= {code for code, other in units.items() if earlier.intersection(other.succeeded_by)}
    return later | earlier


def names(chosen: Iterable[str], keys: Sequence[Key]) -> tuple[str, ...]:
    """Return what each recipient is called in `office.yml`, else the public key itself."""
    known = {key.recipient: key.name for key in reversed(keys)}
    return tuple(known.get(text, text) for text in chosen)


def identities(text: str) -> tuple[pyrage.x25519.Identity, ...]:
    """Return the private keys in an age identity file (one a line; blank lines and # comments are passed over).
    Raises Unusable; no part of the file stands in the message."""
    if text.startswith(("-----BEGIN AGE ENCRYPTED FILE-----", "age-encryption.org/")):
        raise Unusable("密钥文件带有口令，请先用 age -d 解开成没有口令的密钥文件")
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                found.append(pyrage.x25519.Identity.from_str(line.strip()))
            except pyrage.IdentityError:
                raise Unusable(f"密钥文件第 {number} 行不是 age 私钥（AGE-SECRET-KEY-1…）") from None
    if not found:
        raise Unusable("密钥文件里没有 age 私钥（AGE-SECRET-KEY-1…）")
    return tuple(found)


def exposed(key_file: Path, root: Path) -> bool:
    """Whether a private key lies where a commit could take it along: inside the office's folder or the Git
    work tree around it. The published test keys under tests/keys are meant to."""
    path, home = key_file.resolve(), root.resolve()
    if path.is_relative_to(home / "tests" / "keys"):
        return False
    tree = next((folder for folder in (home, *home.parents) if (folder / ".git").exists()), home)
    return path.is_relative_to(tree) and not path.is_relative_to(tree / "tests" / "keys")


def _named(name: str, keys: Sequence[Key]) -> list[str]:
    """Return the recipients meant by one --to: an age public key, the name of a key, or a unit with all its keys."""
    if name.startswith("age1"):
        return [name]
    found = [key.recipient for key in keys if name in (key.name, key.unit)]
    if not found:
        # Not repeated when it could be a private key pasted by mistake.
        shown = "所给的收件人" if name.upper().startswith("AGE-") else name
        raise Unusable(f"--to {shown}：既不是 age1 开头的公钥，也不是 office.yml 的 keys 里的名称或单位")
    return found

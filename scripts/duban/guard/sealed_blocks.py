"""What became of a sealed block: put in later, taken out, opened, exchanged. Its content never changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duban.privacy import sealing
from duban.yamlfile.value_equality import same_value

_ONLY_RECIPIENTS = "封存以后只能换收件人重新封，不能换、不能删、不能后加"


def block_fault(name: str, before: Mapping[str, Any], after: Mapping[str, Any], title: str) -> str | None:
    """Return what is wrong with a sealed field that is not what it was; None where it was only sealed anew.

    `before` and `after` are all fields of the case that have to be sealed.
    """
    earlier, block = before.get(name), after.get(name)
    if earlier is None:
        return (
            f"封存的{title}是后加的：收到时就要封存，{_ONLY_RECIPIENTS}；"
            "后来才到的材料留在卷宗里，在经过里记一条备注"
        )
    if block is None:
        return f"封存的{title}删掉了：{_ONLY_RECIPIENTS}"
    if sealing.is_block(earlier) and not sealing.is_block(block):
        return f"封存的{title}换成了明文：不要推送；已经推上去的，告诉管理员清除"
    if not (sealing.is_block(earlier) and earlier.get("digest") == block.get("digest")):
        return (
            f"封存的{title}换了内容（digest 不一样）：{_ONLY_RECIPIENTS}；"
            "只要换收件人的，由保管密钥的人运行 duban seal --again，digest 不变"
        )
    other = _other_with_box(block, before, name)
    return f"封存的{title}换成了 {other} 的密文，打开来不是这一项的内容" if other is not None else None


def _other_with_box(block: Mapping[str, Any], blocks: Mapping[str, Any], name: str) -> str | None:
    """Return the other field of this case whose box was copied into a block, None where there is none."""
    for other, earlier in blocks.items():
        if other != name and sealing.is_block(earlier) and same_value(earlier.get("box"), block.get("box")):
            return other
    return None

"""Honest changes of a law that was published."""

from keepers import agreed, landed, merged, with_keepers
from scenario import honest
from steps import edit
from tampering_published import NAMED_BACK, OFFICE, RENAMED, published

HONEST = (
    honest(
        "a law that was published comes back, and two agree",
        with_keepers(), published, merged(RENAMED), published, NAMED_BACK, agreed(),
    ),
    honest(
        "what was merged and never published is taken back",
        with_keepers(), published, RENAMED, landed, NAMED_BACK,
    ),
    honest(
        "a law is changed for the third time",
        with_keepers(), published, merged(RENAMED), published, edit(OFFICE, ("  name: 示例网站", "  name: 第三个名字")),
    ),
    honest("a case is recorded after two publications", published, merged(RENAMED), published),
)  # fmt: skip

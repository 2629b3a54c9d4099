"""Tampering with what was published: the law becomes again what it was, by one hand."""

from keepers import merged, with_keepers
from scenario import Register, tampering
from steps import drop, edit

OFFICE = "office.yml"
HOST = "- {{login: host, unit: 区政府督查室, roles: [发布], ssh_key: {key}}}\n"
RENAMED = edit(OFFICE, ("  name: 篡改测试", "  name: 示例网站"))
NAMED_BACK = edit(OFFICE, ("  name: 示例网站", "  name: 篡改测试"))
NOTE = "rules/dawukou/README.txt"
FIRST = "2026-07-17T23:59+08:00"


def published(register: Register) -> None:
    """Sign a checkpoint of main, as a host does that the office names when it is first asked for."""
    key = register.public_key("host")
    if "login: host" not in register.read(OFFICE):
        line = HOST.format(key=key)
        merged(lambda here: here.write(OFFICE, here.read(OFFICE).replace(RULES_AT, line + RULES_AT)))(
            register
        )
    register.git("config", "gpg.format", "ssh")
    status, _, err = register.duban("checkpoint", "record", "main", "--key", str(register.key("host")))
    assert status == 0, err


RULES_AT = "- {login: zhujian,"

TAMPERINGS = (
    tampering(
        "office.yml becomes again what it was before the last publication",
        with_keepers(),
        published,
        merged(RENAMED),
        published,
        NAMED_BACK,
        rules="guard.law-back",
        at="office.yml:1",
        says=f"这个文件变回了 {FIRST} 公布时的样子，那以后改过、公布过的（到 {FIRST} 为止）都不算数了；要两位管规则的人员同意，"
        "现在一位也没有；请另一位批准，或者运行 duban approve --law",
    ),
    tampering(
        "a file of the law that came later is gone again",
        with_keepers(),
        published,
        merged(lambda register: register.write(NOTE, "说明\n")),
        published,
        drop(NOTE),
        rules="guard.law-back",
        at=f"{NOTE}:1",
    ),
    tampering(
        "the history of the last publication is left out by the main branch",
        published,
        merged(RENAMED),
        published,
        lambda register: register.git("branch", "--quiet", "--force", "main", "main~1"),
        lambda register: register.git("checkout", "--quiet", "-B", "change", "main"),
        rules="guard.checkpoint",
    ),
)

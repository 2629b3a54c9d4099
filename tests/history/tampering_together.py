"""A judge changed together with what it judges: refused, whatever the change to the judge says."""

from scenario import ASSIGNED, MAILBOX, PUSH, Tampering, tampering
from steps import add, commit, drop, edit, into_subfolder, link, put, record, submodule

SAID = "这次改动既动了案件，又动了判案件的程序、规则、办公室设置或工作流；请另开一个分支，各提各的合并请求"
VISIT = record(ASSIGNED, "2026-07-16", "走访", "区住建局")
WORKFLOW = "name: gate\non: pull_request_target\njobs: {}\n"


def beside(what: str, path: str, text: str = "x\n") -> Tampering:
    """An honest entry, and a file that steers something."""
    return tampering(what, VISIT, put(path, text), rules="guard.together", at=f"{path}:1", says=SAID)


TAMPERINGS = (
    beside("a case and the program", "scripts/duban/guard/verdict.py"),
    beside("a case and a schema", "schemas/letter.json", "{}\n"),
    beside("a case and the gate's workflow", ".github/workflows/gate.yml", WORKFLOW),
    beside("a case and a workflow of Gitea", ".gitea/workflows/gate.yml", WORKFLOW),
    beside("a case and the pipeline of GitLab", ".gitlab-ci.yml"),
    beside("a case and the lock", "requirements.lock", "click==8.1.8\n"),
    beside("a case and who reviews", ".github/CODEOWNERS", "* @nobody\n"),
    beside("a case and who reviews, at the top", "CODEOWNERS", "* @nobody\n"),
    beside("a case and attributes that merge by union", ".gitattributes", "*.yml merge=union\n"),
    beside("a case and attributes that filter", "docs/.gitattributes", "*.yml filter=seal\n"),
    beside("a case and submodules", ".gitmodules", '[submodule "x"]\n\tpath = x\n\turl = ../x\n'),
    beside("a case and the Makefile", "Makefile", "check:\n\ttrue\n"),
    beside("a case and the project file", "pyproject.toml", "[project]\nname = 'other'\n"),
    beside("a case and a file Python runs at its start", "sitecustomize.py", "import os\n"),
    beside("a case and a test", "tests/conftest.py"),
    beside("a case and a script of the site", "docs/theme/search.js"),
    beside("a case and a template of the site", "docs/theme/main.html"),
    beside("a case and the site's hook", "docs/hook.py"),
    beside("a case and the site's settings", "mkdocs.yml"),
    beside("a case and a file that only looks like a page", "docs/page.md.py"),
    tampering(
        "a role is granted and used in one change",
        edit(
            "office.yml",
            ("zhujian, unit: 区住建局, roles: [承办]", "zhujian, unit: 区住建局, roles: [承办, 督查室]"),
        ),
        record(ASSIGNED, "2026-07-17", "交办", "区政府督查室", to="区教体局", handler="孟凡", instead="2"),
        rules="guard.together",
        at="office.yml:1",
        says=SAID,
    ),
    tampering(
        "a role is granted and used in two commits",
        edit(
            "office.yml",
            ("zhujian, unit: 区住建局, roles: [承办]", "zhujian, unit: 区住建局, roles: [承办, 督查室]"),
        ),
        commit("身份"),
        record(ASSIGNED, "2026-07-17", "交办", "区政府督查室", to="区教体局", handler="孟凡", instead="2"),
        commit("交办"),
        rules="guard.together",
        at="office.yml:1",
    ),
    tampering(
        "late entries are allowed and made",
        edit("office.yml", ("late_entry_days: 3", "late_entry_days: 300")),
        record(ASSIGNED, "2026-07-15", "走访", "区住建局"),
        rules="guard.together",
        at="office.yml:1",
    ),
    tampering(
        "the sample's day is moved for an entry to come",
        edit("office.yml", ("today: 2026-07-17", "today: 2026-08-17")),
        record(ASSIGNED, "2026-08-16", "走访", "区住建局"),
        rules="guard.future guard.together",
    ),
    tampering(
        "a limit is longer, and somebody goes by it",
        edit(
            MAILBOX,
            (
                "  - from: 2022-04-12\n    limits:\n    - limit: 1 working day\n- id: dwk.mailbox.assign",
                "  - from: 2022-04-12\n    limits:\n    - limit: 9 working days\n- id: dwk.mailbox.assign",
            ),
        ),
        VISIT,
        rules="guard.rule guard.together",
        at=f"{MAILBOX}:1",
    ),
    tampering(
        "an event is invented and recorded",
        add(
            "rules/vocabulary.yml",
            "- event: 销毁证据\n  level: case\n  about: 没有这回事\n  throughout: true\n",
        ),
        record(ASSIGNED, "2026-07-17", "销毁证据", "区政府督查室"),
        rules="guard.together lifecycle.event",
    ),
    tampering(
        "a workflow and the lock and a case, pushed",
        put(".github/workflows/gate.yml", WORKFLOW),
        put("requirements.lock", "click==8.1.8\n"),
        VISIT,
        rules="guard.together",
        at="requirements.lock:1",
        how=PUSH,
    ),
    tampering(
        "a workflow is deleted with an entry",
        drop(".github/workflows/gate.yml"),
        VISIT,
        rules="guard.together",
        at=".github/workflows/gate.yml:1",
    ),
    tampering("a submodule and an entry", VISIT, submodule("vendor"), rules="guard.together", at="vendor:1"),
    tampering(
        "an office in a folder: a case and a workflow of the whole repository",
        into_subfolder,
        VISIT,
        lambda register: (register.top / ".github/workflows/gate.yml").write_text(WORKFLOW),
        rules="guard.together",
        at=".github/workflows/gate.yml:1",
    ),
    tampering(
        "an office in a folder: a case and its own law",
        into_subfolder,
        VISIT,
        edit(MAILBOX, ("title: 接收登记", "title: 接收和登记")),
        rules="guard.together",
        at=f"{MAILBOX}:1",
    ),
    tampering(
        "an office in a folder: an entry is changed",
        into_subfolder,
        edit(ASSIGNED, ("grade: 复杂", "grade: 一般")),
        rules="guard.timeline",
        at=f"{ASSIGNED}:15",
    ),
    tampering(
        "a page that is a link to a case",
        VISIT,
        link("docs/public/page.md", f"../../{ASSIGNED}"),
        rules="guard.together",
        at="docs/public/page.md:1",
    ),
    tampering(
        "a page that may be executed",
        VISIT,
        put("docs/public/page.md", "#!/bin/sh\n"),
        lambda register: (register.root / "docs/public/page.md").chmod(0o755),
        rules="guard.together",
        at="docs/public/page.md:1",
    ),
)

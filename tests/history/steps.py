"""The steps scenarios are made of: each returns what is to be done to a register."""

from __future__ import annotations

from scenario import Register, Step


def put(path: str, text: str | bytes) -> Step:
    """Write a file, new or in place of an old one."""
    return lambda register: register.write(path, text)


def edit(path: str, *changes: tuple[str, str]) -> Step:
    """Replace texts that stand in a file once."""

    def step(register: Register) -> None:
        text = register.read(path)
        for old, new in changes:
            assert text.count(old) == 1, (path, old, text.count(old))
            text = text.replace(old, new)
        register.write(path, text)

    return step


def whole(path: str, change) -> Step:
    """Replace the text of a file by what a function makes of it."""

    def step(register: Register) -> None:
        text = register.read(path)
        new = change(text)
        assert new != text, path
        register.write(path, new)

    return step


def add(path: str, text: str) -> Step:
    """Add to the end of a file."""
    return lambda register: register.write(path, register.read(path) + text)


def record(path: str, at: str, event: str, by: str, **fields: str) -> Step:
    """Add an entry to the end of a case's own timeline, as a clerk does: one line for each field."""
    told = {"at": at, "event": event, "by": by, **fields}
    lines = [f"{'- ' if key == 'at' else '  '}{key}: {value}" for key, value in told.items()]

    def step(register: Register) -> None:
        text = register.read(path).splitlines()
        place = text.index("timeline:") + 1
        while place < len(text) and text[place].startswith(("-", " ")):
            place += 1
        register.write(path, "\n".join([*text[:place], *lines, *text[place:]]) + "\n")

    return step


def drop(*paths: str) -> Step:
    """Delete files or folders."""
    return lambda register: register.git(
        "rm", "--quiet", "-r", *(f"{register.root}/{path}" for path in paths)
    )


def move(old: str, new: str) -> Step:
    """Rename a file."""

    def step(register: Register) -> None:
        (register.root / new).parent.mkdir(parents=True, exist_ok=True)
        (register.root / old).rename(register.root / new)

    return step


def link(path: str, target: str) -> Step:
    """Put a symbolic link where a path was, or was not."""

    def step(register: Register) -> None:
        spot = register.root / path
        spot.parent.mkdir(parents=True, exist_ok=True)
        spot.unlink(missing_ok=True)
        spot.symlink_to(target)

    return step


def submodule(path: str) -> Step:
    """Put another repository's commit at a path of the index, and commit."""

    def step(register: Register) -> None:
        register.git("add", "--all")
        register.git("update-index", "--add", "--cacheinfo", f"160000,{register.before},{path}")
        register.git("commit", "--quiet", "-m", "子模块")
        register.git("checkout", "--quiet", "--force", "HEAD")

    return step


def mode(path: str, bits: int) -> Step:
    """Set the permissions of a file."""
    return lambda register: (register.root / path).chmod(bits)


def commit(message: str = "改动") -> Step:
    return lambda register: register.commit(message)


def git(*words: str, fine: tuple[int, ...] = (0,)) -> Step:
    """Run git; {before} is the commit main stood at."""
    return lambda register: register.git(*(word.format(before=register.before) for word in words), fine=fine)


def on(branch: str, *steps: Step, message: str = "主分支上的改动") -> Step:
    """Do steps on another branch, commit them there, and come back."""

    def step(register: Register) -> None:
        here = register.git("rev-parse", "--abbrev-ref", "HEAD")
        register.git("checkout", "--quiet", branch)
        for one in steps:
            one(register)
        register.commit(message, empty=False)
        register.git("checkout", "--quiet", here)

    return step


def merge(*branches: str, evil: tuple[Step, ...] = (), strategy: str = "", message: str = "合并") -> Step:
    """Merge branches in a commit of its own; `evil` is what neither side had."""

    def step(register: Register) -> None:
        more = (f"--strategy={strategy}",) if strategy else ()
        register.git("merge", "--quiet", "--no-ff", "--no-commit", *more, *branches, fine=(0, 1))
        for one in evil:
            one(register)
        register.commit(message)

    return step


def dated(day: str) -> Step:
    """Let all later commits claim to be of another day."""

    def step(register: Register) -> None:
        register.environment |= {
            "GIT_AUTHOR_DATE": f"{day}T09:00:00",
            "GIT_COMMITTER_DATE": f"{day}T09:00:00",
        }

    return step


def into_subfolder(register: Register) -> None:
    """Let the office stand in a folder of a larger repository, on main."""
    register.git("checkout", "--quiet", "main")
    (register.top / "offices").mkdir()
    register.git("mv", "cases", "office.yml", "rules", "offices")
    register.commit("搬到子目录")
    register.before = register.git("rev-parse", "HEAD")
    register.root = register.top / "offices"
    register.git("checkout", "--quiet", "-B", "change")

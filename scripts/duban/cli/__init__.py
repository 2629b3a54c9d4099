"""The command `duban`: every subcommand parses its arguments, calls the rooms below and prints what they return.

Words of the command line, files and standard input come in; text, JSON, annotations, workbooks and an exit status
go out, and only here is the clock read, anything printed or the process ended.
It may import every other room, and no other room imports it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from duban import __version__
from duban.cli.command_registry import CommandGroup
from duban.cli.command_registry import mistake as mistake_of
from duban.cli.terminal import open_streams, say
from duban.files import reason
from duban.findings.finding import Unusable


@click.group(cls=CommandGroup, context_settings={"max_content_width": 100})
@click.version_option(__version__, "--version", message="duban %(version)s", help="显示版本")
def cli() -> None:
    """督办：一个区政府欠着答复的每一件事，按条文算期限，把答复公开。"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit: 0 fine, 1 findings of level error, 2 unusable input or arguments."""
    open_streams()
    try:
        status = cli.main(arguments, prog_name="duban", standalone_mode=False)
    except Unusable as error:
        for line in str(error).splitlines():
            say(f"duban：{line}", err=True)
        sys.exit(2)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.UsageError as error:
        say(f"duban：{mistake_of(error)}", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        say("duban：已中断，没有写入任何未完成的内容", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:  # a file or folder nobody planned for: no permission, a file in a folder's place
        say(f"duban：{error.filename or '文件'} 读写不了：{reason(error)}", err=True)
        sys.exit(2)
    except (AttributeError, RuntimeError):
        if sys.stdout is not None:
            raise
        sys.exit(2)  # standard output is closed: there is nobody to tell
    sys.exit(status if isinstance(status, int) else 0)

"""What all verbs share: mistakes become lines and exit codes, never a traceback."""

from __future__ import annotations

import errno
import shlex
from typing import Any

import click

from whowhom.spec.errors import WhoWhomError

WRONG = 2
"""The exit code when the document, the command or a file is wrong."""
MOST_HISTORIES = 10_000_000
"""That a command takes."""
STOPPED = 130
"""The exit code after Ctrl-C, as shells have it."""

CHANGES_NO_RESULT = ("as_json", "threads", "scheduler", "out")
"""What may differ in a command that prints the same numbers."""


def command_of(context: click.Context) -> str:
    """Return the command as it would be written again, without what changes no result."""
    words = ["whowhom", str(context.info_name)]
    for parameter in sorted(context.command.params, key=lambda one: not isinstance(one, click.Argument)):
        value = context.params.get(str(parameter.name))
        if value is None or value is False or parameter.name in CHANGES_NO_RESULT:
            continue
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(parameter, click.Argument):
                words.append(str(one))
            else:
                words += [parameter.opts[0]] if one is True else [parameter.opts[0], str(one)]
    return shlex.join(words)


class Verbs(click.Group):
    """The group of all verbs, in the order of their use."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the verbs in the order in which they were added, which is the order of their use."""
        return list(self.commands)

    def invoke(self, context: click.Context) -> Any:
        """Run a verb; tell what went wrong in lines on stderr."""
        try:
            return super().invoke(context)
        except WhoWhomError as error:
            click.echo(str(error), err=True)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of a pipe has gone: click ends quietly
                raise
            click.echo(told(error), err=True)
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            context.exit(STOPPED)
        context.exit(WRONG)


def told(error: OSError) -> str:
    """Tell in one line what the system refused."""
    what = (error.strerror or str(error) or type(error).__name__).lower()
    return f"{error.filename}: {what}" if error.filename else what

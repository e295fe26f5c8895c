"""What all verbs share: mistakes become lines and exit codes, never a traceback."""

from __future__ import annotations

import errno
from typing import Any

import click

from whowhom.spec.errors import WhoWhomError

WRONG = 2
"""The exit code when the document, the command or a file is wrong."""
STOPPED = 130
"""The exit code after Ctrl-C, as shells have it."""


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

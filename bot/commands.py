"""`baanrao`: what an administrator says to an installation. Settings come from the environment and .env.

Only what starts a town is here; the rest is in `administration`, loaded when somebody asks for it: LINE's SDK takes
most of a second to import, and a start must not pay for it twice.
"""

import os
import signal
import sys
import threading

import click

from bot import logs
from bot.clock import now
from bot.settings import settings_of_this_process


class Commands(click.Group):
    """All commands; those of `administration` join when they are first asked for."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command by its name."""
        return super().get_command(ctx, cmd_name) or self.whole().commands.get(cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return sorted(self.whole().commands)

    def whole(self) -> "Commands":
        """The group with every command in it."""
        from bot.administration import COMMANDS

        for command in COMMANDS:
            self.add_command(command)
        return self


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Baanrao: the LINE account through which a town looks after its people.

    Settings come from the environment, or from .env in this folder; docs/running.md explains them.
    """


@main.command()
def serve() -> None:
    """Run a small town in one process: web, senders and clock."""
    settings_of_this_process()
    _become_gunicorn("bot.app:create_town_from_environment()")


def _become_gunicorn(app: str) -> None:
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "python:bot.gunicorn", app])  # noqa: S606


@main.command()
def worker() -> None:
    """Run senders and clock, beside the `web` processes of a larger town."""
    from bot.alarms import alarms_of
    from bot.engine import build
    from bot.worker import Worker

    logs.configure(sys.stdout)
    settings = settings_of_this_process()
    engine = build(settings, now)
    crew = Worker(engine, alarms_of(settings, engine).watch_what_waits)
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    crew.start()
    stopped.wait()
    crew.stop()
    engine.stop()


@main.command()
def migrate() -> None:
    """Bring the database up to date."""
    from bot.migrate import upgrade

    upgrade(settings_of_this_process().database_url)
    click.echo("The database is up to date.")


@main.command()
def demo() -> None:
    """Open the demo town with its phones; no LINE account is needed."""
    from bot.demo import open_town  # only here: nothing else may need it

    open_town()

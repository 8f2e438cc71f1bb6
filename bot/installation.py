"""What an administrator's command works on: the settings of this process, its database, and the town."""

import click

from bot.engine import office_of
from bot.migrate import upgrade
from bot.settings import Settings, settings_of_this_process
from content.office import Office
from models.database import Database


class Installation:
    """Opened only when a command needs it, so that `--help` needs no settings."""

    def __init__(self) -> None:
        self.settings: Settings = settings_of_this_process()
        upgrade(self.settings.database_url)
        self.database = Database(self.settings.database_url)
        self.office: Office = office_of(self.settings)

    def must_know(self, division: str) -> None:
        """End with a sentence if the town has no such division."""
        known = self.office.town.by_division
        if division not in known:
            raise click.ClickException(f"{division} is not a division of this town. It has: {', '.join(known)}")

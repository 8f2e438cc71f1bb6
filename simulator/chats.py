"""What can be heard and tapped in one phone."""

from typing import TYPE_CHECKING

from simulator.heard import Action, Heard, actions_in, label_of, quick_replies_of
from simulator.world import BOT, SYSTEM, GroupPhone, PersonPhone

if TYPE_CHECKING:
    from simulator.line import Line


class Chat:
    def __init__(self, line: "Line", phone: PersonPhone | GroupPhone) -> None:
        self.line = line
        self.chat = phone

    @property
    def heard(self) -> list[Heard]:
        entries = self.line.world.entries_of(self.chat)
        return [
            Heard(one.message, one.how or "", one.at, one.message_id)
            for one in entries
            if one.message and one.sender == BOT
        ]

    @property
    def last_heard(self) -> Heard:
        heard = self.heard
        if not heard:
            raise AssertionError(f"{self.chat.title} heard nothing so far")
        return heard[-1]

    @property
    def offers(self) -> list[tuple[str, Action]]:
        """Label and action of everything that can be tapped now, newest first, the rich menu last."""
        offers = self.quick_replies()
        for message in reversed(self.heard):
            offers += actions_in(message.raw)
        return offers + self.rich_menu_offers()

    def quick_replies(self) -> list[tuple[str, Action]]:
        entries = [one for one in self.line.world.entries_of(self.chat) if one.message and one.sender != SYSTEM]
        last = entries[-1] if entries else None
        if last is None or last.sender != BOT or last.seq in self.line.tapped_quick_replies:
            return []
        return quick_replies_of(last.message or {})

    def rich_menu_offers(self) -> list[tuple[str, Action]]:
        menu = self.line.rich_menus.shown_to(self.chat) if isinstance(self.chat, PersonPhone) else None
        areas = menu.content["areas"] if menu else []
        return [(label_of(area["action"]), area["action"]) for area in areas]

    @property
    def offered(self) -> list[str]:
        return [label for label, _ in self.offers if label]

    def find(self, label: str) -> Action:
        offers = self.offers
        exact = [action for name, action in offers if name == label]
        containing = [action for name, action in offers if label in name]
        if found := exact or containing:
            return found[0]
        offered = ", ".join(self.offered) or "nothing"
        raise AssertionError(f"{self.chat.title} is not offered {label!r}; offered: {offered}")

"""People and groups as a test speaks of them."""

from typing import TYPE_CHECKING

from simulator.chats import Chat
from simulator.refusals import Json
from simulator.seats import Seat
from simulator.webhooks import event
from simulator.world import GroupPhone, PersonPhone

if TYPE_CHECKING:
    from simulator.line import Line


class Person(Seat):
    """A LINE user, in their own chat with the account."""

    def __init__(self, line: "Line", person: PersonPhone) -> None:
        super().__init__(line, person, person)

    @property
    def user_id(self) -> str:
        return self.person.line_id

    line_id = user_id

    @property
    def opened(self) -> list[str]:
        """Addresses that this person's taps have opened, oldest first."""
        return self.line.opened(self.person.slug)

    @property
    def is_gone(self) -> bool:
        """Whether this person has deleted their LINE account: whatever is asked about them is a 404."""
        return self.person.is_gone

    @is_gone.setter
    def is_gone(self, is_gone: bool) -> None:
        self.person.is_gone = is_gone

    def adds(self) -> None:
        was_blocked = self.person.blocks
        self.person.follows, self.person.blocks = True, False
        self.line.world.note(self.person, f"{self.person.title} เพิ่มเพื่อนแล้ว")
        self.line.world.changed(self.person)
        self.happens("follow", follow={"isUnblocked": was_blocked})

    def blocks(self) -> None:
        self.person.follows, self.person.blocks = False, True
        self.line.world.note(self.person, f"{self.person.title} บล็อกบัญชีนี้")
        self.line.world.changed(self.person)
        self.happens("unfollow")

    def within(self, group: "Group") -> Seat:
        return Seat(self.line, self.person, group.phone)


class Group(Chat):
    def __init__(self, line: "Line", phone: GroupPhone) -> None:
        super().__init__(line, phone)
        self.phone = phone

    @property
    def line_id(self) -> str:
        return self.phone.line_id

    group_id = line_id

    @property
    def bot_is_in(self) -> bool:
        return self.phone.bot_is_in

    def invites_bot(self, by: Person) -> None:
        self.phone.bot_is_in = True
        self.tell(f"{by.person.title} เชิญบัญชีนี้เข้ากลุ่ม", "join")

    def removes_bot(self, by: Person) -> None:
        self.phone.bot_is_in = False
        self.tell(f"{by.person.title} นำบัญชีนี้ออกจากกลุ่ม", "leave")

    def gains(self, person: Person) -> None:
        self.phone.members.append(person.person.slug)
        members: Json = {"members": [{"type": "user", "userId": person.user_id}]}
        self.tell(f"{person.person.title} เข้าร่วมกลุ่ม", "memberJoined", joined=members)

    def loses(self, person: Person) -> None:
        self.phone.members.remove(person.person.slug)
        members: Json = {"members": [{"type": "user", "userId": person.user_id}]}
        self.tell(f"{person.person.title} ออกจากกลุ่ม", "memberLeft", left=members)

    def tell(self, note: str, kind: str, **content: Json) -> None:
        self.line.world.note(self.phone, note)
        self.line.world.changed(self.phone)
        if self.phone.bot_is_in or kind == "leave":
            self.line.deliveries.send(event(kind, self.line.clock(), self.phone, None, **content))

"""A person in a chat with the account, and what they can do there: each verb is one webhook event."""

from typing import TYPE_CHECKING

from simulator.chats import Chat
from simulator.heard import QUOTABLE, Action, Heard, quick_replies_of
from simulator.pictures import mime_of, sample_photo
from simulator.refusals import Json
from simulator.webhooks import event, quote_token
from simulator.world import Entry, GroupPhone, PersonPhone

if TYPE_CHECKING:
    from simulator.line import Line

STAYS_WHEN_TAPPED = ("camera", "cameraRoll", "location", "datetimepicker")
USE_INSTEAD = {"location": "sends_pin()", "camera": "sends_photo()", "cameraRoll": "sends_photo()"}
STICKER = {"packageId": "446", "stickerId": "1988", "stickerResourceType": "STATIC"}


class Seat(Chat):
    """A person in a chat with the account: their own, or a group's. Each verb is one webhook event."""

    def __init__(self, line: "Line", person: PersonPhone, chat: PersonPhone | GroupPhone) -> None:
        super().__init__(line, chat)
        self.person = person
        self.last_said: Entry | None = None

    def says(self, text: str) -> None:
        self.sends({"type": "text", "text": text, "quoteToken": quote_token()}, {"type": "text", "text": text})

    def quotes(self, heard: Heard, text: str) -> None:
        """Answers to a message by quoting it, as a long press and "reply" do in LINE."""
        if heard.message_id is None or heard.raw.get("type") not in QUOTABLE:
            raise AssertionError(f"{self.person.title} can't quote this message")
        quoted: Json = {"quotedMessageId": heard.message_id, "quoteToken": quote_token()}
        words: Json = {"type": "text", "text": text}
        self.sends(words | quoted, words | {"quote": heard.raw.get("altText") or heard.text})

    def sends_photo(self, data: bytes | None = None) -> None:
        is_after_the_repair = isinstance(self.chat, GroupPhone)  # staff photograph what they have mended
        self.sends_picture(data or sample_photo(self.line.next_photo(), mended=is_after_the_repair))

    def sends_photos(self, count: int) -> None:
        """Several at once: separate events that share one imageSet."""
        set_id = self.line.world.new_message_id()
        for index in range(1, count + 1):
            image_set: Json = {"id": set_id, "index": index, "total": count}
            self.sends_picture(sample_photo(self.line.next_photo()), {"imageSet": image_set})

    def sends_picture(self, data: bytes, more: Json | None = None) -> None:
        world = self.line.world
        picture_id = world.keep_picture(data, mime_of(data))
        message_id = world.new_message_id()
        world.contents[message_id] = picture_id
        address = f"/sim/pictures/{picture_id}"
        provider: Json = {"contentProvider": {"type": "line"}, "quoteToken": quote_token()}
        self.sends(
            {"type": "image"} | provider | (more or {}),
            {"type": "image", "originalContentUrl": address, "previewImageUrl": address},
            message_id,
        )

    def sends_pin(self, latitude: float, longitude: float, address: str | None = None) -> None:
        pin: Json = {"type": "location", "latitude": latitude, "longitude": longitude}
        words: Json = {"address": address} if address else {}
        self.sends(pin | words, pin | {"title": address or "", "address": address or ""})

    def sends_sticker(self) -> None:
        self.sends({"type": "sticker", "quoteToken": quote_token()} | STICKER, {"type": "sticker"} | STICKER)

    def sends(self, content: Json, shown: Json, message_id: str | None = None) -> None:
        """`content` goes into the event, `shown` onto the page."""
        self.require_contact()
        message_id = message_id or self.line.world.new_message_id()
        self.last_said = self.line.world.show(self.chat, self.person.slug, shown, message_id)
        self.happens("message", message={"id": message_id} | content)

    def happens(self, kind: str, **content: Json) -> None:
        """Nothing that is said in a group reaches an account that isn't in it."""
        self.person.has_talked = True
        if isinstance(self.chat, GroupPhone) and not self.chat.bot_is_in:
            return
        self.line.deliveries.send(event(kind, self.line.clock(), self.chat, self.person, **content))

    def require_contact(self) -> None:
        if self.person.blocks and self.chat is self.person:
            raise AssertionError(f"{self.person.title} has blocked the account: adds() first")
        if isinstance(self.chat, GroupPhone) and self.person.slug not in self.chat.members:
            raise AssertionError(f"{self.person.title} is not in the group {self.chat.title}")

    def unsends(self, entry: Entry | None = None) -> None:
        """Takes back what was said last, or another entry of this person's."""
        entry = entry or self.last_said
        if entry is None or entry.message_id is None or entry.sender != self.person.slug:
            raise AssertionError(f"{self.person.title} has nothing to unsend here")
        self.line.world.unsend(entry)
        self.happens("unsend", unsend={"messageId": entry.message_id})

    def taps(self, label: str, params: str | Json | None = None) -> None:
        """Does what the button of this label does; `params` is what a date picker gives."""
        action = self.find(label)
        if action["type"] in USE_INSTEAD:
            raise AssertionError(f"{label!r} opens the {action['type']}: use {USE_INSTEAD[action['type']]}")
        self.consume_quick_replies(action)
        self.performs(action, params)

    def consume_quick_replies(self, action: Action) -> None:
        if action["type"] in STAYS_WHEN_TAPPED:
            return
        for entry in self.line.world.entries_of(self.chat):
            if any(action is one for _, one in quick_replies_of(entry.message or {})):
                self.line.tapped_quick_replies.add(entry.seq)

    def performs(self, action: Action, params: str | Json | None = None) -> None:
        match action["type"]:
            case "postback":
                self.posts_back(action["data"], action.get("displayText"))
            case "message":
                self.says(action["text"])
            case "uri":
                self.line.opened(self.person.slug).append(action["uri"])
            case "datetimepicker":
                self.posts_back(action["data"], params=picked(action, params))
            case "richmenuswitch":
                self.switches_menu(action)

    def posts_back(self, data: str, display_text: str | None = None, params: Json | None = None) -> None:
        self.require_contact()
        if display_text:
            shown: Json = {"type": "text", "text": display_text}
            self.last_said = self.line.world.show(self.chat, self.person.slug, shown)
        self.happens("postback", postback={"data": data} | ({"params": params} if params else {}))

    def switches_menu(self, action: Action) -> None:
        alias = action["richMenuAliasId"]
        menu_id = self.line.rich_menus.aliases.get(alias)
        if menu_id:
            self.line.rich_menus.link(self.person, menu_id)
        status = "SUCCESS" if menu_id else "RICHMENU_ALIAS_ID_NOTFOUND"
        self.posts_back(action["data"], params={"newRichMenuAliasId": alias, "status": status})


def picked(action: Action, params: str | Json | None) -> Json:
    """`"2026-11-21"` or `{"date": "2026-11-21"}`."""
    if params is None:
        raise AssertionError(f"{action.get('label')!r} asks for a {action['mode']}: taps(label, params)")
    chosen: Json = params if isinstance(params, dict) else {action["mode"]: params}
    for moment in chosen.values():
        if not action.get("min", "") <= moment <= action.get("max", "~"):
            raise AssertionError(f"{action.get('label')!r} does not let anybody choose {moment}")
    return chosen

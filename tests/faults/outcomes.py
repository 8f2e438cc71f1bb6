"""What became of a message, a photo or a login on a bad day, seen in the rows, the calls and the phone, in the page's words."""

from collections.abc import Sequence

from sqlmodel import col, select

from models.outgoing import Outgoing, SendStatus
from models.photo import Photo, PhotoStatus
from notifications import photos
from notifications.photos import FetchPhoto
from simulator import Person
from simulator.pictures import sample_photo
from tests.faults.bad_days import BadDay
from tests.faults.table import Cell
from tests.notifications.owed import HELLO, HELLO_AGAIN, accepted_for, errands_of, words_to
from tests.towns import TownUnderTest

UNREADABLE = "เปิดไม่ได้"
LOCKED_OUT = "LineLocksUsOut"


class Story:
    """One cell's day: what happens, and the look at it afterwards."""

    def __init__(self, town: TownUnderTest, cell: Cell, day: BadDay) -> None:
        self.town, self.cell, self.day = town, cell, day
        self.somchai: Person = town.resident("somchai", "สมชาย")
        self.heard_before = len(accepted_for(town, self.somchai))
        self.rows_before = len(self.all_rows())

    def outcome(self) -> str:
        """The page's word for it."""
        return {"reply": self.answered, "push": self.answered, "content": self.fetched, "verify": self.signed_in}[
            self.cell.endpoint
        ]()

    @property
    def times_heard(self) -> int:
        """How many sends LINE has accepted for this person on this day."""
        return len(accepted_for(self.town, self.somchai)) - self.heard_before

    def all_rows(self) -> list[Outgoing]:
        with self.town.session() as session:
            query = select(Outgoing).where(col(Outgoing.to) == self.somchai.user_id).order_by(col(Outgoing.id))
            return list(session.exec(query))

    @property
    def rows(self) -> list[Outgoing]:
        return self.all_rows()[self.rows_before :]

    def statuses(self) -> set[SendStatus]:
        return {row.status for row in self.rows}

    # A message

    def answered(self) -> str:
        said = (HELLO, HELLO_AGAIN) if self.day.delivery else (HELLO,)
        if self.cell.endpoint == "push":  # the bot is slow, and the reply token dead
            self.town.line.after_delivery = lambda: None
        self.day.begins(self.town, self.cell, self.somchai)
        for words in said:
            self.somchai.says(words)
        if self.day.delivery:
            self.day.ends(self.town)
        self.town.passes(seconds=50 if self.cell.endpoint == "push" else 0)
        assert len(self.rows) == len(said)
        word = self.waited() if self.statuses() == {SendStatus.QUEUED} else self.ended()
        assert self.times_heard <= len(said), "said twice"
        return word

    def ended(self) -> str:
        (status,) = self.statuses()
        if status == SendStatus.SENT:
            assert self.times_heard == len(self.rows)
            return self.by_the_way_expected("sent")
        if status == SendStatus.HELD:
            return self.held()
        return self.final(status)

    def by_the_way_expected(self, word: str) -> str:
        ways = {sent.how for sent in accepted_for(self.town, self.somchai)[self.heard_before :]}
        return word if ways == {self.cell.endpoint} else f"{ways.pop()} instead"

    def held(self) -> str:
        self.town.passes(hours=3)
        assert (self.statuses(), self.times_heard) == ({SendStatus.HELD}, 0)
        self.day.ends(self.town)
        self.town.engine.tidy()
        self.town.settles()
        self.is_heard_once()
        return "held"

    def final(self, status: SendStatus) -> str:
        """Nothing more is tried, even when LINE is well again."""
        calls, heard = len(self.town.line.calls), self.times_heard
        self.day.ends(self.town)
        self.town.passes(hours=1)
        assert (len(self.town.line.calls), self.times_heard) == (calls, heard)
        assert status == SendStatus.UNCERTAIN or heard == 0
        return status.value

    def waited(self) -> str:
        if self.rows[0].error == LOCKED_OUT:
            return self.locked_out()
        was_heard = self.times_heard == 1
        if self.cell.is_lasting:
            return self.waited_long()
        self.day.ends(self.town)
        self.town.passes(seconds=2)
        self.is_heard_once()
        return "recognised" if was_heard else self.by_the_way_expected("sent later")

    def waited_long(self) -> str:
        self.town.passes(**({"seconds": 60} if self.cell.endpoint == "reply" else {"hours": 24}))
        (status,) = self.statuses()
        if status == SendStatus.UNCERTAIN:
            return self.final(status)
        self.day.ends(self.town)
        self.town.passes(minutes=7)
        self.is_heard_once()
        return self.by_the_way_expected("sent later")

    def locked_out(self) -> str:
        for _ in range(10):
            self.town.passes(minutes=1)
        assert (self.statuses(), self.times_heard) == ({SendStatus.QUEUED}, 0)
        self.day.ends(self.town)
        self.town.passes(minutes=1)
        self.is_heard_once()
        return "waits for a human"

    def is_heard_once(self) -> None:
        assert (self.statuses(), self.times_heard) == ({SendStatus.SENT}, 1)

    # A photo

    def photos(self) -> Sequence[PhotoStatus]:
        with self.town.session() as session:
            return [photo.status for photo in session.exec(select(Photo))]

    @property
    def fetches(self) -> int:
        paths = [call.path for call in self.town.line.calls]
        return sum(path.startswith("/v2/bot/message/") and path.endswith("/content") for path in paths)

    def fetched(self) -> str:
        self.day.begins(self.town, self.cell, self.somchai)
        sent = [sample_photo(number) for number in ((1, 2) if self.day.delivery else (1,))]
        for picture in sent:
            self.somchai.sends_photo(picture)
        if self.day.delivery:
            self.day.ends(self.town)
        self.town.settles()
        assert len(self.photos()) == len(sent)
        if set(self.photos()) == {PhotoStatus.STORED}:
            assert self.fetches == len(sent)
            return "fetched"
        return self.missed() if self.photos() == [PhotoStatus.GONE] else self.fetched_in_the_end()

    def fetched_in_the_end(self) -> str:
        assert self.photos() == [PhotoStatus.WANTED]
        is_locked_out = errands_of(self.town, photos.FETCH)[0].error == LOCKED_OUT
        if self.cell.is_lasting:
            for wait in FetchPhoto.waits:
                assert self.photos() == [PhotoStatus.WANTED]
                self.town.passes(seconds=wait.total_seconds())
            return self.missed()
        if is_locked_out:
            for _ in range(10):
                self.town.passes(minutes=1)
        self.day.ends(self.town)
        self.town.passes(minutes=1 if is_locked_out else 0.01)
        assert self.photos() == [PhotoStatus.STORED]
        assert not self.times_told_unreadable
        return "waits for a human" if is_locked_out else "fetched later"

    @property
    def times_told_unreadable(self) -> int:
        return sum(UNREADABLE in words for words in words_to(self.town, self.somchai))

    def missed(self) -> str:
        fetches = self.fetches
        self.day.ends(self.town)
        self.town.passes(hours=1)
        assert (self.photos(), self.times_told_unreadable, self.fetches) == ([PhotoStatus.GONE], 1, fetches)
        return "gone"

    # A login

    def signed_in(self) -> str:
        token = self.town.line.id_token(self.somchai)
        self.day.begins(self.town, self.cell, self.somchai)
        self.somchai.says(HELLO)
        for _ in range(2 if self.cell.is_lasting else 1):
            status = self.begins_session(token)
        if status == 204:
            return "signed in"
        assert status == 503
        assert self.town.web.get_cookie("session") is None
        self.day.ends(self.town)
        assert self.begins_session(token) == 204
        return "told to come back"

    def begins_session(self, token: str) -> int:
        return self.town.web.post("/liff/session", json={"id_token": token}).status_code

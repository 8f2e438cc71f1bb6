"""A complaint as told so far: what is there, what is still missing, and which question comes next."""

from enum import StrEnum

from pydantic import BaseModel

from models.case import ACCURACY_M, BorderSide, PlaceSource
from models.geography import Point

MOST_PHOTOS = 10
MOST_LETTERS = 10_000
LONGEST_PLACE = 1000


class Question(StrEnum):
    """What is asked for, in this order, of what has not been told."""

    TYPE = "type"
    WORDS = "words"
    PLACE = "place"
    WHICH_PLACE = "which_place"
    BORDER = "border"
    SAME = "same"
    PHOTO = "photo"
    SUMMARY = "summary"


class Said(BaseModel):
    """One message's words; its id lets it go if its author takes it back."""

    message_id: str | None = None
    words: str


class ToldPlace(BaseModel):
    """Where it is: a point (degrees) that may be off by `accuracy_m`, words, or both.

    `message_id` is what it came with; `choices` are codes of listed places, of which the words may mean any.
    """

    source: PlaceSource = PlaceSource.WORDS
    words: str | None = None
    message_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float = ACCURACY_M[PlaceSource.PIN]
    village: str | None = None
    border_side: BorderSide | None = None
    neighbour: str | None = None
    wants_passing_on: bool = False
    choices: list[str] = []

    @property
    def point(self) -> Point | None:
        """The point, if it has one."""
        return (
            Point(self.latitude, self.longitude) if self.latitude is not None and self.longitude is not None else None
        )

    @property
    def has_point(self) -> bool:
        """Whether it can be shown on a map."""
        return self.latitude is not None


class ComplaintDraft(BaseModel):
    """What somebody has told; the same whether it comes from the chat or from a page."""

    type_code: str | None = None
    said: list[Said] = []
    place: ToldPlace | None = None
    # Where a photo says it was taken: the place, if no other is told.
    seen_at: ToldPlace | None = None
    photo_ids: list[int] = []
    # An open case that may be the same matter (`handlers.complaints.alike`).
    alike: int | None = None
    passed_over: set[Question] = set()
    # Kinds of danger (content/dangers.py) of which the person has been told whom to call.
    dangers: list[str] = []

    @property
    def words(self) -> str:
        """All that was said, one message a line."""
        return "\n".join(said.words for said in self.said)

    @property
    def is_empty(self) -> bool:
        """Nothing has been told yet."""
        return not (self.type_code or self.said or self.place or self.photo_ids)

    @property
    def has_just_begun(self) -> bool:
        """One thing has come, unasked: it may as well have been meant for something else."""
        return not self.is_empty and not self.passed_over and self.next_question() == Question.TYPE

    def next_question(self) -> Question:
        """The first thing that is neither told nor passed over; the summary when nothing is."""
        told = {
            Question.TYPE: self.type_code is not None,
            Question.WORDS: bool(self.said),
            Question.PLACE: self.place is not None,
            Question.WHICH_PLACE: self.place is None or not self.place.choices,
            Question.BORDER: self.place is None or self.place.border_side != BorderSide.OUTSIDE,
            Question.SAME: self.alike is None,
            Question.PHOTO: bool(self.photo_ids),
        }
        return next(
            (question for question in told if not told[question] and question not in self.passed_over), Question.SUMMARY
        )

    def is_of(self, type_code: str) -> None:
        """The type as it was chosen last; another may be told already where the one before was not."""
        if type_code != self.type_code:
            self.passed_over.discard(Question.SAME)
        self.type_code = type_code

    def put_at(self, place: ToldPlace) -> None:
        """The place as it was told last; what was decided about the one before says nothing about this one."""
        self.place, self.seen_at = place, None
        self.passed_over -= {Question.WHICH_PLACE, Question.BORDER, Question.SAME}

    def forget(self, question: Question) -> None:
        """Ask for it again, as if it had not been told."""
        self.passed_over.discard(question)
        if question == Question.TYPE:
            self.type_code = None
        elif question == Question.WORDS:
            self.said = []
        elif question == Question.PLACE:
            self.place = None

    def take_back(self, message_id: str) -> None:
        """Let go of what came with a message that its author took back."""
        self.said = [said for said in self.said if said.message_id != message_id]
        if self.place is not None and self.place.message_id == message_id:
            self.place = None
        if self.seen_at is not None and self.seen_at.message_id == message_id:
            self.seen_at = None

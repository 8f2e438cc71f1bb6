"""A complaint as told so far: what is there, what is still missing, and which question comes next."""

from enum import StrEnum

from pydantic import BaseModel

MOST_PHOTOS = 10
MOST_LETTERS = 10_000
LONGEST_PLACE = 1000


class Question(StrEnum):
    """What is asked for, in this order, of what has not been told."""

    TYPE = "type"
    WORDS = "words"
    PLACE = "place"
    PHOTO = "photo"
    SUMMARY = "summary"


class Said(BaseModel):
    """One message's words; its id lets it go if its author takes it back."""

    message_id: str | None = None
    words: str


class ToldPlace(BaseModel):
    """Where it is: a point from a pin (degrees), words, or both. `message_id` is where the words came from."""

    latitude: float | None = None
    longitude: float | None = None
    words: str | None = None
    message_id: str | None = None


class ComplaintDraft(BaseModel):
    """What somebody has told; the same whether it comes from the chat or from a page."""

    type_code: str | None = None
    said: list[Said] = []
    place: ToldPlace | None = None
    photo_ids: list[int] = []
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
            Question.PHOTO: bool(self.photo_ids),
        }
        return next(
            (question for question in told if not told[question] and question not in self.passed_over), Question.SUMMARY
        )

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

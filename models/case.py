"""Cases: the trunk that every service hangs on. Numbers like 69-000123 count within the Thai fiscal year."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ColumnElement, Float, Index, UniqueConstraint, false, text, true
from sqlmodel import Field, Session, col, select

from models.columns import Row, UtcDateTime, one_of
from models.geography import Point
from models.inserting import dialect_of, insert_into

BANGKOK = ZoneInfo("Asia/Bangkok")
FISCAL_YEAR_STARTS_MONTH = 10
BUDDHIST_ERA = 543


class Service(StrEnum):
    """What the town does for people."""

    COMPLAINT = "complaint"


class Status(StrEnum):
    """Where a complaint stands; `models.case_change` says who may move it where."""

    NEW = "new"
    ACCEPTED = "accepted"
    WORKING = "working"
    FINISHED = "finished"
    REOPENED = "reopened"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    # Accepted, and standing still: for an answer of its reporter, or for something else.
    WAITING = "waiting"
    # Another authority has it now.
    PASSED_ON = "passed_on"
    # It goes on as another case.
    MERGED = "merged"


class WaitsFor(StrEnum):
    """What a waiting case waits for. The promise stands still while its reporter has to answer, and only then."""

    REPORTER = "reporter"
    OTHERS = "others"


class Proof(StrEnum):
    """How well a repair is proven: a photo taken then and there, a photo of unknown time and place, or none."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    NO_PHOTO = "no_photo"


# The town still has to do something: more may be told of it, and it may be withdrawn.
OPEN = (Status.NEW, Status.ACCEPTED, Status.WORKING, Status.REOPENED, Status.WAITING)
# The same for an index and the queries that are to use it: with parameters no database would know them for the same.
IS_OPEN = f"status IN ({', '.join(repr(status.value) for status in OPEN)})"
# Nobody has taken it, or not since it was opened again.
UNACCEPTED = (Status.NEW, Status.REOPENED)
IS_UNACCEPTED = f"status IN ({', '.join(repr(status.value) for status in UNACCEPTED)})"
IS_WAITING = f"status = {Status.WAITING.value!r}"
HAS_ENDED = IS_OPEN.replace(" IN ", " NOT IN ")
# What an officer has in hand.
IN_HAND = {Status.ACCEPTED, Status.WORKING, Status.WAITING}


class PlaceSource(StrEnum):
    """How we know where it is."""

    PIN = "pin"
    PAGE_MAP = "page_map"
    PHOTO = "photo"
    POLE = "pole"
    WORDS = "words"


class BorderSide(StrEnum):
    """On which side of the town's border it is. `near`: the border is within the accuracy of the point."""

    INSIDE = "inside"
    NEAR = "near"
    OUTSIDE = "outside"


# How far off a point may be, in metres, by how we have it. What was told in words has its own: the size of the place.
ACCURACY_M = {PlaceSource.PIN: 30.0, PlaceSource.PAGE_MAP: 30.0, PlaceSource.PHOTO: 50.0, PlaceSource.POLE: 5.0}


class CaseCounter(Row, table=True):
    """The last number given out in a fiscal year (Buddhist era). A number is never given out twice."""

    __tablename__ = "case_counter"

    fiscal_year: int = Field(primary_key=True)
    last: int = 0


class Case(Row, table=True):
    """One matter that the town looks after. Its words and reasons are notes, its pictures photos: both erasable."""

    __table_args__ = (
        Index("ix_case_reporter", "reporter_id", "id"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_range"),
        CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="point_on_earth"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="point_whole"),
        CheckConstraint("(latitude IS NULL) = (accuracy_m IS NULL)", name="point_with_accuracy"),
        UniqueConstraint("reporter_id", "filed_under"),
        # For `models.nearby`.
        Index(
            "ix_case_open_near",
            "type_code",
            "latitude",
            "longitude",
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
        # For the officers' queue, the soonest promise first; and for figures.
        Index(
            "ix_case_queue",
            "division",
            "promised_at",
            "id",
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
        # The same for those who see every division; and for the lists of the queue that are a small part of what is open.
        # There the division comes last: an officer's list skips what is another's without looking at its row.
        *(
            Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
            for name, columns, where in (
                ("ix_case_open", ("promised_at", "id", "division"), IS_OPEN),
                ("ix_case_unaccepted", ("promised_at", "id", "division"), IS_UNACCEPTED),
                ("ix_case_waiting", ("promised_at", "id", "division"), IS_WAITING),
                ("ix_case_held", ("officer_id", "promised_at", "id"), IS_OPEN),
                ("ix_case_ended", ("division", "id"), HAS_ENDED),
            )
        ),
        Index("ix_case_filed", "filed_at"),
        Index("ix_case_finished", "finished_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=12, unique=True)
    service: Service = Field(default=Service.COMPLAINT, sa_type=one_of(Service))
    type_code: str = Field(max_length=40)
    status: Status = Field(default=Status.NEW, sa_type=one_of(Status))
    reporter_id: int = Field(foreign_key="person.id")
    division: str = Field(max_length=40, index=True)
    officer_id: int | None = Field(default=None, foreign_key="officer.id")
    # Of a confidential type: no group sees it, and of its division the heads alone.
    is_confidential: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    filed_at: datetime = Field(sa_type=UtcDateTime)
    promised_at: datetime = Field(sa_type=UtcDateTime)
    # What was promised at first: by this it is judged whether the town keeps its promises.
    first_promised_at: datetime = Field(
        default=None,  # the database writes what is promised when the case is made
        sa_type=UtcDateTime,
        sa_column_kwargs={"default": lambda row: row.get_current_parameters()["promised_at"], "nullable": False},
    )
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # None while it is not finished, or is so no more.
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reopenings: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    waits_for: WaitsFor | None = Field(default=None, sa_type=one_of(WaitsFor))
    # Since when the promise stands still.
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    proof: Proof | None = Field(default=None, sa_type=one_of(Proof))
    # Code of the authority that has it now.
    authority: str | None = Field(default=None, max_length=40)
    # The division has its card: once, however many photos were still on their way.
    announced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    place_source: PlaceSource | None = Field(default=None, sa_type=one_of(PlaceSource))
    latitude: float | None = Field(default=None, sa_type=Float)
    longitude: float | None = Field(default=None, sa_type=Float)
    # Within how many metres of the point it is; None for a case without a point.
    accuracy_m: float | None = Field(default=None, sa_type=Float)
    # Codes of the town's lists: the village, and the neighbour whose it is (or may be, near the border).
    village: str | None = Field(default=None, max_length=40)
    border_side: BorderSide | None = Field(default=None, sa_type=one_of(BorderSide))
    neighbour: str | None = Field(default=None, max_length=40)
    # Its reporter would have us pass it on to the neighbour.
    wants_passing_on: bool = False
    address: str | None = Field(default=None, max_length=1000)
    stars: int | None = None
    # The page's own name for what it sends: sent twice, it is still one case.
    filed_under: str | None = Field(default=None, max_length=40)
    # Where the reporter may be called (E.164), if they said so: for officers, never in a group.
    contact_phone: str | None = Field(default=None, max_length=20)
    # The reporter's name is for officers alone.
    is_anonymous: bool = Field(default=True, sa_column_kwargs={"server_default": true()})

    @property
    def key(self) -> int:
        """The id of a case that has been kept."""
        assert self.id is not None
        return self.id

    @property
    def point(self) -> Point | None:
        """Where it is, if that is known as a point."""
        return (
            Point(self.latitude, self.longitude) if self.latitude is not None and self.longitude is not None else None
        )


def fiscal_year(at: datetime) -> int:
    """The Thai fiscal year (Buddhist era) that a time falls in: it starts on 1 October, Bangkok time."""
    local = at.astimezone(BANGKOK)
    return local.year + BUDDHIST_ERA + (local.month >= FISCAL_YEAR_STARTS_MONTH)


def next_number(session: Session, now: datetime) -> str:
    """The next case number of the fiscal year, e.g. 69-000001. It is taken for good, whatever becomes of the case."""
    year = fiscal_year(now)
    first = insert_into(dialect_of(session), CaseCounter).values(fiscal_year=year, last=1)
    next_one = {"last": col(CaseCounter.last) + 1}
    counted = first.on_conflict_do_update(index_elements=["fiscal_year"], set_=next_one).returning(
        col(CaseCounter.last)
    )
    last: int = session.connection().execute(counted).scalar_one()
    return f"{year % 100:02}-{last:06}"


def reported_by(person_id: int) -> ColumnElement[bool]:
    """Which cases are a person's own, as one SQL condition."""
    return col(Case.reporter_id) == person_id


def cases_of(session: Session, person_id: int, limit: int) -> list[Case]:
    """A person's own cases, the newest first; `models.follower` has those that they follow."""
    query = select(Case).where(reported_by(person_id))
    return list(session.exec(query.order_by(col(Case.id).desc()).limit(limit)))


def case_filed_under(session: Session, person_id: int, key: str) -> Case | None:
    """What became of what a page sent under this name, if it has arrived before."""
    return session.exec(select(Case).where(reported_by(person_id), col(Case.filed_under) == key)).one_or_none()


# A case whose place was taken back or erased.
NOWHERE = {
    "address": None,
    "latitude": None,
    "longitude": None,
    "accuracy_m": None,
    "place_source": None,
    "village": None,
    "border_side": None,
    "neighbour": None,
    "wants_passing_on": False,
}


def waiting_in(session: Session, division: str, limit: int, *, confidential: bool = False) -> list[Case]:
    """Cases of a division that nobody has accepted, the oldest first: those for its groups, or the confidential ones."""
    waiting = (col(Case.division) == division, col(Case.status).in_([Status.NEW, Status.REOPENED]))
    whose = col(Case.is_confidential).is_(confidential)
    return list(session.exec(select(Case).where(*waiting, whose).order_by(col(Case.id)).limit(limit)))


def own_case(session: Session, person_id: int, case_id: int) -> Case | None:
    """The case, locked for a change, if it is this person's own."""
    query = select(Case).where(col(Case.id) == case_id, reported_by(person_id)).with_for_update()
    return session.exec(query).one_or_none()


def reported_case(session: Session, person_id: int, case_id: int) -> Case | None:
    """The same to look at, without keeping others from changing it."""
    return session.exec(select(Case).where(col(Case.id) == case_id, reported_by(person_id))).one_or_none()

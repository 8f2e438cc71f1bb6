"""What officers correct is learnt by the town, without keeping anybody's words, and a correction can be corrected."""

from datetime import UTC, datetime

from sqlmodel import Session, select

from models.case import Case
from models.case_note import CaseNote, NoteKind
from models.database import Database
from models.person import Person
from models.taught import Taught, pieces_of, taught_about, teach

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LOCAL = "ไอ้ตูบตัวลายโผล่มาอีกแล้ว"


def _case(session: Session, number: int, words: str) -> Case:
    person = Person(line_user_id=f"U{number}", first_seen_at=NOW)
    session.add(person)
    session.flush()
    assert person.id is not None
    case = Case(
        number=f"70-{number:06}",
        type_code="other",
        reporter_id=person.id,
        division="clerk_office",
        filed_at=NOW,
        promised_at=NOW,
    )
    session.add(case)
    session.flush()
    note = CaseNote(case_id=case.key, kind=NoteKind.COMPLAINT, person_id=person.id, words=words, written_at=NOW)
    session.add(note)
    session.flush()
    return case


def test_texts_like_a_corrected_one_are_taken_for_what_it_was_corrected_to(database: Database) -> None:
    with database.begin() as session:
        teach(session, _case(session, 1, LOCAL), "stray_animal")
        once = taught_about(session, "ไอ้ตูบตัวลายมาหน้าบ้าน")
        teach(session, _case(session, 2, LOCAL), "stray_animal")
        twice = taught_about(session, "ไอ้ตูบตัวลายมาหน้าบ้าน")
    assert twice["stray_animal"] > once["stray_animal"] > 0 > once["other"] > twice["other"]


def test_texts_of_which_nothing_was_taught_are_left_alone(database: Database) -> None:
    with database.begin() as session:
        teach(session, _case(session, 1, LOCAL), "stray_animal")
        assert taught_about(session, "น้ำท่วมถึงเข่า") == {}
        assert taught_about(session, "") == {}


def test_a_correction_that_is_corrected_leaves_no_trace_of_the_first(database: Database) -> None:
    with database.begin() as session:
        case = _case(session, 1, LOCAL)
        for code in ("stray_animal", "noise"):
            teach(session, case, code)
            case.type_code = code
        said = taught_about(session, LOCAL)
    assert (said["stray_animal"], said["noise"] > 0, said["other"] < 0) == (0, True, True)


def test_the_same_type_again_teaches_nothing(database: Database) -> None:
    with database.begin() as session:
        teach(session, _case(session, 1, LOCAL), "other")
        assert session.exec(select(Taught)).all() == []


def test_only_short_pieces_are_kept_and_none_with_a_digit(database: Database) -> None:
    assert pieces_of("โทร 081-234-5678") == set()
    with database.begin() as session:
        teach(session, _case(session, 1, f"{LOCAL} บ้านเลขที่ 45/7"), "noise")
        kept = {taught.piece for taught in session.exec(select(Taught))}
    assert kept
    assert all(len(piece) == 4 and not any(letter.isdigit() for letter in piece) for piece in kept)

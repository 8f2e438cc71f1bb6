"""Cases as their reporters see them: the list, the time line, and the repair with before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content.cards.look import (
    ALARM,
    GOOD,
    band,
    button,
    card,
    column,
    divider,
    main_button,
    quiet,
    row,
    side_by_side,
    small_picture,
    words,
)
from content.case_facts import CaseFacts
from content.messages import Message, carousel, flex, link, tap
from content.texts import Texts
from models.case import OPEN, Status

STARS = range(1, 6)
MOST_LETTERS_SHOWN = 300
# A case can be reopened for ever; a card has room for so many steps.
MOST_STEPS_SHOWN = 12


@dataclass(frozen=True)
class TimeLineStep:
    """One line of a case's time line; `words` are what was said with it, where there is room for them."""

    at: datetime
    sentence: str
    words: str = ""


def clipped(sentence: str, letters: int = MOST_LETTERS_SHOWN) -> str:
    """Long words, shortened for a card; the whole stays with the case."""
    return sentence if len(sentence) <= letters else sentence[: letters - 1] + "…"


def clipped_before(sentence: str, letters: int = MOST_LETTERS_SHOWN) -> str:
    """The same of what grows at its end: the newest words are what a card is for."""
    return sentence if len(sentence) <= letters else "…" + sentence[1 - letters :]


def case_list(say: Texts, cases: Sequence[CaseFacts], page_url: str) -> Message:
    """One's own cases, side by side, the newest first; last the way to the page with all of them."""
    alt = say("tracking.alt", count=len(cases))
    return flex(alt, carousel([*(_in_list(say, facts) for facts in cases), _all_of_them(say, page_url)]))


def _all_of_them(say: Texts, page_url: str) -> Message:
    body = [words(say("tracking.on_a_page"), size="sm")]
    return {**card(band(say("tracking.title")), body, [button(link(say("buttons.see_all"), page_url))]), "size": "kilo"}


def _in_list(say: Texts, facts: CaseFacts) -> Message:
    body = [
        words(facts.status_name, weight="bold"),
        words(clipped(facts.words, 80), size="sm", maxLines=3),
        quiet(say("tracking.filed_on", day=say.day(facts.filed_at))),
    ]
    see = button(tap(say("buttons.see"), "tracking.show_case", case=facts.id))
    return {**card(band(f"{facts.picture} {facts.number}", small=facts.type_name), body, [see]), "size": "kilo"}


def case_card(say: Texts, facts: CaseFacts, steps: Sequence[TimeLineStep]) -> Message:
    """One case with its time line."""
    body = [
        words(facts.status_name, weight="bold", size="lg"),
        words(clipped(facts.words), size="sm"),
        row(say("complaints.label_place"), clipped(facts.place, 120)),
        *_promise(say, facts),
        *([row(say("cases.with_authority"), facts.authority)] if facts.authority else []),
        *_followers(say, facts),
        *pictures(say, facts),
        divider(),
        words(say("tracking.history"), weight="bold"),
        *_time_line(say, steps),
    ]
    alt = say("tracking.case_alt", number=facts.number, status=facts.status_name)
    header = band(f"{facts.picture} {facts.number}", small=facts.type_name)
    return flex(alt, card(header, body, _ways_on(say, facts)))


def _ways_on(say: Texts, facts: CaseFacts) -> list[Message]:
    """Its reporter judges the repair; who joined may follow it no more."""
    page = button(link(say("buttons.open_page"), facts.page_url))
    if facts.goes_on_as is not None:
        return [button(tap(say("buttons.see_joined"), "tracking.show_case", case=facts.goes_on_as)), page]
    if not facts.is_own:
        return [page, button(tap(say("buttons.unfollow"), "tracking.unfollow", case=facts.id))]
    ways = [main_button(tap(say("buttons.answer"), "feedback.answer", case=facts.id))] if facts.waits_for_reader else []
    ways += [_stars(say, facts)] if facts.status == Status.FINISHED else []
    ways += [confirm_button(say, facts)] if facts.status == Status.FINISHED else []
    ways += [not_fixed_button(say, facts)] if facts.may_object else []
    return [*ways, page, *([_withdraw_button(say, facts)] if facts.status in OPEN else [])]


def _followers(say: Texts, facts: CaseFacts) -> list[Message]:
    if facts.followers <= 1:
        return []
    return [row(say("tracking.label_followers"), say("tracking.followers", count=facts.followers))]


def _promise(say: Texts, facts: CaseFacts) -> list[Message]:
    return [quiet(say("tracking.promised", day=say.day(facts.promised_at)))] if facts.status in OPEN else []


def _time_line(say: Texts, steps: Sequence[TimeLineStep]) -> list[Message]:
    """All steps, or the first and the latest of very many."""
    if len(steps) <= MOST_STEPS_SHOWN:
        return [_step(say, step) for step in steps]
    first, *latest = steps[0], *steps[-MOST_STEPS_SHOWN + 1 :]
    return [_step(say, first), quiet("…"), *(_step(say, step) for step in latest)]


def _step(say: Texts, step: TimeLineStep) -> Message:
    lines = [words(step.sentence, size="sm"), quiet(say("tracking.step_at", moment=say.moment(step.at)), margin="none")]
    mark = words("●", color=GOOD, size="sm", flex=0)
    return side_by_side([mark, column(lines, spacing="none")], spacing="md")


def pictures(say: Texts, facts: CaseFacts) -> list[Message]:
    """Before and after side by side, each named; or what there is of them."""
    shown = [(say("told.before"), facts.before), (say("told.after"), facts.after)]
    columns = [
        column([small_picture(urls[-1]), quiet(name, align="center")], spacing="xs") for name, urls in shown if urls
    ]
    return [side_by_side(columns)] if columns else []


def finished_card(say: Texts, facts: CaseFacts) -> Message:
    """The repair is done: before and after, who did it and what, five stars, and a way to say that it is not.

    Those are its reporter's: who joined and finds it not in order tells it anew, as finished cases are alike to none.
    """
    body = [
        *pictures(say, facts),
        words(clipped(facts.outcome)),
        quiet(say("told.finished_by", officer=facts.officer)),
    ]
    if facts.is_own and facts.objects_until is not None:
        body.append(quiet(say("told.object_until", day=say.day(facts.objects_until))))
    body.append(divider())
    if facts.is_own:
        body.append(words(say("told.rate"), weight="bold"))
        footer = [_stars(say, facts), confirm_button(say, facts), not_fixed_button(say, facts)]
    else:
        body.append(quiet(say("told.tell_anew")))
        footer = [button(tap(say("buttons.report"), "complaints.start"))]
    header = band(say("told.finished_title"), GOOD, small=f"{facts.number} {facts.type_name}")
    alt = say("told.finished_alt" if facts.is_own else "told.finished_alt_of_another", number=facts.number)
    return flex(alt, card(header, body, footer))


def _stars(say: Texts, facts: CaseFacts) -> Message:
    """Five buttons a thumb can hit; the number stands beside the star, so that no meaning hangs on counting shapes."""
    return side_by_side([_star(say, facts, stars) for stars in STARS], spacing="xs")


def _star(say: Texts, facts: CaseFacts, stars: int) -> Message:
    action = tap(say("buttons.star", stars=stars), "feedback.rate", case=facts.id, stars=stars)
    look = {"backgroundColor": "#FFF4D6", "cornerRadius": "8px", "paddingTop": "14px", "paddingBottom": "14px"}
    return column(
        [words(f"★{stars}", align="center", weight="bold", wrap=False, color="#6B4A00")], action=action, **look
    )


def not_fixed_button(say: Texts, facts: CaseFacts) -> Message:
    """The way to say that it is not in order yet."""
    return button(tap(say("buttons.not_fixed"), "feedback.reopen", case=facts.id))


def confirm_button(say: Texts, facts: CaseFacts) -> Message:
    """The way to say that it is in order, without stars."""
    return button(tap(say("buttons.in_order"), "feedback.confirm", case=facts.id))


def repair_question(say: Texts, facts: CaseFacts, check_id: int) -> Message:
    """Asks one who follows a finished case whether it has really been repaired."""
    body = [words(say("told.is_it_repaired"), weight="bold"), *pictures(say, facts), words(clipped(facts.outcome))]
    yes = tap(say("buttons.is_repaired"), "feedback.confirm_repair", check=check_id)
    no = tap(say("buttons.not_repaired"), "feedback.doubt_repair", check=check_id)
    header = band(say("told.check_title"), small=f"{facts.number} {facts.type_name}")
    body.append(quiet(say("told.why_asked")))
    return flex(say("told.check_alt", number=facts.number), card(header, body, [button(yes), button(no)]))


def _withdraw_button(say: Texts, facts: CaseFacts) -> Message:
    return button(tap(say("buttons.withdraw"), "feedback.ask_withdraw", case=facts.id), style="link")


def withdraw_question(say: Texts, facts: CaseFacts) -> Message:
    """Asks whether it is really to be withdrawn, on a card: its buttons stay, also where LINE shows no quick replies."""
    blanks = {"number": facts.number, "type": facts.type_name}
    asked = say("feedback.ask_withdraw", **blanks)
    if facts.followers > 1:
        asked = say("feedback.ask_withdraw_of_several", **blanks)
    buttons = [
        button(tap(say("buttons.withdraw_now"), "feedback.withdraw", case=facts.id), style="primary", color=ALARM),
        button(tap(say("buttons.keep_case"), "tracking.show_case", case=facts.id)),
    ]
    return flex(asked, card(None, [words(asked)], buttons))

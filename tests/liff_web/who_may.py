"""Who may call what: the guards of all routes and postbacks, what each means for every kind of person, and the table in
docs/guards.md, which `python -m tests.liff_web.who_may` writes."""

from pathlib import Path

from tests.liff_web.test_postback_guards import ANYONE, OFFICERS_ONLY, REPORTERS
from tests.liff_web.test_routes import GUARDS

GUIDE = Path(__file__).parents[2] / "docs/guards.md"
WRITE_IT = ".venv/bin/python -m tests.liff_web.who_may"

STRANGER, RESIDENT, REPORTER = "stranger", "resident", "reporter"
OFFICER, ELSEWHERE, HEAD = "officer", "officer elsewhere", "head"
CLERK, EXECUTIVE, ADMIN, EX_OFFICER = "clerk", "executive", "admin", "ex-officer"
WHO = (STRANGER, RESIDENT, REPORTER, OFFICER, ELSEWHERE, HEAD, CLERK, EXECUTIVE, ADMIN, EX_OFFICER)

EVERYBODY = frozenset(WHO)
KNOWN = EVERYBODY - {STRANGER}
OFFICE = frozenset({OFFICER, ELSEWHERE, HEAD, CLERK, EXECUTIVE, ADMIN})
READERS = OFFICE - {ELSEWHERE}
ACTING = frozenset({OFFICER, HEAD, ADMIN})
NOBODY: frozenset[str] = frozenset()

# Who of them may, as a guard is worded: for a case of public works that the reporter has told and nobody has joined.
MEANS = {
    "anyone": EVERYBODY,
    "anyone, what an officer made public": EVERYBODY,
    "whoever has the name": EVERYBODY,
    # Without one the page says that the code is not the town's.
    "whoever has a sticker of the town": EVERYBODY,
    "anyone, as a complaint": EVERYBODY,
    "this machine alone": NOBODY,
    "signature": NOBODY,
    "id token": NOBODY,
    "shell without session": KNOWN,
    "session": KNOWN,
    "session, followed cases": KNOWN,
    "session, followed case": frozenset({REPORTER}),
    "session, own case": frozenset({REPORTER}),
    "session, joined case": NOBODY,
    "session, case once followed": frozenset({REPORTER}),
    "own case, shell without session": frozenset({REPORTER}),
    "own case or followed, session or visit": frozenset({REPORTER}),
    # The case of this table is about no lamp.
    "session or visit, own lamp": NOBODY,
    "followers of the case": frozenset({REPORTER}),
    # The row says whom; anybody else's tap is told that the button is old.
    "whoever was asked": KNOWN,
    "officers": OFFICE,
    "officers, cases they may see": OFFICE,
    "officers, shell without session": OFFICE,
    "officers, of themselves; heads, of their division": OFFICE,
    "officers of the case, and who oversees them": READERS,
    "officers and readers of the case": READERS,
    "officers of the lamps' division, and who oversees them": READERS,
    "officers of the case": ACTING,
    "officers of the case who act": ACTING,
    "officers of the case that may act": ACTING,
    "officers that may change cases, of the case": ACTING,
    "officers who act": ACTING | {ELSEWHERE},
    "officers of the poles, and who oversees them": READERS,
    "officers of the poles who act": ACTING,
    "officers who look after the poles, heads": ACTING,
    "heads": frozenset({HEAD, ADMIN}),
    "heads and who oversees": frozenset({HEAD, CLERK, EXECUTIVE, ADMIN}),
}
# Answers to a question that is open in the chat: they name no case. And what is about a draft first.
OF_NO_CASE = {"handovers.skip", "progress.skip", "repairs.cancel", "repairs.skip"}
OF_A_DRAFT = {"complaints.join"}
OF_A_QUESTION = {"feedback.confirm_repair", "feedback.doubt_repair"}


def guard_of(postback: str) -> str:
    """A postback's guard, in the words of MEANS."""
    if postback in OFFICERS_ONLY:
        return "officers who act" if postback in OF_NO_CASE else "officers of the case who act"
    if postback in OF_A_QUESTION:
        return "whoever was asked"
    return "followers of the case" if postback in REPORTERS - OF_A_DRAFT else "anyone"


def table() -> str:
    """The guide: every route and postback, its guard, and who may."""
    routes = [
        (f"{method} {rule}", guard) for (method, rule), guard in sorted(GUARDS.items(), key=lambda one: one[0][::-1])
    ]
    postbacks = [(name, guard_of(name)) for name in sorted(ANYONE | OFFICERS_ONLY)]
    return "\n".join(
        [
            "# Who may do what",
            "",
            "Every route and every button, with its guard, tried as each kind of person by `tests/liff_web/test_who_may.py`;",
            f"this page is written by `{WRITE_IT}`. What a person may see or change is decided in SQL",
            "(`models.officer.visible_to`, `models.follower`), and roles are read anew at each request.",
            "",
            "The case that is asked for is one of public works: *officer* and *head* are of that division, *officer",
            "elsewhere* of another; *clerk* and *executive* read everything and change nothing; the role of *ex-officer* has",
            "ended. *Stranger* has no session: where pages open in LINE they find the shell that asks LINE who they are.",
            "",
            "## Pages",
            "",
            *_rows("Route", routes),
            "",
            "## Buttons in the chat",
            "",
            *_rows("Postback", postbacks),
            "",
        ]
    )


def _rows(what: str, guards: list[tuple[str, str]]) -> list[str]:
    head = [f"| {what} | Guard | {' | '.join(WHO)} |", f"|---|---|{':-:|' * len(WHO)}"]
    marks = {name: " | ".join("✓" if who in MEANS[guard] else "·" for who in WHO) for name, guard in guards}
    return [*head, *(f"| `{name}` | {guard} | {marks[name]} |" for name, guard in guards)]


if __name__ == "__main__":
    GUIDE.write_text(table(), "utf-8")

"""The five numbers that come first, each against the four fifths that a town means to reach."""

from dataclasses import dataclass

from content.figures.numbers import whole_percent
from content.texts import Texts
from models.figures import TARGET_PERCENT, Tally, percent

MOST_STARS = 5


@dataclass(frozen=True)
class Headline:
    """A number with its name and what it was worked out from. `percent` is what the target is held against."""

    name: str
    number: str
    detail: str
    percent: float | None
    # None: there is no target for it, or nothing to judge yet.
    is_reached: bool | None


def headlines(say: Texts, tally: Tally) -> list[Headline]:
    """Taken, done, within the promise, stars, proven."""
    stars = percent(tally.stars, tally.rated * MOST_STARS)
    return [
        Headline(say("figures.head_taken"), f"{tally.taken:,}", say("figures.head_taken_of"), None, None),
        _share(say, "done", percent(tally.done, tally.taken), tally.done, tally.taken),
        _share(say, "within", tally.within, tally.kept, tally.due),
        Headline(
            say("figures.head_stars"),
            say("figures.nothing") if tally.mean_stars is None else f"{tally.mean_stars:.1f}",
            say("figures.head_stars_of", rated=f"{tally.rated:,}", most=MOST_STARS),
            stars,
            _reached(stars),
        ),
        _share(say, "proven", tally.proven_share, tally.proven, tally.done),
    ]


def _share(say: Texts, name: str, share: float | None, part: int, whole: int) -> Headline:
    number = say("figures.nothing") if share is None else say("figures.percent", number=whole_percent(share))
    detail = say(f"figures.head_{name}_of", part=f"{part:,}", whole=f"{whole:,}")
    return Headline(say(f"figures.head_{name}"), number, detail, share, _reached(share))


def _reached(share: float | None) -> bool | None:
    return None if share is None else share >= TARGET_PERCENT

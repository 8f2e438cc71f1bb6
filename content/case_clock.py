"""How long a promise still holds, or for how long it has been broken, as people say it."""

from datetime import datetime, timedelta

from content.texts import Texts

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def time_left(say: Texts, promised_at: datetime, now: datetime) -> str:
    """In whole days, or in hours on the last of them: "3 days left", "2 hours late"."""
    left = promised_at - now
    side = "late" if left < timedelta() else "left"
    days, hours = abs(left) // A_DAY, abs(left) // AN_HOUR
    if days:
        return say(f"desk_case.days_{side}", count=days)
    return say(f"desk_case.hours_{side}", count=hours) if hours else say(f"desk_case.minutes_{side}")

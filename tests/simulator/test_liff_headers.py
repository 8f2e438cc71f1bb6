"""The bot's headers below a phone's mount."""

import pytest

from simulator.liff_headers import Mount

MOUNT = Mount("/sim/as/somchai", "http://127.0.0.1:8001", "http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("/liff/complaint?kind=road#top", "/sim/as/somchai/liff/complaint?kind=road#top"),
        ("http://127.0.0.1:8001/liff/", "/sim/as/somchai/liff/"),
        ("http://localhost:8001/liff/", "/sim/as/somchai/liff/"),
        ("http://127.0.0.1:8001", "/sim/as/somchai/"),
        ("receipt?case=69-000001", "receipt?case=69-000001"),
        ("http://127.0.0.1:8002/liff/", "http://127.0.0.1:8002/liff/"),
        ("//town.example/liff/", "//town.example/liff/"),
        ("https://maps.example/?q=18.6,99.0", "https://maps.example/?q=18.6,99.0"),
        ("tel:053000000", "tel:053000000"),
    ],
)
def test_a_redirect_stays_in_the_phone_unless_it_leaves_the_bot(said: str, seen: str) -> None:
    assert ("Location", seen) in MOUNT.to_page([("Location", said)])


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("session=abc; HttpOnly; Path=/; SameSite=Lax", "session=abc; HttpOnly; SameSite=Lax; Path=/sim/as/somchai/"),
        ("draft=1; path=/liff", "draft=1; Path=/sim/as/somchai/liff"),
        ("a=b=c", "a=b=c; Path=/sim/as/somchai/"),
        ("s=1; Secure; Domain=town.example; Path=/", "s=1; Path=/sim/as/somchai/"),
    ],
)
def test_a_cookie_is_for_one_phone_only(said: str, seen: str) -> None:
    assert ("Set-Cookie", seen) in MOUNT.to_page([("Set-Cookie", said)])


def test_several_cookies_stay_several() -> None:
    cookies = [value for name, value in MOUNT.to_page([("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]) if "=" in value]
    assert cookies == ["a=1; Path=/sim/as/somchai/", "b=2; Path=/sim/as/somchai/"]


def test_the_policy_is_the_bots_but_the_phone_may_frame_it() -> None:
    seen = dict(
        MOUNT.to_page([("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; img-src data:")])
    )
    assert seen["Content-Security-Policy"] == "default-src 'none'; img-src data:; frame-ancestors 'self'"


def test_a_bot_without_a_policy_is_still_framed_by_its_own_phone_only() -> None:
    assert dict(MOUNT.to_page([("X-Frame-Options", "DENY")])) == {"Content-Security-Policy": "frame-ancestors 'self'"}


def test_headers_of_one_connection_go_no_further() -> None:
    of_connection = [("Connection", "keep-alive"), ("Transfer-Encoding", "chunked"), ("Keep-Alive", "timeout=5")]
    assert MOUNT.to_bot([*of_connection, ("Host", "127.0.0.1:8000"), ("Accept-Encoding", "br"), ("X-Key", "1")]) == [
        ("X-Key", "1")
    ]
    seen = MOUNT.to_page([*of_connection, ("Content-Type", "text/html")])
    assert [name for name, _ in seen] == ["Content-Type", "Content-Security-Policy"]


def test_a_form_of_the_bots_comes_from_the_bot_and_a_strangers_from_the_stranger() -> None:
    given = [("Origin", "http://127.0.0.1:8000"), ("origin", "https://stranger.example")]
    assert MOUNT.to_bot(given) == [("Origin", "http://127.0.0.1:8001"), ("origin", "https://stranger.example")]

"""Settings: read once, frozen, secret where they should be, and helpful when they are wrong."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsWrong, with_dotenv

ROOT = Path(__file__).parents[2]
SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
GIVEN = {
    "LINE_CHANNEL_SECRET": SECRET,
    "LINE_CHANNEL_ACCESS_TOKEN": "a-token-that-nobody-may-see",
    "LINE_LOGIN_CHANNEL_ID": "1234567890",
    "LIFF_ID": "1234567890-AbcdEfgh",
    "BASE_URL": "https://line.town.example",
    "TOWN": "demo",
    "SECRET_KEY": "0123456789abcdef0123456789abcdef",
}
SECRET_SETTINGS = ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "SECRET_KEY")
NAMES = {name.upper() for name in Settings.model_fields}


def test_the_settings_have_exactly_the_names_that_were_agreed() -> None:
    assert NAMES == {
        *GIVEN,
        "LINE_API_URL",
        "DATABASE_URL",
        "DATA_DIR",
        "HOST",
        "PORT",
        "ALARM_EMAIL_TO",
        "SMTP_URL",
        "ALARM_WEBHOOK_URL",
        "GEOCODER_URL",
        "STEPS_JOIN_WITHIN_S",
        "TILE_URL",
        "TILE_ATTRIBUTION",
        "QR_KEYS",
    }


def test_what_is_left_out_suits_a_small_town() -> None:
    settings = Settings.from_environment(GIVEN)
    assert settings.line_api_url is None
    assert settings.database_url == "sqlite:///var/baanrao.db"
    assert (settings.data_dir, settings.host, settings.port) == (Path("var"), "127.0.0.1", 8000)
    assert (settings.alarm_email_to, settings.smtp_url, settings.alarm_webhook_url) == (None, None, None)


def test_the_default_database_lies_in_the_data_folder() -> None:
    settings = Settings.from_environment({**GIVEN, "DATA_DIR": "/srv/town"})
    assert settings.database_url == "sqlite:////srv/town/baanrao.db"


def test_a_value_is_taken_as_given_but_for_blanks_and_a_closing_slash() -> None:
    settings = Settings.from_environment({**GIVEN, "BASE_URL": " https://line.town.example/ ", "PORT": "8765"})
    assert (settings.base_url, settings.port) == ("https://line.town.example", 8765)
    assert settings.line_channel_secret.get_secret_value() == SECRET


def test_settings_cannot_change_after_the_start() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings.from_environment(GIVEN).port = 1  # type: ignore[misc]


def test_nothing_is_read_but_the_environment_that_was_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9999")
    assert Settings.from_environment(GIVEN).port == 8000


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_a_missing_setting_is_named_with_the_way_to_get_it(name: str) -> None:
    with pytest.raises(SettingsWrong) as stopped:
        Settings.from_environment({**GIVEN, name: ""})
    how_to_get = Settings.model_fields[name.lower()].description
    assert stopped.value.problems == {name: f"is missing. {how_to_get}"}
    assert f"{name} is missing" in str(stopped.value)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(SettingsWrong) as stopped:
        Settings.from_environment({"BASE_URL": "http://line.town.example", "PORT": "many"})
    assert set(stopped.value.problems) == {*GIVEN, "PORT"}
    assert len(str(stopped.value).splitlines()) == len(GIVEN) + 2


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LINE_CHANNEL_SECRET", SECRET[:-1], "32 characters"),
        ("LINE_CHANNEL_SECRET", SECRET.upper(), "only 0-9 and a-f"),
        ("LINE_CHANNEL_ACCESS_TOKEN", "two words", "without spaces"),
        ("LINE_LOGIN_CHANNEL_ID", "12345", "10 digits"),
        ("LIFF_ID", "1234567890", "1234567890-AbcdEfgh"),
        ("LIFF_ID", "https://liff.line.me/1234567890-AbcdEfgh", "1234567890-AbcdEfgh"),
        ("BASE_URL", "line.town.example", "https://"),
        ("BASE_URL", "http://line.town.example", "begin with https://"),
        ("BASE_URL", "https://line.town.example/webhook", "nothing after the name"),
        ("LINE_API_URL", "http://203.0.113.7", "begin with https://"),
        ("DATABASE_URL", "mysql://town", "postgresql"),
        ("DATABASE_URL", "town.db", "sqlite:///"),
        ("TOWN", "atlantis", "content/towns"),
        ("TILE_URL", "http://tiles.town.example/{z}/{x}/{y}.png", "https://"),
        ("TILE_URL", "https://tiles.town.example/map.png", "{z}"),
        ("SECRET_KEY", "short", "at least 32"),
        ("PORT", "eighty", "integer"),
        ("PORT", "70000", "65535"),
        ("SMTP_URL", "mail.town.example", "smtps://user:password@"),
        ("SMTP_URL", "smtps://", "smtps://user:password@"),
        ("SMTP_URL", "smtps://mail.town.example:mail", "smtps://user:password@"),
        ("ALARM_EMAIL_TO", "it@town.example", "needs SMTP_URL"),
        ("ALARM_EMAIL_TO", "the mayor", "it@town.example"),
        ("ALARM_WEBHOOK_URL", "http://203.0.113.7/alarms", "https://"),
        ("ALARM_WEBHOOK_URL", "https://", "https://"),
    ],
)
def test_a_malformed_setting_is_named_with_what_is_wrong(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsWrong) as stopped:
        Settings.from_environment({**GIVEN, name: value})
    assert list(stopped.value.problems) == [name]
    assert told in stopped.value.problems[name]


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_this_machine_may_be_reached_without_encryption(url: str) -> None:
    assert Settings.from_environment({**GIVEN, "BASE_URL": url, "LINE_API_URL": url}).base_url == url


def test_alarms_may_go_out_by_mail_and_by_a_webhook() -> None:
    ways = {
        "ALARM_EMAIL_TO": "it@town.example",
        "SMTP_URL": "smtps://alarm:pass-word@mail.town.example",
        "ALARM_WEBHOOK_URL": "https://chat.town.example/hooks/pass-word",
    }
    settings = Settings.from_environment({**GIVEN, **ways})
    assert settings.smtp_url
    assert settings.smtp_url.get_secret_value() == ways["SMTP_URL"]
    assert settings.alarm_webhook_url
    assert settings.alarm_webhook_url.get_secret_value() == ways["ALARM_WEBHOOK_URL"]
    assert settings.alarm_email_to == "it@town.example"
    assert "pass-word" not in f"{settings} {settings!r}"


def test_a_town_may_be_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_bytes((ROOT / "content/towns/demo/town.toml").read_bytes())
    assert Settings.from_environment({**GIVEN, "TOWN": str(tmp_path)}).town == str(tmp_path)


def test_a_broken_town_file_stops_the_start_by_its_setting(tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text("slug = ")
    with pytest.raises(SettingsWrong, match=r"TOWN names a town that cannot be read"):
        Settings.from_environment({**GIVEN, "TOWN": str(tmp_path)})


def test_secrets_are_in_no_picture_of_the_settings() -> None:
    settings = Settings.from_environment({**GIVEN, "DATABASE_URL": "postgresql+psycopg://town:pass-word@db/town"})
    shown = f"{settings} {settings!r} {settings.line_channel_secret} {settings.model_dump()['secret_key']}"
    assert not [name for name in SECRET_SETTINGS if GIVEN[name] in shown]
    assert "pass-word" not in shown


@pytest.mark.parametrize("name", [*SECRET_SETTINGS, "DATABASE_URL", "SMTP_URL", "ALARM_WEBHOOK_URL"])
def test_a_refused_secret_is_not_repeated(name: str) -> None:
    canary = "ca na ry"
    with pytest.raises(SettingsWrong) as stopped:
        Settings.from_environment({**GIVEN, name: canary})
    assert canary not in str(stopped.value)
    assert stopped.value.__context__ is None


def test_even_the_validator_does_not_repeat_a_refused_secret() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate({"line_channel_secret": "ca na ry"})
    assert "ca na ry" not in str(refused.value)


def test_a_dotenv_file_fills_in_below_the_real_environment(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# ours\nPORT=8100\nHOST='0.0.0.0'\nSECRET_KEY=${HOME}-is-not-a-blank\n")
    environ = with_dotenv({"PORT": "8200"}, file)
    assert environ == {"PORT": "8200", "HOST": "0.0.0.0", "SECRET_KEY": "${HOME}-is-not-a-blank"}


def test_without_a_dotenv_file_the_environment_is_all(tmp_path: Path) -> None:
    assert with_dotenv({"PORT": "8200"}, tmp_path / ".env") == {"PORT": "8200"}


def test_every_setting_says_how_to_get_it() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_example_file_names_exactly_the_settings() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE)) == NAMES


def test_the_guide_names_exactly_the_settings() -> None:
    guide = (ROOT / "docs/running.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)`", guide, re.MULTILINE)) == NAMES

"""`baanrao demo`: the town and the phones on this machine, with people who have already begun to use them."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import requests

from content.towns import HERE, load_town

FOLDER = Path("var/demo")
PATIENCE_S = 60
TOWN = "demo"
# So that whoever watches sees two steps come as one message, and does not wait for one.
STEPS_JOIN_WITHIN_S = 5
CHANNEL = {
    "LINE_CHANNEL_ACCESS_TOKEN": "demo-access-token",
    "LINE_LOGIN_CHANNEL_ID": "2000000001",
    "LIFF_ID": "2000000001-DemoTown",
}


def open_town() -> None:
    """Start phones and bot, tell the demo's story on the first day, and stay until Ctrl-C."""
    for ending in (signal.SIGINT, signal.SIGTERM):  # also where a script has told us to ignore Ctrl-C
        signal.signal(ending, signal.default_int_handler)
    phones_port = int(os.environ.get("PORT") or 8000)
    bot_port = phones_port + 1
    for port in (phones_port, bot_port):
        _must_be_free(port)
    FOLDER.mkdir(parents=True, exist_ok=True)
    environ = _environment(phones_port, bot_port)
    is_first_day = not (FOLDER / "told").exists()
    click.echo("Starting the phones and the bot …")
    phones = _start([sys.executable, "-m", "simulator", *_simulator_options(phones_port, bot_port, environ)], environ)
    bot = _start([sys.executable, "-m", "bot", "serve"], environ)
    try:
        _wait_until_up(f"http://127.0.0.1:{phones_port}/sim/phones", phones)
        _wait_until_up(f"http://127.0.0.1:{bot_port}/readyz", bot)
        if is_first_day:
            _tell_the_story(phones_port, environ)
        click.secho(f"\nThe town is open: http://localhost:{phones_port}", bold=True)
        click.echo("Begin on Somchai's phone (the first). Stop with Ctrl-C; `rm -r var/demo` begins the story anew.")
        bot.wait()
    except KeyboardInterrupt:
        click.echo("\nClosing the town.")
    finally:
        for process in (bot, phones):
            process.terminate()
        for process in (bot, phones):
            process.wait(timeout=20)


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise click.ClickException(f"Port {port} is in use. Is the town open already? Or say: PORT=8080 make run")


def _environment(phones_port: int, bot_port: int) -> dict[str, str]:
    """Settings for a bot that talks to the phones; its secrets are made up once and kept beside its data."""
    return {
        **os.environ,
        **CHANNEL,
        "LINE_CHANNEL_SECRET": _kept_secret("channel_secret", 16),
        "SECRET_KEY": _kept_secret("secret_key", 32),
        "QR_KEYS": "1:" + _kept_secret("qr_key", 32),
        "LINE_API_URL": f"http://127.0.0.1:{phones_port}",
        "BASE_URL": f"http://127.0.0.1:{bot_port}",
        "DATABASE_URL": f"sqlite:///{FOLDER}/town.db",
        "DATA_DIR": str(FOLDER),
        "TOWN": TOWN,
        "STEPS_JOIN_WITHIN_S": str(STEPS_JOIN_WITHIN_S),
        "HOST": "127.0.0.1",
        "PORT": str(bot_port),
    }


def _kept_secret(name: str, size: int) -> str:
    file = FOLDER / name
    if not file.exists():
        file.write_text(secrets.token_hex(size))
        file.chmod(0o600)
    return file.read_text()


def _simulator_options(phones_port: int, bot_port: int, environ: Mapping[str, str]) -> Iterator[str]:
    yield from ("--port", str(phones_port), "--state", str(FOLDER))
    yield from ("--webhook", f"http://127.0.0.1:{bot_port}/webhook", "--secret", environ["LINE_CHANNEL_SECRET"])
    yield from ("--token", environ["LINE_CHANNEL_ACCESS_TOKEN"], "--login-channel", environ["LINE_LOGIN_CHANNEL_ID"])
    yield from ("--town", load_town(TOWN).name.th)


def _start(command: list[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    log = (FOLDER / f"{command[2]}.log").open("ab")  # the module's name
    return subprocess.Popen(command, env=dict(environ), stdout=log, stderr=log)


def _wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    raise click.ClickException(f"It did not start. What it said is in {FOLDER}/*.log")


def _tell_the_story(phones_port: int, environ: Mapping[str, str]) -> None:
    from bot.demo_story import tell  # only on the first day
    from models.database import Database

    _bring_in_the_poles(environ)
    database = Database(environ["DATABASE_URL"])
    try:
        for sentence in tell(f"http://127.0.0.1:{phones_port}", database, environ["SECRET_KEY"]):
            click.echo(f"  · {sentence}")
    finally:
        database.close()
    (FOLDER / "told").touch()


def _bring_in_the_poles(environ: Mapping[str, str]) -> None:
    """As an administrator does it."""
    file = HERE / TOWN / "poles.csv"
    command = [sys.executable, "-m", "bot", "poles", "import", str(file), "--yes"]
    subprocess.run(command, env=dict(environ), check=True, capture_output=True)
    click.echo("  · the street lights are in the register")

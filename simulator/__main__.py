"""`python -m simulator`: the page of phones on this machine, with the demo town's people on it."""

import argparse
import signal
import threading
from pathlib import Path

from simulator.cast import gather
from simulator.line import Line


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--state", type=Path, default=Path("var/demo"), help="folder that keeps the conversations")
    parser.add_argument("--webhook", default="http://127.0.0.1:8001/webhook", help="where the bot listens")
    parser.add_argument("--secret", default="simulated-channel-secret", help="the channel secret")
    parser.add_argument("--token", default="simulated-channel-access-token", help="the channel access token")
    parser.add_argument("--login-channel", default="2000000001", help="the LINE Login channel id")
    parser.add_argument("--town", default="เทศบาลตำบลตัวอย่าง", help="the account's name")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    line = Line(
        webhook_url=given.webhook,
        secret=given.secret,
        token=given.token,
        login_channel_id=given.login_channel,
        town=given.town,
        host=given.host,
        port=given.port,
        state_file=given.state / "line.json",
    )
    gather(line)
    line.deliveries.redeliver = True  # the bot may still be starting when the first tap comes
    done = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: done.set())
    with line:
        print(f"phones: {line.url}", flush=True)
        done.wait()


if __name__ == "__main__":
    main()

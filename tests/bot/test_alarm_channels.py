"""An alarm by mail: over TLS from the first byte or after STARTTLS, and a password never in the clear or to a stranger."""

import subprocess
from pathlib import Path

import pytest

from bot.alarm_channels import Alarm, Mail, NotTold
from tests.bot.listeners import MailServer, listening

ALARM = Alarm("เทศบาล", "events_wait", "what people wrote is not being taken", "2026-11-20T02:00:00+00:00", "Look.")
TO = "it@town.example"
LOGIN = b"AUTH PLAIN AHRvd25AdG93bi5leGFtcGxlAHA6dy8x\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of a mail server on this machine, which nobody has signed."""
    file = tmp_path_factory.mktemp("mail") / "server.pem"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=mail"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run([*made.split(), *names], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


def mail_to(server: MailServer, host: str = "127.0.0.1") -> Mail:
    """With a user and a password in which every sign is one that an address must escape."""
    return Mail(f"{server.scheme}://town%40town.example:p%3Aw%2F1@{host}:{server.port}", TO)


@pytest.mark.parametrize(("scheme", "in_the_clear"), [("smtps", 0), ("smtp", 2)])
def test_a_mail_and_its_password_go_encrypted(
    certificate: Path, scheme: str, in_the_clear: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with listening(server := MailServer(certificate, scheme)):
        mail_to(server)(ALARM)
    (told,) = server.mails
    assert (told["To"], told["From"]) == (TO, "town@town.example")
    assert ALARM.what_to_do in told.get_content()
    assert [line.split()[0].upper() for line in server.said[False]] == [b"EHLO", b"STARTTLS"][:in_the_clear]
    assert LOGIN in server.said[True]


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_mail(certificate: Path, scheme: str) -> None:
    with listening(server := MailServer(certificate, scheme)), pytest.raises(NotTold, match="SSLCertVerificationError"):
        mail_to(server)(ALARM)
    assert (server.mails, server.said[True]) == ([], [])


def test_a_server_elsewhere_that_can_not_encrypt_gets_no_password() -> None:
    with listening(server := MailServer()), pytest.raises(NotTold, match="SMTPNotSupportedError"):
        mail_to(server, host="127.1")(ALARM)  # this machine, under a name that we do not know as such
    assert [line.split()[0].upper() for line in server.said[False]] == [b"EHLO"]


def test_a_server_on_this_machine_may_do_without_encryption() -> None:
    with listening(server := MailServer()):
        mail_to(server)(ALARM)
    assert LOGIN in server.said[False]
    assert len(server.mails) == 1

"""Letters by SMTP, where the operator set an address for it; nothing depends on them."""

from __future__ import annotations

import logging
import smtplib
import ssl
import threading
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from planner import config

if TYPE_CHECKING:
    from collections.abc import Iterable
    from urllib.parse import SplitResult

SECONDS = 10
PORTS = {"smtp": 587, "smtps": 465}
_log = logging.getLogger(__name__)


def configured() -> bool:
    """Tell whether letters can be sent.

    The public address must be set too: what a request says of it may be anybody's, and links in letters open accounts.
    """
    return bool(config.smtp_url() and config.base_url())


def send(to: str, subject: str, text: str) -> bool:
    """Send a letter; False where none is sent, for want of an address or because it failed, which is logged.

    `smtp://` begins in the open and goes on in TLS before anything is said (`?tls=no` only for a server on this
    machine), `smtps://` is TLS from the start.
    """
    url = config.smtp_url() or ""
    if not configured():
        return False
    try:
        parts = urlsplit(url)
        letter = _letter(parts, to, subject, text)
        with _connection(parts) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(letter)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # the letter holds a secret, and the URL a password: neither is logged
        _log.warning("A letter could not be sent: %s", type(error).__name__)
        return False
    return True


def send_later(people: Iterable[str], subject: str, text: str) -> threading.Thread | None:
    """Send each a letter of their own while the page goes on; None where no letters can be sent."""
    everybody = list(people)
    if not configured() or not everybody:
        return None

    def work() -> None:
        for to in everybody:
            send(to, subject, text)

    thread = threading.Thread(target=work, name="letters")
    thread.start()
    return thread


def _connection(parts: SplitResult) -> smtplib.SMTP:
    if parts.scheme not in PORTS or not parts.hostname:
        message = "SASURAI_SMTP_URL begins with smtp:// or smtps:// and names a host"
        raise ValueError(message)
    port, secure = parts.port or PORTS[parts.scheme], ssl.create_default_context()
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(parts.hostname, port, timeout=SECONDS, context=secure)
    server = smtplib.SMTP(parts.hostname, port, timeout=SECONDS)
    local = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if not (local and parse_qs(parts.query).get("tls") == ["no"]):
        server.starttls(context=secure)
    return server


def _letter(parts: SplitResult, to: str, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    sender = parse_qs(parts.query).get("from", [f"sasurai@{parts.hostname}"])[0]
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter

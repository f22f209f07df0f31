"""Send interests and reports: what the pages and the API have in common."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from flask import request, url_for

from planner import mail
from planner.clock import JAPAN, day_of
from planner.db.plans import new_id
from planner.db.tokens import token_hash
from planner.listing.window import last_day
from planner.web import state, storage
from planner.web.device import owner_or_new
from planner.web.i18n import LANGS, current, texts
from planner.web.site import public_root

if TYPE_CHECKING:
    from planner.db.interests import Interest
    from planner.db.listings import Listing

MOST_BYTES = 16 * 1024


def slow_down() -> None:
    """Let an address send only so much; the address itself is not kept, and forgotten when the server stops."""
    address = hashlib.blake2b((request.remote_addr or "").encode(), digest_size=16).hexdigest()
    state.current().letter_limiter.take(address)


def send_interest(listing: Listing, letter: dict[str, str]) -> tuple[Interest, str]:
    """Keep an interest of this device's and give it with the token of its secret link."""
    slow_down()
    interest_id = new_id()
    token = token_of(interest_id)
    last = min(filter(None, (letter["last"], last_day(listing.body))))
    closes = dt.datetime.combine(dt.date.fromisoformat(last) + dt.timedelta(days=1), dt.time(), JAPAN)
    hashes = token_hash(token), owner_or_new()
    sent = state.current().interests.send(listing.id, interest_id, hashes, letter, closes)
    _tell_office(sent)
    return sent, token


def _tell_office(sent: Interest) -> None:
    """Tell the office's people by letter that something waits: where it is read, and nothing of who sent it."""
    if not mail.configured():
        return
    link = f"{public_root()}{url_for('inbox.show', interest_id=sent.id)}"
    account = f"{public_root()}{url_for('account.index')}"
    both = [texts(lang).t("letter.office", link=link, account=account) for lang in LANGS]
    subject = " / ".join(texts(lang).t("letter.office.subject") for lang in LANGS)
    mail.send_later(state.current().accounts.readers(sent.office_id), subject, "\n\n".join(both))


def token_of(interest_id: str) -> str:
    """Give the token of an interest's secret link, which the device that sent it may be told again."""
    return storage.token_of("interest", interest_id)


def interest_json(found: Interest) -> dict[str, Any]:
    """Give all that is kept of an interest: what its sender may have of it, and whom it went to."""
    return {
        "listing": f"listing-{found.listing_id}",
        "office": found.office,
        "about": found.about,
        "state": found.state,
        "sent": found.body,
        "created": found.created.isoformat(),
        "read": found.read,
        "answer": found.answer or None,
        "note": found.note or None,
        "answered": found.answered.isoformat() if found.answered else None,
        "erased": day_of(found.erased).isoformat(),
    }


def page_of(token: str) -> str:
    """Give the address of a secret link's page."""
    return public_root() + url_for("interests.show", lang=current().lang, token=token)

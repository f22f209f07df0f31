"""Atom feeds (RFC 4287): a few lines of XML that every reader of feeds understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a feed."""

    id: str
    title: str
    address: str
    at: dt.datetime


def atom(identity: str, title: str, address: str, updated: dt.datetime, entries: Iterable[Entry]) -> bytes:
    """Write a feed; the same entries give the same bytes."""
    Xml.register_namespace("", NAMESPACE)
    feed = Xml.Element(f"{{{NAMESPACE}}}feed")
    _add(feed, "id", identity)
    _add(feed, "title", title)
    _add(feed, "updated", updated.isoformat())
    _add(feed, "link", rel="self", href=address)
    _add(_add(feed, "author"), "name", "Sasurai")
    for one in entries:
        entry = _add(feed, "entry")
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        _add(entry, "updated", one.at.isoformat())
        _add(entry, "link", href=one.address)
    return bytes(Xml.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    child.text = text
    return child

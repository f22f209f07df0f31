"""Build XML of our own: every text is cleaned of what XML cannot carry."""

from __future__ import annotations

from typing import Any

from lxml import etree

from planner.render.text import clean


def add(parent: Any, tag: str, text: str | float | None = None, **attributes: str) -> Any:
    """Append a child in the parent's namespace (or in the one `tag` names) and return it."""
    namespace = etree.QName(parent).namespace
    name = tag if tag.startswith("{") else f"{{{namespace}}}{tag}"
    child = etree.SubElement(parent, name, {key: clean(value) for key, value in attributes.items()})
    if text is not None:
        child.text = clean(str(text))
    return child


def to_bytes(root: Any) -> bytes:
    """Write a document in UTF-8 with its declaration."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))

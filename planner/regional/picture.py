"""A logo: judged by its content, made small, and written anew so that nothing but the picture is kept."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from planner.regional.form import WrongField

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 4000 * 4000
SIZE = (480, 160)
"""Most pixels across and down; twice what the page shows, for sharp screens."""
FORMATS = ("PNG", "JPEG")


def logo_of(content: bytes) -> bytes:
    """Give a picture as a small PNG; WrongField for what is no PNG or JPEG, too large or damaged."""
    if not content:
        raise WrongField("required")
    if len(content) > MOST_BYTES:
        raise WrongField("picture_large")
    try:
        with warnings.catch_warnings():
            # its size is looked at before anything is unpacked
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise WrongField("picture_large")
                picture.load()
                small = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        if isinstance(error, WrongField):
            raise
        raise WrongField("picture") from error
    small.thumbnail(SIZE)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()

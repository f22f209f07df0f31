"""Whatever is in a feed, it is either taken or refused by name: never a traceback, never a hang."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geo.errors import SchemaError, SourceError
from geo.gtfs_day import build_day
from geo.gtfs_feed import compile_feed
from geo.gtfs_raptor import earliest
from geo.gtfs_read import read_feed
from geo.gtfs_stops import join_stops

if TYPE_CHECKING:
    from pathlib import Path

EXTRA = {
    "shapes.txt": "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nx,36.56,136.87,1\nx,36.51,136.89,2\n",
    "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nt1,9:00:00,10:00:00,1200\n",
    "transfers.txt": "from_stop_id,to_stop_id,transfer_type,min_transfer_time\na,b,2,600\n",
    "feed_info.txt": "feed_publisher_name,feed_version\n南砺市,1\n",
}
ODD = st.sampled_from(
    ["", ",", "\n", '"', "\r", "\0", "-1", "0", "99999999999", "1e400", "nan", "雪", "\ud7ff", "25:61:00", "a", "t1",
     ",,,,,,", "\n\n", "20260230", "2147483648", "-0", " ", "\ufeff", "24:00:00", "999:00:00"]
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_a_feed_is_taken_or_refused(small: dict[str, str], tmp_path: Path, data: st.DataObject) -> None:
    files = {**small, **EXTRA}
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(sorted(files)))
        text = files[name]
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        files[name] = text[:start] + data.draw(ODD) + text[end:]
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text.encode())
    try:
        feed = compile_feed(read_feed(path))
    except (SchemaError, SourceError):
        return
    stops = join_stops([feed], lambda points: np.zeros(len(points), dtype=np.int32))
    day = build_day([feed], stops.first, dt.date(2026, 5, 13), {mode for _, _, mode in feed.routes})
    assert earliest(day, stops, 0, 0)[0] == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
@example(0, b"PK\x05\x06")
def test_a_zip_with_broken_bytes_is_taken_or_refused(
    small: dict[str, str], tmp_path: Path, position: int, noise: bytes
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in small.items():
            archive.writestr(name, text)
    content = bytearray(buffer.getvalue())
    position %= len(content)
    content[position : position + len(noise)] = noise
    path = tmp_path / "feed.zip"
    path.write_bytes(content)
    with contextlib.suppress(SchemaError, SourceError):
        assert len(compile_feed(read_feed(path)).points) == 3

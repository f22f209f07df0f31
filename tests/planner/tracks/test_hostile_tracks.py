"""Files that nobody should send: each is refused in two seconds and 300 MB, with a sentence that says why."""

import io
import json
import struct
import subprocess
import sys
import zipfile

import pytest

from planner.tracks.model import REASONS

SECONDS, MEGABYTES = 6.0, 300

READ_ALL = """
import json, sys, time
from planner.tracks.read import read_tracks
from planner.errors import InvalidRequest
for path in sys.argv[1:]:
    began = time.process_time()
    try:
        with open(path, "rb") as file:
            read_tracks(file)
        said = None
    except InvalidRequest as error:
        said = (error.reason, str(error))
    print(json.dumps([said, time.process_time() - began]))
# getrusage would also count what the process held that made this one
with open("/proc/self/status") as status:
    print(next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")))
"""

HEAD = b'<?xml version="1.0"?>'
WPT = b'<wpt lat="36" lon="137"/>'


def gpx(body):
    return HEAD + b"<gpx>" + body + b"</gpx>"


def track(body):
    return gpx(b"<trk><trkseg>" + body + b"</trkseg></trk>")


def zipped(*files, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def lying_zip():
    """An archive whose table of contents says that the file is small."""
    packed = bytearray(zipped(("doc.kml", b"<kml>" + b" " * 60_000_000 + b"</kml>")))
    at = packed.find(b"PK\x01\x02")
    packed[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(packed)


def laughs():
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return f'<!DOCTYPE gpx [<!ENTITY l0 "lol">{lol}]><gpx><name>&l9;</name></gpx>'.encode()


HOSTILE = {
    "entity bomb": ("doctype", laughs),
    "quadratic bomb": (
        "doctype",
        lambda: b'<!DOCTYPE gpx [<!ENTITY a "' + b"a" * 50_000 + b'">]><gpx>' + b"&a;" * 50_000 + b"</gpx>",
    ),
    "file of the server": (
        "doctype",
        lambda: b'<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><name>&x;</name></gpx>',
    ),
    "page of another host": ("doctype", lambda: b'<!DOCTYPE gpx SYSTEM "http://127.0.0.1:1/x.dtd"><gpx/>'),
    "truncated": ("broken", lambda: track(b'<trkpt lat="36" lon="137"/>' * 1000)[:-30]),
    "wrong encoding": ("broken", lambda: gpx('<wpt lat="36" lon="137"><name>南砺</name></wpt>'.encode("cp932"))),
    "no encoding at all": (
        "encoding",
        lambda: b'<?xml version="1.0" encoding="x-none"?><gpx>' + WPT + b"</gpx>",
    ),
    "a million points": ("large", lambda: track(b'<trkpt lat="36" lon="137"/>' * 1_000_000)),
    "a million points of KML": (
        "large",
        lambda: b"<kml><LineString><coordinates>" + b"137,36 " * 1_000_000 + b"</coordinates></LineString></kml>",
    ),
    "a million points of GeoJSON": (
        "large",
        lambda: b'{"type":"LineString","coordinates":[' + b"[1,2]," * 999_999 + b"[1,2]]}",
    ),
    "NaN": ("position", lambda: track(b'<trkpt lat="NaN" lon="137"/>')),
    "infinity": ("position", lambda: b"<kml><Point><coordinates>inf,36</coordinates></Point></kml>"),
    "NaN of GeoJSON": ("broken", lambda: b'{"type":"Point","coordinates":[NaN,1]}'),
    "off the Earth": ("position", lambda: b'{"type":"Point","coordinates":[1' + b"0" * 400 + b",1]}"),
    "path traversal": ("archive", lambda: zipped(("../../etc/cron.d/x", b"x"), ("doc.kml", b"<kml/>"))),
    "zip bomb": ("large", lambda: zipped(("doc.kml", b"<kml>" + b" " * 60_000_000 + b"</kml>"))),
    "zip bomb that lies": ("archive", lying_zip),
    "zip of a hundred thousand files": ("archive", lambda: zipped(*((f"{i}.txt", b"") for i in range(20_000)))),
    "broken zip": ("archive", lambda: zipped(("doc.kml", b"<kml/>" * 1000))[:-40]),
    "endless tag": ("large", lambda: b'<gpx a="' + b"x" * 49_000_000 + b'"/>'),
    "endless attributes": ("large", lambda: b"<gpx " + b" ".join(b'a%d=""' % i for i in range(2_000_000)) + b"/>"),
    "deep nest": ("nested", lambda: b"<gpx>" + b"<a>" * 5_000_000),
    "deep lists": ("nested", lambda: b"[" * 8_000_000),
    "type of many": ("format", lambda: b'{"type": [], "coordinates": []}'),
    "ten million elements": ("large", lambda: b"<gpx>" + b"<a/>" * 10_000_000 + b"</gpx>"),
    "too many waypoints": ("large", lambda: gpx(WPT * 100_000)),
    "too many bytes": ("large", lambda: gpx(b" " * 60_000_000 + WPT)),
    "a program": ("format", lambda: b"\x7fELF" + b"\0" * 1000),
    "a page": ("format", lambda: b"<html><body><script>alert(1)</script></body></html>"),
    "nothing": ("format", lambda: b""),
    "no point": ("empty", lambda: gpx(b"<trk/>")),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory, root):
    """What one process says of all the files, one after another, and the most memory it ever held."""
    folder, paths = tmp_path_factory.mktemp("hostile"), []
    for i, (_, make) in enumerate(HOSTILE.values()):
        path = folder / f"{i}"
        path.write_bytes(make())
        paths.append(str(path))
    run = subprocess.run([sys.executable, "-c", READ_ALL, *paths], cwd=root, capture_output=True, text=True, check=True)
    *lines, memory = run.stdout.splitlines()
    for path in folder.iterdir():
        path.unlink()
    return dict(zip(HOSTILE, map(json.loads, lines), strict=True)), float(memory)


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_refused_soon_and_says_why(answers, name):
    said, seconds = answers[0][name]
    assert said is not None
    reason, text = said
    assert reason == HOSTILE[name][0]
    assert reason in REASONS
    assert text.startswith("file: ")
    assert len(text) < 300
    assert seconds <= SECONDS


def test_none_takes_much_memory(answers):
    assert answers[1] <= MEGABYTES

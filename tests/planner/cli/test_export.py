import json
import os
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import plan_file
from planner.cli.export import export, write_whole
from planner.errors import InvalidRequest
from planner.plan_file import parse_plan, read_plan
from planner.render.formats import FORMATS, render

PLAN = Path(__file__).parents[2] / "golden" / "render" / "trip.json"


def data():
    return json.loads(PLAN.read_bytes())


def call(*args):
    return CliRunner().invoke(export, [str(arg) for arg in args])


@pytest.mark.parametrize("fmt", FORMATS)
def test_writes_every_format_by_its_suffix(tmp_path, fmt):
    file = tmp_path / f"trip{FORMATS[fmt].suffix}"
    assert call(PLAN, "-o", file, "--lang", "en").exit_code == 0
    assert file.read_bytes() == render(read_plan(PLAN), fmt, "en")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_the_format_beats_the_suffix(tmp_path):
    assert call(PLAN, "-o", tmp_path / "trip.txt", "--format", "csv").exit_code == 0
    assert (tmp_path / "trip.txt").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("args", [("-o", "trip.doc"), ("-o", "trip.gpx", "--format", "doc")])
def test_other_formats_are_named_as_such(args):
    error = call(PLAN, *args).exception
    assert isinstance(error, InvalidRequest)
    assert error.field == "format"
    assert "gpx, ics" in str(error) or ".gpx, .ics" in str(error)


def test_nothing_is_left_where_nothing_can_be_written(tmp_path):
    with pytest.raises(InvalidRequest, match="output: "):
        write_whole(tmp_path / "no" / "trip.gpx", b"x")
    (tmp_path / "folder.gpx").mkdir()
    with pytest.raises(InvalidRequest, match="output: "):
        write_whole(tmp_path / "folder.gpx", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.gpx"]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_whole(pipe, b"trip")
    reader.join(60)
    assert read == [b"trip"]
    assert pipe.is_fifo()


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link.gpx").symlink_to("trip.gpx")
    write_whole(tmp_path / "link.gpx", b"1")
    write_whole(tmp_path / "link.gpx", b"2")
    assert (tmp_path / "link.gpx").is_symlink()
    assert (tmp_path / "trip.gpx").read_bytes() == b"2"


def test_a_file_has_the_permissions_of_its_place(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "new.gpx", b"1")
        (tmp_path / "old.gpx").touch(0o600)
        write_whole(tmp_path / "old.gpx", b"2")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("new.gpx", "old.gpx")]
    assert [oct(mode) for mode in modes] == ["0o640", "0o600"]


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (["schema"], "sasurai.plan/9", "schema"),
        (["id"], 7, "id"),
        (["dataset", "date"], "yesterday", "dataset.date"),
        (["itinerary"], [], "itinerary"),
        (["itinerary", "legs"], [], "itinerary.legs"),
        (["itinerary", "legs", 1, "minutes"], -5, "itinerary.legs[1].minutes"),
        (["itinerary", "legs", 1, "minutes"], True, "itinerary.legs[1].minutes"),
        (["itinerary", "legs", 1, "km"], 10**400, "itinerary.legs[1].km"),
        (["itinerary", "legs", 2, "nights"], 31, "itinerary.legs[2].nights"),
        (["itinerary", "legs", 0, "segments", 0, "path", 0], [181, 0], "itinerary.legs[0].segments[0].path[0]"),
        (["itinerary", "legs", 0, "segments", 0, "path", 0], [1], "itinerary.legs[0].segments[0].path[0]"),
        (["itinerary", "legs", 1, "notes"], "x", "itinerary.legs[1].notes"),
        (["itinerary", "legs", 1, "notes_en"], [7], "itinerary.legs[1].notes_en[0]"),
        (["itinerary", "legs", 0, "segments", 1, "arrives"], "soon", "itinerary.legs[0].segments[1].arrives"),
        (["itinerary", "legs", 0, "segments", 1, "trips_per_day"], "2", "itinerary.legs[0].segments[1].trips_per_day"),
        (["itinerary", "legs", 0, "departs"], "2027-09-01T10:00:00", "itinerary.legs[0].departs"),
        (["itinerary", "stays", 0, "arrive"], "9999-01-01", "itinerary.stays[0].arrive"),
        (["itinerary", "stays", 0, "depart"], "2027-09-01", "itinerary.stays[0].depart"),
        (["itinerary", "stays", 0, "municipality", "name"], None, "itinerary.stays[0].municipality.name"),
        (["itinerary", "stays", 0, "why"], "x" * 20_001, "itinerary.stays[0].why"),
        (["itinerary", "stays", 0, "lodging_estimated"], 1, "itinerary.stays[0].lodging_estimated"),
        (["request", "days"], "many", "days"),
    ],
)
def test_a_wrong_field_is_named_in_one_line(path, value, field):
    plan = data()
    inner = plan
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(InvalidRequest) as caught:
        parse_plan(plan)
    assert caught.value.field == field
    assert "\n" not in str(caught.value)


def test_a_missing_field_is_named():
    plan = data()
    del plan["itinerary"]["stays"][1]["municipality"]["lnglat"]
    with pytest.raises(InvalidRequest, match=r"itinerary\.stays\[1\]\.municipality\.lnglat: is missing"):
        parse_plan(plan)


def paths(value, here=()):
    """Every place of a JSON value where something else might stand."""
    if here:
        yield here
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths(item, (*here, key))


WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=3), st.just([]), st.just({})
)


@given(place=st.sampled_from(list(paths(data()))), value=WRONG)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_plan_is_refused_or_written_but_never_a_crash(place, value):
    plan = data()
    inner = plan
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    try:
        parsed = parse_plan(plan)
    except InvalidRequest:
        return
    for fmt in ("gpx", "ics", "kml", "geojson", "csv", "json"):
        assert render(parsed, fmt)


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 200_000, b'{"a": NaN}', b"null", b"9" * 5000])
def test_what_is_no_plan_is_refused(tmp_path, raw):
    file = tmp_path / "plan.json"
    file.write_bytes(raw)
    with pytest.raises(InvalidRequest):
        read_plan(file)


def test_a_huge_file_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(plan_file, "MOST_BYTES", 1024)
    with pytest.raises(InvalidRequest, match="larger"):
        read_plan(PLAN)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(InvalidRequest, match=r"nowhere\.json"):
        read_plan(tmp_path / "nowhere.json")

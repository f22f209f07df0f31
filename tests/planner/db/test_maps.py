"""Regional maps as they are kept: drafts, versions, roll-back, rights."""

import json

import pytest

from planner import config
from planner.db.errors import RecordChanged, RecordMissing
from planner.db.listings import Actor
from planner.db.maps import MOST_PART_BYTES, MapStore
from planner.db.offices import OfficeStore
from planner.db.seed import demo_people, seed
from planner.db.signing import SignInStore
from planner.demand_table import read_windows
from planner.errors import InvalidRequest
from planner.regional.serial import map_from_json, map_to_json
from planner.serial import plan_from_json

DEMAND = config.data_dir() / "curated" / "demand"


@pytest.fixture
def maps(engine):
    return MapStore(engine)


@pytest.fixture
def actors(engine):
    offices = OfficeStore(engine)
    own, other = offices.create("南砺", ["16210"]), offices.create("東京", ["13101"])
    roles = {role: Actor(own.id, role, f"{role}@example.jp") for role in ("owner", "editor", "reviewer")}
    return {**roles, "other": Actor(other.id, "owner", "taro@example.jp")}


def test_what_is_public_stays_until_it_is_published_again(maps, actors):
    made = maps.create(actors["editor"], "nanto", {"n": 1})
    with pytest.raises(RecordMissing):
        maps.public("nanto")
    maps.publish(actors["reviewer"], made.id, made.sequence)
    changed = maps.change(actors["editor"], made.id, "nanto", {"n": 2}, 2)
    assert (maps.public("nanto").public, changed.unpublished_changes) == ({"n": 1}, True)
    maps.publish(actors["owner"], made.id, changed.sequence)
    assert maps.public("nanto").public == {"n": 2}
    back = maps.roll_back(actors["owner"], made.id, 2)
    assert (maps.public("nanto").public, back.body) == ({"n": 1}, {"n": 1})
    maps.unpublish(actors["owner"], made.id)
    with pytest.raises(RecordMissing):
        maps.public("nanto")
    assert maps.all_public() == []
    told = [(version.act, version.who.split("@")[0]) for version in maps.history(made.office_id, made.id)]
    assert told == [
        ("unpublish", "owner"),
        ("roll_back", "owner"),
        ("publish", "owner"),
        ("edit", "editor"),
        ("publish", "reviewer"),
        ("create", "editor"),
    ]


def test_another_office_finds_nothing_and_roles_bind(maps, actors):
    made = maps.create(actors["owner"], "nanto", {})
    part = maps.add_part(actors["owner"], made.id, "logo", b"x")
    other = actors["other"]
    refused = [
        lambda: maps.get(other.office_id, made.id),
        lambda: maps.history(other.office_id, made.id),
        lambda: maps.change(other, made.id, "nanto", {}, 1),
        lambda: maps.publish(other, made.id, 1),
        lambda: maps.unpublish(other, made.id),
        lambda: maps.restore(other, made.id, 1),
        lambda: maps.roll_back(other, made.id, 1),
        lambda: maps.delete(other, made.id),
        lambda: maps.add_part(other, made.id, "logo", b"x"),
        lambda: maps.part("0" * 32, part, "logo"),
        lambda: maps.part(made.id, part, "layer"),
        lambda: maps.publish(actors["editor"], made.id, 1),
        lambda: maps.unpublish(actors["editor"], made.id),
        lambda: maps.roll_back(actors["editor"], made.id, 1),
        lambda: maps.create(actors["reviewer"], "other", {}),
        lambda: maps.change(actors["reviewer"], made.id, "nanto", {}, 1),
        lambda: maps.restore(actors["reviewer"], made.id, 1),
        lambda: maps.delete(actors["editor"], made.id),
        lambda: maps.delete(actors["reviewer"], made.id),
    ]
    for act in refused:
        with pytest.raises(RecordMissing):
            act()
    assert maps.get(made.office_id, made.id) == made


def test_an_address_is_given_once_and_kept_while_public(maps, actors):
    made = maps.create(actors["owner"], "nanto", {})
    with pytest.raises(InvalidRequest, match="slug"):
        maps.create(actors["other"], "nanto", {})
    moved = maps.change(actors["owner"], made.id, "nanto-2", {}, 1)
    maps.publish(actors["owner"], made.id, moved.sequence)
    with pytest.raises(InvalidRequest, match="keeps its address"):
        maps.change(actors["owner"], made.id, "nanto-3", {}, 3)
    maps.delete(actors["owner"], made.id)
    assert maps.create(actors["other"], "nanto-2", {}).slug == "nanto-2"


def test_two_who_write_at_once_do_not_undo_each_other(maps, actors):
    made = maps.create(actors["owner"], "nanto", {})
    maps.change(actors["editor"], made.id, "nanto", {"n": 1}, made.sequence)
    with pytest.raises(RecordChanged):
        maps.change(actors["owner"], made.id, "nanto", {"n": 2}, made.sequence)
    with pytest.raises(RecordChanged):
        maps.publish(actors["owner"], made.id, made.sequence)


def test_files_of_a_map_have_a_bounded_room(maps, actors):
    made = maps.create(actors["owner"], "nanto", {})
    maps.add_part(actors["owner"], made.id, "layer", bytes(MOST_PART_BYTES - 1))
    with pytest.raises(InvalidRequest, match="room"):
        maps.add_part(actors["owner"], made.id, "layer", b"xx")


def test_the_example_is_made_once_and_shows_only_what_has_a_source(engine, maps):
    assert seed(engine)
    assert not seed(engine)
    public = maps.public("nanto")
    regional = map_from_json(public.public)
    assert (regional.area.codes, regional.seasons) == (("16210",), "sourced")
    assert json.loads(json.dumps(map_to_json(regional))) == public.public
    national = {window.id: window for file in sorted(DEMAND.glob("*.csv")) for window in read_windows(file)}
    assert len(regional.courses) == 2
    for course in regional.courses:
        plan = plan_from_json(json.loads(maps.part(public.id, course.part, "course")))
        assert {stay.municipality.code for stay in plan.itinerary.stays} == {"16210"}
        for window in plan.itinerary.stays[0].demand:
            known = national[window.id]
            assert (known.title, known.source, known.confidence) == (window.title, window.source, "sourced")


def test_demo_people_have_other_passwords_each_time(engine):
    assert demo_people(engine) == []
    seed(engine)
    first, second = demo_people(engine), demo_people(engine)
    assert [row[:2] for row in first] == [row[:2] for row in second]
    assert not {row[2] for row in first} & {row[2] for row in second}
    signing = SignInStore(engine)
    assert signing.open(first[0][0], first[0][2], "", "") is None
    assert signing.open(second[0][0], second[0][2], "", "") is not None


def test_an_office_that_is_there_keeps_the_example_away(engine, actors):
    assert not seed(engine)

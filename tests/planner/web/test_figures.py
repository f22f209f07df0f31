"""Figures: people count, programs do not, and small numbers stay hidden."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from persimmons import GOOD

from planner.db.listings import Actor
from planner.web.state import KEY

PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def settings(settings):
    return {**settings, "TODAY": dt.date(2027, 3, 1)}


@pytest.fixture
def listing(app, hanako):
    held = app.extensions[KEY]
    actor = Actor(held.offices.all()[0].id, "owner", "hanako@example.jp")
    made = held.listings.create(actor, GOOD)
    held.listings.step(actor, made.id, "publish")
    return made.id


def figures(app, listing):
    found = app.extensions[KEY].figures.of([f"listing-{listing}"])
    return {what: n for (_, _, what), n in found.items()}


def test_people_count_and_programs_do_not(app, client, listing):
    page = f"/ja/listings/{listing}"
    for headers in (PERSON, PERSON, {"User-Agent": "Googlebot/2.1"}, {**PERSON, "Sec-Purpose": "prefetch"}):
        assert client.get(page, headers=headers).status_code == 200
    client.head(page, headers=PERSON)
    assert figures(app, listing) == {"views": 2}


def test_a_plan_counts_once_with_its_nights(app, client, solver, asked, listing):
    stays = list(solver.plan.itinerary.stays)
    window = dataclasses.replace(stays[0].demand[0], id=f"listing-{listing}")
    stays[0] = dataclasses.replace(stays[0], demand=(window,))
    itinerary = dataclasses.replace(solver.plan.itinerary, stays=tuple(stays))
    solver.plan = dataclasses.replace(solver.plan, itinerary=itinerary)
    assert client.post("/api/v1/plans", json=asked).status_code == 201
    assert figures(app, listing) == {"plans": 1, "nights": stays[0].nights}


@pytest.mark.parametrize(("lang", "few"), [("ja", "5未満"), ("en", "fewer than 5")])
def test_small_numbers_are_hidden_and_nothing_can_be_counted_back(app, hanako, listing, lang, few):
    store, day = app.extensions[KEY].figures, dt.date(2027, 3, 1)
    store.add(day, [(f"listing-{listing}", "views", 1234), (f"listing-{listing}", "plans", 4)])
    store.add(day, [(f"listing-{listing}", "nights", 77)])
    text = hanako.get(f"/office/figures?lang={lang}").get_data(as_text=True)
    assert "1,234" in text
    # nights of four plans would tell how long one of them stays
    assert text.count(few) == 2
    assert "77" not in text
    store.add(day, [(f"listing-{listing}", "plans", 1)])
    assert "<td>77</td>" in hanako.get("/office/figures").get_data(as_text=True)


def test_an_office_sees_its_own_figures_only(app, person, hanako, listing):
    app.extensions[KEY].figures.add(dt.date(2027, 3, 1), [(f"listing-{listing}", "views", 50)])
    taro = person("taro@example.jp", office="よそ", codes=("13101",))
    assert "<td>50</td>" in hanako.get("/office/figures").get_data(as_text=True)
    assert "<td>50</td>" not in taro.get("/office/figures").get_data(as_text=True)

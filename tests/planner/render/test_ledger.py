from __future__ import annotations

from dataclasses import replace

from planner.notebook.model import Ledger, Notebook
from planner.render.ledger import entries, food_yen


def test_what_the_traveller_knows_takes_the_place_of_estimates(trip):
    stay = trip.itinerary.stays[0]
    own = replace(trip, notebook=Notebook(ledger=Ledger(900, {stay.municipality.code: 52_000})))
    guessed, known = food_yen(trip), food_yen(own)
    assert known[1] == 900
    assert known[0] * guessed[1] == guessed[0] * 900
    assert 52_000 in [entry.yen for entry in entries(own, "en")]
    assert 52_000 not in [entry.yen for entry in entries(trip, "en")]

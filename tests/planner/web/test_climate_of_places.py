from __future__ import annotations


def test_a_place_near_a_station_has_its_climate(client):
    told = client.get("/api/v1/municipalities/13101").get_json()["climate"]
    assert told["station"] == "東京"
    assert told["station_place_en"] == "Chiyoda"
    assert told["km"] == 0
    assert told["bloom"] < told["full_bloom"]
    assert told["air_c"][0] < 10 < 25 < told["air_c"][7]
    for lang in ("ja", "en"):
        page = client.get(f"/{lang}/places/13101").get_data(as_text=True)
        assert "1991–2020" in page
        assert "climate-air" in page


def test_a_place_far_from_any_says_nothing(client, small_dataset):
    codes = [place.code for place in small_dataset.municipalities]
    told = {code: client.get(f"/api/v1/municipalities/{code}").get_json()["climate"] for code in codes[:40]}
    silent = [code for code, climate in told.items() if climate is None]
    for code in silent:
        assert "climate-air" not in client.get(f"/ja/places/{code}").get_data(as_text=True)
    assert all(climate["km"] <= 40 for climate in told.values() if climate)

import pytest


def ids(response):
    assert response.status_code == 200, response.get_data(as_text=True)
    return [feature["id"] for feature in response.get_json()["features"]]


def test_windows_of_a_month_wrap_over_new_year(client):
    assert ids(client.get("/api/v1/demand?month=1")) == ["01463-ski_resort-1", "47207-harvest-1"]


def test_windows_are_chosen_by_kind_place_and_rectangle(client):
    assert ids(client.get("/api/v1/demand?kind=craft")) == ["16210-craft-1"]
    assert ids(client.get("/api/v1/demand?municipality=16210")) == ["16210-craft-1", "16210-harvest-1"]
    assert ids(client.get("/api/v1/demand?bbox=123,24,125,25")) == ["47207-harvest-1"]
    assert ids(client.get("/api/v1/demand?month=8&kind=harvest&bbox=142,43,143,44")) == ["01229-harvest-1"]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("2027-01-10", ["01463-ski_resort-1", "47207-harvest-1"]),
        ("2027-12-24/2027-12-25", ["01463-ski_resort-1", "38204-harvest-1", "47207-harvest-1"]),
        ("2027-04-16T00:00:00Z/2027-04-20T00:00:00Z", ["32525-fishery-1"]),
    ],
)
def test_windows_are_chosen_by_dates(client, dates, expected):
    assert ids(client.get(f"/api/v1/demand?datetime={dates}")) == expected


@pytest.mark.parametrize("dates", ["2027-01-01/..", "../2027-01-01", "../..", "2000-01-01/2099-12-31"])
def test_an_open_or_long_interval_holds_every_window(client, dates):
    assert len(ids(client.get(f"/api/v1/demand?datetime={dates}"))) == 11


def test_a_window_says_all_it_knows_and_null_for_the_rest(client):
    window = client.get("/api/v1/demand?kind=craft").get_json()["features"][0]["properties"]
    expected = {
        "code": "16210",
        "name": "南砺市",
        "kind": "craft",
        "title": "井波彫刻の広報デザイン",
        "title_en": "Inami carving design",
        "start": "09-01",
        "peak_start": "09-10",
        "peak_end": "10-15",
        "end": "10-31",
        "pay_jpy_per_day": None,
        "confidence": "sourced",
        "skills": ["design"],
    }
    assert expected.items() <= window.items()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("month=13", "month"),
        ("month=x", "month"),
        ("kind=dance", "kind"),
        ("datetime=soon", "datetime"),
        ("datetime=20270901", "datetime"),
        ("datetime=2027-W36-3", "datetime"),
        ("datetime=2027-02-01/2027-01-01", "datetime"),
        ("datetime=9999-12-31/..", "datetime"),
        ("datetime=../0001-01-01", "datetime"),
    ],
)
def test_a_bad_parameter_is_named(client, query, field):
    response = client.get(f"/api/v1/demand?{query}")
    assert (response.status_code, response.get_json()["field"]) == (400, field)


def test_the_summary_of_a_month_is_a_share_of_its_highest(client):
    body = client.get("/api/v1/demand/summary?month=9").get_json()
    places = body["municipalities"]
    assert body["month"] == 9
    assert max(share for share, _ in places.values()) == 1.0
    assert places["16210"][1] == 1
    assert "47207" not in places
    assert client.get("/api/v1/demand/summary?month=9&kind=craft").get_json()["municipalities"].keys() == {"16210"}
    assert client.get("/api/v1/demand/summary?month=2&kind=festival").get_json()["municipalities"] == {}
    assert client.get("/api/v1/demand/summary").status_code == 400


def test_the_year_has_a_wave_of_half_months(client):
    body = client.get("/api/v1/demand/year").get_json()
    slots = body["slots"]
    assert [slot["slot"] for slot in slots] == list(range(24))
    assert (slots[0]["start"], slots[3]["end"], slots[23]["end"]) == ("01-01", "02-28", "12-31")
    assert slots[18]["windows"] == 6
    assert body["max"] == max(slot["intensity"] for slot in slots) > 0


def test_what_never_changes_may_be_kept_under_its_version(app, client):
    with app.test_request_context():
        from planner.web.state import version

        current = version()
    assert "immutable" in client.get(f"/api/v1/demand/year?v={current}").headers["Cache-Control"]
    assert client.get("/api/v1/demand/year?v=older").headers["Cache-Control"] == "public, no-cache"

import pytest

from planner.errors import InvalidRequest
from planner.request_json import parse_must, request_from_canonical

ASKED = {"from": "13101", "start": "2027-09-01", "days": 50}


@pytest.mark.parametrize("field", ["seconds", "max_leg_hours", "weights"])
@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), 10**400, -(10**400)])
def test_only_finite_numbers_are_numbers(field, number):
    value = {"cost": number} if field == "weights" else number
    with pytest.raises(InvalidRequest) as refused:
        request_from_canonical({**ASKED, field: value})
    assert refused.value.field == field


@pytest.mark.parametrize("nights", ["²", "五", "५", "-1", "1.5", "9" * 5000])
def test_nights_are_written_in_plain_digits(nights):
    with pytest.raises(InvalidRequest) as refused:
        parse_must(f"32525@2027-09-10/{nights}", str)
    assert refused.value.field == "must"


@pytest.mark.parametrize("day", ["2027-W36-3", "20270901", "2027-9-1", "\uff12027-09-01", "2027-02-30", ""])
def test_a_day_is_written_in_one_way(day):
    with pytest.raises(InvalidRequest) as refused:
        request_from_canonical({**ASKED, "start": day})
    assert refused.value.field == "start"

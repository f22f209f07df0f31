from __future__ import annotations

import pytest

from geo.car_places import GateIndex, means_gate

NAMES = ("いわき市", "いわき中央IC", "仙台宮城IC", "山田IC（千葉）", "南砺スマートIC", "八王子JCT")
READINGS = {"仙台": "せんだい", "宮城": "みやぎ", "山田": "やまだ", "南砺": "なんと"}


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("Iwaki-chuo", 1),
        ("Iwaki Chuo IC", 1),
        ("いわき中央", 1),
        ("いわき中央IC", 1),
        ("Sendai-Miyagi IC", 2),
        ("仙台宮城インター", 2),
        ("山田IC", 3),
        ("Nanto Smart IC", None),
        ("八王子", None),
        ("Nowhere", None),
    ],
)
def test_gates_are_found_by_kanji_and_romaji(text: str, node: int | None) -> None:
    assert GateIndex(NAMES, READINGS).find(text) == node


@pytest.mark.parametrize(
    ("text", "gate"), [("松本IC", True), ("Matsumoto interchange", True), ("松本", False), ("Music", False)]
)
def test_a_name_may_say_that_it_is_a_gate(text: str, gate: bool) -> None:
    assert means_gate(text) == gate

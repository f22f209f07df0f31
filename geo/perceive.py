"""What the search minimises: minutes, money at a traveller's price of time, and the nuisance of changing."""

YEN_PER_MINUTE = 30.0
"""1,800 yen an hour: about a freelancer's hour after costs; an assumption, not a measurement."""

BOARDING_MINUTES = 5.0
"""A change feels longer than it is."""

RAIL_YEN_PER_KM = 17.0
"""JR trunk fares over middle distances (16.20 yen a km and 10 % tax)."""

SURCHARGE_YEN = {"shinkansen": (1500.0, 10.0), "limited_express": (700.0, 7.0), "rapid": (0.0, 0.0)}
"""Roughly what a train's surcharge adds: a part for boarding, a part a km; exact fares follow afterwards."""


SELDOM_SHARE = 0.1
"""Of the half headway beyond the wait that is capped: who arranges the day for the one train a day feels it."""


def seldom_yen(headway: float, cap: float) -> float:
    """What a service every `headway` minutes costs more than its wait, which is at most `cap` minutes."""
    return YEN_PER_MINUTE * SELDOM_SHARE * max(0.0, headway / 2 - cap)


def perceived_minutes(minutes: float, yen: float, boardings: int) -> float:
    """Add up the generalised cost of an edge, in minutes."""
    return minutes + yen / YEN_PER_MINUTE + BOARDING_MINUTES * boardings

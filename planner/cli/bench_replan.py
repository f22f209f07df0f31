"""`sasurai bench replan`: how long it takes to complete an edited trip, and how good the completion is."""

from __future__ import annotations

import datetime as dt
import json
import random
import statistics
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from planner import config
from planner.booked import BookedLeg
from planner.check import check_plan
from planner.cli.bench_requests import ORIGINS, YEN_A_DAY, YEN_TO_GO
from planner.dataset import Dataset
from planner.model import DEFAULT_MODES, TripRequest
from planner.notebook.model import Appointment, Blocked, LegBooking, Notebook
from planner.plan import plan
from planner.replan.edits import Dates, Drop, Fill, Insert, Lock, Move, Resize, Swap, Write
from planner.replan.replan import replan
from planner.replan.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.model import Plan
    from planner.replan.edits import Edit


@click.command("replan")
@click.option("--trips", type=click.IntRange(1), default=12, show_default=True, help="Plans to edit.")
@click.option("--days", type=click.IntRange(14, 400), default=92, show_default=True, help="Days of each trip.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the trips and the edits.")
@click.option("--proof", is_flag=True, help="Also plan each edited request for 2 s and compare.")
def replan_(trips: int, days: int, seed: int, proof: bool) -> None:
    """Edit trips drawn by seed in every way and print times and gaps as JSON.

    One thread, warm: each trip is edited by the same process, one edit after another. A changed start is a new request
    and is laid out anew.

    \b
    sasurai bench replan --trips 4
    """
    dataset, chance, workshop = Dataset.load(config.data_dir(), config.cache_dir()), random.Random(seed), Workshop()
    rows: list[dict[str, Any]] = []
    for number in range(-1, trips):
        made = plan(_draw(chance, max(number, 0), days), dataset)
        replan(made, [], dataset, workshop=workshop)
        for name, edits in _edits(made, chance, dataset):
            row = _row(made, name, edits, dataset, workshop, proof=proof)
            if number >= 0:  # the first trip only loads what every process loads once
                rows.append({"trip": number, **row})
                click.echo(_line(rows[-1]), err=True)
    click.echo(json.dumps({"rows": rows, "summary": summary(rows)}, indent=2))


def _draw(chance: random.Random, number: int, days: int) -> TripRequest:
    a_day = YEN_A_DAY[number % len(YEN_A_DAY)]
    return TripRequest(
        start=dt.date(2027, 1, 1) + dt.timedelta(days=chance.randrange(365)),
        days=days,
        origin=chance.choice(ORIGINS),
        modes=chance.choice((DEFAULT_MODES, DEFAULT_MODES, ("rail",))),
        budget_jpy=None if a_day is None else YEN_TO_GO + a_day * days,
        pace=chance.choice(("slow", "normal", "normal", "fast")),
        seconds=1.0,
    )


def _edits(made: Plan, chance: random.Random, dataset: Dataset) -> Iterator[tuple[str, Sequence[Edit]]]:
    """Give edits of every kind."""
    codes = [stay.municipality.code for stay in made.itinerary.stays]
    one, other = chance.choice(codes), chance.choice(codes)
    stay = next(s for s in made.itinerary.stays if s.municipality.code == one)
    day, start = dt.timedelta(days=1), made.request.start
    anywhere = chance.choice([m.code for m in dataset.municipalities if m.code not in codes])
    yield "lock and drop", [Lock(one), *([Drop(other)] if other != one else [])]
    yield "drop", [Drop(one)]
    yield "lock all but one", [*(Lock(code) for code in codes if code != one), Drop(one)]
    yield "move", [Move(one, max(start + day, stay.arrive - 3 * day))]
    yield "shorten", [Resize(one, max(2, stay.nights - 3))]
    yield "insert", [Insert(anywhere, start + dt.timedelta(days=chance.randrange(10, made.request.days - 10)), 4)]
    yield "insert undated", [Insert(anywhere)]
    yield "swap", [Swap(one, anywhere)]
    yield "other start", [Lock(other), Dates(start + 5 * day)] if stay.arrive > start + 6 * day else [Drop(other)]
    yield "shift", [Dates(start + 7 * day, mode="shift")]
    yield "by hand", [Fill(on=False), Drop(one)]
    for name, notebook in _notebooks(made, anywhere):
        yield name, [Write(notebook)]


def _notebooks(made: Plan, anywhere: str) -> Iterator[tuple[str, Notebook]]:
    """Give what a traveller may write down in the middle of a trip."""
    legs, day = made.itinerary.legs, dt.timedelta(days=1)
    leg, middle = legs[len(legs) // 2], made.request.start + made.request.days // 2 * day
    minutes, fare = max(1, leg.minutes - 10), leg.fare_jpy or 0
    ride = BookedLeg(leg.origin.code, leg.destination.code, leg.date, minutes, fare, nights=leg.nights)
    yield "book a leg", Notebook(legs=(LegBooking("l1", ride),))
    yield "appointment", Notebook(appointments=(Appointment("a1", "", middle, anywhere),))
    yield "days off", Notebook(blocked=(Blocked("b1", middle, middle + 4 * day),))


def _row(
    made: Plan, name: str, edits: Sequence[Edit], dataset: Dataset, workshop: Workshop, *, proof: bool
) -> dict[str, Any]:
    began, used = time.perf_counter(), time.process_time()
    done = replan(made, edits, dataset, workshop=workshop)
    took, cpu = time.perf_counter() - began, time.process_time() - used
    row: dict[str, Any] = {
        "edit": name,
        "ms": round(took * 1000),
        "cpu_ms": round(cpu * 1000),
        "conflicts": [conflict.kind for conflict in done.conflicts],
        "gap": None if done.conflicts else done.plan.gap,
        "objective": None if done.conflicts else done.plan.objective,
        "wrong": check_plan(done.plan, dataset),
    }
    if proof and not done.conflicts:
        longer = plan(replace(done.plan.request, seconds=2.0), dataset)
        row |= {"longer": longer.objective, "longer_bound": longer.upper_bound}
    return row


def _line(row: dict[str, Any]) -> str:
    result = ",".join(row["conflicts"]) or f"gap {row['gap']:7.3%} objective {row['objective']:.3f}"
    more = f" after 2 s {row['longer']:.3f} (at most {row['longer_bound']:.3f})" if "longer" in row else ""
    head = f"{row['trip']:3d} {row['edit']:17} {row['ms']:5d} ms, cpu {row['cpu_ms']:5d} ms  "
    return head + result + more + (f" WRONG {row['wrong']}" if row["wrong"] else "")


def summary(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give median, 95th percentile and worst, by kind of edit and over all."""
    told = {}
    for name in ("all", *dict.fromkeys(row["edit"] for row in rows)):
        of_kind = [row for row in rows if name in ("all", row["edit"])]
        ms, cpu = sorted(row["ms"] for row in of_kind), sorted(row["cpu_ms"] for row in of_kind)
        gaps = [row["gap"] for row in of_kind if row["gap"] is not None]
        told[name] = {
            "n": len(of_kind),
            "ms_median": statistics.median(ms),
            "ms_p95": ms[min(len(ms) - 1, round(0.95 * len(ms)))],
            "ms_worst": ms[-1],
            "cpu_ms_median": statistics.median(cpu),
            "cpu_ms_p95": cpu[min(len(cpu) - 1, round(0.95 * len(cpu)))],
            "proven": sum(gap < 1e-5 for gap in gaps),
            "gap_median": statistics.median(gaps) if gaps else None,
            "gap_worst": max(gaps, default=None),
            "conflicts": sum(bool(row["conflicts"]) for row in of_kind),
        }
    return told

"""Contracts of the other tables kept by hand: demand, fares, and corrections to the sources."""

from __future__ import annotations

from geo.contract import SOURCE, code, month_day, simple, yen
from geo.schema import CODE, Column, Table

DEMAND_KINDS = frozenset(
    [
        "harvest",
        "fishery",
        "lodging",
        "food_processing",
        "festival",
        "ski_resort",
        "planting",
        "tourism_guide",
        "other",
        "craft",
        "it_skill",
        "brewing",
        "snow_removal",
        "forestry",
    ]
)

DEMAND = Table(
    "demand",
    "curated/demand/*.csv",
    (
        Column("id", pattern=rf"{CODE}-[a-z_]+-[0-9]+"),
        code("municipality_code"),
        Column("municipality_ja"),
        Column("prefecture_ja"),
        Column("kind", allowed=DEMAND_KINDS),
        Column("crop_or_activity_ja"),
        Column("crop_or_activity_en"),
        month_day("start_mmdd"),
        month_day("peak_start_mmdd"),
        month_day("peak_end_mmdd"),
        month_day("end_mmdd"),
        Column("typical_stay_nights_min", kind="integer", low=1, high=366),
        Column("typical_stay_nights_max", kind="integer", low=1, high=366),
        yen("wage_jpy_per_hour", high=20_000),
        Column("lodging", allowed=frozenset({"provided", "partial", "none", "unknown"})),
        Column("exchange_ja", optional=True),
        Column("skills", pattern=r"[a-z_ ]+(,[a-z_ ]+)*"),
        Column("confidence", allowed=frozenset({"sourced", "prefecture_level", "curator_knowledge"})),
        SOURCE,
        Column("as_of", optional=True, pattern=r"\d{4}(-\d{2}){0,2}"),
    ),
    key=("id",),
)

_FARES = "curated/fares"
_FROM = "source confidence:confidence"
_VALID = "valid_from:date valid_to?:date"

FARES = (
    simple(
        "bridge_tolls",
        _FARES,
        f"road section vehicle_class payment day valid_from:date yen_low:yen yen_high:yen note? {_FROM}",
    ),
    simple("car_ferries", _FARES, f"from_port to_port yen:yen vehicle as_of {_FROM} note?", "from_port to_port"),
    simple("co2_factors", _FARES, f"mode valid_from:date year g_per_km:num per verified:flag note? {_FROM}"),
    simple(
        "fare_estimates",
        _FARES,
        f"system {_VALID} km:km yen:yen round_to:int estimate:flag note? {_FROM}",
    ),
    simple(
        "fare_examples", _FARES, f"mode kind place km_from?:km km_to?:km yen_low:yen yen_high:yen as_of note? {_FROM}"
    ),
    simple("food", _FARES, f"item low:yen high:yen unit as_of estimate:flag note? {_FROM}", "item"),
    simple(
        "jr_base",
        _FARES,
        f"company line_class rule {_VALID} km_from:km km_to:km yen:num note? {_FROM}",
    ),
    simple("jr_companies", _FARES, f"company operator {_VALID} base cash_rounding {_FROM}"),
    simple("jr_line_addons", _FARES, f"line from_station to_station {_VALID} yen:yen {_FROM}"),
    simple(
        "base_pairs",
        _FARES,
        f"system {_VALID} from_station to_station yen:yen note? {_FROM}",
        "system valid_from from_station to_station",
    ),
    simple("jr_zones", _FARES, f"operator line from_station? to_station? note? {_FROM}", "operator line"),
    simple("jr_through", _FARES, f"system note? {_FROM}", "system"),
    simple(
        "lodging",
        _FARES,
        f"kind prefecture? place season low?:yen typical?:num high?:yen unit as_of estimate:flag note? {_FROM}",
    ),
    simple(
        "minimum_wage",
        _FARES,
        f"prefecture name fiscal_year yen_per_hour:yen valid_from:date day_known:flag note? {_FROM}",
        "prefecture fiscal_year",
    ),
    simple(
        "pass_rules",
        _FARES,
        f"name name_ja rule operators? stations? services? prefectures? seasons? as_of {_FROM} note?",
    ),
    simple(
        "passes",
        _FARES,
        "name period use_from?:date use_to?:date sale_from?:date sale_to?:date days:int consecutive:flag persons:int "
        f"yen:yen visitors_only:flag estimate:flag validity price_text who coverage exceptions? {_FROM}",
    ),
    simple(
        "rail_bands",
        _FARES,
        f"system {_VALID} km_from:km km_to:km yen:yen estimate:flag note? {_FROM}",
    ),
    simple("rail_operators", _FARES, f"operator line? system {_FROM}", "operator line"),
    simple(
        "rail_pairs",
        _FARES,
        f"system {_VALID} from_station to_station km:km yen:yen note? {_FROM}",
    ),
    simple(
        "surcharge_bands",
        _FARES,
        f"system {_VALID} km_from:km km_to:km yen:yen estimate:flag note? {_FROM}",
    ),
    simple(
        "surcharge_pairs",
        _FARES,
        f"system {_VALID} from_station to_station yen:yen note? {_FROM}",
    ),
    simple(
        "surcharge_rules",
        _FARES,
        f"system basic? gates? joined? end_station? end_yen:yen note? {_FROM}",
        "system",
    ),
    simple("surcharge_services", _FARES, f"kind service operator line? system {_FROM}", "kind service operator line"),
    simple("tariff_km", _FARES, f"line station km:km note? {_FROM}", "line station"),
    simple("toll_rules", _FARES, f"item {_VALID} value:num unit note? {_FROM}"),
)
"""Fare rules and price levels, each dated."""

_RAIL = "source as_of confidence:confidence note?"

CORRECTIONS = (
    simple("code_changes_since_2020", "curated", "code name kind valid_to?:date successor source notes?", "code"),
    simple("rail_closed", "curated", f"operator line stations closed?:date kind {_RAIL}"),
    simple("rail_handed_over", "curated", f"operator line stations date?:date new_operator new_line {_RAIL}"),
    simple("rail_interchanges", "curated", f"stations {_RAIL}"),
    simple("rail_lengths", "curated", f"operator line stations km {_RAIL}"),
    simple("rail_order", "curated", f"operator line action stations {_RAIL}"),
    simple("rail_renamed", "curated", f"operator line name new_name date? {_RAIL}"),
    simple(
        "rail_stations",
        "curated",
        f"operator line name railway_class institution_type lng:lng lat:lat opened?:date kind {_RAIL}",
    ),
)
"""What has changed since the sources, or what they have wrong."""

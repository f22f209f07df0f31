"""/{lang}/open-data: everything that may be taken along, as files, feeds and interfaces; and a catalogue in DCAT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, g, json, make_response, render_template, request

from planner.errors import InvalidRequest
from planner.model import KINDS
from planner.web import open_files, state
from planner.web.answers import conditional, kept, named
from planner.web.calendar_page import prefectures
from planner.web.clock import today
from planner.web.i18n import LANGS, texts
from planner.web.licences import TERMS
from planner.web.ogc_query import Query, only
from planner.web.ogc_rows import COLLECTIONS
from planner.web.open_files import FORMATS, OFFERED
from planner.web.pages import addresses
from planner.web.paging import one_of
from planner.web.published import published
from planner.web.site import public_root

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from planner.web.i18n import Texts

bp = Blueprint("open_data", __name__)
DCAT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


@bp.get("/<any(ja, en):lang>/open-data")
def index(lang: str) -> str:
    """List the data sets with rows, day, licences and addresses."""
    g.lang = lang
    return render_template(
        "open_data/index.html",
        sets=[_told(name) for name in OFFERED],
        kinds=KINDS,
        prefectures=sorted(prefectures(state.dataset()).items()),
        root_address=public_root(),
        **addresses("open_data.index"),
    )


@bp.get(f"/open-data/<any({','.join(OFFERED)}):name>.<any({','.join(FORMATS)}):fmt>")
def file(name: str, fmt: str) -> Response:
    """Give a data set as a file, all of it or what the filters choose."""
    if fmt not in OFFERED[name]:
        abort(404)
    words, mark = texts(one_of("lang", LANGS) or "ja"), one_of("bom", ("0", "1")) == "1"
    if name == "municipalities" and not request.args.keys() - {"lang", "bom"}:
        # two thousand outlines take seconds to write, and change with the data set only
        key = f"open {fmt} {words.lang} {mark}"
        body = state.derived(key, lambda _: _written(name, fmt, words, mark))
    else:
        body = _written(name, fmt, words, mark)
    response = make_response(body)
    response.content_type = FORMATS[fmt]
    response.headers["Content-Disposition"] = named("attachment", f"sasurai-{name}.{fmt}", f"sasurai-{name}.{fmt}")
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Link"] = ", ".join(f'<{one.href}>; rel="license"' for one in TERMS[name])
    response.add_etag()
    return conditional(_open(response))


def _written(name: str, fmt: str, words: Texts, mark: bool) -> bytes:
    features, day = _features(name), _day(name)
    if fmt == "geojson":
        return open_files.geojson(name, features, day, words.lang)
    if fmt == "csv":
        return open_files.table(name, _columns(name, features), features, day, words.lang, mark=mark)
    return open_files.gpx(name, features, day, words)


@bp.get("/open-data/catalogue.json")
def catalogue() -> Response:
    """Describe the data sets for catalogues (DCAT in JSON-LD)."""
    words = texts(one_of("lang", LANGS) or "ja")
    told = {
        "@context": DCAT,
        "@id": public_root() + "/open-data/catalogue.json",
        "@type": "dcat:Catalog",
        "dct:title": words.t("open_data.heading"),
        "dct:language": list(LANGS),
        "dcat:dataset": [_dataset(name, words.t(f"ogc.{name}"), words.t(f"ogc.{name}.text")) for name in OFFERED],
    }
    return _open(kept(json.dumps(told), "application/ld+json"))


def _dataset(name: str, title: str, text: str) -> dict[str, Any]:
    licences = [{"@id": one.href} for one in TERMS[name]]
    files = [
        {
            "@type": "dcat:Distribution",
            "dct:title": f"{title} ({fmt})",
            "dcat:downloadURL": {"@id": f"{public_root()}/open-data/{name}.{fmt}"},
            "dcat:mediaType": FORMATS[fmt].partition(";")[0],
            "dct:license": licences,
        }
        for fmt in OFFERED[name]
    ]
    service = {
        "@type": "dcat:Distribution",
        "dct:title": "OGC API - Features",
        "dcat:accessURL": {"@id": f"{public_root()}/ogc/collections/{name}"},
        "dct:license": licences,
    }
    return {
        "@id": f"{public_root()}/ogc/collections/{name}",
        "@type": "dcat:Dataset",
        "dct:title": title,
        "dct:description": text,
        "dct:modified": _day(name).isoformat(),
        "dct:license": licences,
        "dct:rights": [credit for one in TERMS[name] for credit in one.credit],
        "dcat:distribution": [*files, service],
    }


def _features(name: str) -> list[dict[str, Any]]:
    asked = COLLECTIONS[name]
    only({*asked.filters, "lang", "bom"})
    filters = {key: text for key in asked.filters if (text := request.args.get(key, "").strip())}
    if not filters.get("prefecture", "00").isdecimal():
        raise InvalidRequest("prefecture", "it is a two-digit code, 01 to 47.")
    return [asked.feature(row) for row in asked.matched(Query(0, 0, (), None, filters))]


def _columns(name: str, features: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Name the columns of a table, also of one in which nothing was found."""
    if name in open_files.BY_NAME:
        return open_files.BY_NAME[name]
    every = COLLECTIONS[name]
    first = features[0] if features else every.feature(every.matched(Query(0, 0, (), None, {}))[0])
    return tuple(first["properties"])


def _told(name: str) -> dict[str, Any]:
    rows = {
        "municipalities": len(state.dataset().municipalities),
        "demand": len(state.dataset().demand.windows),
        "listings": len(published().rows),
    }
    return {"name": name, "rows": rows[name], "day": _day(name), "formats": OFFERED[name], "terms": TERMS[name]}


def _day(name: str) -> dt.date:
    """Give the day of the data: of the national data set, or today where offices keep it up to date."""
    return today() if name == "listings" else state.dataset().date


def _open(response: Response) -> Response:
    """Let pages of other sites read it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response

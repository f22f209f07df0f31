"""The row of the template: made up, whole, and fit to be published were it not an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE: Mapping[str, str] = {
    "kind": "harvest",
    "title_ja": "（記入例）りんごの収穫",
    "title_en": "(example) Apple harvest",
    "text_ja": "もぎ取りと選果の手伝いです。初めての方には初日に教えます。",
    "start": "09-10",
    "peak_start": "10-01",
    "peak_end": "10-31",
    "end": "11-20",
    "min_nights": "7",
    "max_nights": "40",
    "host_kind": "farm",
    "employer": "○○農園",
    "engagement": "employment",
    "headcount": "3",
    "pay_jpy": "1500",
    "pay_unit": "hour",
    "hours_per_day": "7",
    "days_per_week": "6",
    "days_off": "週1日",
    "duties_ja": "りんごのもぎ取り、選果、箱詰め",
    "workplace_ja": "○○地区の園地",
    "changes_ja": "変更なし",
    "term_ja": "滞在の期間（9月10日から11月20日のうち）、更新なし",
    "hours_ja": "8:00〜16:00、休憩60分、残業なし",
    "lodging": "provided",
    "meals": "partial",
    "internet": "Wi-Fiあり",
    "exchange_ja": "休みの日に集落の食事会",
    "contact": "00-0000-0000（○○農園）",
    "as_of": "2026-11-01",
}

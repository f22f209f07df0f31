"""What people call the columns and the choices of a listing, so that their own files are understood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.listing.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

ID = "id"
PERIOD = "period"
"""A column that holds start and end in one cell."""
COLUMNS = (ID, PERIOD, *FIELDS)
"""What a column of a file may be."""
HABITS: Mapping[str, tuple[str, ...]] = {
    ID: ("ID", "番号", "管理番号", "整理番号", "no", "no."),
    "municipality_code": (
        "市町村",
        "市町村名",
        "市町村コード",
        "自治体",
        "自治体コード",
        "団体コード",
        "全国地方公共団体コード",
    ),
    "kind": ("種別", "分類", "仕事の種類", "カテゴリ", "カテゴリー", "category", "type"),
    "title_ja": ("題", "題名", "タイトル", "件名", "名称", "募集名", "仕事名", "title", "name"),
    "title_en": ("英語名", "英語タイトル"),
    "text_ja": ("説明", "概要", "紹介", "備考", "description"),
    "start": ("開始", "開始日", "始期", "from", "start_date"),
    PERIOD: (
        "いつ",
        "時期",
        "募集時期",
        "受入時期",
        "受け入れ時期",
        "実施期間",
        "受入期間",
        "受け入れ期間",
        "シーズン",
        "season",
    ),
    "end": ("終了", "終了日", "終期", "to", "end_date"),
    "peak_start": ("ピーク開始", "最盛期開始"),
    "peak_end": ("ピーク終了", "最盛期終了"),
    "min_nights": ("最短泊数", "最低泊数", "最少泊数"),
    "max_nights": ("最長泊数", "最大泊数"),
    "closes": ("締切", "締切日", "応募締切", "募集締切", "deadline"),
    "host_kind": ("受入先の種類", "受け入れ先種別", "事業者の種類"),
    "employer": (
        "受入先",
        "受け入れ先",
        "事業者",
        "事業者名",
        "雇用主",
        "雇い主",
        "会社名",
        "農家",
        "host",
        "employer",
    ),
    "engagement": ("雇用形態", "契約形態", "契約の種類"),
    "headcount": ("募集人数", "定員", "人数"),
    "skills": ("技能", "スキル", "必要な技能", "資格"),
    "pay_jpy": ("報酬", "賃金", "給与", "金額", "pay", "wage"),
    "pay_unit": ("報酬単位", "賃金形態", "給与形態"),
    "hours_per_day": ("労働時間", "1日の労働時間", "時間"),
    "days_per_week": ("週の日数", "週の勤務日数", "勤務日数", "days_a_week"),
    "days_off": ("休日", "休暇"),
    "duties_ja": ("業務内容", "仕事内容", "作業内容"),
    "workplace_ja": ("就業場所", "勤務地", "作業場所"),
    "changes_ja": ("変更の範囲",),
    "term_ja": ("契約期間", "雇用期間", "期間"),
    "hours_ja": ("就業時間", "勤務時間", "始業・終業"),
    "conditions_ja": ("その他の条件", "保険", "加入保険"),
    "lodging": ("宿泊", "宿泊場所", "宿", "住居", "寮"),
    "meals": ("食事", "まかない"),
    "travel_subsidy": ("交通費", "交通費補助", "旅費"),
    "internet": ("ネット環境", "wi-fi", "wifi", "インターネット環境"),
    "exchange_ja": ("交流", "交流プログラム", "体験"),
    "lng": ("経度", "東経", "longitude", "lon", "x"),
    "lat": ("緯度", "北緯", "latitude", "y"),
    "contact_url": ("url", "ホームページ", "申込先", "申込ページ", "問い合わせ先url", "リンク"),
    "contact": ("電話", "電話番号", "連絡先", "問い合わせ先", "tel"),
    "source": ("出典", "情報源"),
    "as_of": ("更新日", "情報の日付", "調査日", "updated"),
}
"""Headers beside our own names and labels."""
CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "pay_unit": {
        "hour": ("時間給", "時間", "1時間", "円/時", "時間額"),
        "day": ("日", "1日", "日額", "円/日", "日当"),
        "month": ("月", "1か月", "1ヶ月", "月額", "円/月"),
        "total": ("総額", "合計", "一括", "全期間"),
        "in_kind": ("現物", "現物支給", "お金なし"),
    },
    "host_kind": {
        "farm": ("農園", "農業者", "農業法人", "農場", "果樹園"),
        "business": ("企業", "会社", "店", "商店", "事業所"),
        "inn": ("旅館", "民宿", "ホテル", "宿泊施設", "ゲストハウス"),
        "nonprofit": ("npo", "npo法人", "団体", "協議会", "組合"),
        "municipality": ("市", "町", "村", "役場", "市役所", "自治体"),
        "household": ("家庭", "個人宅"),
    },
    "engagement": {
        "employment": ("アルバイト", "パート", "短期雇用", "契約社員", "有期雇用", "雇用契約"),
        "contract": ("委託", "請負", "業務委託契約"),
        "volunteer": ("無償", "ボランティア活動"),
        "exchange": ("お手伝い", "手伝い", "交流", "援農"),
    },
    "lodging": {
        "provided": ("有", "有り", "○", "〇", "無料", "提供", "提供あり"),
        "partial": ("一部", "補助", "補助あり", "一部補助", "△"),
        "none": ("無", "無し", "×", "✕"),
    },
}
"""What people write beside our own labels of choices; food is told as lodging is."""
_NOTE = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True)
class Words:
    """Labels of fields and choices, in every language that somebody may write them in.

    Parameters
    ----------
    labels : mapping
        Field → its labels.
    choices : mapping
        Field → code → the labels of that choice; for `municipality_code` the names of the office's places.
    """

    labels: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, Mapping[str, tuple[str, ...]]]
    headers: dict[str, str] = field(init=False, default_factory=dict)
    values: dict[str, dict[str, str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Turn the tables round: what people write → what it means; the more exact word wins."""
        for name in COLUMNS:
            self.headers.setdefault(plain(name), name)
        for table in (self.labels, HABITS):
            for name, words in table.items():
                for word in words:
                    self.headers.setdefault(plain(word), name)
        for name, words in self.labels.items():
            for word in words:
                self.headers.setdefault(_NOTE.sub("", plain(word)), name)
        for name, codes in self.choices.items():
            habits = CHOICES.get("lodging" if name == "meals" else name, {})
            told = self.values.setdefault(name, {})
            for table in ({code: (code, *words) for code, words in codes.items()}, habits):
                for code, words in table.items():
                    told.update({plain(word): code for word in words if plain(word) not in told})

    def label(self, name: str) -> str:
        """Give the first label of a field."""
        return self.labels.get(name, (name,))[0]

    def say(self, name: str, value: str) -> str:
        """Give the first label of a choice, or the value itself."""
        return self.choices.get(name, {}).get(value, (value,))[0] if value else value


def plain(word: str) -> str:
    """Give a word in one way of writing it: widths, cases and spaces make no difference."""
    return re.sub(r"[\s_・:：*＊※]", "", unicodedata.normalize("NFKC", word).casefold())

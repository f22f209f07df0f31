"""Station names as different tables spell them, brought to one spelling for comparison."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_BRACKETS = re.compile(r"[(\[〔〈<].*?[)\]〕〉>]")
_BLOCK = re.compile("[一二三四五六七八九](?=丁目|条|番町)")
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_BETWEEN_KANJI = re.compile("(?<=[一-龥])(?:([がガ])|[のノ之乃])(?=[一-龥])")
_OLD_FORMS = str.maketrans(
    {
        "ヶ": "ケ",
        "ヵ": "カ",
        "ッ": "ツ",
        "澤": "沢",
        "濱": "浜",
        "邊": "辺",
        "邉": "辺",
        "齋": "斎",
        "齊": "斉",
        "學": "学",
        "國": "国",
        "鐵": "鉄",
        "縣": "県",
        "廣": "広",
        "龍": "竜",
        "瀧": "滝",
        "嶋": "島",
        "嶽": "岳",
        "曾": "曽",
        "檜": "桧",
        "櫻": "桜",
        "眞": "真",
        "條": "条",
        "驛": "駅",
        "會": "会",
        "灣": "湾",
        "圓": "円",
        "萬": "万",
        "釋": "釈",
        "藪": "薮",
        "籠": "篭",
        "祇": "祗",
        "鬪": "闘",
        "蠣": "蛎",
        "壺": "壷",
        "竈": "釜",
        "𠮷": "吉",
        "髙": "高",
        "﨑": "崎",
        "靱": "靭",
        "頸": "頚",
        "鶯": "鴬",
        "穎": "頴",
        "俠": "侠",
        "遙": "遥",
    }
)


@cache
def plain_name(name: str) -> str:
    """Fold width, brackets, block numbers, old characters and the ways to write ケ, ノ and ッ.

    >>> plain_name("市ヶ谷") == plain_name("市ケ谷")
    True
    >>> plain_name("押上〈スカイツリー前〉")
    '押上'
    """
    text = unicodedata.normalize("NFKC", name)
    text = _BRACKETS.sub("", text).replace("・", "").replace("･", "").replace(" ", "")
    text = _BLOCK.sub(lambda digit: digit[0].translate(_DIGITS), text)
    text = _BETWEEN_KANJI.sub(lambda kana: "ケ" if kana[1] else "ノ", text)
    return text.translate(_OLD_FORMS)

"""Kana to romaji, and romaji to a key under which all its spellings meet."""

from __future__ import annotations

import re
import unicodedata

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
_KANA = {kana: row + vowel for row, line in _ROWS.items() for kana, vowel in zip(line, _VOWELS, strict=True)}
_KANA |= {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゔ": "vu", "ー": "", "っ": "っ"}
# Hepburn, where it leaves the grid of the table
_KANA |= {"し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu"}
_SMALL = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo"}


def romaji(kana: str) -> str:
    """Turn hiragana into Hepburn romaji, long vowels written out: なんとし → nantoshi, きょうと → kyouto."""
    text = ""
    for letter in kana:
        if letter in _SMALL and text:
            glide = _SMALL[letter]
            # しゃ is sha, きゃ is kya
            text = text[:-1] + (glide[1:] if text.endswith(("shi", "chi", "ji")) else glide)
        else:
            text += _KANA.get(letter, letter)
    return re.sub("っ(ch|.)", lambda found: ("t" if found[1] == "ch" else found[1][0]) + found[1], text)


def romaji_key(text: str) -> str:
    """Return what all spellings of a name share: no case, macron, hyphen or space, short vowels, n before b, m and p.

    Nihonmatsu, Nihommatsu → nihonmatsu; Kōnosu, Kounosu, Konosu → konosu; Ohtawara, Otawara → otawara.
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    key = re.sub(r"[^a-z]", "", decomposed)
    key = re.sub(r"m(?=[bmp])", "n", key)
    return re.sub(r"(?<=u)u+", "", re.sub(r"o(?:[ou]|h(?![aiueo]))+", "o", key))

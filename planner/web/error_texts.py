"""What an error page says, in both languages; the core's own sentences are about what was asked."""

from __future__ import annotations

from http import HTTPStatus

TITLES: dict[str, dict[int, str]] = {
    "ja": {
        400: "この入力では計画できません",
        403: "別のサイトからの操作は受け付けません",
        404: "見つかりません",
        405: "この操作はできません",
        409: "固定した内容が両立しません",
        410: "終了しました",
        412: "ほかの画面で変更されています",
        413: "送られた内容が大きすぎます",
        415: "この形式は読めません",
        422: "条件に合う旅がありません",
        428: "どの版を変えるのかが示されていません",
        429: "少し待ってからお試しください",
        500: "思わぬ不具合が起きました",
        503: "ただいま準備中です",
    },
    "en": {
        400: "This cannot be planned as asked",
        403: "Not accepted from another site",
        404: "Not found",
        405: "Not possible here",
        409: "What is fixed cannot all be",
        410: "No longer there",
        412: "Changed elsewhere",
        413: "Too large",
        415: "Unreadable format",
        422: "No trip meets the conditions",
        428: "Say which version is to be changed",
        429: "Please wait a little",
        500: "Something unexpected went wrong",
        503: "Not ready just now",
    },
}
DETAILS: dict[str, dict[str, str]] = {
    "ja": {
        "not_found": "アドレスが変わったか、間違っているようです。",
        "gone": "持ち主が共有を終えたか、旅を消しました。",
        "expired": "共有の期限が過ぎました。持ち主に新しいリンクをもらってください。",
        "cross_site": "このサイトのページからもう一度お試しください。",
        "csrf": "ページを開き直してから、もう一度お試しください。",
        "method_not_allowed": "このアドレスではその操作を受け付けていません。",
        "too_large": "送れる大きさを超えています。",
        "busy": "いま計算が混み合っています。数秒後にもう一度お試しください。",
        "starting": "日本の地図を読み込んでいます。このページは自動で開きます。",
        "rate_limited": "短い間に何度も送られました。少し待ってからお試しください。",
        "internal": "不具合として記録しました。もう一度お試しください。",
    },
    "en": {
        "not_found": "The address has changed or is mistyped.",
        "gone": "Its owner ended the share or deleted the trip.",
        "expired": "The time for which it was shared is over; ask its owner for a new link.",
        "cross_site": "Please try again from a page of this site.",
        "csrf": "Please reload the page and try again.",
        "method_not_allowed": "This address does not take that.",
        "too_large": "It is larger than what can be sent.",
        "busy": "All solvers are busy; please try again in a few seconds.",
        "starting": "The map of Japan is being loaded; this page opens by itself.",
        "rate_limited": "Too much was sent in a short time; please wait a little.",
        "internal": "It has been recorded; please try again.",
    },
}
"""By the problem's `error`; where it has none here, the error's own sentence is shown."""


def title(status: int, lang: str) -> str:
    """Give a status as a heading."""
    return TITLES[lang].get(int(status)) or HTTPStatus(int(status)).phrase


def detail(error: str, lang: str) -> str | None:
    """Give what to tell people about an error, where its own sentence is not about their input."""
    return DETAILS[lang].get(error)

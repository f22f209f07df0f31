"""The listing that most tests use: drying persimmons in Nanto (16210), as the office's form sends it."""

GOOD = {
    "municipality_code": "16210",
    "kind": "harvest",
    "title_ja": "干し柿づくり",
    "start": "10-20",
    "end": "12-10",
    "min_nights": "7",
    "max_nights": "30",
    "host_kind": "farm",
    "employer": "福光の柿農家",
    "engagement": "exchange",
    "lodging": "provided",
    "contact_url": "https://example.jp/kaki",
}
"""No pay is stated, so that the law asks nothing of it: an exchange of work for board."""

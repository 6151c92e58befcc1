"""What must not be shown to third parties in full, and what may."""

import pytest

from elara.urls.parse import parse
from elara.urls.secrets import secrets_in

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"
FLASK = "eyJ1c2VyIjo1fQ.ZVq1Xw.k3JdW8s"
DJANGO = "MTI.1qAbCd.x7YhR2mK9vQ4tZ1wLp6Ns3Bc8Df"
STRIPE = "sk_live_" + "51HxYzQ7Zk3Vx9Tt2Lw8Rb5Nc1"
MD5 = "5f2b1c0e9f8a7d6c5b4a39281706f5e4"
SHA256 = MD5 + "0123456789abcdef" * 2
DRAWN = "q7Zk3Vx9Tt2Lw8Rb5Nc1Yd6Hs4"


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        ("?access_token=abc", 'parameter "access_token" in the query'),
        ("?password=hunter", 'parameter "password" in the query'),
        ("?apiKey=abc", 'parameter "apiKey" in the query'),
        ("?X-Amz-Signature=ab12&X-Amz-Date=1", 'parameter "X-Amz-Signature" in the query'),
        ("?sv=2022&sig=aB3%2Fxyz%3D", 'parameter "sig" in the query'),
        ("?token=ab12cd", 'parameter "token" in the query'),
        ("?reset_code=482913", 'parameter "reset_code" in the query'),
        ("?PHPSESSID=x", 'parameter "PHPSESSID" in the query'),
        ("?code=4/0AX4XfWh", 'parameter "code" in the query'),
        ("#access_token=abc&expires_in=3600", 'parameter "access_token" in the fragment'),
        ("/a;jsessionid=0A12", 'parameter "jsessionid" in the path'),
        ("?pw=hunter2", 'parameter "pw" in the query'),
        ("?user_pwd=hunter", 'parameter "user_pwd" in the query'),
        ("?pass=hunter", 'parameter "pass" in the query'),
        (f"/password/reset/{SHA256}", "random value in the path"),
        (f"/reset/{MD5}", "random value in the path"),
        (f"/reset/{MD5}.html", "random value in the path"),
        (f"/u/{MD5}/reset", "random value in the path"),
        (f"/session/{SHA256}", "random value in the path"),
        (f"/confirm/{FLASK}", "signed token in the path"),
        (f"/activate/{DJANGO}", "random value in the path"),
        (f"/open/{DJANGO}", "random value in the path"),
        (f"/cb/{STRIPE}", "random value in the path"),
        (f"?x={STRIPE}", "random value in the query"),
        ("/reset/ab12cd34", "random value in the path"),
        ("/invite/Zx81Kq", "random value in the path"),
        (f"/d/{DRAWN}/edit", "random value in the path"),
        (f"?d={DRAWN}", "random value in the query"),
        (f"?{DRAWN}", "random value in the query"),
        (f"#{DRAWN}", "random value in the fragment"),
        (f"?x={JWT}", "signed token in the query"),
        (f"/v/{JWT}", "signed token in the path"),
        ("?to=jane.doe%40corp.example", "e-mail address in the query"),
        ("/u/jane@corp.example", "e-mail address in the path"),
        ("#jane@corp.example", "e-mail address in the fragment"),
    ],
)
def test_secrets(tail: str, reason: str) -> None:
    assert reason in secrets_in(parse(f"https://site.example{tail}"))


def test_user_names() -> None:
    (reason,) = secrets_in(parse("https://jane@site.example/"))
    assert reason == "user name or password before the host"


@pytest.mark.parametrize(
    "tail",
    [
        "/",
        "/?utm_source=newsletter&utm_medium=mail&utm_campaign=Spring2026",
        f"/?fbclid={DRAWN}&gclid={DRAWN}&mc_eid=0a1b2c3d4e",
        "/?code=US&zipcode=12345&key=home&session=morning",
        "/?page=2&sort=price&id=1234567890",
        "/?monkey=banana12345&keyboard=qwerty99&author=jane2000",
        "/watch?v=dQw4w9WgXcQ",
        "/blog/10-best-things-to-do-in-2026-before-the-summer-ends",
        "/wiki/List_of_2026_albums_and_their_producers",
        f"/assets/main.{MD5}.js",
        f"/assets/{DRAWN}.js",
        f"/{MD5}/{SHA256}.woff2",
        f"/auth/{DRAWN}.js",
        f"/commit/{MD5}d3c2b1a0",
        f"/o/r/blob/{MD5}d3c2b1a0/auth/reset_password.py",
        f"/hash/{SHA256}",
        f"/file/{SHA256}/detection",
        "/docs/v1.2.3/oauth2.0/python3.11",
        "/reset/version2.html",
        "/users/john1985/reset",
        "/channel/UC0zX7Qk3V_far_from_words",
        "/@jane/post",
        "/auth/login",
        "/reset/password",
        "/#section-2",
    ],
)
def test_no_secrets(tail: str) -> None:
    assert secrets_in(parse(f"https://site.example{tail}")) == ()


def test_reasons_never_show_the_value() -> None:
    url = parse(f"https://jane:hunter2@site.example/{DRAWN}?token={DRAWN}&x={JWT}#p=a@b.example")
    reasons = " ".join(secrets_in(url))
    assert len(secrets_in(url)) >= 5
    assert not any(value in reasons for value in ("hunter2", DRAWN, JWT, "a@b.example"))


def test_each_reason_is_given_once() -> None:
    assert len(secrets_in(parse(f"https://site.example/?a={DRAWN}&b={DRAWN}1"))) == 1

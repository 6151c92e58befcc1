"""Folders and files that phishing kits are known to unpack."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.kit_path",
    title="Path of a phishing kit",
    reads=UrlFacts,
    points=130,
    why="Kits are sold as archives and unpacked as they are: the same folders on site after site.",
    references=(
        "https://doi.org/10.1145/2976749.2978330",
        "https://doi.org/10.1109/ECRIME.2018.8376206",
    ),
)

_PATH = re.compile(
    r"/(?:customer_center|myaccount/(?:signin|settings|identity|websc_login)|websc[_-]\w+"
    r"|signin/(?:myaccount|customer_center)|app/signin|webapps/mpp|stepcoxmail|cox\.full|gdoc+s?"
    r"|htmlfiles|a1b2c3|new_now|a[o0]l[_-]?mail|office_?365|adobe(?:doc|pdf|com)"
    r"|secure[_-]?(?:login|update|account)|verif(?:y|ication)[_-]?account|account[_-]?verif\w+)/"
    r"|/(?:verification(?:attempt)?|step-?\d|wrong_?pass|enterpassword|oform\d|attiinnddeexx"
    r"|indexx\w*|up-?dating|pvalidate|personalid|identificacao|atualizacao|cadastr\w+"
    r"|signinscreen|piled|carrinho)\.(?:php|html?)$"
    r"|/(?:index[2-9]|index\d{3,}|page[2-9]|card|cc|ii|u|pass(?:word)?|otp\d?|sms\d?|personal"
    r"|billing|payment|security|mail|dhl|onedrive|microsoft|office|yahoo|loading|question)\.php$"
)
"""Folders, then files whatever their kind, then names that only as a script tell a kit."""


def check(facts: UrlFacts) -> Hit | None:
    found = _PATH.search(facts.path.lower()) if facts.path != "/" else None
    if found is None or publisher(facts):
        return None
    return Hit(f'"{found[0].strip("/")}" is where phishing kits keep their pages.')

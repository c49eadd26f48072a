"""Mail programs: each puts a letter into the form in which it sends it, with its way of quoting, its encoding and its HTML."""

from tandem.cli.demo_world.programs.apple_mail import APPLE_MAIL
from tandem.cli.demo_world.programs.gmail import GMAIL_AWAY, GMAIL_CS, GMAIL_EN, GMAIL_JA, GMAIL_ZH
from tandem.cli.demo_world.programs.mail_ru import MAIL_RU
from tandem.cli.demo_world.programs.mailing_list import MAILING_LIST
from tandem.cli.demo_world.programs.outlook import OUTLOOK, OUTLOOK_AWAY
from tandem.cli.demo_world.programs.qq import QQ
from tandem.cli.demo_world.programs.seznam import SEZNAM
from tandem.cli.demo_world.programs.shop_mailer import SHOP_MAILER
from tandem.cli.demo_world.programs.thunderbird import THUNDERBIRD_DE
from tandem.cli.demo_world.programs.yandex import YANDEX

__all__ = [
    "APPLE_MAIL",
    "GMAIL_AWAY",
    "GMAIL_CS",
    "GMAIL_EN",
    "GMAIL_JA",
    "GMAIL_ZH",
    "MAILING_LIST",
    "MAIL_RU",
    "OUTLOOK",
    "OUTLOOK_AWAY",
    "QQ",
    "SEZNAM",
    "SHOP_MAILER",
    "THUNDERBIRD_DE",
    "YANDEX",
]

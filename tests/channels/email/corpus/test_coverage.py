"""The corpus is as large and as wide as it says it is."""

from __future__ import annotations

from collections import Counter

from tests.channels.email.corpus.everything import ALL, FAMILIES
from tests.channels.email.corpus.sample import AXES

LEAST = 550
PROMISED = {
    "client": {
        "gmail",
        "apple mail",
        "apple phone",
        "outlook desktop",
        "outlook web",
        "outlook phone",
        "thunderbird",
        "yahoo",
        "qq mail",
        "163",
        "126",
        "foxmail",
        "mail.ru",
        "yandex",
        "seznam",
        "roundcube",
        "zimbra",
        "notes",
        "mutt",
        "k-9",
        "samsung",
        "groupwise",
        "japanese phone",
    },
    "language": {"en", "zh", "tw", "ru", "cs", "de", "fr", "ja", "ko", "pl", "es"},
    "kind": {
        "new",
        "reply",
        "forward",
        "inline",
        "bottom posting",
        "reply without quote",
        "empty with file",
        "signature",
        "html only",
        "text only",
        "flowed",
    },
    "machine": {
        "absence",
        "ticket system",
        "read receipt",
        "calendar",
        "recall",
        "tls report",
        "dmarc report",
        "complaint",
        "list",
        "newsletter",
    },
    "bounce": {
        *(
            "postfix",
            "exim",
            "exchange",
            "qmail",
            "sendmail",
            "gmail",
            "yahoo",
            "qq mail",
            "163",
            "yandex",
            "mail.ru",
            "seznam",
        ),
        *(
            "domino",
            "groupwise",
            "delayed",
            "delivered",
            "without headers",
            "without body",
            "several recipients",
            "forged",
        ),
    },
    "spoof": {
        *(
            "display name",
            "hidden signs",
            "look-alike",
            "several from",
            "sender",
            "group",
            "empty from",
            "encoded word",
        ),
        *(
            "broken address",
            "injection",
            "authentication results",
            "threading",
            "ourselves",
            "control headers",
            "markup",
            "type",
        ),
    },
    "broken": {
        *(
            "boundary",
            "nesting",
            "line ends",
            "encoding",
            "uuencode",
            "yenc",
            "long line",
            "file name",
            "date",
            "message id",
        ),
        *(
            "fields",
            "empty",
            "foreign part",
            "alternatives",
            "charset",
            "header charset",
            "smime",
            "pgp",
            "efail",
            "tnef",
            "archive",
        ),
    },
}


def test_there_are_enough_and_no_two_are_alike() -> None:
    assert len(ALL) >= LEAST
    assert [name for name, times in Counter(sample.name for sample in ALL).items() if times > 1] == []
    assert [raw[:200] for raw, times in Counter(sample.raw for sample in ALL).items() if times > 1] == []


def test_every_axis_is_covered() -> None:
    found = {axis: {sample.axes[axis] for sample in ALL if axis in sample.axes} for axis in AXES}
    missing = {axis: sorted(wanted - found[axis]) for axis, wanted in PROMISED.items()}
    assert {axis: values for axis, values in missing.items() if values} == {}
    assert [sample.name for sample in ALL if set(sample.axes) - set(AXES)] == []


def test_every_language_answers_in_several_programs() -> None:
    for language in PROMISED["language"]:
        clients = {sample.axes["client"] for sample in ALL if sample.axes.get("language") == language}
        assert len(clients) >= 4, language


def test_every_family_has_mails_and_every_mail_expects_something() -> None:
    assert len(FAMILIES) == len(set(FAMILIES))
    mute = [
        one.name
        for one in ALL
        if not (one.sees or one.folds or one.files or one.reason or one.problems or one.subject is not None)
    ]
    assert mute == []


def test_nobody_real_is_in_it() -> None:
    """Every address is of a domain that cannot exist (RFC 2606, RFC 6761) or, in samples of broken ones, of none."""
    real = [
        sample.name
        for sample in ALL
        for person in (sample.author,)
        if person and not person.endswith((".example", "localhost", ".invalid", ".test"))
    ]
    assert real == []

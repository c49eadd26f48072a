"""An independent reading of sanitised HTML: by another parser than the sanitiser's, with its own list of dangers."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_NAMES = (
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del "
    "details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark "
    "nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th "
    "thead time tr tt u ul var wbr"
)
ALLOWED = frozenset(_NAMES.split())
_ATTRIBUTES = (
    "src srcset background poster data action formaction cite longdesc lowsrc dynsrc usemap ping manifest code "
    "codebase archive classid profile srcdoc xlink:href http-equiv id name class"
)
LOADING = frozenset(_ATTRIBUTES.split())
LINK = re.compile(r"(?:https?://[^\s\\]+|mailto:[^\s?]+|tel:[^\s]+)\Z", re.IGNORECASE)


class Reader(HTMLParser):
    """Collects whatever could act, load or clash."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.dangers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.dangers.append(f"<{tag}>")
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        names = dict(attrs)
        if (
            tag == "a"
            and "href" in names
            and set((names.get("rel") or "").split())
            != {
                "noopener",
                "noreferrer",
                "nofollow",
            }
        ):
            self.dangers.append("link without rel")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name in LOADING or name.startswith(("on", "aria", "hx-", "x-", "v-", "form")) or ":" in name:
            self.dangers.append(f"{tag} {name}")
        if name.startswith("data-") and (tag != "img" or name not in {"data-remote-src", "data-cid"}):
            self.dangers.append(f"{tag} {name}")
        if name == "href" and not (tag == "a" and LINK.match(value)):
            self.dangers.append(f"{tag} href {value!r}")
        if name == "data-remote-src" and not re.match(r"https?://[^\s\\]+\Z", value, re.IGNORECASE):
            self.dangers.append(f"remote {value!r}")
        if name == "style" and re.search(
            r"url|expression|import|position|behavior|binding|image|\\|/\*|@|var\(|attr\(|:-|\s-\d|e9|\d{5}",
            value,
            re.I,
        ):
            self.dangers.append(f"style {value!r}")

    def handle_comment(self, data: str) -> None:
        self.dangers.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.dangers.append(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.dangers.append(f"instruction {data!r}")

    def unknown_decl(self, data: str) -> None:
        self.dangers.append(f"section {data!r}")


def dangers(html: str) -> list[str]:
    """What in `html` could act or load; empty for inert HTML."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.dangers

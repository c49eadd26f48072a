"""The HTML part of a mail that we send: authored HTML in a document whose styles stand in the elements."""

from __future__ import annotations

from collections.abc import Mapping

from tandem.infra.markup.authored import OWN_ATTACHMENT, sanitise_authored
from tandem.infra.markup.canonical import rewrite_images

#: Mail programs drop style sheets in the head, so these rules are written into each element.
_STYLE = """
body { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', sans-serif;
  font-size: 15px; line-height: 1.5; color: #1f2328; margin: 0; padding: 0 }
p { margin: 0 0 12px }
a { color: #0b5cad }
ul, ol { margin: 0 0 12px; padding: 0 0 0 24px }
blockquote { margin: 0 0 12px; padding: 0 0 0 12px; border-left: 3px solid #d0d7de; color: #57606a }
pre { margin: 0 0 12px; padding: 8px; background-color: #f6f8fa; white-space: pre-wrap; word-break: break-word }
code { font-family: ui-monospace, 'SF Mono', Consolas, monospace; font-size: 13px }
table { border-collapse: collapse; margin: 0 0 12px }
th, td { border: 1px solid #d0d7de; padding: 4px 8px; text-align: left }
img { max-width: 100%; height: auto }
"""


def inline_for_mail(html: str, cids: Mapping[str, str] | None = None, *, language: str = "") -> str:
    """A whole HTML document for a mail, styles in the elements, nothing to load from anywhere.

    `html` is what an agent wrote (it is sanitised here once more); `cids` maps attachment ids to the Content-IDs of
    the mail's own parts, and pictures without one are left out. `language` is a BCP 47 tag for `<html lang>`.
    """
    import css_inline

    known = cids or {}

    def attach(attributes: dict[str, str]) -> dict[str, str] | None:
        own = OWN_ATTACHMENT.match(attributes["src"])
        if own:
            if own.group(1) not in known:
                return None
            attributes["src"] = f"cid:{known[own.group(1)]}"
        return attributes

    body = rewrite_images(sanitise_authored(html), attach)
    lang = f' lang="{language}"' if language.replace("-", "").isalnum() else ""
    document = (
        f'<!DOCTYPE html><html{lang}><head><meta charset="utf-8"><style>{_STYLE}</style></head>'
        f"<body>{body}</body></html>"
    )
    inliner = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
    return inliner.inline(document)

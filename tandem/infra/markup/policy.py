"""The allow-list of mail HTML: what may stay. Whatever is not named here goes, and its text stays."""

from __future__ import annotations

_BLOCKS = (
    "address article aside blockquote center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section summary ul"
)
_INLINE = (
    "a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr"
)
_TABLES = "caption col colgroup table tbody td tfoot th thead tr"

TAGS = frozenset(f"{_BLOCKS} {_INLINE} {_TABLES}".split())

_DROPPED = (
    "script style title svg math template iframe frameset noframes noembed noscript object embed applet audio video "
    "canvas select datalist xmp plaintext textarea"
)
#: Elements that go with everything in them: programs, style sheets, other documents, drawings, controls' data.
#: svg and math are foreign content, where the parser's rules change and sanitisers have been beaten (sec:D-02).
TAGS_WITH_CONTENT = frozenset(_DROPPED.split())

_CELL = frozenset({"align", "valign", "bgcolor", "width", "height"})
_TEXT = frozenset({"dir", "lang", "title", "style"})
ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": _TEXT | {"align"},
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height", "data-remote-src", "data-cid", "border"}),
    "font": frozenset({"color", "face", "size"}),
    "table": _CELL | {"border", "cellpadding", "cellspacing"},
    "td": _CELL | {"colspan", "rowspan"},
    "th": _CELL | {"colspan", "rowspan"},
    "tr": _CELL,
    "tbody": _CELL,
    "thead": _CELL,
    "tfoot": _CELL,
    "col": _CELL | {"span"},
    "colgroup": _CELL | {"span"},
    "ol": frozenset({"start", "type"}),
    "ul": frozenset({"type"}),
    "li": frozenset({"value"}),
    "hr": frozenset({"width", "size", "color"}),
}

_PROPERTIES = (
    "color background background-color border-color border-top-color border-right-color border-bottom-color "
    "border-left-color text-decoration-color "
    "border border-top border-right border-bottom border-left border-width border-style border-radius "
    "border-collapse border-spacing border-top-width border-right-width border-bottom-width border-left-width "
    "border-top-style border-right-style border-bottom-style border-left-style "
    "font font-family font-size font-style font-variant font-weight letter-spacing line-height list-style-type "
    "text-align text-decoration text-decoration-line text-transform vertical-align white-space word-break "
    "word-wrap overflow-wrap word-spacing direction table-layout unicode-bidi display float clear "
    "padding padding-top padding-right padding-bottom padding-left "
    "margin margin-top margin-right margin-bottom margin-left "
    "width height min-width min-height max-width max-height"
)
#: No position, z-index, transform, opacity, overflow, content, cursor, filter, animation: nothing that covers, hides or
#: loads. The values are checked in `styles`.
STYLE_PROPERTIES = frozenset(_PROPERTIES.split())

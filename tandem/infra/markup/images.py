"""Turning placeholders back into pictures, when somebody asked to see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tandem.infra.markup.canonical import rewrite_images


def show_images(
    html: str,
    cid_urls: Mapping[str, str],
    remote_url: Callable[[str], str | None] | None = None,
) -> str:
    """The output of `sanitise` with pictures: inline ones from `cid_urls` (Content-ID -> address), others by `remote_url`.

    That makes the address which the reader's browser asks for instead of the one elsewhere, such as that of an image proxy.
    A placeholder without an address stays one. The result is for showing only and is never stored.
    """

    def show(attributes: dict[str, str]) -> dict[str, str]:
        inline = cid_urls.get(attributes.get("data-cid", ""))
        elsewhere = attributes.get("data-remote-src")
        if inline:
            attributes["src"] = inline
        elif elsewhere and remote_url is not None and (address := remote_url(elsewhere)) is not None:
            attributes["src"] = address
        if "src" in attributes:
            attributes.update(referrerpolicy="no-referrer", loading="lazy", decoding="async")
        return attributes

    return rewrite_images(html, show)

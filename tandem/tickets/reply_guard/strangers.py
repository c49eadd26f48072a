"""Other customers in a reply: their addresses, and the numbers of their tickets."""

from __future__ import annotations

from typing import Final

import regex

#: A number with the sign or the word for a ticket before it, or in the address of its page.
_NUMBERS: Final = regex.compile(
    r"(?:(?<![\p{L}\d&/])[#＃№]\s?"
    r"|(?<!\p{L})(?:tickets?|тикет\p{L}*|заявк\p{L}*|обращени\p{L}*|tiket\p{L}*|požadav\p{L}*)\s(?:no\.?\s?|č\.\s?)?[#№]?\s?"
    r"|工单(?:编?号)?[:：\s]?[#＃]?"
    r"|/tickets/)(\d{1,9})(?![\p{L}\d])",
    regex.IGNORECASE,
)
_ADDRESSES: Final = regex.compile(r"[^\s<>()\[\]\"',;:]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+")


def addresses_in(text: str) -> dict[str, str]:
    """Mail addresses as they stand in a text, by what they are without capitals."""
    return {found[0].lower(): found[0] for found in _ADDRESSES.finditer(text)}


def numbers_in(text: str) -> dict[int, str]:
    """Numbers of tickets, each with the words that say it is one."""
    return {int(found[1]): found[0].strip() for found in reversed(list(_NUMBERS.finditer(text)))}


def stands_alone(text: str, digits: str) -> bool:
    """Whether digits stand in a text with no letter and no digit grown onto them."""
    return regex.search(rf"(?<![\p{{L}}\p{{N}}]){digits}(?![\p{{L}}\p{{N}}])", text) is not None

"""What is wrong with the page that a browser shows: what axe finds, and what sticks out of the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

from playwright.sync_api import Page

AXE: Final = Path(__file__).resolve().parents[2] / "web/node_modules/axe-core/axe.min.js"
EVERYTHING: Final = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: The other scheme changes colours and nothing else.
COLOURS: Final = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
#: Frames hold what strangers wrote; theirs is the responsibility.
RUN: Final = """runOnly => axe.run(
  { exclude: [['iframe']] },
  { runOnly, resultTypes: ['violations'], iframes: false },
)"""
#: Colours in the middle of a transition are nobody's choice. What never ends is not waited for.
SETTLED: Final = """async () => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  const ending = document.getAnimations().filter(one => one.effect.getTiming().iterations !== Infinity);
  await Promise.allSettled(ending.map(one => one.finished));
}"""
SCHEMES: Final[tuple[tuple[Literal["light", "dark"], Any], ...]] = (("light", EVERYTHING), ("dark", COLOURS))
#: After the screen has taken its new shape: pixels beyond the window, and what begins out of sight. Tables may scroll in a box.
OVERFLOW: Final = """async () => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  const lost = [...document.querySelectorAll('#root *')].filter(one => one.checkVisibility()
    && one.getBoundingClientRect().left >= innerWidth && !one.closest('[aria-hidden], table'));
  return [document.documentElement.scrollWidth - innerWidth, ...lost.slice(0, 3).map(one => one.outerHTML.slice(0, 80))];
}"""
#: A phone, a window with two panes, one with three.
WIDTHS: Final = (390, 1180, 1440)


def violations(page: Page) -> list[str]:
    """One line for each rule of WCAG 2.2 AA and element that breaks it, in either scheme of colours."""
    page.wait_for_load_state("networkidle")
    if not page.evaluate("'axe' in window"):
        # Evaluated by the debugger, which the content security policy of the page does not concern.
        page.evaluate(AXE.read_text())
    lines = []
    for scheme, rules in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        found: list[dict[str, Any]] = page.evaluate(RUN, rules)["violations"]
        lines += [
            f"{scheme} {rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]} {node['failureSummary'][:260]}"
            for rule in found
            for node in rule["nodes"]
        ]
    return lines


def sticking_out(page: Page) -> list[str]:
    """One line for each width at which the page is wider than its window; a box that scrolls by itself is not meant."""
    was, lines = page.viewport_size, []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        beyond = page.evaluate(OVERFLOW)
        if beyond != [0]:
            lines.append(f"at {width}: {beyond}")
    if was is not None:
        page.set_viewport_size(was)
    return lines

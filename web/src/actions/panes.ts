/** The panes that are on screen, in the order of reading: each says `data-pane`, if it likes with what takes the focus in it. */
export function panes(root: ParentNode = document): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (one) => one.checkVisibility?.() ?? true,
  );
}

/** The pane after the one that holds the focus; null after the last one, where the browser goes on. */
export function nextPane(all: readonly HTMLElement[], active: Element | null): HTMLElement | null {
  const at = all.findLastIndex((one) => one.contains(active));
  return all[at + 1] ?? null;
}

const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [contenteditable="true"], [tabindex="0"]';

/** False after the last pane, so that F6 goes on to the browser's own. */
export function toNextPane(): boolean {
  const pane = nextPane(panes(), document.activeElement);
  if (!pane) {
    (document.activeElement as HTMLElement | null)?.blur();
    return false;
  }
  const target =
    pane.querySelector<HTMLElement>(pane.dataset.pane || focusable) ??
    pane.querySelector<HTMLElement>(focusable);
  if (target) target.focus();
  else {
    pane.tabIndex = -1;
    pane.focus();
  }
  return true;
}

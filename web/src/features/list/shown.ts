/** The numbers of the list that is on screen, in its order: what "next" means after a reply is sent. */
let shown: readonly number[] = [];

export function noteShown(numbers: readonly number[]): void {
  shown = numbers;
}

/** The ticket below this one, else the one above; null for the only one. */
export function nextAfter(number: number): number | null {
  const at = shown.indexOf(number);
  if (at < 0) return shown[0] ?? null;
  return shown[at + 1] ?? shown[at - 1] ?? null;
}

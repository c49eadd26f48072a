const key = (owner: string) => `tandem.palette.${owner}`;
const most = 5;

/** What this person chose last in this browser: ids of actions and places only, never names of tickets or people. */
export function recentIds(owner: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(owner)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function noteRecent(owner: string, id: string): void {
  const ids = [id, ...recentIds(owner).filter((one) => one !== id)].slice(0, most);
  try {
    localStorage.setItem(key(owner), JSON.stringify(ids));
  } catch {
    // Without storage nothing is remembered.
  }
}

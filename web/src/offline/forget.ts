import type { QueryClient } from '@tanstack/react-query';

/** Nobody is signed in any more: neither this tab nor this device knows what was read. */
export async function forget(client: QueryClient): Promise<void> {
  client.clear();
  const { shelf } = await import('./shelf');
  await shelf.clear();
}

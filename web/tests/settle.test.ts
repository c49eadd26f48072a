import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { settle } from '~/api/settle';

it('shows no older answer after a change', async () => {
  const client = new QueryClient();
  const answers: ((value: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(client, { queryKey: ['me'], queryFn, initialData: 'old', staleTime: 0 });
  const seen: (string | undefined)[] = [];
  const stop = observer.subscribe((result) => seen.push(result.data));
  expect(answers).toHaveLength(1);
  await settle(client, ['me'], 'new');
  // It was asked for before the change, and comes after it.
  answers[0]?.('old');
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  expect(client.getQueryData(['me'])).toBe('new');
  answers[1]?.('newest');
  await vi.waitFor(() => expect(client.getQueryData(['me'])).toBe('newest'));
  expect(seen.slice(seen.indexOf('new'))).not.toContain('old');
  stop();
});

it('asks for nothing that nobody was asking for', async () => {
  const client = new QueryClient();
  client.setQueryData(['me'], 'old');
  await settle(client, ['me'], 'new');
  expect(client.getQueryData(['me'])).toBe('new');
  expect(client.getQueryState(['me'])?.isInvalidated).toBe(false);
});

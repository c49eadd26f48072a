import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, api, refusal, whenSignedOut } from '~/api/client';

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const refused = () => json(401, { code: 'auth.required', title: 'Sign in' });

describe('a request that is refused for want of a session', () => {
  const signedOut = vi.fn();
  let answers: Record<string, (() => Response)[]>;
  let asked: string[];

  beforeEach(() => {
    asked = [];
    signedOut.mockClear();
    whenSignedOut(signedOut);
    vi.stubGlobal('document', { cookie: '' });
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url);
      const answer = answers[url]?.shift();
      if (!answer) throw new Error(`nobody expects ${url}`);
      return answer();
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is asked again when the session has only got another id meanwhile', async () => {
    answers = {
      '/api/v1/security': [refused, () => json(200, { codes: 10 })],
      '/api/v1/me': [() => json(200, {})],
    };
    expect(await api.get('/security')).toEqual({ codes: 10 });
    expect(asked).toEqual(['/api/v1/security', '/api/v1/me', '/api/v1/security']);
    expect(signedOut).not.toHaveBeenCalled();
  });

  it('ends the session here when it has ended there', async () => {
    answers = { '/api/v1/security': [refused], '/api/v1/me': [refused] };
    await expect(api.post('/security')).rejects.toThrow(ApiError);
    expect(asked).toEqual(['/api/v1/security', '/api/v1/me']);
    expect(signedOut).toHaveBeenCalledTimes(1);
  });

  it('is no sign-out for an upload either, while the session goes on', async () => {
    answers = { '/api/v1/me': [() => json(200, {})] };
    expect((await refusal(refused())).problem.code).toBe('auth.required');
    expect(signedOut).not.toHaveBeenCalled();
    answers = { '/api/v1/me': [refused] };
    await refusal(refused());
    expect(signedOut).toHaveBeenCalledTimes(1);
  });

  it('asks once for all that were refused together', async () => {
    answers = {
      '/api/v1/one': [refused, () => json(200, 1)],
      '/api/v1/two': [refused, () => json(200, 2)],
      '/api/v1/me': [() => json(200, {})],
    };
    expect(await Promise.all([api.get('/one'), api.get('/two')])).toEqual([1, 2]);
    expect(asked.filter((url) => url === '/api/v1/me')).toHaveLength(1);
  });
});

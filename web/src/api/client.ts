import type { Problem } from './types';

/** A refusal by the server, with the problem document (RFC 9457) that explains it. */
export class ApiError extends Error {
  readonly problem: Problem;
  /** Seconds to wait before asking again, when the server said so. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail || problem.title || problem.code);
    this.name = 'ApiError';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No answer at all: the network or the server is away. What was asked may or may not have happened. */
export class Unreachable extends Error {
  constructor() {
    super('unreachable');
    this.name = 'Unreachable';
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

interface Options {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  /** The page may be closing: let the browser finish the request by itself. */
  keepalive?: boolean;
  headers?: Record<string, string>;
}

const root = '/api/v1';

let language = 'en';

/** Which language the server's sentences shall have. */
export function speak(locale: string): void {
  language = locale;
}

let onSignedOut: (() => void) | null = null;

/** One listener is told when any request finds that the session has ended. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export function csrfToken(): string {
  const cookie = document.cookie
    .split('; ')
    .find((part) => part.startsWith('__Host-csrftoken=') || part.startsWith('csrftoken='));
  return cookie ? decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1)) : '';
}

export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export function unsafeHeaders(): Record<string, string> {
  return { 'Accept-Language': language, 'X-CSRFToken': csrfToken() };
}

let asking: Promise<boolean> | null = null;

/**
 * The id of a session changes when what may be done with it does (a second factor was added). A request that was under way with
 * the old one is refused, and that is no sign-out: what counts is whether the browser's present id is good. Asked once for all
 * that were refused together.
 */
function stillSignedIn(): Promise<boolean> {
  asking ??= fetch(`${root}/me`, { credentials: 'same-origin', headers: { Accept: 'application/json' } })
    // Read to its end: an answer that nobody reads is never done.
    .then((answer) => answer.text().then(() => answer.ok))
    .catch(() => false)
    .finally(() => {
      asking = null;
    });
  return asking;
}

export async function call<T>(method: string, url: string, options: Options = {}): Promise<T> {
  let response = await ask(method, url, options);
  // Whom it did not know it did nothing for: so it may be asked once more, whatever it was.
  const unknown = await wantsSession(response);
  const ended = unknown && !(await stillSignedIn());
  if (unknown && !ended) response = await ask(method, url, options);
  if (!response.ok) throw await refusal(response, ended || undefined);
  if (response.status === 204 || response.headers.get('Content-Length') === '0') return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** Others answer 401 as well: that a password is wrong, that nobody has signed in yet. */
async function wantsSession(response: Response): Promise<boolean> {
  return response.status === 401 && (await response.clone().text()).includes('"auth.required"');
}

async function ask(method: string, url: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': language,
    ...options.headers,
  };
  if (method !== 'GET') headers['X-CSRFToken'] = csrfToken();
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    return await fetch(withQuery(url, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
      keepalive: options.keepalive ?? false,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Unreachable();
  }
}

/** Reads the problem document; a proxy in between may have answered with something else. */
export async function refusal(response: Response, ended?: boolean): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('Retry-After')) || null;
  let problem: Problem;
  try {
    problem = {
      detail: '',
      code: 'unknown',
      ...((await response.json()) as Partial<Problem>),
      status: response.status,
    };
  } catch {
    problem = { status: response.status, code: 'unknown', detail: response.statusText };
  }
  // Whoever does not know whether the session has ended asks: an upload may have been under way when its id changed.
  if (response.status === 401 && problem.code === 'auth.required' && (ended ?? !(await stillSignedIn())))
    onSignedOut?.();
  return new ApiError(problem, retryAfter);
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    call<T>('GET', root + path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) }),
  post: <T>(path: string, body?: unknown, headers?: Record<string, string>) =>
    call<T>('POST', root + path, { body: body ?? {}, ...(headers ? { headers } : {}) }),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', root + path, { body }),
  put: <T>(path: string, body: unknown, keepalive = false) =>
    call<T>('PUT', root + path, { body, keepalive }),
  del: <T>(path: string) => call<T>('DELETE', root + path),
};

export function problemOf(error: unknown): Problem | null {
  return error instanceof ApiError ? error.problem : null;
}

export function isCode(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.problem.code === code;
}

import { queryOptions } from '@tanstack/react-query';
import { api, call } from './client';
import { keys } from './keys';
import type { Catalogue, Installation, Me, Schemas, SetUp } from './types';

const auth = '/_allauth/browser/v1/auth';

export const installationQuery = queryOptions({
  queryKey: keys.installation,
  queryFn: ({ signal }) => api.get<Installation>('/installation', undefined, signal),
  staleTime: 60_000,
});

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => api.get<Me>('/me', undefined, signal),
  staleTime: 5 * 60_000,
  retry: false,
});

export const catalogueQuery = queryOptions({
  queryKey: keys.catalogue,
  queryFn: ({ signal }) => api.get<Catalogue>('/catalogue', undefined, signal),
  staleTime: 5 * 60_000,
});

export const signIn = (email: string, password: string) =>
  call<unknown>('POST', `${auth}/login`, { body: { email, password } });

/** Asking for the session also makes the server set the CSRF cookie; 401 is the usual answer here. */
export const prepareSession = () => call<unknown>('GET', `${auth}/session`).catch(() => undefined);

/** allauth answers 401 to a successful sign-out, because afterwards nobody is signed in. */
export const signOut = () => call<unknown>('DELETE', `${auth}/session`).catch(() => undefined);

export const demoSignIn = (personId: string) => api.post<void>('/demo/sign-in', { person_id: personId });

export const setUp = (input: SetUp) => api.post<Schemas['SetUpDone']>('/setup', input);

export const sendTestMail = (to: string) => api.post<unknown>('/setup/test-mail', { to });

/** Keys by shortcut: empty releases one, null gives it its usual key. */
export const changeShortcuts = (changes: {
  single_keys?: boolean;
  keys?: Record<string, string | null>;
  swipe?: boolean;
}) => api.patch<Me['shortcuts']>('/me/shortcuts', changes);

/** Which alerts about colleagues pop up. */
export const changeAlerts = (changes: Partial<Me['alerts']>) =>
  api.patch<Me['alerts']>('/me/alerts', changes);

export const changeMe = (changes: Partial<Pick<Me, 'language' | 'time_zone' | 'name'>>) =>
  api.patch<Me>('/me', changes);

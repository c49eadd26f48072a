import { queryOptions } from '@tanstack/react-query';
import { api, call } from './client';
import { keys } from './keys';
import type { Id, Schemas } from './types';

/** How the person who is here signs in, and the links that are mailed. */
export type Security = Schemas['SecurityShown'];
export type Passkey = Schemas['PasskeyShown'];
export type SessionRow = Schemas['SessionShown'];
export type SecurityPolicy = Schemas['SecurityPolicyShown'];
export type MailedLink = Schemas['LinkShown'];
export type TokenRow = Schemas['TokenShown'];
export type Roles = Schemas['RolesShown'];

export const securityQuery = queryOptions({
  queryKey: keys.security,
  queryFn: ({ signal }) => api.get<Security>('/me/security', undefined, signal),
});
export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: ({ signal }) => api.get<Schemas['SessionList']>('/me/sessions', undefined, signal),
});
export const tokensQuery = queryOptions({
  queryKey: keys.tokens,
  queryFn: ({ signal }) => api.get<Schemas['TokenList']>('/tokens', undefined, signal),
});
export const rolesQuery = queryOptions({
  queryKey: keys.roles,
  queryFn: ({ signal }) => api.get<Roles>('/roles', undefined, signal),
});
export const policyQuery = queryOptions({
  queryKey: keys.policy,
  queryFn: ({ signal }) => api.get<SecurityPolicy>('/security-policy', undefined, signal),
});

export const confirmIdentity = (proof: { password: string } | { code: string }) =>
  api.post<void>('/me/security/confirm', proof);
export const changePassword = (current_password: string, password: string) =>
  api.post<void>('/me/password', { current_password, password });
export const askForAddress = (email: string) => api.post<Schemas['AddressAsked']>('/me/email', { email });
export const beginApp = () => api.post<Schemas['AppBegun']>('/me/security/app');
export const setUpApp = (code: string) => api.put<Schemas['RecoveryCodes']>('/me/security/app', { code });
export const removeApp = () => api.del<void>('/me/security/app');
export const makeRecoveryCodes = () => api.post<Schemas['RecoveryCodes']>('/me/security/recovery-codes');
export const renamePasskey = (id: Id, name: string) =>
  api.patch<Passkey>(`/me/security/passkeys/${id}`, { name });
export const removePasskey = (id: Id) => api.del<void>(`/me/security/passkeys/${id}`);
export const endSession = (id: Id) => api.del<void>(`/me/sessions/${id}`);
export const endOtherSessions = () => api.del<Schemas['SessionsEnded']>('/me/sessions');
/** Whoever does nothing is signed out after a while; what the page fetches by itself does not count. */
export const noteActivity = () => api.post<void>('/me/activity');

export const createToken = (input: Schemas['NewToken']) => api.post<Schemas['TokenMade']>('/tokens', input);
export const revokeToken = (id: Id) => api.del<void>(`/tokens/${id}`);

export const changePolicy = (changes: Schemas['PolicyBase'], base: Schemas['PolicyBase']) =>
  api.patch<SecurityPolicy>('/security-policy', { ...changes, base });

export const invite = (id: Id) => api.post<Schemas['LinkSent']>(`/people/${id}/invitation`);
export const withdrawInvitation = (id: Id) => api.del<void>(`/people/${id}/invitation`);
export const sendPasswordLink = (id: Id) => api.post<Schemas['LinkSent']>(`/people/${id}/password-link`);

export const forgotten = (email: string) => api.post<unknown>('/sign-in/forgotten', { email });
export const lookAtLink = (token: string) => api.post<MailedLink>('/sign-in/link', { token });
export const useMailedLink = (input: Schemas['UseInput']) =>
  api.post<Schemas['LinkUsed']>('/sign-in/link/use', input);

const auth = '/_allauth/browser/v1/auth';

/** The second step, by a code of the app or a recovery code. */
export const sendCode = (code: string) =>
  call<unknown>('POST', `${auth}/2fa/authenticate`, { body: { code } });

/** Passkeys need a browser that reads and writes their JSON (WebAuthn Level 3). */
export const knowsPasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

/** The browser was asked and said no: closed, too late, or no key here. */
export class PasskeyRefused extends Error {}

/** Sign in by a passkey alone, or as the second step. */
export async function usePasskey(step: 'login' | 'authenticate'): Promise<void> {
  const url = `${auth}/webauthn/${step}`;
  const begun = await call<{
    data: { request_options: { publicKey: PublicKeyCredentialRequestOptionsJSON } };
  }>('GET', url);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(begun.data.request_options.publicKey);
  const credential = await navigator.credentials.get({ publicKey }).catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) throw new PasskeyRefused();
  await call('POST', url, { body: { credential: credential.toJSON() } });
}

/** Make a passkey of this device. */
export async function addPasskey(name: string): Promise<Schemas['PasskeyAdded']> {
  const begun = await api.post<{ options: { publicKey: PublicKeyCredentialCreationOptionsJSON } }>(
    '/me/security/passkeys/begin',
  );
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(begun.options.publicKey);
  const made = await navigator.credentials.create({ publicKey }).catch(() => null);
  if (!(made instanceof PublicKeyCredential)) throw new PasskeyRefused();
  const { id, rawId, type, response, clientExtensionResults } = made.toJSON() as RegistrationResponseJSON;
  const { clientDataJSON, attestationObject, transports } = response;
  return api.post<Schemas['PasskeyAdded']>('/me/security/passkeys', {
    name,
    credential: {
      id,
      rawId,
      type,
      response: { clientDataJSON, attestationObject, transports },
      clientExtensionResults,
    },
  });
}

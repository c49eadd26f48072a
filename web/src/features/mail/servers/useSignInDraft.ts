import { useState } from 'react';
import type { Mailbox, MailSignInInput } from '~/api/settingsTypes';

export type SignInProvider = MailSignInInput['provider'];

export interface SignInDraft {
  provider: SignInProvider;
  client_id: string;
  client_secret: string;
  tenant: string;
  authorize_url: string;
  token_url: string;
  scope: string;
}

/** What the form says of how a mailbox is signed in at its provider. */
export function useSignInDraft(mailbox: Mailbox, provider: SignInProvider) {
  const saved = mailbox.sign_in;
  const [typed, setTyped] = useState<Partial<SignInDraft>>({});
  const known = saved?.provider === provider ? saved : null;
  const draft: SignInDraft = {
    client_id: known?.client_id ?? '',
    tenant: known?.tenant ?? '',
    authorize_url: known?.authorize_url ?? '',
    token_url: known?.token_url ?? '',
    scope: known?.scope ?? '',
    client_secret: '',
    ...typed,
    provider,
  };
  const same =
    known !== null &&
    (['client_id', 'tenant', 'authorize_url', 'token_url'] as const).every(
      (name) => known[name] === draft[name].trim(),
    );
  return {
    draft,
    change: (part: Partial<SignInDraft>) => setTyped((now) => ({ ...now, ...part })),
    /** The secret that is stored goes to the place that it was given for, and to no other. */
    needsSecret: !same,
    /** Nothing has to be sent to the server again. */
    unchanged: same && draft.client_secret === '' && known?.scope === draft.scope,
    signedIn: same && draft.client_secret === '' && known?.trouble === '' ? known.signed_in_at : null,
  };
}

/** As the API takes it. */
export function signInInput(draft: SignInDraft, needsSecret: boolean): MailSignInInput {
  // A public client has no secret; a stored one is kept by saying nothing.
  const client_secret = draft.client_secret === '' && !needsSecret ? null : draft.client_secret;
  return { ...draft, client_id: draft.client_id.trim(), client_secret };
}

import { useState } from 'react';
import type { Mailbox, MailServer, MailServerInput } from '~/api/settingsTypes';
import { type Provider, providerOf } from './providers';

export type Direction = 'incoming' | 'outgoing';
export type Security = 'tls' | 'starttls' | 'none';
export type Protocol = 'imap' | 'pop';
export type AfterFetch = 'move' | 'delete' | 'leave';

export interface ServerDraft {
  protocol: Protocol;
  host: string;
  port: string;
  security: Security;
  user: string;
  password: string;
  /** How it is opened: by a password, or by the sign-in of the mailbox. */
  auth: 'password' | 'oauth';
  folder: string;
  after_fetch: AfterFetch;
  moved_to: string;
  take_from: 'new' | 'all';
  authserv_ids: string;
  active: boolean;
}

/** The usual ports, so that who changes the encryption need not know them. */
const ports = {
  imap: { tls: 993, starttls: 143, none: 143 },
  pop: { tls: 995, starttls: 110, none: 110 },
  smtp: { tls: 465, starttls: 587, none: 25 },
} as const;

export const usualPort = (way: keyof typeof ports, security: Security) => String(ports[way][security]);

/** What the form of a server holds by now. */
export function useServerDraft(mailbox: Mailbox, direction: Direction) {
  const saved = mailbox[direction];
  const [provider, setProvider] = useState(() => providerOf(saved?.host, mailbox.address));
  const [draft, setDraft] = useState<ServerDraft>(() =>
    saved ? asDraft(saved) : presetBy(provider, direction, { ...blank(mailbox), auth: usualAuth(provider) }),
  );
  const change = (part: Partial<ServerDraft>) => setDraft((now) => ({ ...now, ...part }));

  return {
    draft,
    change,
    provider,
    choose(next: Provider) {
      setProvider(next);
      setDraft((now) => presetBy(next, direction, { ...now, auth: usualAuth(next) }));
    },
    /** The password that is stored goes to the server that it was given for, and to no other. */
    needsPassword: !saved?.has_password || !sameAccount(saved, draft),
  };
}

function sameAccount(saved: MailServer, draft: ServerDraft): boolean {
  return (
    saved.host === draft.host.trim().toLowerCase() &&
    saved.port === Number(draft.port) &&
    saved.security === draft.security &&
    saved.user === draft.user.trim()
  );
}

export function presetBy(provider: Provider, direction: Direction, draft: ServerDraft): ServerDraft {
  const place = direction === 'incoming' ? provider.imap : provider.smtp;
  if (!place) return draft;
  const { host, port, security } = place;
  const auth = provider.signIn ? draft.auth : 'password';
  return { ...draft, protocol: 'imap', host, port: String(port), security, auth, authserv_ids: '' };
}

/** Microsoft takes hardly any passwords any more. */
const usualAuth = (provider: Provider) => (provider.signIn === 'microsoft' ? 'oauth' : 'password');

function blank(mailbox: Mailbox): ServerDraft {
  return {
    protocol: 'imap',
    host: '',
    port: '993',
    security: 'tls',
    user: mailbox.address,
    password: '',
    auth: 'password',
    folder: 'INBOX',
    after_fetch: 'move',
    moved_to: 'Tandem',
    take_from: 'new',
    authserv_ids: '',
    active: true,
  };
}

function asDraft(saved: MailServer): ServerDraft {
  const { host, user, folder, moved_to, active } = saved;
  const auth = saved.auth === 'oauth' ? 'oauth' : 'password';
  return {
    protocol: saved.protocol === 'pop' ? 'pop' : 'imap',
    host,
    port: String(saved.port),
    security: saved.security as Security,
    user,
    password: '',
    auth,
    folder: folder || 'INBOX',
    after_fetch: (saved.after_fetch || 'move') as AfterFetch,
    moved_to: moved_to || 'Tandem',
    take_from: saved.take_from === 'all' ? 'all' : 'new',
    authserv_ids: saved.authserv_ids.join(' '),
    active,
  };
}

/** As the API takes it. A number that is none goes as 0, and comes back with the server's sentence. */
export function inputOf(draft: ServerDraft, direction: Direction): MailServerInput {
  const { host, security, user, password, auth, active } = draft;
  const common = {
    host: host.trim(),
    port: /^\d{1,9}$/.test(draft.port.trim()) ? Number(draft.port) : 0,
    security,
    user: user.trim(),
    password: password === '' || auth === 'oauth' ? null : password,
    auth,
    active,
  };
  if (direction === 'outgoing') return common;
  const names = draft.authserv_ids.split(/[\s,]+/).filter(Boolean);
  return {
    ...common,
    protocol: draft.protocol,
    folder: draft.folder,
    // POP3 has no folders.
    after_fetch: draft.protocol === 'pop' && draft.after_fetch === 'move' ? 'leave' : draft.after_fetch,
    moved_to: draft.moved_to,
    take_from: draft.take_from,
    authserv_ids: names.length > 0 ? names : null,
  };
}

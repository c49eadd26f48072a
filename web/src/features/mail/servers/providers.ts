import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { MailServerInput } from '~/api/settingsTypes';
import type { SignInProvider } from './useSignInDraft';

interface Place {
  host: string;
  port: number;
  security: MailServerInput['security'];
}

export interface Provider {
  key: string;
  /** A proper name; null where it has to be translated. */
  name: string | null;
  imap: Place | null;
  smtp: Place | null;
  /** What the provider asks for before a program may sign in, and where that is done. */
  hint: MessageDescriptor | null;
  link: string | null;
  /** Under which name a mailbox is signed in there without a password. */
  signIn?: SignInProvider;
  /** Ends of addresses that are certainly kept there. */
  domains: readonly string[];
}

const tls = (host: string, port: number): Place => ({ host, port, security: 'tls' });
const appPassword = msg`It takes an app password here, not the usual one. Make one there:`;

export const providers: readonly Provider[] = [
  {
    key: 'gmail',
    name: 'Gmail, Google Workspace',
    imap: tls('imap.gmail.com', 993),
    smtp: tls('smtp.gmail.com', 465),
    hint: appPassword,
    link: 'https://myaccount.google.com/apppasswords',
    signIn: 'google',
    domains: ['gmail.com', 'googlemail.com'],
  },
  {
    key: 'microsoft',
    name: 'Microsoft 365, Outlook.com',
    imap: tls('outlook.office365.com', 993),
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
    hint: msg`Microsoft takes no passwords from programs any more, except where an organisation has allowed it. Sign in instead.`,
    link: null,
    signIn: 'microsoft',
    domains: ['outlook.com', 'hotmail.com', 'live.com'],
  },
  {
    key: 'qq',
    name: 'QQ 邮箱',
    imap: tls('imap.qq.com', 993),
    smtp: tls('smtp.qq.com', 465),
    hint: msg`Switch IMAP on in its settings, under “Account”. It gives you an authorisation code, which is the password here:`,
    link: 'https://mail.qq.com',
    domains: ['qq.com', 'foxmail.com'],
  },
  {
    key: '163',
    name: '网易 163 邮箱',
    imap: tls('imap.163.com', 993),
    smtp: tls('smtp.163.com', 465),
    hint: msg`Switch IMAP on in its settings, under “POP3/SMTP/IMAP”. It gives you an authorisation code, which is the password here:`,
    link: 'https://mail.163.com',
    domains: ['163.com'],
  },
  {
    key: 'seznam',
    name: 'Seznam.cz',
    imap: tls('imap.seznam.cz', 993),
    smtp: tls('smtp.seznam.cz', 465),
    hint: msg`With two-step verification it takes an app password here. Make one there:`,
    link: 'https://ucet.seznam.cz',
    domains: ['seznam.cz', 'email.cz', 'post.cz'],
  },
  {
    key: 'yandex',
    name: 'Яндекс',
    imap: tls('imap.yandex.com', 993),
    smtp: tls('smtp.yandex.com', 465),
    hint: appPassword,
    link: 'https://id.yandex.com/security/app-passwords',
    domains: ['yandex.ru', 'yandex.com', 'ya.ru'],
  },
  {
    key: 'mailru',
    name: 'Mail.ru',
    imap: tls('imap.mail.ru', 993),
    smtp: tls('smtp.mail.ru', 465),
    hint: appPassword,
    link: 'https://account.mail.ru/user/2-step-auth/passwords',
    domains: ['mail.ru', 'bk.ru', 'list.ru', 'inbox.ru'],
  },
  { key: 'other', name: null, imap: null, smtp: null, hint: null, link: null, signIn: 'other', domains: [] },
];

const other = providers.find((one) => one.key === 'other') as Provider;

/** The provider of a server that is saved, else of an address, else any other. */
export function providerOf(host: string | undefined, address: string): Provider {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return (
    providers.find((one) =>
      host ? one.imap?.host === host || one.smtp?.host === host : one.domains.includes(domain),
    ) ?? other
  );
}

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Kinds of records that the log speaks of. */
export const subjectNames: Record<string, MessageDescriptor> = {
  person: msg({ message: 'Person', context: 'kind of record' }),
  organisation: msg({ message: 'Organisation', context: 'kind of record' }),
  department: msg({ message: 'Department', context: 'kind of record' }),
  team: msg({ message: 'Team', context: 'kind of record' }),
  status: msg({ message: 'Status', context: 'kind of record' }),
  mailbox: msg({ message: 'Mailbox', context: 'kind of record' }),
  mail_server: msg({ message: 'Mail server', context: 'kind of record' }),
  mail_hook: msg({ message: 'Webhook of a mailbox', context: 'kind of record' }),
  mail_sign_in: msg({ message: 'Sign-in of a mailbox', context: 'kind of record' }),
  signing_key: msg({ message: 'Signing key', context: 'kind of record' }),
  correspondent: msg({ message: 'Automatic mail to an address', context: 'kind of record' }),
  api_token: msg({ message: 'API token', context: 'kind of record' }),
  security_policy: msg({ message: 'Rules for signing in', context: 'kind of record' }),
  collision_policy: msg({ message: 'Collision avoidance', context: 'kind of record' }),
  saved_view: msg({ message: 'View', context: 'kind of record' }),
  macro: msg({ message: 'Macro', context: 'kind of record' }),
  tag_replacement: msg({ message: 'Tag', context: 'kind of record' }),
  ledger_entry: msg({ message: 'Incoming mail', context: 'kind of record' }),
  ticket: msg({ message: 'Ticket', context: 'kind of record' }),
};

/** Kinds of acts. */
export const actNames: Record<string, MessageDescriptor> = {
  created: msg({ message: 'Added', context: 'kind of act' }),
  changed: msg({ message: 'Changed', context: 'kind of act' }),
  deleted: msg({ message: 'Deleted', context: 'kind of act' }),
  signed_in: msg({ message: 'Signed in', context: 'kind of act' }),
  done: msg({ message: 'Other', context: 'kind of act' }),
};

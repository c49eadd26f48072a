import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Other words by which people look for the same, by the id of the action. Each language has those of its own. */
export const synonyms: Record<string, MessageDescriptor> = {
  resolve: msg({ message: 'close done finish solved', context: 'other words' }),
  status: msg({ message: 'state open close waiting', context: 'other words' }),
  assign: msg({ message: 'owner give hand over', context: 'other words' }),
  'assign-me': msg({ message: 'take mine owner', context: 'other words' }),
  reply: msg({ message: 'answer write send', context: 'other words' }),
  note: msg({ message: 'internal colleagues write', context: 'other words' }),
  snooze: msg({ message: 'later sleep remind postpone', context: 'other words' }),
  trash: msg({ message: 'delete remove bin', context: 'other words' }),
  spam: msg({ message: 'junk block unwanted', context: 'other words' }),
  clone: msg({ message: 'copy duplicate', context: 'other words' }),
  follow: msg({ message: 'watch subscribe', context: 'other words' }),
  priority: msg({ message: 'urgent important', context: 'other words' }),
  tags: msg({ message: 'label mark', context: 'other words' }),
  create: msg({ message: 'add open ticket', context: 'other words' }),
  '/me/security': msg({ message: 'password passkey two-factor', context: 'other words' }),
  '/me/profile': msg({ message: 'language time zone name', context: 'other words' }),
  '/me/shortcuts': msg({ message: 'keyboard keys', context: 'other words' }),
};

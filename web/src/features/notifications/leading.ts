import type { Notification } from '~/api/settingsTypes';

/** Where on the page of its ticket a notification leads: to the message that it tells of, or to the review of what was held. */
export const leadingTo = ({
  kind,
  message_id: message,
}: Pick<Notification, 'kind' | 'message_id'>): { message?: string; held?: 1 } =>
  kind === 'reply_held' ? { held: 1 } : message ? { message: `m${message}` } : {};

import { createFileRoute } from '@tanstack/react-router';
import { NotificationsPage } from '~/features/notifications/NotificationsPage';

export const Route = createFileRoute('/_app/notifications')({
  validateSearch: (search: Record<string, unknown>): { show?: 'unread' } =>
    search.show === 'unread' ? { show: 'unread' } : {},
  component: NotificationsPage,
});

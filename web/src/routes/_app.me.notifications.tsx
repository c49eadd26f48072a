import { createFileRoute } from '@tanstack/react-router';
import { NotificationSettings } from '~/features/me/NotificationSettings';

export const Route = createFileRoute('/_app/me/notifications')({ component: NotificationSettings });

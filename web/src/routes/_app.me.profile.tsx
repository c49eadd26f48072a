import { createFileRoute } from '@tanstack/react-router';
import { ProfilePage } from '~/features/me/ProfilePage';

export const Route = createFileRoute('/_app/me/profile')({ component: ProfilePage });

import { createFileRoute } from '@tanstack/react-router';
import { SecurityPage } from '~/features/me/SecurityPage';

export const Route = createFileRoute('/_app/me/security')({ component: SecurityPage });

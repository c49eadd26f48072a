import { createFileRoute } from '@tanstack/react-router';
import { TokensPage } from '~/features/me/TokensPage';

export const Route = createFileRoute('/_app/me/tokens')({ component: TokensPage });

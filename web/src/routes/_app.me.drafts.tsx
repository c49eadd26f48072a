import { createFileRoute } from '@tanstack/react-router';
import { EndedDraftsPage } from '~/features/me/EndedDraftsPage';

export const Route = createFileRoute('/_app/me/drafts')({ component: EndedDraftsPage });

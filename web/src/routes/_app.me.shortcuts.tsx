import { createFileRoute } from '@tanstack/react-router';
import { ShortcutsPage } from '~/features/me/ShortcutsPage';

export const Route = createFileRoute('/_app/me/shortcuts')({ component: ShortcutsPage });

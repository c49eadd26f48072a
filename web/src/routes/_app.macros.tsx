import { createFileRoute } from '@tanstack/react-router';
import { MacrosPage } from '~/features/macros/MacrosPage';

export const Route = createFileRoute('/_app/macros')({ component: MacrosPage });

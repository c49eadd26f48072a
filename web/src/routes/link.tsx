import { createFileRoute } from '@tanstack/react-router';
import { LinkPage } from '~/features/frame/LinkPage';

export const Route = createFileRoute('/link')({ component: LinkPage });

import { createFileRoute } from '@tanstack/react-router';
import { Forgotten } from '~/features/frame/Forgotten';

export const Route = createFileRoute('/forgotten')({ component: Forgotten });

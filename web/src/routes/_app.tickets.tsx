import { createFileRoute } from '@tanstack/react-router';
import { parseSearch } from '~/features/list/filters';
import { Workspace } from '~/features/list/Workspace';

export const Route = createFileRoute('/_app/tickets')({
  validateSearch: parseSearch,
  component: Workspace,
});

import { createFileRoute } from '@tanstack/react-router';
import { AuditPage } from '~/features/audit/AuditPage';
import { readFilters } from '~/features/audit/filters';

export const Route = createFileRoute('/_app/audit')({ validateSearch: readFilters, component: AuditPage });

import { createFileRoute } from '@tanstack/react-router';
import { CustomerPage } from '~/features/customers/CustomerPage';

export const Route = createFileRoute('/_app/people_/customers/$id')({ component: CustomerPage });

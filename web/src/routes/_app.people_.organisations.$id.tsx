import { createFileRoute } from '@tanstack/react-router';
import { OrganisationPage } from '~/features/customers/OrganisationPage';

export const Route = createFileRoute('/_app/people_/organisations/$id')({ component: OrganisationPage });

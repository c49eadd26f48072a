import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Id, Schemas } from './types';

export type CustomerDetail = Schemas['CustomerDetail'];
export type CustomerChanges = Omit<Schemas['CustomerEdit'], 'base'>;
export type CustomerExport = Schemas['ExportShown'];
export type OrganisationDetail = Schemas['OrganisationDetail'];

export const customerQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.customer(id),
    queryFn: ({ signal }) => api.get<CustomerDetail>(`/customers/${id}`, undefined, signal),
  });
export const changeCustomer = (id: Id, input: CustomerChanges, base: CustomerChanges) =>
  api.patch<CustomerDetail>(`/customers/${id}`, { ...input, base });
export const addAddress = (id: Id, email: string) =>
  api.post<CustomerDetail>(`/customers/${id}/addresses`, { email });
export const removeAddress = (id: Id, address: Id) =>
  api.del<CustomerDetail>(`/customers/${id}/addresses/${address}`);
export const makeMainAddress = (id: Id, address: Id) =>
  api.post<CustomerDetail>(`/customers/${id}/addresses/${address}/main`);
export const mergeCustomers = (survivor: Id, absorbed: Id) =>
  api.post<CustomerDetail>(`/customers/${survivor}/merge`, { absorbed_id: absorbed });

export const erasureQuery = (id: Id) =>
  queryOptions({
    queryKey: ['erasure', id],
    queryFn: ({ signal }) =>
      api.get<Schemas['ErasurePreview']>(`/customers/${id}/erasure`, undefined, signal),
    staleTime: 0,
    gcTime: 0,
  });
export const eraseCustomer = (id: Id, input: Schemas['EraseInput']) =>
  api.post<void>(`/customers/${id}/erase`, input);

export const exportsQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.exports(id),
    queryFn: ({ signal }) => api.get<Schemas['ExportList']>(`/customers/${id}/exports`, undefined, signal),
    // Made within moments: asked again until it is there.
    refetchInterval: (query) => (query.state.data?.results.some((one) => !one.ready) ? 1_500 : false),
  });
export const askForExport = (id: Id, internalNotes: boolean) =>
  api.post<CustomerExport>(`/customers/${id}/exports`, { internal_notes: internalNotes });
export const exportUrl = (id: Id, exported: Id) => `/api/v1/customers/${id}/exports/${exported}/file`;

export const organisationQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.organisation(id),
    queryFn: ({ signal }) => api.get<OrganisationDetail>(`/organisations/${id}`, undefined, signal),
  });
export const customersOfQuery = (organisation: Id) =>
  infiniteQueryOptions({
    queryKey: keys.customersOf(organisation),
    queryFn: ({ pageParam, signal }) =>
      api.get<Schemas['CustomerList']>('/customers', { organisation, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
export const findOrganisations = (q: string) =>
  queryOptions({
    queryKey: [...keys.organisations, 'find', q],
    queryFn: ({ signal }) => api.get<Schemas['OrganisationList']>('/organisations', { q }, signal),
  });
export const takeIn = (id: Id) => api.post<OrganisationDetail>(`/organisations/${id}/take-in`);
export const deleteOrganisation = (id: Id) => api.del<void>(`/organisations/${id}`);

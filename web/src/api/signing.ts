import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Id, Schemas } from './types';

/** A domain that mail is sent from, and the keys with which its mail can be signed. */
export type SigningDomain = Schemas['SigningDomain'];
export type SigningKey = Schemas['SigningKeyShown'];
export type SigningRecordFound = Schemas['SigningRecordFound'];
type Domains = Schemas['SigningDomainList'];

export const signingQuery = queryOptions({
  queryKey: keys.signing,
  queryFn: ({ signal }) => api.get<Domains>('/signing/domains', undefined, signal),
});

export const makeSigningKey = (domain: string) => api.post<Domains>('/signing/keys', { domain });
export const checkSigningKey = (id: Id) => api.post<SigningRecordFound>(`/signing/keys/${id}/check`);
export const switchSigning = (id: Id, signs: boolean) => api.patch<Domains>(`/signing/keys/${id}`, { signs });
export const removeSigningKey = (id: Id) => api.del<Domains>(`/signing/keys/${id}`);

import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Id, Schemas } from './types';

export type Macro = Schemas['MacroShown'];
export type MacroStep = Schemas['Step'];
export type MacroAction = Schemas['ActionShown'];
export type PreparedMacro = Schemas['PreparedMacro'];
export type MacroInput = Schemas['NewMacro'];

export const macrosQuery = queryOptions({
  queryKey: keys.macros,
  queryFn: ({ signal }) => api.get<Schemas['MacroList']>('/macros', undefined, signal),
  staleTime: 30_000,
});
export const macroActionsQuery = queryOptions({
  queryKey: keys.macroActions,
  queryFn: ({ signal }) => api.get<Schemas['ActionList']>('/macros/actions', undefined, signal),
  staleTime: 600_000,
});

export const createMacro = (input: MacroInput) => api.post<Macro>('/macros', input);
/** `base` is what stood in the form when it opened. */
export const changeMacro = (id: Id, input: Schemas['MacroBase'], base: Schemas['MacroBase']) =>
  api.patch<Macro>(`/macros/${id}`, { ...input, base });
export const deleteMacro = (id: Id) => api.del<unknown>(`/macros/${id}`);

/** What a macro would do to a ticket now. Nothing is changed by asking. */
export const prepareMacro = (number: number, id: Id) =>
  api.get<PreparedMacro>(`/tickets/${number}/macros/${id}`);

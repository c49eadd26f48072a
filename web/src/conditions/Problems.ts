import { createContext, useContext } from 'react';
import type { ConditionField } from '~/api/types';
import { type FieldsByKey, type Path, pointerOf } from './condition';

export interface Builder {
  fields: FieldsByKey;
  /** Pointer -> what is wrong there. */
  problems: ReadonlyMap<string, string>;
}

/** What the parts of the builder know beside their own place in it. */
export const BuilderContext = createContext<Builder>({ fields: new Map(), problems: new Map() });

export const useField = (key: string): ConditionField | undefined =>
  useContext(BuilderContext).fields.get(key);

/** What is wrong with the rule at this place: its value, its operator or its field. */
export function useProblemAt(path: Path): string | undefined {
  const { problems } = useContext(BuilderContext);
  const pointer = pointerOf(path);
  const ends = ['', '/value', '/operator', '/field', '/rules'];
  return ends.map((end) => problems.get(pointer + end)).find((problem) => problem !== undefined);
}

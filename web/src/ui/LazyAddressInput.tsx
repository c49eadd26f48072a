import { type ComponentProps, lazy, Suspense } from 'react';
import type { AddressInput } from './AddressInput';

const Loaded = lazy(() => import('./AddressInput').then((found) => ({ default: found.AddressInput })));

/** The field for addresses where it is seldom opened: loaded when it is. */
export function LazyAddressInput(props: ComponentProps<typeof AddressInput>) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}

import { lazy, Suspense, useState } from 'react';
import type { Id } from '~/api/types';
import { ChoiceField } from './ChoiceField';
import { useTicketChoices } from './useTicketChoices';
import { useEditing } from './useTicketEdit';

const MoveDialog = lazy(() => import('./dialogs/MoveDialog'));

/** The fields that are chosen from a list, the owner first. Another department is asked about, for whoever moves a ticket may not
 * see it any more. */
export function ChoiceFields() {
  const { ticket } = useEditing();
  const [department, setDepartment] = useState<Id | null>(null);
  const choices = useTicketChoices(ticket);
  return (
    <>
      {choices.map((choice) => (
        <ChoiceField
          key={choice.field}
          {...choice}
          onChoose={choice.field === 'department' ? setDepartment : undefined}
        />
      ))}
      {department ? (
        <Suspense>
          <MoveDialog ticket={ticket} to={department} onClose={() => setDepartment(null)} />
        </Suspense>
      ) : null}
    </>
  );
}

import { ChoiceField } from './ChoiceField';
import { useTicketChoices } from './useTicketChoices';
import { useEditing } from './useTicketEdit';

/** The fields that are chosen from a list, the owner first. */
export function ChoiceFields() {
  const { ticket } = useEditing();
  return useTicketChoices(ticket).map((choice) => <ChoiceField key={choice.field} {...choice} />);
}

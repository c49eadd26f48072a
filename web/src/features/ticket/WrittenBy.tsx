import { useLingui } from '@lingui/react/macro';
import type { Message } from '~/api/types';

/** Through whose hands a message went, where several people took part in it. */
export default function WrittenBy({ writing }: { writing: NonNullable<Message['writing']> }) {
  const { t } = useLingui();
  const started = writing.started_by.name;
  const edited = writing.edited_by.map((one) => one.name).join(', ');
  const sent = writing.sent_by.name;
  const parts = [t`started by ${started}`, edited && t`edited by ${edited}`, t`sent by ${sent}`];
  return <>{parts.filter(Boolean).join(' · ')}</>;
}

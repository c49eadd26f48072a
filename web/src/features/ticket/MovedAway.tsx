import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Message } from '~/api/types';
import { moment } from '~/i18n/format';

/** Where a message stood that belongs to another ticket. */
export default function MovedAway({ message, who }: { message: Message; who: string }) {
  const to = message.moved_to?.number;
  return to ? (
    <Trans>
      A message from {who}, {moment(message.at)}, was moved to{' '}
      <Link to="/tickets/$number" params={{ number: String(to) }} search={true}>
        #{to}
      </Link>
    </Trans>
  ) : (
    <Trans>
      A message from {who}, {moment(message.at)}, was moved to another ticket
    </Trans>
  );
}

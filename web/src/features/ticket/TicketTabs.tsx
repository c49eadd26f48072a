import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useSearch } from '@tanstack/react-router';
import type { Message, Ticket } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { count } from '~/i18n/format';
import classes from './ticket.module.css';

/** Without the search parameters both tabs would count as the current page. */
const exact = { exact: true, includeSearch: true };

/** Tabs are links: the address holds which one is open. */
export function TicketTabs({ ticket, messages }: { ticket: Ticket; messages: Message[] }) {
  const { t } = useLingui();
  // Whoever reads one conversation goes on reading it, here and in the history.
  const { conversation } = useSearch({ from: '/_app/tickets/$number' });
  const here = conversation ? { conversation } : {};
  const params = { number: String(ticket.number) };
  const files = messages
    .filter((message) => !message.undone)
    .flatMap((message) => message.attachments.filter((file) => !file.removed)).length;
  return (
    <nav className={classes.tabs} aria-label={t`Parts of the ticket`}>
      <Link
        to="/tickets/$number"
        params={params}
        search={(old) => ({ ...parseSearch(old), ...here })}
        activeOptions={exact}
      >
        <Trans>Conversation</Trans> <span>{count(ticket.message_count)}</span>
      </Link>
      <Link
        to="/tickets/$number"
        params={params}
        search={(old) => ({ ...parseSearch(old), ...here, tab: 'history' as const })}
        activeOptions={{ includeSearch: true }}
      >
        <Trans>History</Trans> <span>{count(ticket.seq)}</span>
      </Link>
      <Link
        to="/tickets/$number"
        params={params}
        search={(old) => ({ ...parseSearch(old), tab: 'files' as const })}
        activeOptions={exact}
      >
        <Trans>Attachments</Trans> {files > 0 ? <span>{count(files)}</span> : null}
      </Link>
    </nav>
  );
}

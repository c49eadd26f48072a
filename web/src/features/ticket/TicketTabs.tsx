import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Ticket } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { count } from '~/i18n/format';
import classes from './ticket.module.css';

/** Without the search parameters both tabs would count as the current page. */
const exact = { exact: true, includeSearch: true };

/** Tabs are links: the address holds which one is open. */
export function TicketTabs({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const params = { number: String(ticket.number) };
  return (
    <nav className={classes.tabs} aria-label={t`Parts of the ticket`}>
      <Link to="/tickets/$number" params={params} search={(old) => parseSearch(old)} activeOptions={exact}>
        <Trans>Conversation</Trans> <span>{count(ticket.message_count)}</span>
      </Link>
      <Link
        to="/tickets/$number"
        params={params}
        search={(old) => ({ ...parseSearch(old), tab: 'history' as const })}
        activeOptions={exact}
      >
        <Trans>History</Trans> <span>{count(ticket.seq)}</span>
      </Link>
    </nav>
  );
}

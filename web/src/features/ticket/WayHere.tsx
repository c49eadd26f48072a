import { Trans } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { meQuery } from '~/api/session';
import type { Id } from '~/api/types';
import classes from './conversation.module.css';

/** For whoever may look: by which way a mail found its ticket, and why it was answered by itself. */
export default function WayHere({ mail, answers = false }: { mail: Id; answers?: boolean }) {
  const { data: me } = useSuspenseQuery(meQuery);
  if (!me.abilities.read_quarantine?.allowed) return null;
  return (
    <Link to="/mail-log" search={{ mail }} className={`${classes.quiet} ${classes.wayHere}`}>
      {answers ? <Trans>Why it was sent</Trans> : <Trans>How it came here</Trans>}
    </Link>
  );
}

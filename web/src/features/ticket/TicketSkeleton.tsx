import { useLingui } from '@lingui/react/macro';
import { Delayed } from '~/ui/Delayed';
import classes from './ticket.module.css';

export function TicketSkeleton() {
  const { t } = useLingui();
  return (
    <Delayed>
      <div className={classes.skeleton} role="status" aria-label={t`Loading the ticket`}>
        <span style={{ width: '46%', height: 16 }} />
        <span style={{ width: '24%' }} />
        <span style={{ width: '88%', marginBlockStart: 24 }} />
        <span style={{ width: '80%' }} />
        <span style={{ width: '62%' }} />
      </div>
    </Delayed>
  );
}

import { Trans } from '@lingui/react/macro';
import type { Person } from '~/api/settingsTypes';
import { day } from '~/i18n/format';
import classes from './people.module.css';

/** Whether somebody can sign in, and by what. */
export function Access({ person }: { person: Person }) {
  if (!person.active) {
    return (
      <span className={classes.off}>
        <Trans>Deactivated</Trans>
      </span>
    );
  }
  if (person.invitation) {
    return person.invitation.expired ? (
      <span className={classes.warn}>
        <Trans>Invitation expired</Trans>
      </span>
    ) : (
      <Trans>Invited until {day(person.invitation.expires_at)}</Trans>
    );
  }
  if (!person.can_sign_in) {
    return (
      <span className={classes.off}>
        <Trans>No password yet</Trans>
      </span>
    );
  }
  return person.two_factor ? <Trans>Active, two factors</Trans> : <Trans>Active</Trans>;
}

import { Trans } from '@lingui/react/macro';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { securityQuery } from '~/api/security';
import { meQuery } from '~/api/session';
import { Failure } from '~/ui/Failure';
import { AppSection } from './AppSection';
import classes from './me.module.css';
import { PasskeySection } from './PasskeySection';
import { AddressSection, PasswordSection } from './PasswordSection';
import { SessionSection } from './SessionSection';

/** How one signs in, and where one is signed in. */
export function SecurityPage() {
  const { data: me } = useSuspenseQuery(meQuery);
  const query = useQuery(securityQuery);
  const security = query.data;
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!security) return null;
  return (
    <>
      {me.factor_needed ? (
        <p className={classes.needed} role="status">
          <Trans>
            This help desk asks everybody for a second factor. Set up an authenticator app or a passkey, then
            everything else opens.
          </Trans>
        </p>
      ) : null}
      <AppSection security={security} />
      <PasskeySection security={security} />
      {me.factor_needed ? null : (
        <>
          {security.has_password ? <PasswordSection /> : null}
          <AddressSection me={me} security={security} />
          <SessionSection />
        </>
      )}
    </>
  );
}

import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconMinus, IconUserCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type Roles, rolesQuery } from '~/api/security';
import { Failure } from '~/ui/Failure';
import classes from './rights.module.css';

/** Who may do what: rights down, roles across; and who was given a right beyond their role. */
export function Rights() {
  const { t } = useLingui();
  const query = useQuery(rolesQuery);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return null;
  const { roles, rights } = query.data;
  const areas = [...new Set(rights.map((right) => right.area))];
  return (
    <>
      <p className={classes.lead}>
        <Trans>
          Rights come with the role. Some can be given to single people beyond it, in the form of that person.
        </Trans>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is pushed aside by keyboard too */}
      <section className={classes.scroll} aria-label={t`Rights by role`} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Right</Trans>
              </th>
              {roles.map((role) => (
                <th key={role.key} scope="col" title={role.people.map((one) => one.name).join(', ')}>
                  {role.name}
                  <small>{role.people.length}</small>
                </th>
              ))}
            </tr>
          </thead>
          {areas.map((area) => (
            <tbody key={area}>
              <tr>
                <th colSpan={roles.length + 1} scope="rowgroup" className={classes.area}>
                  {area}
                </th>
              </tr>
              {rights
                .filter((right) => right.area === area)
                .map((right) => (
                  <tr key={right.key}>
                    <th scope="row">
                      {right.name}
                      {right.granted.length > 0 ? (
                        <small>
                          <Trans>Also: {right.granted.map((one) => one.name).join(', ')}</Trans>
                        </small>
                      ) : null}
                    </th>
                    {roles.map((role) => (
                      <td key={role.key}>
                        <Mark right={right} role={role.key} />
                      </td>
                    ))}
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </section>
      <h2 className={classes.title}>
        <Trans>Who has which role</Trans>
      </h2>
      <dl className={classes.people}>
        {roles.map((role) => (
          <div key={role.key}>
            <dt>{role.name}</dt>
            <dd>{role.people.map((one) => one.name).join(', ') || <Trans>Nobody</Trans>}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Mark({ right, role }: { right: Roles['rights'][number]; role: Roles['roles'][number]['key'] }) {
  const { t } = useLingui();
  if (right.roles.includes(role)) {
    return <IconCheck size={17} stroke={2} className={classes.yes} role="img" aria-label={t`Yes`} />;
  }
  if (right.grantable.includes(role)) {
    const name = t`Can be given to single people`;
    return (
      <IconUserCheck size={17} stroke={1.6} className={classes.some} role="img" aria-label={name}>
        <title>{name}</title>
      </IconUserCheck>
    );
  }
  return <IconMinus size={15} stroke={1.4} className={classes.no} role="img" aria-label={t`No`} />;
}

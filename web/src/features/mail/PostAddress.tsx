import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '~/api/session';
import classes from './mail.module.css';
import { untokened } from './untokened';

/** An address of ours as people know it: its name, and the address without most of the token that leads replies home. */
export function PostAddress({ address }: { address: string }) {
  const { data: catalogue } = useQuery(catalogueQuery);
  const { plain, short } = untokened(address);
  const name = catalogue?.mailboxes.find((one) => one.address === plain)?.from_name;
  return (
    <span title={address}>
      {name ? <span className={classes.subject}>{name}</span> : null}
      <span className={name ? classes.small : undefined}>{short}</span>
    </span>
  );
}

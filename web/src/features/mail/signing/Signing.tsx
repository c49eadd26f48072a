import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { makeSigningKey, type SigningDomain, signingQuery } from '~/api/signing';
import mail from '../mail.module.css';
import { KeyRow } from './KeyRow';
import classes from './signing.module.css';
import { useAct } from './useAct';

/** The keys of a domain: one that signs, and one that is to follow it. */
const most = 2;

/** How mail of each domain is signed, and what has to be published for it. */
export function Signing() {
  const { data } = useQuery(signingQuery);
  const domains = data?.results ?? [];
  if (domains.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="signing">
      <h2 id="signing">
        <Trans>Signatures (DKIM)</Trans>
      </h2>
      <p>
        <Trans>
          A signature proves that mail comes from your domain, so that it does not end among spam. Make a key,
          publish its record where your domain is managed, then start to sign. Where your mail server signs
          already, nothing is needed here.
        </Trans>
      </p>
      <div className={mail.cards}>
        {domains.map((one) => (
          <Domain key={one.domain} one={one} />
        ))}
      </div>
    </section>
  );
}

function Domain({ one }: { one: SigningDomain }) {
  const { t } = useLingui();
  const { busy, act } = useAct();
  const { domain } = one;
  const signs = one.keys.some((key) => key.signs);
  const troubled = one.keys.some((key) => key.trouble !== '');
  return (
    <article className={mail.card} aria-label={t`Signatures of ${domain}`}>
      <header>
        <h3>{domain}</h3>
        {troubled ? (
          <Badge c="var(--warn)" bg="var(--warn-soft)">
            <Trans>Cannot be verified</Trans>
          </Badge>
        ) : (
          <Badge c={signs ? 'var(--ok)' : 'var(--fg-2)'} bg={signs ? 'var(--ok-soft)' : 'var(--bg-active)'}>
            {signs ? <Trans>Signed</Trans> : <Trans>Not signed here</Trans>}
          </Badge>
        )}
        {one.keys.length < most ? (
          <Button
            variant="default"
            loading={busy}
            onClick={() => void act(() => makeSigningKey(domain))}
            aria-label={one.keys.length > 0 ? t`Make a new key for ${domain}` : t`Make a key for ${domain}`}
          >
            {one.keys.length > 0 ? <Trans>Make a new key</Trans> : <Trans>Make a key</Trans>}
          </Button>
        ) : null}
      </header>
      {one.keys.map((key) => (
        <KeyRow key={key.id} one={key} />
      ))}
    </article>
  );
}

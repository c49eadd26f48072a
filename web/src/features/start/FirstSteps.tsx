import { Trans } from '@lingui/react/macro';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Start } from '~/api/start';
import { SampleStep } from './SampleStep';
import classes from './start.module.css';

/** What an admin has still to do; the list goes by itself when all is done. */
export function FirstSteps({ steps }: { steps: NonNullable<Start['first_steps']> }) {
  const lines: [boolean, ReactNode, LinkProps, ReactNode][] = [
    [
      steps.mailbox,
      <Trans key="mailbox">Connect a mailbox</Trans>,
      { to: '/mailboxes' },
      <Trans key="mailbox-why">Mail to it becomes tickets.</Trans>,
    ],
    [
      steps.colleague,
      <Trans key="colleague">Invite a colleague</Trans>,
      { to: '/people', search: { tab: 'agents' } },
      <Trans key="colleague-why">Nobody answers alone here, and never twice by accident.</Trans>,
    ],
    [
      steps.mail,
      <Trans key="mail">Send a test mail</Trans>,
      { to: '/mailboxes' },
      <Trans key="mail-why">Press the button at a mailbox; the ticket arrives in the list.</Trans>,
    ],
  ];
  return (
    <section className={classes.steps} aria-labelledby="first-steps">
      <h2 id="first-steps">
        <Trans>First steps</Trans>
      </h2>
      <ol>
        {lines.map(([done, name, link, why]) => (
          <li key={String(link.to) + String(done)} data-done={done || undefined}>
            {done ? (
              <IconCircleCheckFilled size={18} aria-hidden="true" />
            ) : (
              <IconCircle size={18} stroke={1.6} aria-hidden="true" />
            )}
            <span>
              {done ? (
                <>
                  {name}{' '}
                  <span className="sr-only">
                    <Trans>done</Trans>
                  </span>
                </>
              ) : (
                <Link {...link}>{name}</Link>
              )}
              <small>{why}</small>
            </span>
          </li>
        ))}
        {steps.sample ? <SampleStep loaded={steps.sample === 'loaded'} /> : null}
      </ol>
    </section>
  );
}

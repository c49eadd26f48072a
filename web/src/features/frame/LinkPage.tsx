import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { lookAtLink, type MailedLink, useMailedLink as sendLink } from '~/api/security';
import { prepareSession } from '~/api/session';
import { activate, type Locale, locales, pickLocale } from '~/i18n/locales';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { useProblems } from '~/ui/useProblems';
import { GateFrame } from './GateFrame';
import classes from './gate.module.css';

/** What a mailed link leads to. Opening it uses nothing up; the button does. */
export function LinkPage() {
  const words = useWords();
  const [token] = useState(() => window.location.hash.slice(1));
  const [link, setLink] = useState<MailedLink | null>(null);
  const [error, setError] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is looked at once, when the page opens
  useEffect(() => {
    void (async () => {
      try {
        await prepareSession();
        setLink(await lookAtLink(token));
      } catch (caught) {
        setError(words(caught));
      }
    })();
  }, []);

  if (error !== null) {
    return (
      <GateFrame title={<Trans>This link does not work</Trans>}>
        <FormAlert>{error}</FormAlert>
        <p className={classes.aside}>
          <Link to="/forgotten">
            <Trans>Ask for a new link</Trans>
          </Link>
          <Link to="/sign-in">
            <Trans>Sign in</Trans>
          </Link>
        </p>
      </GateFrame>
    );
  }
  if (link === null) return <GateFrame title="Tandem">{null}</GateFrame>;
  return <UseLink link={link} token={token} />;
}

const titles = (purpose: MailedLink['purpose']): ReactNode => {
  if (purpose === 'invitation') return <Trans>Welcome to Tandem</Trans>;
  return purpose === 'password' ? <Trans>Choose a new password</Trans> : <Trans>Your new address</Trans>;
};

function UseLink({ link, token }: { link: MailedLink; token: string }) {
  const { t, i18n } = useLingui();
  const router = useRouter();
  const client = useQueryClient();
  const problems = useProblems();
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const invited = link.purpose === 'invitation';
  const [language, setLanguage] = useState<Locale>(pickLocale([link.language, i18n.locale]));
  const [zone, setZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone || link.time_zone);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    setState('busy');
    problems.clear();
    try {
      const password = link.purpose === 'address' ? {} : { password: String(typed.get('password')) };
      const details = invited ? { name: String(typed.get('name')).trim(), language, time_zone: zone } : {};
      const done = await sendLink({ token, ...password, ...details });
      client.clear();
      setState('done');
      if (done.signed_in) {
        await activate(language, true);
        await router.navigate({ to: '/tickets', replace: true });
      }
    } catch (caught) {
      problems.take(caught, form);
      setState('idle');
    }
  }

  if (state === 'done' && !invited) {
    return (
      <GateFrame title={titles(link.purpose)}>
        <p role="status" className={classes.done}>
          {link.purpose === 'password' ? (
            <Trans>Your password was changed. Every session was ended.</Trans>
          ) : (
            <Trans>From now on you sign in with {link.email}.</Trans>
          )}
        </p>
        <p className={classes.aside}>
          <Link to="/sign-in">
            <Trans>Sign in</Trans>
          </Link>
        </p>
      </GateFrame>
    );
  }
  return (
    <GateFrame title={titles(link.purpose)}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput label={t`Email address`} value={link.email} readOnly autoComplete="username" size="sm" />
        {invited ? (
          <>
            <TextInput
              name="name"
              label={t`Name`}
              description={t`Customers see it on your replies.`}
              defaultValue={link.name}
              autoComplete="name"
              required
              size="sm"
              error={problems.at('/name')}
            />
            <Select
              label={t`Language`}
              data={locales.map((one) => ({ value: one.code, label: one.name }))}
              value={language}
              onChange={(code) => setLanguage((code as Locale | null) ?? language)}
              allowDeselect={false}
              error={problems.at('/language')}
            />
            <Select
              label={t`Time zone`}
              data={[...new Set(['UTC', zone, ...Intl.supportedValuesOf('timeZone')])].sort()}
              value={zone}
              onChange={(value) => setZone(value ?? zone)}
              allowDeselect={false}
              searchable
              limit={100}
              nothingFoundMessage={t`There is no such time zone`}
              error={problems.at('/time_zone')}
            />
          </>
        ) : null}
        {link.purpose === 'address' ? null : (
          <PasswordInput
            name="password"
            label={t`Password`}
            description={t`At least ten characters.`}
            autoComplete="new-password"
            required
            size="sm"
            error={problems.at('/password')}
            visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
          />
        )}
        <FormAlert>{problems.rest()}</FormAlert>
        <Button type="submit" size="sm" loading={state === 'busy'}>
          {invited ? <Trans>Join</Trans> : null}
          {link.purpose === 'password' ? <Trans>Set the password</Trans> : null}
          {link.purpose === 'address' ? <Trans>Confirm this address</Trans> : null}
        </Button>
      </form>
    </GateFrame>
  );
}

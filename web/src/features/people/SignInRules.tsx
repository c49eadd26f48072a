import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NumberInput, Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keys } from '~/api/keys';
import { changePolicy, policyQuery, type SecurityPolicy } from '~/api/security';
import { settle } from '~/api/settle';
import { Failure } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { useProblems } from '~/ui/useProblems';
import classes from './signInRules.module.css';

/** What the installation asks of everybody who signs in. */
export function SignInRules() {
  const query = useQuery(policyQuery);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return null;
  return <RulesForm policy={query.data} />;
}

function RulesForm({ policy }: { policy: SecurityPolicy }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const problems = useProblems();
  const [required, setRequired] = useState(policy.require_two_factor);
  const [tokens, setTokens] = useState(policy.password_ends_tokens);
  const [hours, setHours] = useState<string | number>(policy.idle_minutes / 60);
  const [days, setDays] = useState<string | number>(policy.absolute_hours / 24);
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle');
  const missing = policy.without_factor;

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    setState('busy');
    problems.clear();
    const { require_two_factor, idle_minutes, absolute_hours, password_ends_tokens } = policy;
    try {
      const fresh = await changePolicy(
        {
          require_two_factor: required,
          password_ends_tokens: tokens,
          idle_minutes: Math.round(Number(hours) * 60),
          absolute_hours: Math.round(Number(days) * 24),
        },
        { require_two_factor, idle_minutes, absolute_hours, password_ends_tokens },
      );
      await settle(client, keys.policy, fresh);
      // Whoever asks everybody for a second factor may have none.
      await client.invalidateQueries({ queryKey: keys.me });
      setState('saved');
    } catch (caught) {
      problems.take(caught, form);
      setState('idle');
    }
  }

  return (
    <form onSubmit={submit} onChange={() => setState('idle')} className={classes.form}>
      <Switch
        label={t`Everybody needs a second factor`}
        description={
          missing > 0
            ? t`Colleagues without one: ${missing}. They are led to set one up before anything else opens.`
            : t`All colleagues have one.`
        }
        checked={required}
        onChange={(event) => setRequired(event.currentTarget.checked)}
        error={problems.at('/require_two_factor')}
      />
      <Switch
        label={t`A new password ends the API tokens of its person too`}
        checked={tokens}
        onChange={(event) => setTokens(event.currentTarget.checked)}
      />
      <NumberInput
        label={t`Hours without any act after which a session ends`}
        description={t`An open page by itself is no act.`}
        value={hours}
        onChange={setHours}
        min={0.1}
        max={720}
        decimalScale={1}
        error={problems.at('/idle_minutes')}
      />
      <NumberInput
        label={t`Days after which everybody signs in anew`}
        value={days}
        onChange={setDays}
        min={1}
        max={366}
        allowDecimal={false}
        error={problems.at('/absolute_hours')}
      />
      <FormAlert>{problems.rest()}</FormAlert>
      <div className={classes.actions}>
        <Button type="submit" loading={state === 'busy'}>
          <Trans>Save</Trans>
        </Button>
        <span role="status" className={classes.saved}>
          {state === 'saved' ? <Trans>Saved</Trans> : null}
        </span>
      </div>
    </form>
  );
}

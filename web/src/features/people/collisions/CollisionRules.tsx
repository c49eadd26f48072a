import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, NumberInput, Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type CollisionPolicy, changeCollisions, collisionsQuery } from '~/api/collisions';
import { keys } from '~/api/keys';
import { settle } from '~/api/settle';
import type { Role } from '~/api/types';
import { Failure } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { roleNames } from '~/ui/names';
import { useProblems } from '~/ui/useProblems';
import classes from '../signInRules.module.css';

/** How the installation keeps two people from answering the same. */
export default function CollisionRules() {
  const query = useQuery(collisionsQuery);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return null;
  return <RulesForm policy={query.data} />;
}

function RulesForm({ policy }: { policy: CollisionPolicy }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const problems = useProblems();
  const [on, setOn] = useState(policy.on);
  const [seconds, setSeconds] = useState<string | number>(policy.alert_seconds);
  const [unseen, setUnseen] = useState<string[]>(policy.unseen_roles);
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle');

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    setState('busy');
    problems.clear();
    try {
      const fresh = await changeCollisions(
        { on, alert_seconds: Math.round(Number(seconds)), unseen_roles: unseen },
        policy,
      );
      await settle(client, keys.collisions, fresh);
      await client.invalidateQueries({ queryKey: keys.catalogue });
      setState('saved');
    } catch (caught) {
      problems.take(caught, form);
      setState('idle');
    }
  }

  return (
    <form onSubmit={submit} onChange={() => setState('idle')} className={classes.form}>
      <Switch
        label={t`Show colleagues in the same ticket to each other`}
        description={t`Pictures, alerts, questions before a second reply, and the chat. Without it a reply that missed something is still held.`}
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
        error={problems.at('/on')}
      />
      <NumberInput
        label={t`Seconds that a small alert stays`}
        value={seconds}
        onChange={setSeconds}
        min={3}
        max={10}
        allowDecimal={false}
        error={problems.at('/alert_seconds')}
      />
      <Checkbox.Group
        label={t`Whom nobody is shown`}
        description={t`People of these roles see who is in a ticket and are not seen there themselves.`}
        value={unseen}
        onChange={setUnseen}
        error={problems.at('/unseen_roles')}
      >
        <div className={classes.choices}>
          {(Object.keys(roleNames) as Role[]).map((role) => (
            <Checkbox key={role} value={role} label={i18n._(roleNames[role])} />
          ))}
        </div>
      </Checkbox.Group>
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

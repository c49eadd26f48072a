import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Group, Modal, NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { messagesQuery } from '~/api/tickets';
import type { Message, Ticket } from '~/api/types';
import { moveMessage } from '~/api/wrongTicket';
import { moment } from '~/i18n/format';
import { FormAlert } from '~/ui/FormAlert';
import form from '~/ui/FormDialog.module.css';
import { tell } from '~/ui/notify';
import { useProblems } from '~/ui/useProblems';
import classes from './conversation.module.css';

/** Messages that go along at once. */
const most = 100;

interface Props {
  message: Message;
  ticket: Ticket;
  onClose: () => void;
}

/** Where a message belongs that landed here: in another ticket, or in one of its own; and what goes along. */
export default function WrongTicket({ message, ticket, onClose }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const problems = useProblems();
  const [where, setWhere] = useState<'other' | 'own'>('other');
  const [number, setNumber] = useState<number | ''>('');
  const [subject, setSubject] = useState('');
  const { data } = useQuery(messagesQuery(ticket.number));
  const later = (data?.results ?? []).filter((one) => goesAlong(one, message)).slice(0, most);
  const [left, setLeft] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    const target = event.currentTarget;
    setBusy(true);
    problems.clear();
    try {
      const { to } = await moveMessage(ticket.number, message.id, {
        to: where === 'own' ? null : Number(number),
        subject: where === 'own' ? subject : '',
        later: later.map((one) => one.id).filter((id) => !left.includes(id)),
      });
      tell(t`The message is in ticket #${to} now.`);
      onClose();
      await client.invalidateQueries();
      await navigate({ to: '/tickets/$number', params: { number: String(to) }, search: true });
    } catch (error) {
      problems.take(error, target);
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Wrong ticket`}
      closeButtonProps={{ 'aria-label': t`Close` }}
      size={520}
    >
      <form onSubmit={(event) => void submit(event)} className={form.form}>
        <p className={classes.hint}>
          <Trans>
            The message moves with its files. It counts there as news, and here no more. What its author
            answers to the same mail later goes there by itself.
          </Trans>
        </p>
        <Radio.Group
          label={t`Where does it belong?`}
          value={where}
          onChange={(value) => setWhere(value === 'own' ? 'own' : 'other')}
        >
          <Stack gap={8} mt={4}>
            <Radio value="other" label={t`In another ticket`} />
            <Radio value="own" label={t`In a ticket of its own`} />
          </Stack>
        </Radio.Group>
        {where === 'other' ? (
          <NumberInput
            label={t`Number of the ticket`}
            value={number}
            onChange={(value) => setNumber(typeof value === 'number' ? value : '')}
            allowDecimal={false}
            allowNegative={false}
            hideControls
            prefix="#"
            error={problems.at('/to')}
            required
            data-autofocus
          />
        ) : (
          <TextInput
            label={t`Subject`}
            placeholder={ticket.subject}
            value={subject}
            onChange={(event) => setSubject(event.currentTarget.value)}
            error={problems.at('/subject')}
            maxLength={500}
          />
        )}
        {later.length > 0 ? (
          <fieldset className={classes.along}>
            <legend>
              <Trans>Later messages of the same author go along</Trans>
            </legend>
            {later.map((one) => (
              <Checkbox
                key={one.id}
                label={`${moment(one.at)} · ${(one.parts.visible || one.text).trim().slice(0, 80)}`}
                checked={!left.includes(one.id)}
                onChange={(event) =>
                  setLeft(
                    event.currentTarget.checked ? left.filter((id) => id !== one.id) : [...left, one.id],
                  )
                }
              />
            ))}
          </fieldset>
        ) : null}
        <FormAlert>{problems.rest()}</FormAlert>
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy}>
            <Trans>Move</Trans>
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function goesAlong(one: Message, message: Message): boolean {
  return (
    one.kind === 'customer' && !one.undone && one.seq > message.seq && one.author.id === message.author.id
  );
}

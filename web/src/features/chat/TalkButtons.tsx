import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button } from '@mantine/core';
import { IconMessage, IconMessages } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { beginChat, type Chat, chatsOfQuery } from '~/api/chats';
import { keys } from '~/api/keys';
import type { Id } from '~/api/types';
import { useNames } from '~/features/presence/useStateWords';
import { list, moment } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { complain } from '~/ui/notify';
import classes from './chat.module.css';
import { openChat } from './open';
import { partners, withChat } from './talk';

function useBegin(number: number, onBegun: () => void): (person: Id | null) => Promise<void> {
  const client = useQueryClient();
  const words = useWords();
  return async (person) => {
    try {
      const chat = await beginChat(number, person);
      client.setQueryData<Chat[]>(keys.chats, (all) => withChat(all, chat));
      onBegun();
      openChat(chat.id);
    } catch (error) {
      complain(words(error));
    }
  };
}

interface Props {
  number: number;
  onBegun: () => void;
}

/** Talk with one of those who are, or have just been, here. */
export function TalkTo({ number, person, onBegun }: Props & { person: Id }) {
  const { t } = useLingui();
  const name = useNames()(person);
  const begin = useBegin(number, onBegun);
  return (
    <ActionIcon
      aria-label={t`Chat with ${name}`}
      title={t`Chat with ${name}`}
      onClick={() => void begin(person)}
    >
      <IconMessage size={16} stroke={1.6} />
    </ActionIcon>
  );
}

/** Talk with all who are here. Alone there is nobody to talk to, and it says so. */
export function GroupTalk({ number, alone, onBegun }: Props & { alone: boolean }) {
  const { t } = useLingui();
  const begin = useBegin(number, onBegun);
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconMessages size={15} stroke={1.6} />}
      data-disabled={alone || undefined}
      aria-disabled={alone || undefined}
      title={alone ? t`Nobody else is here to chat with.` : undefined}
      onClick={() => (alone ? undefined : void begin(null))}
    >
      <Trans>Group chat</Trans>
    </Button>
  );
}

/** What was said about this ticket before: whoever was in a talk can still read it. */
export function EarlierTalks({ number, me, onBegun }: Props & { me: Id }) {
  const names = useNames();
  const { data } = useQuery(chatsOfQuery(number));
  const left = data?.filter((one) => !one.inside && partners(one, me).length < one.members.length) ?? [];
  if (left.length === 0) return null;
  return (
    <>
      <h3>
        <Trans>Earlier chats</Trans>
      </h3>
      <ul className={classes.earlier}>
        {left.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className={classes.plain}
              onClick={() => {
                onBegun();
                openChat(one.id);
              }}
            >
              {list(partners(one, me).map(names))}, {moment(one.lines.at(-1)?.at ?? '')}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

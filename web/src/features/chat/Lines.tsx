import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import type { Chat, ChatLine } from '~/api/chats';
import type { Id } from '~/api/types';
import { useNames } from '~/features/presence/useStateWords';
import { time } from '~/i18n/format';
import classes from './chat.module.css';
import { useMoveWords } from './useMoveWords';
import type { Talk } from './useTalk';

/** What was said and proposed, oldest first; the newest is in sight. */
export function Lines({ chat, me, talk }: { chat: Chat; me: Id; talk: Talk }) {
  const { t } = useLingui();
  const end = useRef<HTMLLIElement>(null);
  const last = chat.lines.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: again with every new line
  useEffect(() => {
    // It may answer with a promise, which is nothing that an effect could end by.
    void end.current?.scrollIntoView({ block: 'end' });
  }, [last]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <ol className={classes.lines} role="log" aria-label={t`What was said`} tabIndex={0}>
      {chat.more ? (
        <li className={classes.quiet}>
          <Trans>Older lines are not shown.</Trans>
        </li>
      ) : null}
      {chat.lines.map((line) => (
        <Line key={line.id} line={line} me={me} talk={talk} inside={chat.inside} />
      ))}
      <li ref={end} aria-hidden="true" />
    </ol>
  );
}

function Line({ line, me, talk, inside }: { line: ChatLine; me: Id; talk: Talk; inside: boolean }) {
  const { t } = useLingui();
  const mine = line.person_id === me;
  const name = useNames()(line.person_id);
  const at = time(line.at);
  if (line.kind === 'joined' || line.kind === 'left' || line.kind === 'kept')
    return (
      <li className={classes.quiet}>
        {line.kind === 'joined'
          ? t`${name} joined, ${at}`
          : line.kind === 'left'
            ? t`${name} left, ${at}`
            : t`${name} kept this as an internal note, ${at}`}
      </li>
    );
  return (
    <li className={classes.line} data-mine={mine || undefined}>
      <small>
        {mine ? t`You` : name} · <time dateTime={line.at}>{at}</time>
      </small>
      {line.kind === 'text' ? (
        <p dir="auto">{line.text}</p>
      ) : (
        <Proposal line={line} mine={mine} talk={talk} inside={inside} />
      )}
    </li>
  );
}

/** A move, with its answer or the buttons for one. */
function Proposal({
  line,
  mine,
  talk,
  inside,
}: {
  line: ChatLine;
  mine: boolean;
  talk: Talk;
  inside: boolean;
}) {
  const { t } = useLingui();
  const words = useMoveWords();
  const by = useNames()(line.answered_by_id);
  return (
    <div className={classes.proposal} data-answer={line.answer}>
      <b>{words(line.kind)}</b>
      {line.answer === 'open' && !mine && inside ? (
        <span className={classes.answers}>
          <button type="button" data-primary onClick={() => void talk.answer(line, true)}>
            <Trans>Agreed</Trans>
          </button>
          <button type="button" onClick={() => void talk.answer(line, false)}>
            <Trans>No</Trans>
          </button>
        </span>
      ) : (
        <small>
          {line.answer === 'accepted'
            ? t`${by} agreed`
            : line.answer === 'declined'
              ? t`${by} said no`
              : line.answer === 'expired'
                ? t`Nobody answered`
                : t`Waiting for an answer`}
        </small>
      )}
    </div>
  );
}

import { Plural, useLingui } from '@lingui/react/macro';
import { Portal } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { SuggestionKeyDownProps, SuggestionProps } from '@tiptap/suggestion';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { catalogueQuery, meQuery } from '~/api/session';
import type { Ticket } from '~/api/types';
import { seesTicket } from '~/features/ticket/seesTicket';
import { Avatar } from '~/ui/Avatar';
import { Editor, type Props as EditorProps } from './Editor';
import { type Candidate, MentionChip, matching } from './mention';
import classes from './mention.module.css';

type Asked = SuggestionProps<Candidate, { id: string; label: string }>;

/** The editor of a note: an @ offers the colleagues who see the ticket. */
export default function NoteEditor({ ticket, ...props }: Omit<EditorProps, 'extra'> & { ticket: Ticket }) {
  const candidates = useCandidates(ticket);
  const known = useRef(candidates);
  useEffect(() => {
    known.current = candidates;
  });
  const [asked, setAsked] = useState<Asked | null>(null);
  const onKey = useRef<(event: KeyboardEvent) => boolean>(() => false);
  const extra = useMemo(
    () => [
      MentionChip.configure({
        suggestion: {
          char: '@',
          // After any character but those of a mail address: Chinese has no spaces.
          allowedPrefixes: null,
          allow: ({ state, range }) => {
            const before = state.doc.textBetween(Math.max(0, range.from - 1), range.from);
            return !/[\w.+-]/.test(before);
          },
          items: ({ query }) => matching(known.current, query),
          render: () => ({
            onStart: setAsked,
            onUpdate: setAsked,
            onExit: () => setAsked(null),
            onKeyDown: ({ event }: SuggestionKeyDownProps) => onKey.current(event),
          }),
        },
      }),
    ],
    [],
  );
  return (
    <>
      <Editor {...props} extra={extra} />
      {asked && asked.items.length > 0 ? <Suggestions asked={asked} onKey={onKey} /> : null}
    </>
  );
}

/** Everybody who could be meant: colleagues, and the customers of the ticket with the reason why not. */
function useCandidates(ticket: Ticket): Candidate[] {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data } = useQuery(catalogueQuery);
  const agents = (data?.agents ?? []).filter((agent) => agent.active && agent.id !== me.id);
  const staff = agents.map((agent) => ({
    id: agent.id,
    name: agent.name,
    email: agent.email,
    reason: seesTicket(agent, ticket) ? null : t`cannot see this ticket`,
  }));
  const customers = [ticket.requester, ...ticket.cc]
    .filter((one) => !data?.agents.some((agent) => agent.id === one.id))
    .map((one) => ({
      id: one.id,
      name: one.name || one.email,
      email: one.email,
      reason: t`customer: sees no internal notes`,
    }));
  return [...staff, ...customers];
}

interface Props {
  asked: Asked;
  onKey: { current: (event: KeyboardEvent) => boolean };
}

/** The focus stays in the text; which one is chosen is told by `aria-activedescendant`. */
function Suggestions({ asked, onKey }: Props) {
  const { t } = useLingui();
  const list = useId();
  const { items, query, clientRect, editor, command } = asked;
  const [at, setAt] = useState({ query, index: 0 });
  const index = at.query === query ? Math.min(at.index, items.length - 1) : 0;
  const box = clientRect?.();

  function choose(one: Candidate | undefined): void {
    if (one && !one.reason) command({ id: one.id, label: one.name });
  }

  useEffect(() => {
    onKey.current = (event) => {
      // While an input method composes, Enter and the arrows belong to it.
      if (event.isComposing || event.keyCode === 229 || editor.view.composing) return false;
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        setAt({ query, index: (index + step + items.length) % items.length });
        return true;
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        choose(items[index]);
        return true;
      }
      return false;
    };
    return () => {
      onKey.current = () => false;
    };
  });

  useEffect(() => {
    const text = editor.view.dom;
    text.setAttribute('aria-haspopup', 'listbox');
    text.setAttribute('aria-controls', list);
    text.setAttribute('aria-activedescendant', `${list}-${index}`);
    return () => {
      for (const name of ['aria-haspopup', 'aria-controls', 'aria-activedescendant'])
        text.removeAttribute(name);
    };
  }, [editor, list, index]);

  if (!box) return null;
  const above = box.bottom > window.innerHeight / 2;
  const place = {
    left: Math.max(8, Math.min(box.left, window.innerWidth - 328)),
    ...(above ? { bottom: window.innerHeight - box.top + 4 } : { top: box.bottom + 4 }),
  };
  return (
    <Portal>
      <div id={list} role="listbox" aria-label={t`Colleagues`} className={classes.list} style={place}>
        {items.map((one, position) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text
          <div
            key={one.id}
            id={`${list}-${position}`}
            role="option"
            aria-selected={position === index}
            aria-disabled={one.reason ? true : undefined}
            className={classes.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(one)}
          >
            <Avatar name={one.name} kind={one.reason ? 'person' : 'agent'} size={22} />
            <span dir="auto">{one.name}</span>
            <small>{one.reason ?? one.email}</small>
          </div>
        ))}
      </div>
      <span className="sr-only" role="status">
        <Plural value={items.length} one="# person" other="# people" />
      </span>
    </Portal>
  );
}

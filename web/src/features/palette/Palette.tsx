import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Modal } from '@mantine/core';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { Keys } from '~/actions/Keys';
import { meQuery } from '~/api/session';
import type { Item } from './item';
import { read } from './matching';
import classes from './palette.module.css';
import { noteRecent } from './recent';
import { useSections } from './useSections';

interface Props {
  /** `after` runs once the palette is gone and the focus is back. */
  onClose: (after?: () => void) => void;
}

/** One field for everything that can be found or done. The focus stays in it; the list is told by `aria-activedescendant`. */
export default function Palette({ onClose }: Props) {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [step, setStep] = useState<Item | null>(null);
  const list = useId();
  const { sections, failed } = useSections(step ? { mode: 'all', text: typed.trim() } : read(typed), step);
  const items = sections.flatMap((section) => section.items);
  const index = Math.min(at, items.length - 1);
  const active = items[index];

  useEffect(() => {
    document.getElementById(`${list}-${index}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, index]);

  function say(text: string, next: Item | null = step): void {
    setTyped(text);
    setStep(next);
    setAt(0);
  }

  function choose(item: Item | undefined): void {
    if (!item || item.reason !== undefined) return;
    if (item.prefix !== undefined) say(item.prefix);
    else if (item.choices) say('', item);
    else {
      if (/^(ticket|selected|go|view|people):\D|^macro:|^create$|^help$/.test(item.id))
        noteRecent(me.id, item.id);
      else if (step) noteRecent(me.id, step.id);
      onClose(item.run);
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && items.length > 0) setAt((index + move + items.length) % items.length);
    else if (event.key === 'Enter') choose(active);
    else if (event.key === 'Backspace' && typed === '' && step) say('', null);
    else return;
    event.preventDefault();
  }

  return (
    <Modal.Root
      opened
      onClose={() => onClose()}
      returnFocus={false}
      size={640}
      yOffset="10dvh"
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t`Find anything, do anything`}>
        <div className={classes.box}>
          <div className={classes.head}>
            {step ? (
              <span className={classes.step}>{step.label}</span>
            ) : (
              <IconSearch size={18} stroke={1.6} />
            )}
            <input
              data-autofocus
              role="combobox"
              aria-label={step ? step.label : t`Find anything, do anything`}
              aria-expanded={items.length > 0}
              aria-controls={list}
              aria-autocomplete="list"
              aria-activedescendant={active ? `${list}-${index}` : undefined}
              autoComplete="off"
              spellCheck={false}
              placeholder={step ? t`Which one?` : t`Search, or ? for help`}
              value={typed}
              onChange={(event) => say(event.currentTarget.value)}
              onKeyDown={onKeyDown}
            />
          </div>
          <p role="status" className="sr-only">
            <Plural value={items.length} one="# result" other="# results" />
          </p>
          {items.length === 0 ? (
            <p className={classes.none}>
              <Trans>Nothing is called that.</Trans>
            </p>
          ) : null}
          {failed ? (
            <p role="alert" className={classes.none}>
              <Trans>Tickets and people could not be searched just now.</Trans>
            </p>
          ) : null}
          <div id={list} role="listbox" aria-label={t`Results`} className={classes.list}>
            {sections.map((section) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
              <div key={section.group} role="group" aria-label={section.name}>
                <div className={classes.group} aria-hidden="true">
                  {section.name}
                </div>
                {section.items.map((item) => (
                  <Line
                    key={item.id}
                    id={`${list}-${items.indexOf(item)}`}
                    item={item}
                    active={item === active}
                    onPoint={() => setAt(items.indexOf(item))}
                    onChoose={() => choose(item)}
                  />
                ))}
              </div>
            ))}
          </div>
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

interface LineProps {
  id: string;
  item: Item;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Line({ id, item, active, onPoint, onChoose }: LineProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      aria-disabled={item.reason !== undefined || undefined}
      className={classes.option}
      onMouseMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <span className={classes.sign}>{item.icon}</span>
      <span className={classes.label} dir="auto">
        {item.label}
      </span>
      {item.reason !== undefined || item.detail ? (
        <small dir="auto">{item.reason ?? item.detail}</small>
      ) : null}
      {item.shortcut ? <Keys of={item.shortcut} /> : null}
      {item.choices ? <IconChevronRight size={14} stroke={1.8} /> : null}
    </div>
  );
}

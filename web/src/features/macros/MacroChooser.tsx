import { Trans, useLingui } from '@lingui/react/macro';
import { Modal, TextInput } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { type Macro, macrosQuery } from '~/api/macros';
import { Delayed } from '~/ui/Delayed';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import classes from './macros.module.css';
import { matchingMacros } from './matching';
import { useMacroWords } from './useMacroWords';

interface Props {
  onChoose: (macro: Macro) => void;
  onClose: () => void;
}

/** Found by typing, chosen by Enter. The focus stays in the field; the list is told by `aria-activedescendant`. */
export default function MacroChooser({ onChoose, onClose }: Props) {
  const { t } = useLingui();
  const query = useQuery(macrosQuery);
  const { summary } = useMacroWords();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const found = matchingMacros(query.data?.results ?? [], typed);
  const index = Math.min(at, found.length - 1);
  const active = found[index];

  useEffect(() => {
    document.getElementById(`${list}-${index}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, index]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) setAt((index + step + found.length) % found.length);
    else if (event.key === 'Enter' && active) onChoose(active);
    else return;
    event.preventDefault();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={<Trans>Choose a macro</Trans>}
      size={560}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <TextInput
        role="combobox"
        aria-label={t`Search macros`}
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={active ? `${list}-${index}` : undefined}
        placeholder={t`Search macros`}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        data-autofocus
      />
      {query.isPending ? (
        <Delayed>
          <p role="status">
            <Trans>Loading</Trans>
          </p>
        </Delayed>
      ) : null}
      {query.isLoadingError ? <Failure error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data && found.length === 0 ? (
        <Empty
          icon={<IconBolt size={22} stroke={1.6} />}
          title={typed ? <Trans>No macro of this name</Trans> : <Trans>No macros yet</Trans>}
          action={
            <Link to="/macros" onClick={onClose}>
              <Trans>Write one</Trans>
            </Link>
          }
        />
      ) : null}
      <div id={list} role="listbox" aria-label={t`Macros`} className={classes.list}>
        {found.map((macro, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
          <div
            key={macro.id}
            id={`${list}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === index}
            className={classes.option}
            onMouseMove={() => setAt(place)}
            onClick={() => onChoose(macro)}
          >
            <span dir="auto">{macro.name}</span>
            <span className={classes.kind}>
              {macro.personal ? <Trans>Mine</Trans> : <Trans>Public</Trans>}
            </span>
            <small dir="auto">{summary(macro.steps)}</small>
          </div>
        ))}
      </div>
    </Modal>
  );
}

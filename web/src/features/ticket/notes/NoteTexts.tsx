import { Trans, useLingui } from '@lingui/react/macro';
import { Modal, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { noteTextsQuery } from '~/api/notes';
import type { Id, Schemas } from '~/api/types';
import { moment } from '~/i18n/format';
import { Delayed } from '~/ui/Delayed';
import { Failure } from '~/ui/Failure';
import { Html, paragraphs } from '~/ui/html';
import { differences } from './diff';
import classes from './notes.module.css';

type NoteText = Schemas['NoteText'];

/** Every text that a note had, each with what its author changed. */
export default function NoteTexts({
  number,
  messageId,
  onClose,
}: {
  number: number;
  messageId: Id;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const query = useQuery(noteTextsQuery(number, messageId));
  const [chosen, setChosen] = useState<number | null>(null);
  const [changes, setChanges] = useState(true);
  const texts = query.data?.results ?? [];
  const at = Math.max(
    0,
    texts.findIndex((one) => one.revision === chosen),
  );
  const shown = texts[at];
  return (
    <Modal
      opened
      onClose={onClose}
      size={760}
      title={<Trans>Texts of this note</Trans>}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {query.isLoadingError ? <Failure error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? (
        <Delayed>
          <p role="status">
            <Trans>Loading</Trans>
          </p>
        </Delayed>
      ) : null}
      {shown ? (
        <>
          <div className={classes.columns}>
            <ul className={classes.list} aria-label={t`Texts of this note`}>
              {texts.map((one, index) => (
                <li key={one.revision}>
                  <button type="button" aria-pressed={one === shown} onClick={() => setChosen(one.revision)}>
                    <b>
                      {index === 0 ? (
                        <Trans>Present text</Trans>
                      ) : one.revision === 0 ? (
                        <Trans>First text</Trans>
                      ) : (
                        <Trans>Edited text</Trans>
                      )}
                    </b>
                    <span>
                      {one.author?.name} · <time dateTime={one.at}>{moment(one.at)}</time>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            <section
              className={classes.text}
              aria-label={t`Text`}
              dir="auto"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
              tabIndex={0}
            >
              <Shown text={shown} before={changes ? texts[at + 1] : undefined} />
            </section>
          </div>
          <Switch
            mt="md"
            label={t`Show what was changed`}
            checked={changes}
            onChange={(event) => setChanges(event.currentTarget.checked)}
          />
        </>
      ) : null}
    </Modal>
  );
}

function Shown({ text, before }: { text: NoteText; before: NoteText | undefined }) {
  if (!before) return <Html source={text.html ?? paragraphs(text.text)} />;
  let place = 0;
  return (
    <p className={classes.changes}>
      {differences(before.text, text.text).map((piece) => {
        const key = place;
        place += piece.text.length + 1;
        if (piece.kind === 'added') return <ins key={key}>{piece.text}</ins>;
        if (piece.kind === 'removed') return <del key={key}>{piece.text}</del>;
        return <span key={key}>{piece.text}</span>;
      })}
    </p>
  );
}

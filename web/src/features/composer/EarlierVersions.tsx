import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { closeHistory } from '@tiptap/pm/history';
import type { Editor as Core } from '@tiptap/react';
import { useState } from 'react';
import { revisionsQuery } from '~/api/tickets';
import type { DraftRevision } from '~/api/types';
import { moment } from '~/i18n/format';
import { Empty } from '~/ui/Empty';
import { Failure, useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { Html, plainText } from '~/ui/html';
import type { DraftSession } from './session';
import { useEndWords } from './useEndWords';
import classes from './versions.module.css';

interface Props {
  session: DraftSession;
  editor: Core;
  onClose: () => void;
}

/** Texts that stood here before, also those that were discarded or sent: read one, and put it back. */
export default function EarlierVersions({ session, editor, onClose }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const endOf = useEndWords();
  const query = useQuery(revisionsQuery(session));
  const [chosen, setChosen] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const versions = query.data?.results ?? [];
  const shown = versions.find((one) => one.id === chosen) ?? versions[0];

  async function putBack(version: DraftRevision): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await session.keepAsVersion();
      onClose();
      // After the dialog has given the focus back, and as a step of its own for whoever undoes it.
      requestAnimationFrame(() => {
        editor.view.dispatch(closeHistory(editor.state.tr));
        editor.chain().setContent(version.body_html).focus('end').run();
      });
    } catch (caught) {
      setError(words(caught));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={760}
      title={<Trans>Earlier versions</Trans>}
      closeButtonProps={{ 'aria-label': t`Close` }}
      returnFocus={false}
    >
      {query.isLoadingError ? <Failure error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && !shown ? (
        <Empty icon={<IconHistory size={22} stroke={1.6} />} title={<Trans>No earlier versions yet</Trans>}>
          <Trans>What you write here is kept for thirty days, even when you discard or send it.</Trans>
        </Empty>
      ) : null}
      {shown ? (
        <>
          <div className={classes.columns}>
            <ul className={classes.list} aria-label={t`Earlier versions`}>
              {versions.map((one) => (
                <li key={one.id}>
                  <button type="button" aria-pressed={one === shown} onClick={() => setChosen(one.id)}>
                    <time dateTime={one.at}>{[moment(one.at), endOf(one)].filter(Boolean).join(' · ')}</time>
                    <span dir="auto">{firstWords(one) || t`Only pictures`}</span>
                  </button>
                </li>
              ))}
            </ul>
            <section
              className={classes.preview}
              aria-label={t`Text of this version`}
              dir="auto"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
              tabIndex={0}
            >
              <Html source={shown.body_html} />
            </section>
          </div>
          <FormAlert>{error}</FormAlert>
          <footer className={classes.actions}>
            <p>
              <Trans>The present text stays among the versions.</Trans>
            </p>
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button loading={busy} onClick={() => void putBack(shown)}>
              <Trans>Put this text back</Trans>
            </Button>
          </footer>
        </>
      ) : null}
    </Modal>
  );
}

const firstWords = (version: DraftRevision) => plainText(version.body_html).slice(0, 120);

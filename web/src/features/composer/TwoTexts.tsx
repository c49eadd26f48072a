import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Draft } from '~/api/types';
import { moment } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import type { DraftSession } from './session';
import classes from './twoTexts.module.css';
import { useDraft } from './useDraft';
import { compared, linesOf, type Piece } from './wordDiff';

interface Props {
  session: DraftSession;
  other: Draft;
  onClose: () => void;
}

/** Two texts stand where one can be: both are shown, and nothing goes until somebody has chosen. */
export function TwoTexts({ session, other, onClose }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const { content } = useDraft(session);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [here, there] = compared(linesOf(content.body_html), linesOf(other.body_html));

  async function takeThat(): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await session.takeForeign();
      onClose();
    } catch (caught) {
      setError(words(caught));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      title={<Trans>Two texts, one place</Trans>}
      closeButtonProps={{ 'aria-label': t`Close` }}
      returnFocus={false}
    >
      <div className={classes.columns}>
        <Text name={t`This text`} pieces={here} />
        <Text name={t`The other text, ${moment(other.updated_at)}`} pieces={there} />
      </div>
      <FormAlert>{error}</FormAlert>
      <p className={classes.hint}>
        <Trans>What you do not keep stays among the earlier versions.</Trans>
      </p>
      <footer className={classes.actions}>
        <Button
          variant="default"
          data-autofocus
          onClick={() => {
            session.keepMine();
            onClose();
          }}
        >
          <Trans>Keep this</Trans>
        </Button>
        <Button variant="default" loading={busy} onClick={() => void takeThat()}>
          <Trans>Use that</Trans>
        </Button>
        <Button
          onClick={() => {
            session.keepBoth();
            onClose();
          }}
        >
          <Trans>Keep both</Trans>
        </Button>
      </footer>
    </Modal>
  );
}

function Text({ name, pieces }: { name: string; pieces: Piece[] }) {
  const { t } = useLingui();
  return (
    <section className={classes.text} aria-label={name}>
      <h3>{name}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <div dir="auto" tabIndex={0}>
        {pieces.length === 0 ? <i>{t`Only pictures`}</i> : null}
        {pieces.map(
          (piece, at) =>
            // biome-ignore-start lint/suspicious/noArrayIndexKey: pieces have no other name, and are made anew together
            piece.differs ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
          // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
        )}
      </div>
    </section>
  );
}

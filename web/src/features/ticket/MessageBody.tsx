import { Trans, useLingui } from '@lingui/react/macro';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import type { Message } from '~/api/types';
import { Html, Linked } from '~/ui/html';
import classes from './conversation.module.css';
import { Original } from './Original';
import { htmlMatters } from './timeline';
import { useFieldWords } from './useFieldWords';

export function MessageBody({ message }: { message: Message }) {
  const [tall, setTall] = useState(false);
  const [original, setOriginal] = useState(() => htmlMatters(message));
  if (message.html !== null) {
    return (
      <div className={classes.body} dir="auto">
        {message.mentions.length > 0 ? <Note html={message.html} /> : <Html source={message.html} />}
      </div>
    );
  }
  return (
    <>
      {original && message.frame_url ? (
        <Original message={message} src={message.frame_url} tall={tall} />
      ) : (
        <PlainBody message={message} />
      )}
      {message.frame_url ? (
        <span className={classes.ways}>
          <button type="button" className={classes.quiet} onClick={() => setOriginal((was) => !was)}>
            {original ? <Trans>Show as text</Trans> : <Trans>Show original</Trans>}
          </button>
          {original ? (
            <button type="button" className={classes.quiet} onClick={() => setTall((was) => !was)}>
              {tall ? <Trans>Less height</Trans> : <Trans>More height</Trans>}
            </button>
          ) : null}
        </span>
      ) : null}
    </>
  );
}

function Note({ html }: { html: string }) {
  const { nameOfAgent } = useFieldWords();
  return <Html source={html} nameOf={nameOfAgent} />;
}

function PlainBody({ message }: { message: Message }) {
  const { t } = useLingui();
  const [unfolded, setUnfolded] = useState(false);
  const { visible, quoted = '', signature = '' } = message.parts;
  const folded = [signature, quoted].filter((part) => part.trim() !== '');
  const shown = visible.trim() === '' && folded.length === 0 ? message.text : visible;
  return (
    <div className={classes.body}>
      <p className={classes.text} dir="auto">
        <Linked text={shown.trim()} />
      </p>
      {folded.length > 0 ? (
        <button
          type="button"
          className={classes.fold}
          aria-expanded={unfolded}
          aria-label={unfolded ? t`Hide quoted text` : t`Show quoted text`}
          onClick={() => setUnfolded((was) => !was)}
        >
          <IconDots size={16} stroke={2} />
        </button>
      ) : null}
      {unfolded ? (
        <p className={classes.quoted} dir="auto">
          <Linked text={folded.join('\n\n').trim()} />
        </p>
      ) : null}
    </div>
  );
}

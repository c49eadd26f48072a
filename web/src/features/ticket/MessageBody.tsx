import { Trans, useLingui } from '@lingui/react/macro';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import type { Message } from '~/api/types';
import { Html, Linked } from '~/ui/html';
import classes from './conversation.module.css';
import { frameHeight, htmlMatters } from './timeline';

export function MessageBody({ message }: { message: Message }) {
  const [original, setOriginal] = useState(() => htmlMatters(message));
  if (message.html !== null) {
    return (
      <div className={classes.body} dir="auto">
        <Html source={message.html} />
      </div>
    );
  }
  return (
    <>
      {original && message.frame_url ? (
        <Original message={message} src={message.frame_url} />
      ) : (
        <PlainBody message={message} />
      )}
      {message.frame_url ? (
        <button type="button" className={classes.quiet} onClick={() => setOriginal((was) => !was)}>
          {original ? <Trans>Show as text</Trans> : <Trans>Show original</Trans>}
        </button>
      ) : null}
    </>
  );
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

/** The mail as it came, in a frame that can neither run scripts nor reach our page. The reader sets its height. */
function Original({ message, src }: { message: Message; src: string }) {
  const { t } = useLingui();
  // Every answer signs the address anew; the frame keeps the one that it has loaded.
  const [loaded, setLoaded] = useState(src);
  const [images, setImages] = useState(false);
  const url = images ? `${loaded}${loaded.includes('?') ? '&' : '?'}images=1` : loaded;
  const showImages = () => {
    setLoaded(src);
    setImages(true);
  };
  return (
    <>
      {message.has_remote_images && !images ? (
        <p className={classes.images}>
          <span>
            <Trans>
              Pictures from elsewhere are not loaded: they would tell the sender that you read this.
            </Trans>
          </span>
          <button type="button" className={classes.quiet} onClick={showImages}>
            <Trans>Show images</Trans>
          </button>
        </p>
      ) : null}
      <div className={classes.frameBox} style={{ height: frameHeight(message) }}>
        <iframe
          key={url}
          src={url}
          title={t`Original message of ${message.author.name || message.author.email || ''}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
        />
      </div>
    </>
  );
}

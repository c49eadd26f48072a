import { Trans, useLingui } from '@lingui/react/macro';
import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import type { Message } from '~/api/types';
import classes from './conversation.module.css';
import { frameHeight } from './frameHeight';

/** What a frame may take of the conversation before the reader asks for more, in pixels. */
const usual = { least: 96, most: 560 };

interface Props {
  message: Message;
  src: string;
  /** The reader wants to see more of it at once. */
  tall: boolean;
}

/** The mail as it came, in a frame that can neither run scripts nor reach our page. */
export function Original({ message, src, tall }: Props) {
  const { t } = useLingui();
  // Every answer signs the address anew; the frame keeps the one that it has loaded.
  const [loaded, setLoaded] = useState(src);
  const [images, setImages] = useState(false);
  const url = images ? `${loaded}${loaded.includes('?') ? '&' : '?'}images=1` : loaded;
  const { ref, width } = useElementSize();
  const guess = frameHeight(message, width || 640);
  const height = tall
    ? Math.max(guess, window.innerHeight * 0.8)
    : Math.min(usual.most, Math.max(usual.least, guess));
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
      <div ref={ref} className={classes.frameBox} style={{ height }}>
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

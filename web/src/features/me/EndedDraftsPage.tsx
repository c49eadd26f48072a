import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CopyButton, NativeSelect } from '@mantine/core';
import { IconCheck, IconCopy, IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { endedDraftsQuery } from '~/api/tickets';
import type { Schemas } from '~/api/types';
import { useEndWords } from '~/features/composer/useEndWords';
import { linesOf } from '~/features/composer/wordDiff';
import { parseSearch } from '~/features/list/filters';
import { moment } from '~/i18n/format';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { Html } from '~/ui/html';
import classes from './endedDrafts.module.css';
import me from './me.module.css';

type EndedDraft = Schemas['EndedDraftShown'];

/** What one wrote and it is there no more: discarded, replaced, taken over or sent, over all tickets. */
export function EndedDraftsPage() {
  const { t } = useLingui();
  const [ended, setEnded] = useState('');
  const query = useInfiniteQuery(endedDraftsQuery(ended));
  const rows = query.data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <>
      <div className={me.tools}>
        <p>
          <Trans>What you wrote is kept for thirty days, also when you discarded, replaced or sent it.</Trans>
        </p>
        <NativeSelect
          aria-label={t`Show`}
          value={ended}
          onChange={(event) => setEnded(event.currentTarget.value)}
          data={[
            { value: '', label: t`All texts` },
            { value: 'discarded', label: t`Discarded` },
            { value: 'taken_over', label: t`Taken over by colleagues` },
            { value: 'replaced', label: t`Replaced by another text` },
            { value: 'sent', label: t({ message: 'Sent', context: 'texts' }) },
          ]}
        />
      </div>
      {query.isLoadingError ? <Failure error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? (
        <Empty icon={<IconHistory size={22} stroke={1.6} />} title={<Trans>No texts here</Trans>}>
          <Trans>A text that you discard, or that a colleague goes on with, is found here again.</Trans>
        </Empty>
      ) : null}
      <ul className={classes.list} aria-label={t`My texts`}>
        {rows.map((row) => (
          <Ended key={row.id} row={row} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          <Trans>Show older ones</Trans>
        </Button>
      ) : null}
    </>
  );
}

function Ended({ row }: { row: EndedDraft }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const endOf = useEndWords();
  const words = linesOf(row.body_html);
  const { ticket } = row;
  return (
    <li className={classes.row}>
      <p className={classes.head}>
        <time dateTime={row.at}>{moment(row.at)}</time>
        <span>{row.kind === 'reply' ? t`Reply` : t`Internal note`}</span>
        <b>{endOf(row)}</b>
        <span className={classes.subject} dir="auto">
          {ticket ? `#${ticket.number} ${ticket.subject}` : t`A ticket that you do not see any more`}
        </span>
      </p>
      <button type="button" className={classes.words} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="sr-only">{open ? t`Show less of the text` : t`Show the whole text`}: </span>
        {open ? null : words.slice(0, 160) || t`Only pictures`}
      </button>
      {open ? (
        <div className={classes.text} dir="auto">
          <Html source={row.body_html} />
        </div>
      ) : null}
      <p className={classes.acts}>
        <CopyButton value={words}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
            >
              {copied ? <Trans>Copied</Trans> : <Trans>Copy text</Trans>}
            </Button>
          )}
        </CopyButton>
        {ticket ? (
          <Link
            to="/tickets/$number"
            params={{ number: String(ticket.number) }}
            search={parseSearch({ view: 'all' })}
          >
            <Trans>Open the ticket</Trans>
          </Link>
        ) : null}
      </p>
    </li>
  );
}

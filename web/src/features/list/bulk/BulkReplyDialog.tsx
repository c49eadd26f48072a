import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal, Select } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReplyOrder } from '~/api/bulk';
import { macroActionsQuery } from '~/api/macros';
import { previewReplies } from '~/api/sends';
import { catalogueQuery } from '~/api/session';
import type { Schemas } from '~/api/types';
import { TextStep } from '~/features/macros/TextStep';
import { FormAlert } from '~/ui/FormAlert';
import { useProblems } from '~/ui/useProblems';
import type { Chosen } from '../selection';
import classes from './bulk.module.css';

/** So many are shown filled in. */
const shown = 3;
const usual = 'usual';

interface Props {
  tickets: Chosen[];
  /** How many more are selected than one call answers. */
  left: number;
  onStart: (order: ReplyOrder) => void;
  onClose: () => void;
}

/** One text to all that are selected. The first few are shown filled in before anything leaves. */
export default function BulkReplyDialog({ tickets, left, onStart, onClose }: Props) {
  const { t } = useLingui();
  const { data } = useQuery(catalogueQuery);
  const placeholders = useQuery(macroActionsQuery).data?.placeholders ?? [];
  const [html, setHtml] = useState('');
  const [status, setStatus] = useState(usual);
  const [key] = useState(() => crypto.randomUUID());
  const [previews, setPreviews] = useState<Schemas['BulkReplyPreview'][] | null>(null);
  const [busy, setBusy] = useState(false);
  const problems = useProblems();
  const statuses = [...new Map((data?.statuses ?? []).map((one) => [one.slug, one])).values()];
  const size = tickets.length;

  async function preview(): Promise<void> {
    setBusy(true);
    problems.clear();
    try {
      const ids = tickets.slice(0, shown).map((one) => one.id);
      setPreviews((await previewReplies(ids, html)).results);
    } catch (error) {
      problems.take(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={<Plural value={size} one="Reply to # ticket" other="Reply to # tickets" />}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {left > 0 ? (
        <p role="alert" className={classes.limit}>
          <IconAlertCircle size={15} stroke={1.8} />
          <span>
            <Plural
              value={left}
              one="One reply goes to at most 100 tickets: these are the first of your selection. # ticket gets nothing now and stays selected."
              other="One reply goes to at most 100 tickets: these are the first of your selection. # tickets get nothing now and stay selected."
            />
          </span>
        </p>
      ) : null}
      <div hidden={previews !== null}>
        <TextStep
          label={t`Text of the reply`}
          value={{ visibility: 'public', body_html: html }}
          fixed
          placeholders={placeholders}
          readOnly={false}
          problem={problems.at('/body_html')}
          onChange={(value) => setHtml(value.body_html)}
        />
        <Select
          mt={12}
          label={t`Status that the reply sets`}
          data={[
            { value: usual, label: t`What the department sets` },
            { value: '', label: t`Leave as it is` },
            ...statuses.filter((one) => !one.final).map((one) => ({ value: one.slug, label: one.name })),
          ]}
          value={status}
          onChange={(value) => value !== null && setStatus(value)}
          allowDeselect={false}
        />
      </div>
      {previews ? (
        <section aria-label={t`Filled in`} className={classes.previews}>
          {previews.map((one) => (
            <article key={one.id}>
              <h3>#{one.number}</h3>
              <p dir="auto">{plainOf(one.body_html)}</p>
            </article>
          ))}
          {size > previews.length ? (
            <p>
              <Plural value={size - previews.length} one="and # more ticket" other="and # more tickets" />
            </p>
          ) : null}
          <p>
            <Trans>
              A ticket that has moved on since you selected it is not answered: the text becomes your draft
              there.
            </Trans>
          </p>
        </section>
      ) : null}
      <FormAlert>{problems.rest()}</FormAlert>
      <div className={classes.dialogActions}>
        {previews ? (
          <>
            <Button variant="default" onClick={() => setPreviews(null)}>
              <Trans>Keep editing</Trans>
            </Button>
            <Button
              onClick={() => {
                onStart({ action: 'reply', html, status: status === usual ? null : status, key });
                onClose();
              }}
            >
              <Plural value={size} one="Send to # ticket" other="Send to # tickets" />
            </Button>
          </>
        ) : (
          <>
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button loading={busy} disabled={html === ''} onClick={() => void preview()}>
              <Trans>Preview</Trans>
            </Button>
          </>
        )}
      </div>
    </Modal>
  );
}

/** The words of a text, line by line. */
function plainOf(html: string): string {
  const lines = html.replace(/<\/(p|li|blockquote)>|<br\s*\/?>/g, '\n');
  return (new DOMParser().parseFromString(lines, 'text/html').body.textContent ?? '').trim();
}

import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Menu, Popover, Progress, TagsInput, Tooltip } from '@mantine/core';
import { IconChecks, IconTag, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Hint } from '~/actions/Keys';
import { useOffer } from '~/actions/offered';
import { useEscape } from '~/actions/useEscape';
import { type BulkOrder, portion, type ReplyOrder } from '~/api/bulk';
import { catalogueQuery } from '~/api/session';
import { count } from '~/i18n/format';
import { FormDialog } from '~/ui/FormDialog';
import { choose, clearSelection, isWhole, useSelection } from '../selection';
import { BulkReport } from './BulkReport';
import classes from './bulk.module.css';
import { EveryBar, type Listed } from './EveryBar';
import { useBulk } from './useBulk';
import { type BulkQuestion, useBulkActions } from './useBulkActions';

const BulkReplyDialog = lazy(() => import('./BulkReplyDialog'));
const BulkMoveDialog = lazy(() => import('./BulkMoveDialog'));

const icon = { size: 16, stroke: 1.6 };

/** Stands above the list while tickets are selected, and until what came of it has been read. */
export default function SelectionBar({ view, listed }: { view: string; listed: Listed }) {
  const { t } = useLingui();
  const bulk = useBulk();
  const { chosen } = useSelection();
  const [question, setQuestion] = useState<BulkQuestion | null>(null);
  const tickets = [...chosen.values()];
  const whole = isWhole(chosen, listed.rows);
  useEscape(clearSelection, tickets.length > 0 && !bulk.progress);
  const start = (order: BulkOrder | ReplyOrder) => {
    // Nobody answers more than this at once; the rest waits for the next round.
    const most = order.action === 'reply' ? portion : tickets.length;
    void bulk.run(order, tickets.slice(0, most));
    clearSelection();
    if (tickets.length > most) choose(tickets.slice(most));
  };

  if (bulk.progress) {
    const { done, total } = bulk.progress;
    return (
      <div className={classes.bar} role="status">
        <span className={classes.count}>
          <Trans>
            {count(done)} of {count(total)} …
          </Trans>
        </span>
        <Progress value={(100 * done) / total} aria-label={t`Progress`} className={classes.progress} />
      </div>
    );
  }
  return (
    <>
      {bulk.report ? <BulkReport bulk={bulk} report={bulk.report} /> : null}
      {tickets.length > 0 ? (
        <div className={classes.bar} role="toolbar" aria-label={t`Selected tickets`}>
          <span className={classes.count} role="status">
            <Plural value={tickets.length} one="# selected" other="# selected" />
          </span>
          <Actions view={view} count={tickets.length} onStart={start} onAsk={setQuestion} />
          {whole ? null : (
            <Tooltip label={<Hint name={t`Select all that are loaded`} of="select-page" />}>
              <ActionIcon aria-label={t`Select all that are loaded`} onClick={() => choose(listed.rows)}>
                <IconChecks {...icon} />
              </ActionIcon>
            </Tooltip>
          )}
          <Tooltip label={t`Clear the selection`}>
            <ActionIcon aria-label={t`Clear the selection`} onClick={clearSelection}>
              <IconX {...icon} />
            </ActionIcon>
          </Tooltip>
        </div>
      ) : null}
      <EveryBar listed={listed} />
      {question === 'delete' ? (
        <FormDialog
          title={<Trans>Delete for good?</Trans>}
          submitLabel={<Trans>Delete for good</Trans>}
          danger
          onClose={() => setQuestion(null)}
          onSubmit={async () => start({ action: 'delete' })}
        >
          {() => (
            <p>
              <Plural
                value={tickets.length}
                one="# ticket is deleted for good, with its messages, files and history. This cannot be undone."
                other="# tickets are deleted for good, with their messages, files and history. This cannot be undone."
              />
            </p>
          )}
        </FormDialog>
      ) : null}
      <Suspense>
        {question === 'reply' ? (
          <BulkReplyDialog
            tickets={tickets.slice(0, portion)}
            left={Math.max(0, tickets.length - portion)}
            onStart={start}
            onClose={() => setQuestion(null)}
          />
        ) : null}
        {question === 'move' ? (
          <BulkMoveDialog count={tickets.length} onStart={start} onClose={() => setQuestion(null)} />
        ) : null}
      </Suspense>
    </>
  );
}

interface ActionsProps {
  view: string;
  count: number;
  onStart: (order: BulkOrder) => void;
  onAsk: (question: BulkQuestion) => void;
}

function Actions({ view, count: chosen, onStart, onAsk }: ActionsProps) {
  const actions = useBulkActions(view, onStart, onAsk);
  useOffer('selected', { count: chosen, actions });
  return (
    <>
      {actions.map((action) =>
        action.choices ? (
          <Menu key={action.id} width={230}>
            <Menu.Target>
              <ActionIcon aria-label={action.name} title={action.name}>
                {action.icon}
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown className={classes.menu}>
              {action.choices.map((one) => (
                <Menu.Item key={one.value} leftSection={one.sign} onClick={one.perform}>
                  {one.label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : (
          <Tooltip key={action.id} label={action.label}>
            <ActionIcon aria-label={action.label} onClick={action.perform}>
              {action.icon}
            </ActionIcon>
          </Tooltip>
        ),
      )}
      {actions.some((one) => one.id === 'status') ? <TagsMenu onStart={onStart} /> : null}
    </>
  );
}

type Start = Pick<ActionsProps, 'onStart'>;

function TagsMenu({ onStart }: Start) {
  const { t } = useLingui();
  const { data } = useQuery(catalogueQuery);
  const [tags, setTags] = useState<string[]>([]);
  const [open, setOpen] = useState(false);
  const act = (action: 'add_tags' | 'remove_tags') => {
    setOpen(false);
    onStart({ action, value: tags });
  };
  return (
    <Popover opened={open} onChange={setOpen} width={280} trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon aria-label={t`Tags`} title={t`Tags`} onClick={() => setOpen(!open)}>
          <IconTag {...icon} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <TagsInput
          label={t`Tags`}
          data={(data?.tags ?? []).slice(0, 100)}
          value={tags}
          onChange={setTags}
          isDuplicate={(tag, all) => all.some((one) => one.toLowerCase() === tag.toLowerCase())}
          maxLength={60}
          comboboxProps={{ withinPortal: false }}
        />
        <div className={classes.tagActions}>
          <Button disabled={tags.length === 0} onClick={() => act('add_tags')}>
            <Trans>Add</Trans>
          </Button>
          <Button variant="default" disabled={tags.length === 0} onClick={() => act('remove_tags')}>
            <Trans>Remove</Trans>
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

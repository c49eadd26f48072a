import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Menu, Popover, Progress, TagsInput, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCircleDot,
  IconShieldCheck,
  IconShieldX,
  IconTag,
  IconTrash,
  IconTrashX,
  IconUser,
  IconX,
} from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { BulkOrder } from '~/api/bulk';
import { catalogueQuery, meQuery } from '~/api/session';
import { count } from '~/i18n/format';
import { FormDialog } from '~/ui/FormDialog';
import { StatusMark } from '~/ui/StatusMark';
import { clearSelection, useSelection } from '../selection';
import { BulkReport } from './BulkReport';
import classes from './bulk.module.css';
import { useBulk } from './useBulk';

const icon = { size: 16, stroke: 1.6 };

/** Stands above the list while tickets are selected, and until what came of it has been read. */
export default function SelectionBar({ view }: { view: string }) {
  const { t } = useLingui();
  const bulk = useBulk();
  const { chosen } = useSelection();
  const [deleting, setDeleting] = useState(false);
  const tickets = [...chosen.values()];
  const start = (order: BulkOrder) => {
    void bulk.run(order, tickets);
    clearSelection();
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
          <Actions view={view} onStart={start} onDelete={() => setDeleting(true)} />
          <Tooltip label={t`Clear the selection`}>
            <ActionIcon aria-label={t`Clear the selection`} onClick={clearSelection}>
              <IconX {...icon} />
            </ActionIcon>
          </Tooltip>
        </div>
      ) : null}
      {deleting ? (
        <FormDialog
          title={<Trans>Delete for good?</Trans>}
          submitLabel={<Trans>Delete for good</Trans>}
          danger
          onClose={() => setDeleting(false)}
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
    </>
  );
}

interface ActionsProps {
  view: string;
  onStart: (order: BulkOrder) => void;
  onDelete: () => void;
}

function Actions({ view, onStart, onDelete }: ActionsProps) {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const may = (name: string) => me.abilities[name]?.allowed ?? false;
  const tool = (label: string, sign: ReactNode, act: () => void) => (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={act}>
        {sign}
      </ActionIcon>
    </Tooltip>
  );
  if (view === 'trash') {
    return (
      <>
        {may('trash')
          ? tool(t`Restore from the trash`, <IconArrowBackUp {...icon} />, () =>
              onStart({ action: 'restore' }),
            )
          : null}
        {may('empty_trash') ? tool(t`Delete for good…`, <IconTrashX {...icon} />, onDelete) : null}
      </>
    );
  }
  return (
    <>
      {view !== 'spam' && may('edit_tickets') ? (
        <>
          <OwnerMenu onStart={onStart} />
          <StatusMenu onStart={onStart} />
          <TagsMenu onStart={onStart} />
        </>
      ) : null}
      {may('spam')
        ? view === 'spam'
          ? tool(t`Not spam`, <IconShieldCheck {...icon} />, () => onStart({ action: 'not_spam' }))
          : tool(t`Mark as spam`, <IconShieldX {...icon} />, () => onStart({ action: 'spam' }))
        : null}
      {may('trash')
        ? tool(t`Move to the trash`, <IconTrash {...icon} />, () => onStart({ action: 'trash' }))
        : null}
    </>
  );
}

type Start = Pick<ActionsProps, 'onStart'>;

function OwnerMenu({ onStart }: Start) {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data } = useQuery(catalogueQuery);
  const agents = (data?.agents ?? []).filter((one) => one.active && one.role !== 'light_agent');
  const give = (value: string | null) => onStart({ action: 'owner', value });
  return (
    <Menu width={230}>
      <Menu.Target>
        <ActionIcon aria-label={t`Owner`} title={t`Owner`}>
          <IconUser {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Item onClick={() => give(me.id)}>{t`Me`}</Menu.Item>
        <Menu.Item onClick={() => give(null)}>{t`Nobody`}</Menu.Item>
        <Menu.Divider />
        {agents
          .filter((one) => one.id !== me.id)
          .map((one) => (
            <Menu.Item key={one.id} onClick={() => give(one.id)}>
              {one.name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Statuses by what they are called: each department has its own, and a ticket whose department lacks one says so. */
function StatusMenu({ onStart }: Start) {
  const { t } = useLingui();
  const { data } = useQuery(catalogueQuery);
  const statuses = [...new Map((data?.statuses ?? []).map((one) => [one.slug, one])).values()];
  return (
    <Menu width={230}>
      <Menu.Target>
        <ActionIcon aria-label={t`Status`} title={t`Status`}>
          <IconCircleDot {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {statuses.map((one) => (
          <Menu.Item
            key={one.slug}
            leftSection={<StatusMark group={one.group} colour={one.colour} />}
            onClick={() => onStart({ action: 'status', value: one.slug })}
          >
            {one.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

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

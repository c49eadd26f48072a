import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { meQuery } from '~/api/session';
import { emptyFolder, type Folder } from '~/api/tickets';
import { FormDialog } from '~/ui/FormDialog';
import { tell } from '~/ui/notify';
import classes from './list.module.css';

interface Props {
  folder: Folder;
  count: number;
  onEmptied: () => void;
}

/** Says what becomes of what lies in the spam folder or in the trash, and empties it. */
export function FolderBar({ folder, count, onEmptied }: Props) {
  const { data: me } = useSuspenseQuery(meQuery);
  const [asking, setAsking] = useState(false);
  const may = folder === 'trash' ? me.abilities.empty_trash : me.abilities.trash;
  const offered = count > 0 && (may?.allowed ?? false);
  if (folder === 'spam' && !offered) return null;
  return (
    <p className={classes.folder}>
      {folder === 'trash' ? <Trans>What lies here for 60 days is deleted for good.</Trans> : null}
      {offered ? (
        <button type="button" onClick={() => setAsking(true)}>
          {folder === 'trash' ? <Trans>Empty the trash…</Trans> : <Trans>Empty the spam folder…</Trans>}
        </button>
      ) : null}
      {asking ? (
        <EmptyDialog folder={folder} count={count} onEmptied={onEmptied} onClose={() => setAsking(false)} />
      ) : null}
    </p>
  );
}

function EmptyDialog({ folder, count, onEmptied, onClose }: Props & { onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();

  async function submit(): Promise<void> {
    await emptyFolder(folder);
    onEmptied();
    void client.invalidateQueries({ queryKey: keys.lists });
    void client.invalidateQueries({ queryKey: keys.views });
    tell(folder === 'trash' ? t`The trash is being emptied` : t`The spam folder is being emptied`);
  }

  const trash = folder === 'trash';
  return (
    <FormDialog
      title={trash ? <Trans>Empty the trash?</Trans> : <Trans>Empty the spam folder?</Trans>}
      submitLabel={trash ? <Trans>Delete for good</Trans> : <Trans>Move to the trash</Trans>}
      danger={trash}
      onClose={onClose}
      onSubmit={submit}
    >
      {() => (
        <p>
          {trash ? (
            <Plural
              value={count}
              one="# ticket is deleted for good, with its messages, files and history. This cannot be undone."
              other="# tickets are deleted for good, with their messages, files and history. This cannot be undone."
            />
          ) : (
            <Plural
              value={count}
              one="# ticket moves to the trash, from where it can be restored."
              other="# tickets move to the trash, from where they can be restored."
            />
          )}
        </p>
      )}
    </FormDialog>
  );
}

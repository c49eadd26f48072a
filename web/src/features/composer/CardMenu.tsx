import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconHistory } from '@tabler/icons-react';
import type { Editor as Core } from '@tiptap/react';
import { lazy, Suspense, useState } from 'react';
import type { DraftSession } from './session';

const EarlierVersions = lazy(() => import('./EarlierVersions'));

/** What is seldom wanted of a draft. */
export function CardMenu({ session, editor }: { session: DraftSession; editor: Core | null }) {
  const { t } = useLingui();
  const [versions, setVersions] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon aria-label={t`More for this text`}>
            <IconDots size={16} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconHistory size={16} stroke={1.6} />}
            disabled={!editor}
            // What is being saved may be about to become one of them.
            onClick={() => void session.flush().finally(() => setVersions(true))}
          >
            <Trans>Earlier versions</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {versions && editor ? (
        <Suspense>
          <EarlierVersions session={session} editor={editor} onClose={() => setVersions(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

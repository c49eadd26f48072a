import { useRef, useState } from 'react';
import type { Id, Upload } from '~/api/types';
import { removeUpload, type Transfer, upload } from '~/api/uploads';
import { useWords } from '~/ui/Failure';
import type { DraftSession } from './session';

export interface Pending {
  key: string;
  name: string;
  share: number;
  error: string | null;
  cancel: () => void;
}

let last = 0;

/** Files on their way into a draft. What has arrived belongs to the draft and is saved with it. */
export function useUploads(session: DraftSession, onPicture: (picture: Upload) => void) {
  const words = useWords();
  const [pending, setPending] = useState<Pending[]>([]);
  const transfers = useRef(new Map<string, Transfer>());

  const patch = (key: string, change: Partial<Pending>) =>
    setPending((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)));
  const drop = (key: string) => {
    transfers.current.delete(key);
    setPending((all) => all.filter((one) => one.key !== key));
  };

  async function add(file: File, pasted: boolean): Promise<void> {
    last += 1;
    const key = String(last);
    const inline = pasted && file.type.startsWith('image/');
    const transfer = upload(file, inline, (share) => patch(key, { share }));
    transfers.current.set(key, transfer);
    const cancel = () => {
      transfer.cancel();
      drop(key);
    };
    setPending((all) => [...all, { key, name: file.name, share: 0, error: null, cancel }]);
    try {
      const done = await transfer.done;
      drop(key);
      session.edit({ attachments: [...session.get().content.attachments, { ...done, inline }] });
      if (inline) onPicture(done);
    } catch (error) {
      if (error instanceof DOMException) drop(key);
      else patch(key, { error: words(error) });
    }
  }

  return {
    pending,
    add: (files: File[], pasted: boolean) => {
      for (const file of files) void add(file, pasted);
    },
    remove: (id: Id) => {
      session.edit({ attachments: session.get().content.attachments.filter((file) => file.id !== id) });
      void removeUpload(id).catch(() => undefined);
    },
  };
}

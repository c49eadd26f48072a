import { refusal, Unreachable, unsafeHeaders } from './client';
import type { Id, Upload } from './types';

export interface Transfer {
  done: Promise<Upload>;
  cancel: () => void;
}

/** XMLHttpRequest, because fetch cannot tell how much of a body has left. */
export function upload(file: File, inline: boolean, onProgress: (share: number) => void): Transfer {
  const request = new XMLHttpRequest();
  const done = new Promise<Upload>((resolve, reject) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onerror = () => reject(new Unreachable());
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.onload = () => {
      if (request.status === 201) {
        resolve(JSON.parse(request.responseText) as Upload);
        return;
      }
      refusal(new Response(request.responseText || '{}', { status: Math.max(request.status, 400) })).then(
        reject,
      );
    };
  });
  const form = new FormData();
  form.append('file', file, file.name || 'picture.png');
  if (inline) form.append('inline', '1');
  request.open('POST', '/api/v1/uploads');
  for (const [name, value] of Object.entries(unsafeHeaders())) request.setRequestHeader(name, value);
  request.send(form);
  return { done, cancel: () => request.abort() };
}

export async function removeUpload(id: Id): Promise<void> {
  await fetch(`/api/v1/uploads/${id}`, {
    method: 'DELETE',
    headers: unsafeHeaders(),
    credentials: 'same-origin',
  });
}

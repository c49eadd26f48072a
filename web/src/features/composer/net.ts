import type { DraftContent, DraftKind, Id } from '~/api/types';

interface Kept {
  content: DraftContent;
  at: number;
}

/** The second net under a draft: this device. It is emptied as soon as the server has the same text. */
export class Net {
  private readonly key: string;

  constructor(owner: Id, number: number, kind: DraftKind, conversation: Id | null) {
    this.key = `tandem.draft.${owner}.${number}.${kind}${conversation ? `.${conversation}` : ''}`;
  }

  read(): Kept | null {
    try {
      const text = localStorage.getItem(this.key);
      return text ? (JSON.parse(text) as Kept) : null;
    } catch {
      return null;
    }
  }

  write(content: DraftContent): void {
    try {
      localStorage.setItem(this.key, JSON.stringify({ content, at: Date.now() } satisfies Kept));
    } catch {
      // A full or forbidden storage takes away this net only; the server still gets the draft.
    }
  }

  clear(): void {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // As above.
    }
  }
}

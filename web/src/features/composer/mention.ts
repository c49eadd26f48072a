import { Mention } from '@tiptap/extension-mention';

/** A chip that names a colleague, in the form in which the server keeps it: inert text with an id. */
export const MentionChip = Mention.extend({
  addAttributes() {
    return {
      id: {
        default: null,
        parseHTML: (element: HTMLElement) => element.getAttribute('data-mention'),
      },
      label: {
        default: null,
        parseHTML: (element: HTMLElement) => (element.textContent ?? '').replace(/^@/, ''),
      },
    };
  },
  parseHTML: () => [{ tag: 'span[data-mention]' }],
  renderHTML: ({ node }) => [
    'span',
    { 'data-mention': String(node.attrs.id), class: 'mention' },
    `@${node.attrs.label}`,
  ],
});

export interface Candidate {
  id: string;
  name: string;
  email: string;
  /** Why they cannot be named; null when they can. */
  reason: string | null;
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** Those whose name or address has a word that begins so; who can be named comes first. */
export function matching(candidates: Candidate[], query: string, most = 8): Candidate[] {
  const wanted = folded(query);
  const fits = ({ name, email }: Candidate) =>
    [...folded(name).split(/\s+/), folded(name), folded(email)].some((word) => word.startsWith(wanted)) ||
    // Names in Chinese are written without spaces.
    (/\p{Script=Han}/u.test(wanted) && folded(name).includes(wanted));
  const found = candidates.filter(fits);
  return [...found.filter((one) => !one.reason), ...found.filter((one) => one.reason)].slice(0, most);
}

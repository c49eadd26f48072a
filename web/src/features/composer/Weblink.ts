import { InputRule, Mark, markPasteRule, mergeAttributes } from '@tiptap/core';

const schemes = /^(https?:|mailto:)/i;
const pasted = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g;
const typed = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])[.,;:!?)\]}]*\s$/;

/**
 * A link in the text. Addresses become links when they are pasted, or when a space follows them. Written here because
 * Tiptap's own extension brings a URL parser that weighs more than the rest of the composer.
 */
export const Weblink = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes() {
    return { href: { default: null } };
  },
  parseHTML() {
    return [
      {
        tag: 'a[href]',
        getAttrs: (element) => (schemes.test(element.getAttribute('href') ?? '') ? null : false),
      },
    ];
  },
  renderHTML({ HTMLAttributes }) {
    return ['a', mergeAttributes(HTMLAttributes, { rel: 'noopener noreferrer nofollow' }), 0];
  },
  addPasteRules() {
    return [markPasteRule({ find: pasted, type: this.type, getAttributes: (match) => ({ href: match[0] }) })];
  },
  addInputRules() {
    return [
      new InputRule({
        find: typed,
        handler: ({ state, range, match }) => {
          const address = match[1] ?? '';
          const { from, to } = range;
          const link = this.type.create({ href: address });
          state.tr.addMark(from, from + address.length, link).insertText(' ', to);
          state.tr.removeStoredMark(this.type);
        },
      }),
    ];
  },
});

import type { Editor } from '@tiptap/react';

/** Where words stand in a text that is being written: the first place, in positions of the editor. */
function find(editor: Editor, words: string): { from: number; to: number } | null {
  // A passage over several lines is shown by its first one.
  const wanted = words.split('\n').find((line) => line.trim() !== '') ?? '';
  let found: { from: number; to: number } | null = null;
  editor.state.doc.descendants((node, at) => {
    if (found || !node.isTextblock) return !found;
    const start = node.textBetween(0, node.content.size, undefined, '\n').indexOf(wanted);
    if (start >= 0) found = { from: at + 1 + start, to: at + 1 + start + wanted.length };
    return false;
  });
  return found;
}

/** Selects the words and brings them into sight; where they are gone, the caret comes back to the text. */
export function show(editor: Editor, words: string): void {
  const range = find(editor, words);
  if (range) editor.chain().focus().setTextSelection(range).scrollIntoView().run();
  else editor.commands.focus();
}

/** Takes the words out, and one of two spaces that this leaves; undone like anything typed. */
export function cut(editor: Editor, words: string): void {
  const range = find(editor, words);
  if (!range) return;
  const { doc } = editor.state;
  const around = [range.from - 1, range.to].map((at) => doc.textBetween(at, at + 1));
  const to = around.every((one) => one === ' ') ? range.to + 1 : range.to;
  editor.chain().deleteRange({ from: range.from, to }).run();
}

import { promisedFile } from './attached';
import type { Facts, Reason } from './facts';
import { quoted } from './quoted';
import { scriptOf } from './script';
import { strangers } from './strangers';

/** More people than this are seldom meant. */
const many = 10;

/** Text as it would be read: every block and every break is a line. Parsed, never put on the page. */
function readable(html: string, without: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const part of body.querySelectorAll(without)) part.remove();
  for (const line of body.querySelectorAll('br')) line.replaceWith('\n');
  for (const block of body.querySelectorAll('p, li, pre, blockquote, div')) block.append('\n');
  return body.textContent;
}

/** What is written in code is shown on purpose; what the customer wrote so is theirs. */
function placeholders(html: string, open: string): Reason[] {
  const found = readable(html, 'code, pre').matchAll(/[{｛]{2}[^{}｛｝\n]+[}｝]{2}|\{%[^%\n]+%\}/g);
  return [...found].flatMap(([text]) => (open.includes(text) ? [] : [{ kind: 'placeholder', text }]));
}

const grown = /[\p{L}\p{N}_]|[.-][\p{L}\p{N}]/u;

/** Where an @ with this name stands by itself, as part of no address and no longer word; -1 where it does not. */
function called(lower: string, name: string): number {
  const sign = `@${name.toLocaleLowerCase()}`;
  for (let at = lower.indexOf(sign); at >= 0; at = lower.indexOf(sign, at + 1))
    if (!/[\p{L}\p{N}._-]/u.test(lower[at - 1] ?? '') && lower.slice(at + sign.length).search(grown) !== 0)
      return at;
  return -1;
}

/** The name of a colleague after an @, whole or a word of it; a customer of the same name is meant himself. */
function mentions(text: string, facts: Facts): Reason[] {
  const words = (name: string) => name.trim().split(/\s+/);
  const names = new Set(facts.colleagues.map(({ name }) => name));
  const customers = [...facts.known, ...facts.to, ...facts.cc].filter(({ name }) => !names.has(name));
  const theirs = new Set(customers.flatMap(({ name }) => words(name.toLocaleLowerCase())));
  const lower = text.toLocaleLowerCase();
  return facts.colleagues.flatMap(({ name }): Reason[] => {
    const single = words(name).filter((word) => word.length > 1 && !theirs.has(word.toLocaleLowerCase()));
    const wanted = [name, ...single].find((one) => one !== '' && called(lower, one) >= 0);
    if (!wanted) return [];
    const at = called(lower, wanted);
    return [{ kind: 'mention', text: text.slice(at, at + wanted.length + 1) }];
  });
}

/** Everything worth a look, in the order of how bad it would be. Nothing is asked of the server. */
export function reasonsBefore(facts: Facts): Reason[] {
  const text = readable(facts.html, 'none');
  const own = readable(facts.html, 'blockquote');
  const secret = quoted(text, facts.notes, facts.open);
  const word = facts.files === 0 ? promisedFile(own) : null;
  const count = facts.to.length + facts.cc.length;
  const [mine, theirs] = [scriptOf(own), scriptOf(facts.theirs)];
  const found: Reason[] = [
    ...placeholders(facts.html, facts.open.join('\n')),
    ...(secret ? [{ kind: 'note', text: secret } as const] : []),
    ...mentions(text, facts),
    ...strangers(text, facts),
    ...(word ? [{ kind: 'attachment', text: word } as const] : []),
    ...(count > many ? [{ kind: 'recipients', count } as const] : []),
    ...(mine && theirs && mine !== theirs ? [{ kind: 'script', mine, theirs } as const] : []),
  ];
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

import type { Address } from '~/api/types';
import type { Facts, Reason } from './facts';

const letter = /[\p{L}\p{N}]/u;
const same = (one: string, other: string) => one.toLocaleLowerCase() === other.toLocaleLowerCase();

/** Whether words stand in a text by themselves, with nothing grown onto them. */
function alone(text: string, words: string, joint = '-'): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const around = [text[at - 1] ?? '', text[at + words.length] ?? ''];
    if (!around.some((one) => letter.test(one) || (one !== '' && joint.includes(one)))) return true;
  }
  return false;
}

/**
 * Whether somebody is named: by their full name, as it is written. One word alone may be anything; two Chinese characters
 * count before a form of address, or with no others around them.
 */
export function named(text: string, name: string): boolean {
  const wanted = name.trim();
  if (/^\p{Script=Han}+$/u.test(wanted)) {
    if (wanted.length > 2) return text.includes(wanted);
    const polite = ['先生', '女士', '小姐', '老师', '您好', '你好'].some((one) =>
      text.includes(wanted + one),
    );
    return wanted.length === 2 && (polite || alone(text, wanted));
  }
  return /\S\s+\S/.test(wanted) && alone(text, wanted);
}

/** A number with the sign or the word for a ticket before it, or in the address of its page. */
const numbers =
  /(?:(?<![\p{L}\d&/])[#＃№]\s?|(?<!\p{L})(?:tickets?|тикет\p{L}*|заявк\p{L}*|обращени\p{L}*|tiket\p{L}*|požadav\p{L}*)\s(?:no\.?\s?|č\.\s?)?[#№]?\s?|工单(?:编?号)?[:：\s]?[#＃]?|\/tickets\/)(\d{1,9})(?![\p{L}\d])/giu;

/** Addresses as they stand in a text, by what they are without capitals. */
function addresses(text: string): Map<string, string> {
  const found = text.match(/[^\s<>()[\]"',;:]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu) ?? [];
  return new Map(found.map((one) => [one.toLocaleLowerCase(), one]));
}

/** Other customers and their tickets, as far as this window knows them. Whatever the public conversation names is no secret. */
export function strangers(text: string, facts: Facts): Reason[] {
  const { others, colleagues, requester, number: own } = facts;
  const known = [...facts.known, ...facts.to, ...facts.cc];
  const open = facts.open.join('\n');
  const read = addresses(open);
  const written = addresses(text);
  const met = (one: Address) => known.some(({ email }) => same(email, one.email));
  const namesake = (name: string) => [...known, ...colleagues].some((one) => same(one.name, name));
  const found: Reason[] = [];
  for (const one of others) {
    const { name } = one.requester;
    if (one.requester.id === requester || met(one.requester)) continue;
    const email = one.requester.email.toLocaleLowerCase();
    const stands = read.has(email) ? undefined : written.get(email);
    if (stands) found.push({ kind: 'address', text: stands });
    else if (name && !namesake(name) && named(text, name) && !open.includes(name))
      found.push({ kind: 'customer', text: name });
  }
  const foreign = new Set(others.filter((one) => one.requester.id !== requester).map((one) => one.number));
  for (const [words, digits = ''] of text.matchAll(numbers)) {
    const number = Number(digits);
    if (number !== own && foreign.has(number) && !alone(open, digits, ''))
      found.push({ kind: 'ticket', text: words.trim() });
  }
  return found;
}

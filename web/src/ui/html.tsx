import { createElement, type ReactNode } from 'react';

const allowed = new Set([
  'p',
  'br',
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'code',
  'pre',
  'blockquote',
  'ul',
  'ol',
  'li',
  'a',
  'span',
  'div',
  'h1',
  'h2',
  'h3',
  'h4',
  'hr',
  'img',
  'table',
  'thead',
  'tbody',
  'tr',
  'td',
  'th',
]);

const voids = new Set(['br', 'hr', 'img']);

const safeLink = /^(https?:|mailto:|tel:)/i;

function attributes(element: Element, tag: string): Record<string, string> | null {
  if (tag === 'a') {
    const href = element.getAttribute('href') ?? '';
    return safeLink.test(href) ? { href, target: '_blank', rel: 'noopener noreferrer nofollow' } : {};
  }
  if (tag === 'img') {
    const src = element.getAttribute('src') ?? '';
    // Only our own files: a picture from elsewhere would tell its server who reads this.
    return src.startsWith('/') && !src.startsWith('//')
      ? { src, alt: element.getAttribute('alt') ?? '' }
      : null;
  }
  return {};
}

/** The name of somebody by id, as it is now. */
export type NameOf = (id: string) => string | undefined;

/** A chip says who it names today, also after they have changed their name. */
function mention(element: Element, key: number, nameOf: NameOf | undefined): ReactNode {
  const id = element.getAttribute('data-mention') ?? '';
  const name = nameOf?.(id);
  return createElement('span', { key, className: 'mention' }, name ? `@${name}` : element.textContent);
}

function toNode(node: Node, key: number, nameOf: NameOf | undefined): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.tagName.toLowerCase();
  if (tag === 'script' || tag === 'style') return null;
  if (tag === 'span' && node.hasAttribute('data-mention')) return mention(node, key, nameOf);
  const children = [...node.childNodes].map((child, index) => toNode(child, index, nameOf));
  if (!allowed.has(tag)) return children;
  const own = attributes(node, tag);
  if (!own) return null;
  return voids.has(tag)
    ? createElement(tag, { key, ...own })
    : createElement(tag, { key, ...own }, ...children);
}

/** Agents' HTML as React nodes by an allow-list. The server has sanitised it already; this is the second wall. */
export function Html({ source, nameOf }: { source: string; nameOf?: NameOf }) {
  const body = new DOMParser().parseFromString(source, 'text/html').body;
  return <>{[...body.childNodes].map((node, index) => toNode(node, index, nameOf))}</>;
}

const address = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])/g;

/** Plain text with its web addresses made into links. */
export function Linked({ text }: { text: string }) {
  return (
    <>
      {text.split(address).map((piece, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one immutable text have no other identity
          <a key={index} href={piece} target="_blank" rel="noopener noreferrer nofollow">
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </>
  );
}

/** Text without tags, to know whether a draft says anything. */
export function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent?.trim() ?? '';
}

/** Plain text as the HTML that the API takes: paragraphs at empty lines, breaks within. */
export function paragraphs(text: string): string {
  const holder = document.createElement('div');
  for (const block of text.split(/\n{2,}/)) {
    const paragraph = document.createElement('p');
    for (const [index, line] of block.split('\n').entries()) {
      if (index > 0) paragraph.append(document.createElement('br'));
      paragraph.append(line);
    }
    holder.append(paragraph);
  }
  return holder.innerHTML;
}

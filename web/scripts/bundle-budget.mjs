import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

// What a visitor downloads, in kB after gzip. Raise a number only with a reason in the commit.
const budgets = { entryScript: 220, entryStyle: 42, ticketRoute: 156, otherRoute: 210, language: 34 };
const heavy = [/echarts/, /react-flow__/, /ProseMirror-focused/];

const build = new URL('../../tandem/web_build/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', build), 'utf8'));
const sizes = new Map();

function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, build))).length / 1000);
  return sizes.get(file);
}

/** A chunk with everything that it imports before it can run. */
function closure(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key]?.imports ?? []) closure(next, found);
  return found;
}

const scripts = (keys) => [...keys].map((key) => manifest[key].file);
const styles = (keys) => [...new Set([...keys].flatMap((key) => manifest[key].css ?? []))];
const sum = (files) => files.reduce((total, file) => total + size(file), 0);

const lines = [];
let broken = false;
function hold(name, kilobytes, budget) {
  const over = kilobytes > budget;
  broken ||= over;
  lines.push(`${over ? 'OVER' : 'ok  '}  ${kilobytes.toFixed(1).padStart(6)} of ${budget} kB  ${name}`);
}

const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry);
const entry = closure(entryKey);
hold('entry, scripts', sum(scripts(entry)), budgets.entryScript);
hold('entry, styles', sum(styles(entry)), budgets.entryStyle);

for (const file of scripts(entry)) {
  const text = readFileSync(new URL(file, build), 'utf8');
  for (const library of heavy.filter((pattern) => pattern.test(text))) {
    broken = true;
    lines.push(`OVER  ${library} is in the entry (${file})`);
  }
}

/**
 * What is loaded already when a route or a part of one opens: the entry, what asks for it, and the routes around it
 * ("_app.tickets" around "_app.tickets.new").
 */
function parents(key) {
  const path = /src\/routes\/(.+)\.tsx/.exec(key)?.[1] ?? '';
  const around = Object.keys(manifest).filter((other) => {
    const outer = /src\/routes\/(.+)\.tsx/.exec(other)?.[1];
    const asks = !path && manifest[other].dynamicImports?.includes(key);
    return asks || (outer && path.startsWith(`${outer}.`));
  });
  return new Set([...entry, ...around.flatMap((other) => [...closure(other)])]);
}

for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const before = parents(key);
  const own = scripts([...closure(key)].filter((one) => !before.has(one)));
  const language = /locales\/(.+)\.po/.exec(key);
  if (language) hold(`language ${language[1]}`, sum(own), budgets.language);
  else if (key.includes('$number')) hold('route of a ticket', sum(own), budgets.ticketRoute);
  else
    hold(
      key
        .replace(/^src\/routes\//, 'route ')
        .replace(/^src\/features\//, 'part ')
        .replace(/\?.*/, ''),
      sum(own),
      budgets.otherRoute,
    );
}

console.log(lines.sort().join('\n'));
process.exit(broken ? 1 : 0);

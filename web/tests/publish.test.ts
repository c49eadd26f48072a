import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publish } from '../scripts/publish.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'publish-'));
});
afterEach(() => rmSync(place, { recursive: true }));

/** A build whose page names one script. */
function build(script: string): string {
  const folder = join(place, script);
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(folder, '.vite'));
  writeFileSync(join(folder, 'assets', `${script}.js`), script);
  writeFileSync(join(folder, 'index.html'), `<script src="assets/${script}.js">`);
  writeFileSync(join(folder, '.vite/manifest.json'), '{}');
  return folder;
}

test('the assets of the build before stay, those before them go, and what is not ours is left alone', () => {
  const served = join(place, 'served');
  mkdirSync(served);
  writeFileSync(join(served, '.built'), '');
  const assets = () => readdirSync(join(served, 'assets')).sort();

  publish(build('one'), served);
  expect(assets()).toEqual(['one.js']);
  publish(build('two'), served);
  expect(assets()).toEqual(['one.js', 'two.js']);
  expect(readFileSync(join(served, 'index.html'), 'utf8')).toContain('two.js');
  publish(build('three'), served);
  expect(assets()).toEqual(['three.js', 'two.js']);
  expect(readdirSync(served).sort()).toEqual(['.built', '.vite', 'assets', 'index.html']);
});

import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const record = '.vite/files.json';
const isAsset = (path: string) => path.startsWith('assets/');

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function publishedBefore(served: string): string[] {
  try {
    return JSON.parse(readFileSync(join(served, record), 'utf8')) as string[];
  } catch {
    return [];
  }
}

/**
 * Brings a build to where it is served, while a server may be running: what it serves is whole at every moment. Assets
 * come first (their names hold their contents, so none is overwritten by another), then the page that names them. The
 * assets of the build before stay, for pages that are open now and load a part of themselves later.
 */
export function publish(built: string, served: string): void {
  const now = files(built);
  const kept = new Set([...now, ...publishedBefore(served)]);
  for (const path of [...now.filter(isAsset), ...now.filter((one) => !isAsset(one))]) {
    const target = join(served, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(built, path), `${target}.new`);
    renameSync(`${target}.new`, target);
  }
  for (const path of files(served)) if (isAsset(path) && !kept.has(path)) rmSync(join(served, path));
  writeFileSync(join(served, record), JSON.stringify(now));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , built, served] = process.argv;
  if (!built || !served) throw new Error('node scripts/publish.ts BUILT SERVED');
  publish(built, served);
}

/** Calls once a second, also while the page is in the background; stops when the answer is called. */
export function everySecond(look: () => void): () => void {
  try {
    const worker = new Worker(new URL('./beat.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = look;
    return () => worker.terminate();
  } catch {
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }
}

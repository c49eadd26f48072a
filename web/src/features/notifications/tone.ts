/** Two soft notes, made here: no file to load. */
const notes = [
  { at: 0, pitch: 660 },
  { at: 0.13, pitch: 880 },
];
const length = 0.28;
const volume = 0.08;
/** Several tabs hear the same; one of them rings. */
const apart = 1_500;
const last = 'tandem.rang';
export const mutedKey = 'tandem.muted';

let context: AudioContext | null = null;

/** Plays the tone, unless this browser is muted or another tab has just rung. */
export function play(): void {
  try {
    if (localStorage.getItem(mutedKey) === 'true') return;
    const now = Date.now();
    if (now - Number(localStorage.getItem(last)) < apart) return;
    localStorage.setItem(last, String(now));
  } catch {
    // Without storage every tab rings for itself.
  }
  sound();
}

/** Plays the tone in any case, for trying it out. */
export function sound(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  const audio = context;
  // A browser keeps it silent until somebody has clicked on the page.
  if (audio.state === 'suspended') void audio.resume().catch(() => undefined);
  for (const { at, pitch } of notes) {
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    const start = audio.currentTime + at;
    oscillator.frequency.value = pitch;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(volume, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + length);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(start);
    oscillator.stop(start + length);
  }
}

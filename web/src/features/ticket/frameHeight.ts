import type { Message } from '~/api/types';

/** Of the frame's own style sheet, in pixels: its margins, a line, and a letter of the Latin and of the wide kind. */
const look = { margins: 24, line: 22, narrow: 7, wide: 14 };
/** What a picture is likely to need, and one from elsewhere, of which nobody knows how many there are. */
const picture = 180;
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/g;

function linesOf(text: string, width: number): number {
  return text.split('\n').reduce((sum, line) => {
    const wides = line.match(wide)?.length ?? 0;
    const pixels = wides * look.wide + (line.length - wides) * look.narrow;
    return sum + Math.max(1, Math.ceil(pixels / width));
  }, 0);
}

/**
 * How high a mail is likely to be in a frame of this width, in pixels. The frame neither runs scripts nor lets us look into it, so
 * its text is all there is to go by; the reader can make it taller.
 */
export function frameHeight(message: Message, width: number): number {
  const inner = Math.max(120, width - look.margins);
  const pictures = message.attachments.filter((file) => file.inline && file.is_image).length;
  const remote = message.has_remote_images ? 1 : 0;
  return linesOf(message.text, inner) * look.line + look.margins + (pictures + remote) * picture;
}

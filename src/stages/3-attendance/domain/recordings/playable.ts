/** How a recording is played in a browser: as it is, its pictures in another container, or drawn anew. */
type PlayWay = 'asIs' | 'copied' | 'converted';

interface File {
  readonly container?: string | undefined;
  readonly codec?: string | undefined;
}

const webCodecs = new Set(['vp8', 'vp9', 'av1']);

/** By container and codec; of a file that has not been looked through it is tried as it is. */
export function playWayOf(file: File | undefined): PlayWay {
  if (!file?.container || !file.codec) return 'asIs';
  const { container, codec } = file;
  const isWeb = webCodecs.has(codec);
  if (container === 'mp4' && (isWeb || codec === 'h264')) return 'asIs';
  if (container === 'matroska' && isWeb) return 'asIs';
  return codec === 'h264' ? 'copied' : 'converted';
}

/** Whether a preview lasts as long as its recording; a cut one would hide what it lacks. */
export const lastsAsLong = (previewMs: number, recordingMs: number): boolean =>
  previewMs >= recordingMs - Math.max(5_000, recordingMs * 0.01);

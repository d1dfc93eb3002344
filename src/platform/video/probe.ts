import { z } from 'zod';
import { type Container, demuxerOf } from './container';
import type { ToolPaths } from './find-tools';
import { runTool, ToolFailure } from './run-tool';

/** What the tools say of a file, without looking at its pictures. */
export interface VideoFacts {
  readonly container: Container;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number | undefined;
  /** Undefined where the file does not say; some recorders leave it out. */
  readonly durationMs: number | undefined;
  /** As the recorder wrote it into the file; many write local time as if it were Greenwich’s. */
  readonly createdAt: string | undefined;
  readonly hasSound: boolean;
}

/** Pictures larger than this are not drawn: no camera of a room has them. */
export const mostPixels = 40_000_000;
const probeSeconds = 60;
const mostAnswer = 1024 * 1024;

const numeral = z.string().transform(Number).pipe(z.number().nonnegative()).optional().catch(undefined);
const tags = z.object({ creation_time: z.string().max(60).optional().catch(undefined) }).optional();
const answerForm = z.object({
  streams: z
    .array(
      z.object({
        codec_type: z.string().optional(),
        codec_name: z.string().max(40).default('unknown'),
        width: z.number().default(0),
        height: z.number().default(0),
        avg_frame_rate: z.string().optional(),
        duration: numeral,
        disposition: z.object({ attached_pic: z.number().optional() }).optional(),
        tags,
      }),
    )
    .default([]),
  format: z.object({ duration: numeral, tags }).default({}),
});

function rateOf(written: string | undefined): number | undefined {
  const [count = 0, of = 1] = (written ?? '').split('/').map(Number);
  const rate = count / of;
  return Number.isFinite(rate) && rate > 0 && rate <= 1000 ? Math.round(rate * 100) / 100 : undefined;
}

const instantOf = (written: string | undefined): string | undefined => {
  const at = written ? Date.parse(written) : Number.NaN;
  return Number.isFinite(at) && at > 0 ? new Date(at).toISOString() : undefined;
};

/** What stands before the file in every call: one reader, no network, no other files, no giant pictures. */
export const inputOf = (path: string, container: Container): string[] => [
  '-protocol_whitelist',
  'file',
  '-max_pixels',
  String(mostPixels),
  '-f',
  demuxerOf[container],
  '-i',
  `file:${path}`,
];

/** Reads the facts of a file; undefined where it holds no moving picture. Throws a `ToolFailure`. */
export async function probe(
  { ffmpeg, ffprobe }: ToolPaths,
  path: string,
  container: Container,
  signal?: AbortSignal,
): Promise<VideoFacts | undefined> {
  try {
    return await asked(ffprobe, path, container, signal);
  } catch (error) {
    if (!(error instanceof ToolFailure) || error.kind !== 'crash') throw error;
    return await overheard(ffmpeg, path, container, signal);
  }
}

async function asked(
  ffprobe: string,
  path: string,
  container: Container,
  signal?: AbortSignal,
): Promise<VideoFacts | undefined> {
  const told = await runTool(
    ffprobe,
    ['-v', 'error', '-print_format', 'json', '-show_format', '-show_streams', ...inputOf(path, container)],
    { secondsAllowed: probeSeconds, mostBytes: mostAnswer, signal },
  );
  let answer: z.output<typeof answerForm>;
  try {
    answer = answerForm.parse(JSON.parse(told.toString('utf8')));
  } catch {
    throw new ToolFailure('exit', 'unreadable answer');
  }
  const picture = answer.streams.find((each) => each.codec_type === 'video' && each.disposition?.attached_pic !== 1);
  if (!picture || picture.width === 0 || picture.height === 0) return undefined;
  const seconds = answer.format.duration ?? picture.duration;
  return {
    container,
    codec: picture.codec_name,
    width: picture.width,
    height: picture.height,
    framesPerSecond: rateOf(picture.avg_frame_rate),
    durationMs: seconds === undefined || seconds === 0 ? undefined : Math.round(seconds * 1000),
    createdAt: instantOf(answer.format.tags?.creation_time ?? picture.tags?.creation_time),
    hasSound: answer.streams.some((each) => each.codec_type === 'audio'),
  };
}

const lengthForm = /Duration: (\d+):(\d\d):(\d\d\.\d+)/;
const pictureForm = /Stream #[^\n]*Video: (\w+)[^\n]*?(\d{2,5})x(\d{2,5})/;

/**
 * What the other tool says in passing before it complains that it was given nothing to do: the statically linked
 * ffprobe of the packages breaks down over the names in a transport stream.
 */
async function overheard(
  ffmpeg: string,
  path: string,
  container: Container,
  signal?: AbortSignal,
): Promise<VideoFacts | undefined> {
  const says = await runTool(ffmpeg, ['-hide_banner', '-nostdin', ...inputOf(path, container)], {
    secondsAllowed: probeSeconds,
    mostBytes: mostAnswer,
    signal,
  }).then(String, (error: unknown) => {
    if (error instanceof ToolFailure && error.kind === 'exit') return error.message;
    throw error;
  });
  const picture = pictureForm.exec(says);
  if (!picture) throw new ToolFailure('exit', 'no moving picture told');
  const [, hours = '0', minutes = '0', seconds = '0'] = lengthForm.exec(says) ?? [];
  const length = Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
  const [, codec = 'unknown', width = '0', height = '0'] = picture;
  return {
    container,
    codec,
    width: Number(width),
    height: Number(height),
    framesPerSecond: rateOf(/([\d.]+) fps/.exec(says)?.[1]),
    durationMs: length || undefined,
    createdAt: instantOf(/creation_time\s*:\s*(\S+)/.exec(says)?.[1]),
    hasSound: / Audio: /.test(says),
  };
}

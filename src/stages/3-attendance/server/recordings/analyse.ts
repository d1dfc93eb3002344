import type { JobContext } from '#platform/jobs/job';
import { type Container, containerOfFile } from '#platform/video/container';
import { mostPixels, type VideoFacts } from '#platform/video/probe';
import { ToolFailure } from '#platform/video/run-tool';
import { measuresOf, signatureOf, type SmallFrames } from '#platform/video/small-frames';
import type { VideoTools } from '#platform/video/video-tools';
import { figuresOn } from '#law/figures';
import { findLikeness, type Signature } from '../../domain/recordings/likeness';
import { pictureFaults } from '../../domain/recordings/picture-faults';
import type { TaughtClass } from '../check-in/taught-class';
import { likenessWish, loopApart } from './reuse';
import type { RecordingFacts } from './recording-store';

const stepMs = 1_000;

interface ReadFile {
  readonly container: Container;
  readonly facts: VideoFacts;
}

const notVideo =
  '这不是能识别的录像文件（按内容看，不看扩展名）。请用录像机或监控软件导出 MP4；厂商专有格式请先用其软件转换。';
const broken = '录像文件不完整或已损坏，读不出画面。常见于录制时断电、导出没有完成；请重新导出一份再传。原件照样留存。';
const noPicture = '文件里没有画面，只有声音或别的内容。请核对是不是选错了文件。';
const tooLarge = ({ width, height }: VideoFacts) =>
  `画面 ${width}×${height}，超过可处理的上限（${mostPixels / 1_000_000} 百万像素），没有分析。请用常规分辨率导出。`;

/** What the file is, or why it cannot be read, in a sentence for who uploaded it. */
export async function readFile(tools: VideoTools, path: string, signal: AbortSignal): Promise<ReadFile | string> {
  const container = await containerOfFile(path);
  if (!container) return notVideo;
  try {
    const facts = await tools.probe(path, container, signal);
    if (!facts) return noPicture;
    return facts.width * facts.height > mostPixels ? tooLarge(facts) : { container, facts };
  } catch (error) {
    if (error instanceof ToolFailure && error.kind !== 'stopped') return broken;
    throw error;
  }
}

const secondsFor = (durationMs: number): number => Math.min(1_500, Math.max(120, Math.ceil(durationMs / 4_000)));

/** The small frames of a file; undefined when it takes too long or breaks off at the first. */
export async function framesOf(
  tools: VideoTools,
  path: string,
  { container, facts }: ReadFile,
  signal: AbortSignal,
): Promise<SmallFrames | undefined> {
  const frameCount = Math.round(((facts.durationMs ?? 0) / 1000) * (facts.framesPerSecond ?? 25));
  const secondsAllowed = secondsFor(facts.durationMs ?? 3_600_000);
  try {
    return await tools.smallFrames({ path, container, stepMs, frameCount, secondsAllowed, signal });
  } catch (error) {
    if (error instanceof ToolFailure && error.kind !== 'stopped') return undefined;
    throw error;
  }
}

interface LookedThrough {
  readonly facts: RecordingFacts;
  readonly signature: Signature | undefined;
}

/** What file and frames tell together; undefined when not one picture could be drawn. */
export function lookedThrough(
  context: Pick<JobContext, 'laterFigures'>,
  held: TaughtClass,
  { container, facts }: ReadFile,
  frames: SmallFrames | undefined,
): LookedThrough | undefined {
  if (frames && frames.count === 0) return undefined;
  const durationMs = facts.durationMs ?? (frames && frames.count * frames.stepMs);
  if (durationMs === undefined) return undefined;
  const told = { ...facts, container, durationMs, compared: undefined };
  if (!frames) {
    const notes = ['画面太长或中途损坏，没有逐帧看完；静止、全黑和重复使用没有核对。'];
    return { facts: { ...told, still: [], black: [], notes }, signature: undefined };
  }
  const least = figuresOn(held.startsOn, context.laterFigures)('recordingStill') * 1000;
  const { still, black } = pictureFaults(measuresOf(frames), frames.stepMs, least);
  const signature = { stepMs: frames.stepMs, cells: signatureOf(frames) };
  const loop = findLikeness(signature, signature, { ...likenessWish(held, context), apartMs: loopApart });
  const isShort = frames.count * frames.stepMs < durationMs - 60_000;
  const notes = isShort ? ['画面没有到头：后面一段读不出来。'] : [];
  return { facts: { ...told, still, black, notes, ...(loop ? { loop } : {}) }, signature };
}

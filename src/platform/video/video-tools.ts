import type { Container } from './container';
import { findTools, type ToolPaths } from './find-tools';
import { type PreviewWish, writePreview } from './preview';
import { probe, type VideoFacts } from './probe';
import { readSmallFrames, type SmallFrames, type SmallFramesWish } from './small-frames';
import { type Still, takeStill } from './stills';

/** What reads recordings, where this installation has it. */
export interface VideoTools {
  probe(path: string, container: Container, signal?: AbortSignal): Promise<VideoFacts | undefined>;
  smallFrames(wish: SmallFramesWish): Promise<SmallFrames>;
  still(wish: Still): Promise<Buffer>;
  preview(wish: PreviewWish): Promise<void>;
}

/** Where the server gets its tools; undefined while there are none, asked again later. */
export interface VideoSource {
  find(): Promise<VideoTools | undefined>;
}

/** One sentence wherever something waits for tools that are not there. */
export const noToolsSentence = '还没有分析：本机没有视频工具（ffmpeg）。录像已收存并留有摘要，装上后自动分析。';

const toolsOf = ({ ffmpeg, ffprobe }: ToolPaths): VideoTools => ({
  probe: (path, container, signal) => probe({ ffmpeg, ffprobe }, path, container, signal),
  smallFrames: (wish) => readSmallFrames(ffmpeg, wish),
  still: (wish) => takeStill(ffmpeg, wish),
  preview: (wish) => writePreview(ffmpeg, wish),
});

/** Tools found once are kept; without any, every question looks again, so that installing them is enough. */
export function createVideoSource(environment: NodeJS.ProcessEnv): VideoSource {
  let known: Promise<ToolPaths | undefined> | undefined;
  return {
    async find() {
      known ??= findTools(environment);
      const paths = await known;
      if (!paths) known = undefined;
      return paths && toolsOf(paths);
    },
  };
}

import { type ChildPool, createChildPool, type PoolLimits } from './child-pool';
import { childProgram } from './child-program';
import { ChildFailure } from './child-worker';
import { findFonts } from './fonts';
import { type TypesetAnswer, type TypesetJob, typesetAnswer } from './job';
import { saysMissing } from './missing-glyphs';
import kit from './template-kit.typ?raw';

/** A form written in Typst: `#import "/kit.typ": *`, data by `json("/data.json")`. */
export interface Template {
  readonly name: string;
  readonly source: string;
}

export interface TypesettingSettings extends Partial<PoolLimits> {
  /** The bureau's own faces, with a `profile.json` that says which is used for what. */
  readonly fontFolder?: string;
}

export interface TypesettingOptions {
  /** The instant written into the file as its date, so that the same input gives the same bytes. */
  readonly madeAt?: Date;
  /** Pictures and other files the template reads, by path. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** A character no font has is drawn as a box with its code point and noted on every page, or refused. */
  readonly missingGlyph?: 'draw' | 'refuse';
}

export interface Typesetter {
  /** PDF/A-2u. */
  pdf(template: Template, data: unknown, options?: TypesettingOptions): Promise<Buffer>;
  /** One SVG a page, for a live preview. */
  pages(template: Template, data: unknown, options?: TypesettingOptions): Promise<string[]>;
  /** Child processes started so far. */
  startedCount(): number;
  close(): void;
}

/** Why a document was not made; the message is for the person who asked for it. */
export class TypesettingRefusal extends Error {
  readonly kind: 'missing-glyph' | 'timeout' | 'memory' | 'template' | 'crashed' | 'closed';
  /** What the log keeps; never shown. */
  readonly detail: string;
  constructor(kind: TypesettingRefusal['kind'], message: string, detail = '') {
    super(message);
    this.name = 'TypesettingRefusal';
    this.kind = kind;
    this.detail = detail;
  }
}

const defaults: PoolLimits = { workers: 1, recycleAfter: 50, memoryLimitMb: 1500, timeoutSeconds: 60 };
/** Date of a document made without one. */
const fixedDay = new Date('2000-01-01T00:00:00Z');

export function createTypesetter({ fontFolder, ...limits }: TypesettingSettings = {}): Typesetter {
  const settled = { ...defaults, ...limits };
  const pool = createChildPool(
    () => childProgram('typesetting-child.js', new URL('./child.ts', import.meta.url)),
    settled,
  );
  const fonts = findFonts(fontFolder);
  const jobFor = (template: Template, data: unknown, options: TypesettingOptions): Omit<TypesetJob, 'output'> => ({
    source: template.source,
    kit,
    data: JSON.stringify(data),
    madeAt: Math.floor((options.madeAt ?? fixedDay).getTime() / 1000),
    missingGlyph: options.missingGlyph ?? 'draw',
    fontFolders: [...fonts.folders],
    profile: JSON.stringify(fonts.profile),
    files: { ...options.files },
  });
  const ask = async (output: TypesetJob['output'], template: Template, data: unknown, options: TypesettingOptions) => {
    const answer = await run(pool, settled, { output, ...jobFor(template, data, options) });
    if (answer.kind === 'missing-glyph') {
      const advice = '请核对此字，或请管理员在字体目录中补装含有该字的字库后重试。';
      throw new TypesettingRefusal('missing-glyph', saysMissing(answer.characters, data) + advice);
    }
    if (answer.kind === 'template') {
      throw new TypesettingRefusal(
        'template',
        `《${template.name}》版式有误，未能生成，请联系管理员。`,
        answer.diagnostics,
      );
    }
    return answer;
  };
  return {
    async pdf(template, data, options = {}) {
      const answer = await ask('pdf', template, data, options);
      if (answer.kind !== 'pdf') throw new TypesettingRefusal('crashed', says.crashed(settled), answer.kind);
      return Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.byteLength);
    },
    async pages(template, data, options = {}) {
      const answer = await ask('pages', template, data, options);
      if (answer.kind !== 'pages') throw new TypesettingRefusal('crashed', says.crashed(settled), answer.kind);
      return answer.pages;
    },
    startedCount: () => pool.startedCount(),
    close: () => pool.close(),
  };
}

const says: Record<ChildFailure['kind'], (limits: PoolLimits) => string> = {
  timeout: ({ timeoutSeconds }) => `文件排版超过 ${timeoutSeconds} 秒，已停止。请减少一次生成的份数后重试。`,
  memory: ({ memoryLimitMb }) => `文件排版所需内存超过 ${memoryLimitMb} MB，已停止。请减少一次生成的份数或图片后重试。`,
  crashed: () => '排版程序意外中断，请重试；仍不成功请联系管理员。',
  failed: () => '文件未能生成，请重试；仍不成功请联系管理员。',
  closed: () => '系统正在停止，文件未生成，请稍后重试。',
};

async function run(pool: ChildPool, limits: PoolLimits, job: TypesetJob): Promise<TypesetAnswer> {
  try {
    return typesetAnswer.parse(await pool.run(job));
  } catch (error) {
    if (!(error instanceof ChildFailure)) throw error;
    const kind = error.kind === 'failed' ? 'crashed' : error.kind;
    throw new TypesettingRefusal(kind, says[error.kind](limits), error.message);
  }
}

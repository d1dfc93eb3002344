import { createChildPool } from '#platform/typesetting/child-pool';
import { childProgram } from '#platform/typesetting/child-program';
import { ChildFailure } from '#platform/typesetting/child-worker';
import { mediaTypeOf } from './media';
import { type PdfAnswer, pdfAnswer } from './pdf-job';
import { acceptPicture } from './picture';
import { type Refused, refused, refusedAtSight } from './refusal';

export interface DocumentLimits {
  readonly maxPages: number;
  readonly maxBytes: number;
  /** Width of a drawn page in pixels; 1240 is A4 at 150 dots per inch. */
  readonly pageWidth: number;
}

export interface PageImage {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

export interface AcceptedDocument {
  readonly accepted: true;
  /** Every page as a JPEG: nothing of the file but what can be seen is kept. */
  readonly pages: readonly PageImage[];
  readonly thumbnail: Buffer;
}

export const documentLimits: DocumentLimits = { maxPages: 50, maxBytes: 30 * 1024 * 1024, pageWidth: 1240 };
const childLimits = { workers: 1, recycleAfter: 1, memoryLimitMb: 900, timeoutSeconds: 60 };
/** A PDF ends with its cross-reference mark; a transfer that broke off lacks it. */
const tailLength = 4096;

/** A fresh child for every document, one at a time, so that a hostile one reaches no other. */
const pdfReaders = createChildPool(
  () => childProgram('pdf-child.js', new URL('./pdf-child.ts', import.meta.url)),
  childLimits,
);

/** Takes a scanned document: a PDF page by page, or a single picture. */
export async function acceptDocument(
  bytes: Uint8Array,
  limits: Partial<DocumentLimits> = {},
): Promise<AcceptedDocument | Refused> {
  const { maxPages, maxBytes, pageWidth } = { ...documentLimits, ...limits };
  const kind = mediaTypeOf(bytes);
  const early = refusedAtSight(bytes, kind, ['pdf', 'jpeg', 'png', 'webp'], maxBytes);
  if (early) return early;
  if (kind !== 'pdf') return pictureAsDocument(bytes, maxBytes);
  if (!Buffer.from(bytes.subarray(-tailLength)).includes('startxref')) return says.damaged;
  const answer = await readPages({ bytes, maxPages, pageWidth });
  if ('accepted' in answer) return answer;
  if (answer.kind === 'encrypted') return says.encrypted;
  if (answer.kind === 'damaged') return says.damaged;
  if (answer.kind === 'too-many') {
    return refused('pages', `PDF 共 ${answer.pageCount} 页，超过上限 ${maxPages} 页，请拆分后分别上传。`);
  }
  const pages = answer.pages.map((page) => ({ ...page, bytes: Buffer.from(page.bytes) }));
  const first = pages[0] ? await acceptPicture(pages[0].bytes) : says.damaged;
  return first.accepted ? { accepted: true, pages, thumbnail: first.thumbnail } : first;
}

async function pictureAsDocument(bytes: Uint8Array, maxBytes: number): Promise<AcceptedDocument | Refused> {
  const picture = await acceptPicture(bytes, { maxBytes });
  if (!picture.accepted) return picture;
  const { thumbnail, width, height } = picture;
  return { accepted: true, pages: [{ bytes: picture.bytes, width, height }], thumbnail };
}

async function readPages(job: object): Promise<PdfAnswer | Refused> {
  try {
    return pdfAnswer.parse(await pdfReaders.run(job));
  } catch (error) {
    if (!(error instanceof ChildFailure)) throw error;
    if (error.kind === 'timeout') return says.slow;
    if (error.kind === 'memory') return says.large;
    return says.damaged;
  }
}

const says = {
  encrypted: refused('encrypted', 'PDF 设有密码，无法打开，请去除密码后重新上传。'),
  damaged: refused('damaged', 'PDF 不完整或已损坏，无法打开，请重新扫描或导出后上传。'),
  slow: refused('time', `PDF 处理超过 ${childLimits.timeoutSeconds} 秒，已停止，请拆分或降低清晰度后重新上传。`),
  large: refused(
    'memory',
    `PDF 处理所需内存超过 ${childLimits.memoryLimitMb} MB，已停止，请降低扫描清晰度后重新上传。`,
  ),
} as const;

import {
  acceptBundle,
  acceptDocument,
  type BundledFile,
  checkPortrait,
  type PortraitRemark,
  sketchPicture,
} from '#platform/files/intake';
import { mediaTypeOf } from '#platform/files/media';
import { storeSealed } from '#platform/files/sealed-file';
import type { Context } from '#platform/operation';
import { maskIdentityNumber, maskPhone } from '#law/masks';
import { type PageShown, placeOfPage, type StoredPages } from './attachment-store';
import type { ClassRecord } from './records';

/** Pages of one paper; a household register is the longest. */
const mostPages = 20;
/** How long one ZIP may be worked on; what is left over is sent again and goes on from there. */
const bundleSeconds = 40;
/** Large ZIPs worked on at a time, so that the others’ requests are not kept waiting. */
const mostBundles = 2;
const largeBytes = 8 * 1024 * 1024;
let bundlesInHand = 0;

/** A name as it is kept: without the numbers of persons and without signs that are none. */
export function keptName(path: string): string {
  const plain = path.normalize('NFC').replace(/[\p{Cc}\p{Cf}]/gu, '');
  const masked = plain
    .replace(/(?<!\d)\d{17}[\dXx](?!\d)/gu, maskIdentityNumber)
    .replace(/(?<!\d)1[3-9]\d{9}(?!\d)/gu, maskPhone);
  return Array.from(masked).slice(-120).join('');
}

/** The files that were sent: the one file, or what a ZIP holds. */
export interface Sent {
  readonly isBundle: boolean;
  readonly size: number;
  readonly files: readonly BundledFile[];
}

const isZip = (name: string, bytes: Buffer): boolean => {
  const kind = mediaTypeOf(bytes);
  return kind === 'zip' || (kind === 'xlsx' && /\.zip$/iu.test(name));
};

export async function unwrap({ name, bytes }: { name: string; bytes: Buffer }): Promise<Sent | { why: string }> {
  if (!isZip(name, bytes))
    return { isBundle: false, size: bytes.length, files: [{ path: name, read: async () => bytes }] };
  const bundle = await acceptBundle(bytes);
  return bundle.accepted ? { isBundle: true, size: bytes.length, files: bundle.files } : { why: bundle.message };
}

/** Works on what was sent unless it is large and too many such are in hand; undefined then. */
export async function inTurn<Result>({ size }: Sent, work: (time: AbortSignal) => Promise<Result>) {
  if (size <= largeBytes) return work(AbortSignal.timeout(bundleSeconds * 1000));
  if (bundlesInHand >= mostBundles) return undefined;
  bundlesInHand += 1;
  try {
    return await work(AbortSignal.timeout(bundleSeconds * 1000));
  } finally {
    bundlesInHand -= 1;
  }
}

/** Draws a picture or paper anew and stores it sealed; nothing of the file but what can be seen is kept. */
export async function drawAnew(
  context: Context,
  record: ClassRecord,
  digest: Buffer,
  bytes: Buffer,
): Promise<StoredPages | { readonly why: string }> {
  const document = await acceptDocument(bytes, { maxPages: mostPages });
  if (!document.accepted) return { why: document.message };
  const [first] = document.pages;
  const keep = (page: PageShown, picture: Buffer) =>
    storeSealed(context, 'attachment', placeOfPage(record.id, digest, page), picture);
  const isPicture = mediaTypeOf(bytes) !== 'pdf';
  const [thumbnail, remarks, sketch, ...pages] = await Promise.all([
    keep('thumbnail', document.thumbnail),
    first && isPicture ? checkPortrait(first.bytes, document.thumbnail) : [noPicture],
    first && isPicture ? sketchPicture(document.thumbnail) : undefined,
    ...document.pages.map((page, at) => keep(at + 1, page.bytes)),
  ]);
  return { pages, thumbnail, remarks, sketch };
}

const noPicture: PortraitRemark = {
  code: 'shape',
  blocks: true,
  message: '这是 PDF，不是照片，请上传 JPEG 或 PNG 图片。',
};

/** Whether a picture nobody has named the kind of may be taken for a one-inch photo. */
export const looksLikePortrait = ({ pages, remarks }: StoredPages): boolean =>
  pages.length === 1 && !remarks.some(({ code }) => code === 'shape');

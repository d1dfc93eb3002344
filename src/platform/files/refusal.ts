import { type MediaType, mediaNames } from './media';

/** Why an upload was not taken; the message is for the person who uploaded it. */
export interface Refused {
  readonly accepted: false;
  readonly code:
    | 'empty'
    | 'type'
    | 'size'
    | 'pixels'
    | 'damaged'
    | 'encrypted'
    | 'pages'
    | 'time'
    | 'memory'
    | 'failed';
  readonly message: string;
}

export const refused = (code: Refused['code'], message: string): Refused => ({ accepted: false, code, message });

/** 12.4 MB, or KB below one. */
export function spokenSize(byteCount: number): string {
  const kilobytes = byteCount / 1024;
  return kilobytes < 1024 ? `${Math.ceil(kilobytes)} KB` : `${(Math.ceil(kilobytes / 102.4) / 10).toFixed(1)} MB`;
}

/** The refusal by size or by kind, before anything is read; undefined when both are in order. */
export function refusedAtSight(
  bytes: Uint8Array,
  kind: MediaType,
  wanted: readonly MediaType[],
  maxBytes: number,
): Refused | undefined {
  if (bytes.byteLength === 0) return refused('empty', '文件是空的（0 字节），请重新选择文件。');
  if (bytes.byteLength > maxBytes) {
    const [size, limit] = [spokenSize(bytes.byteLength), spokenSize(maxBytes)];
    return refused('size', `文件 ${size}，超过上限 ${limit}，请压缩后重新上传。`);
  }
  if (wanted.includes(kind)) return undefined;
  const choices = wanted.map((type) => mediaNames[type]).join('、');
  if (kind === 'heic') {
    return refused(
      'type',
      '这是苹果手机的 HEIC 图片，请在手机“设置—相机—格式”中选“兼容性最佳”，或另存为 JPEG 后上传。',
    );
  }
  return refused('type', `文件内容是${mediaNames[kind]}，此处只收${choices}，请更换文件。`);
}

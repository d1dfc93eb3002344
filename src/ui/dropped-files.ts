import { spokenSize } from './format';

export interface FileLimits {
  readonly accept?: readonly string[] | undefined;
  readonly maxSize?: number | undefined;
}

/** Why a file cannot be taken, with the limit and the way forward; undefined when it can. */
export function refusalOf(
  file: { readonly name: string; readonly size: number },
  { accept, maxSize }: FileLimits,
): string | undefined {
  const ending = /\.[^.]+$/.exec(file.name)?.[0].toLowerCase() ?? '';
  if (accept?.length && !accept.includes(ending))
    return `“${file.name}”不是 ${accept.join('、')} 文件，请换成这几种格式`;
  if (file.size === 0) return `“${file.name}”是空文件，请重新导出后再传`;
  if (maxSize !== undefined && file.size > maxSize)
    return `“${file.name}”有 ${spokenSize(file.size)}，超过 ${spokenSize(maxSize)}，请压缩后再传`;
  return undefined;
}

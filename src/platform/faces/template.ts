/** A face as numbers of length one, with the engine that alone can compare it; personal data, to be sealed where kept. */
export interface FaceTemplate {
  readonly engineId: string;
  readonly values: Float32Array;
}

/** Thrown where faces of two engines, or of damaged bytes, meet: a mistake in the code that keeps them. */
export class TemplateMismatch extends Error {}

/** The same direction with length one; undefined where there is no direction. */
export function normalised(values: Float32Array): Float32Array | undefined {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return Number.isFinite(length) && length > 1e-6 ? values.map((value) => value / length) : undefined;
}

/** Cosine of two templates of one engine. */
export function likeness(one: FaceTemplate, other: FaceTemplate): number {
  requireSame(one, other);
  const [a, b] = [one.values, other.values];
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return Math.max(-1, Math.min(1, sum));
}

function requireSame(one: FaceTemplate, other: FaceTemplate): void {
  if (one.engineId === other.engineId && one.values.length === other.values.length) return;
  throw new TemplateMismatch(
    `两个人脸特征不是同一引擎算出的（${one.engineId}、${other.engineId}），不能比较。请用现在的引擎重新采集。`,
  );
}

/** One template of several frames of one person: three miss four times less than one. */
export function meanTemplate(templates: readonly [FaceTemplate, ...FaceTemplate[]]): FaceTemplate {
  const [first] = templates;
  const sum = new Float32Array(first.values.length);
  for (const template of templates) {
    requireSame(first, template);
    for (const [at, value] of template.values.entries()) sum[at] = (sum[at] ?? 0) + value;
  }
  const values = normalised(sum);
  if (!values) throw new TemplateMismatch('几帧人脸互相抵消，不能合成。请重新采集。');
  return { engineId: first.engineId, values };
}

/** How a template is kept: its numbers as little-endian float32, the engine beside it in a column of its own. */
export function templateBytes({ values }: FaceTemplate): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of values.entries()) view.setFloat32(at * 4, value, true);
  return bytes;
}

export function templateFrom(engineId: string, bytes: Uint8Array): FaceTemplate {
  if (bytes.length === 0 || bytes.length % 4 !== 0) {
    throw new TemplateMismatch(`人脸特征的长度不对（${bytes.length} 字节），不能读取。请重新采集。`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = Float32Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(at * 4, true));
  const values = normalised(read);
  if (!values) throw new TemplateMismatch('人脸特征已损坏，不能读取。请重新采集。');
  return { engineId, values };
}

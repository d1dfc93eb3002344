import type { Pool } from 'pg';
import type { Instant } from '../clock';
import { canonicalJson } from './canonical';
import { exportFormat } from './leaf';
import { type HeadRow, type NumberedRow, readLog, readLogState } from './reading';

const headLine = ({ size, root, frontier, madeAt }: HeadRow): string =>
  canonicalJson({ head: { size, root: root.toString('hex'), frontier: frontier.toString('hex'), madeAt } });

/** The very characters that are hashed; a missing entry leaves a line that says so. */
const entryLine = ({ position, eventId, numbered, text }: NumberedRow): string =>
  text ?? canonicalJson({ missing: { position, eventId, leafHash: numbered.toString('hex') } });

/**
 * The log as lines of JSON: what it is, then each entry in the order of its number exactly as it is hashed, each head
 * after the last entry it covers. Whoever has the file can check it without this product: RFC 6962 over the lines.
 */
export async function* exportLog(pool: Pool, now: Instant): AsyncGenerator<string> {
  const { headSize } = await readLogState(pool);
  yield `${canonicalJson({ format: exportFormat, size: headSize, madeAt: now })}\n`;
  for await (const { rows, heads } of readLog(pool, headSize)) {
    let lines = '';
    let at = 0;
    for (const row of rows) {
      lines += `${entryLine(row)}\n`;
      for (let head = heads[at]; head && head.size <= row.position + 1; head = heads[at]) {
        lines += `${headLine(head)}\n`;
        at += 1;
      }
    }
    for (const head of heads.slice(at)) lines += `${headLine(head)}\n`;
    yield lines;
  }
}

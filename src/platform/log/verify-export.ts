import { z } from 'zod';
import type { LogVerdict, WitnessedHead } from './faults';
import { exportFormat } from './leaf';
import { leafHash } from './merkle';
import { type TreeCheck, treeCheck } from './tree-check';

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((hex) => Buffer.from(hex, 'hex'));
const bytes = z
  .string()
  .regex(/^(?:[0-9a-f]{2})*$/)
  .transform((hex) => Buffer.from(hex, 'hex'));
const opening = z.object({ format: z.literal(exportFormat), size: z.int().min(0), madeAt: z.iso.datetime() });
const headForm = z.object({ head: z.object({ size: z.int().min(1), root: hash, frontier: bytes }) });
const missingForm = z.object({ missing: z.object({ position: z.int().min(0), eventId: z.string(), leafHash: hash }) });
const lineForm = z.union([headForm, missingForm]);

const newline = 10;

/** The lines of a stream of bytes, without their line ends; the rest after the last one too. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const text = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = text.indexOf(newline); end >= 0; end = text.indexOf(newline, start)) {
      lines.push(text.subarray(start, end));
      start = end + 1;
    }
    rest = text.subarray(start);
    yield lines;
  }
  if (rest.length > 0) yield [rest];
}

function read<Form extends z.ZodType>(form: Form, line: Buffer): z.output<Form> | undefined {
  try {
    return form.safeParse(JSON.parse(line.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

const entryStart = Buffer.from('{"action":');
const isEntry = (line: Buffer) => line.subarray(0, entryStart.length).equals(entryStart);

function checkLine(check: TreeCheck, line: Buffer, lineNumber: number): void {
  if (isEntry(line)) {
    const leaf = leafHash(line);
    check.entry({ position: check.size, found: leaf, numbered: leaf });
    return;
  }
  const other = read(lineForm, line);
  if (!other) {
    check.list.add({
      kind: 'exportDamaged',
      position: check.size,
      message: `文件第 ${lineNumber} 行不是留痕，无法读出。`,
    });
  } else if ('head' in other) {
    check.head(other.head);
  } else {
    const { eventId, leafHash: numbered } = other.missing;
    check.entry({ position: check.size, eventId, numbered, found: undefined });
  }
}

/** Checks an exported log by itself, without the server: every entry against its heads, and against those kept outside. */
export async function verifyExport(
  chunks: AsyncIterable<Buffer>,
  witnessed: readonly WitnessedHead[] = [],
): Promise<LogVerdict> {
  const check = treeCheck(witnessed);
  let declared: z.output<typeof opening> | undefined;
  let lineNumber = 0;
  for await (const lines of linesOf(chunks)) {
    for (const line of lines) {
      lineNumber += 1;
      if (lineNumber === 1) declared = read(opening, line);
      else checkLine(check, line, lineNumber);
    }
  }
  const damaged = !declared
    ? '文件的第一行不是留痕导出的标识，请确认选对了文件。'
    : declared.size !== check.size
      ? `文件标明有 ${declared.size} 条留痕，实有 ${check.size} 条：文件不完整，或被增删。`
      : undefined;
  if (damaged) check.list.add({ kind: 'exportDamaged', position: check.size, message: damaged });
  return check.verdict();
}

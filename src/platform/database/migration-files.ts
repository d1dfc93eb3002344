import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseRefusal } from './refusal';

/** One step of the schema: `NNNN-name.sql`. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const form = /^(\d{4})-([a-z0-9-]+)\.sql$/;
const endsTransaction = /^\s*(?:begin|start\s+transaction|commit|rollback)\s*;/im;

function readMigration(folder: string, file: string): Migration {
  const parts = form.exec(file);
  if (!parts)
    throw new DatabaseRefusal(`迁移文件名不合规定：${file}。应为“四位序号-英文名.sql”，如 0001-foundation.sql。`);
  const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
  if (endsTransaction.test(sql)) {
    throw new DatabaseRefusal(`迁移 ${file} 自行开始或结束了事务。每个文件自成一个事务，请去掉 begin 与 commit。`);
  }
  return {
    number: Number(parts[1]),
    name: parts[2] ?? '',
    sql,
    checksum: createHash('sha256').update(sql).digest('hex'),
  };
}

/** The migrations of a folder in order; every number from 1 on, once. */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  const migrations = files.map((file) => readMigration(folder, file)).sort((a, b) => a.number - b.number);
  migrations.forEach(({ number }, index) => {
    if (number === index + 1) return;
    const problem = number <= index ? `序号 ${number} 重复` : `缺少序号 ${index + 1}`;
    throw new DatabaseRefusal(`迁移文件不连续：${problem}（${folder}）。请补齐或改号后重试。`);
  });
  return migrations;
}

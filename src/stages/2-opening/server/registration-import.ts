import { createHash } from 'node:crypto';
import { z } from 'zod';
import { newId } from '#platform/identifiers';
import { type Context, command, done, refused } from '#platform/operation';
import { type RegistrationSystem, registrationSystemNames } from '../domain/exchange/registrations';
import { fileColumnsOf, headingsOf } from './registration-columns';
import { choiceInput, rememberShape } from './registration-mappings';
import { uploadName } from './upload-name';
import { isRefused, type PlacedLine, type ReadList, readUpload, systemInput, uploadLimit } from './registration-upload';

export interface RegistrationCounts {
  readonly lines: number;
  readonly classes: number;
  /** Lines whose class is not among the county’s. */
  readonly withoutClass: number;
  /** Lines whose identity number is unsound. */
  readonly withoutPerson: number;
  readonly unread: number;
}

const countsOf = ({ reading, lines }: ReadList): RegistrationCounts => ({
  lines: lines.length,
  classes: new Set(lines.flatMap(({ classId }) => classId ?? [])).size,
  withoutClass: lines.filter(({ classId }) => classId === undefined).length,
  withoutPerson: lines.filter(({ index }) => index === null).length,
  unread: reading.unread.length,
});

const shown = 200;

/** 试读系统录入名单：不保存 */
export const previewRegistrations = command({
  name: 'registration.preview',
  path: '/registration-previews',
  title: '试读系统录入名单',
  by: ['countyOfficer'],
  cites: ['2024.1.0'],
  input: z.object({ system: systemInput, columns: choiceInput }),
  uploadLimit,
  keepsNothing: true,
  async handle({ columns }, context) {
    const read = await readUpload(context, columns);
    if (isRefused(read)) return read;
    const sheet = read.sheets[read.layout.at] ?? { name: '', rows: [] };
    const odd = read.lines.filter(({ classId, index }) => classId === undefined || index === null);
    return done({
      sheet: read.reading.sheet,
      sheets: read.sheets.map(({ name }) => name),
      layout: read.layout,
      missing: read.missing,
      headingChoices: headingsOf(sheet, read.layout),
      fileColumns: fileColumnsOf(sheet, read.layout),
      counts: countsOf(read),
      unread: read.reading.unread.slice(0, shown),
      odd: odd.slice(0, shown).map(({ cell, number, classWords, name, idMasked, classId }) => ({
        cell,
        number,
        classWords,
        name,
        maskedNumber: idMasked,
        why: classId === undefined ? '本县没有这个班期' : '证号不正确',
      })),
    });
  },
});

async function saveLines(
  context: Context,
  system: RegistrationSystem,
  importId: string,
  lines: readonly PlacedLine[],
): Promise<void> {
  const { tx, actor, now } = context;
  const values = lines.map((line) => ({
    region_code: actor.regionCode ?? '',
    system,
    number: line.number,
    class_id: line.classId ?? null,
    class_words: line.classWords,
    person_index: line.index,
    name: line.name,
    id_masked: line.idMasked,
    import_id: importId,
    imported_at: now,
  }));
  for (let from = 0; from < values.length; from += 1000) {
    await tx
      .insertInto('class_registrations')
      .values(values.slice(from, from + 1000))
      .onConflict((conflict) =>
        conflict.columns(['region_code', 'system', 'number']).doUpdateSet((row) => ({
          class_id: row.ref('excluded.class_id'),
          class_words: row.ref('excluded.class_words'),
          person_index: row.ref('excluded.person_index'),
          name: row.ref('excluded.name'),
          id_masked: row.ref('excluded.id_masked'),
          import_id: row.ref('excluded.import_id'),
          imported_at: row.ref('excluded.imported_at'),
        })),
      )
      .execute();
  }
}

/** 导入系统录入名单：凡补必进、不进不补 */
export const importRegistrations = command({
  name: 'registration.import',
  path: '/registration-imports',
  title: '导入系统录入名单',
  by: ['countyOfficer'],
  cites: ['2024.1.0'],
  input: z.object({ system: systemInput, columns: choiceInput }),
  uploadLimit,
  async handle({ system, columns }, context) {
    const read = await readUpload(context, columns);
    if (isRefused(read)) return read;
    if (read.missing.length > 0)
      return refused(`没有找到“${read.missing.join('”“')}”一栏，请在“读作”里指定后再导入。`, 'invalid');
    if (read.lines.length === 0) return refused('名单里没有一行可以导入，请看各行的说明。', 'invalid');
    const counts = countsOf(read);
    const id = newId();
    const region_code = context.actor.regionCode ?? '';
    await context.tx
      .insertInto('registration_imports')
      .values({
        region_code,
        id,
        system,
        file_name: uploadName(context),
        file_digest: createHash('sha256')
          .update(context.upload?.bytes ?? '')
          .digest(),
        counts: JSON.stringify(counts),
        imported_by: context.actor.userId,
        imported_by_name: context.actor.name,
        imported_at: context.now,
      })
      .execute();
    await saveLines(context, system, id, read.lines);
    const sheet = read.sheets[read.layout.at];
    if (sheet) await rememberShape(context, sheet, read.layout);
    context.note({
      subject: { type: 'registrationImport', id },
      regionCode: region_code,
      detail: { system: registrationSystemNames[system], ...counts },
    });
    return done({ importId: id, counts });
  },
});

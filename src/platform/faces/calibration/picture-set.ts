import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaceEngine } from '../engine';
import type { CalibrationPerson } from './scored-pairs';

/** A folder that cannot be calibrated with; the sentence says why and what to do. */
export class PictureSetRefused extends Error {}

/** Pictures that were left out, by what was wrong with them. */
export type LeftOut = Readonly<Record<string, number>>;

export interface PictureSet {
  readonly people: readonly CalibrationPerson[];
  readonly found: number;
  readonly leftOut: LeftOut;
}

interface Found {
  readonly person: string;
  readonly file: string;
  readonly path: string;
}

const isPicture = (name: string): boolean => /\.(?:jpe?g|png|webp)$/i.test(name);
const mostPictures = 3000;
const mostBytes = 15 * 1024 * 1024;
const layout = '每人一个文件夹，里面放这个人的照片（JPEG、PNG、WebP），每人两张以上。';

async function picturesIn(folder: string): Promise<Found[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (!entries) throw new PictureSetRefused(`打不开文件夹 ${folder}。${layout}`);
  const found: Found[] = [];
  for (const { name } of entries.filter((entry) => entry.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const files = (await readdir(join(folder, name), { withFileTypes: true }))
      .filter((entry) => entry.isFile() && isPicture(entry.name))
      .map((entry) => entry.name)
      .sort();
    for (const file of files) found.push({ person: name, file: join(name, file), path: join(folder, name, file) });
  }
  if (new Set(found.map(({ person }) => person)).size < 2) {
    throw new PictureSetRefused(`${folder} 里不足两个人的照片。${layout}`);
  }
  if (found.length > mostPictures) {
    throw new PictureSetRefused(`照片 ${found.length} 张，超过 ${mostPictures} 张。请每人留几张，分批标定。`);
  }
  return found;
}

/** Reads every picture of a folder of folders; several at a time, as many as the engine has processes. */
export async function readPictureSet(
  folder: string,
  engine: FaceEngine,
  atOnce: number,
  progress: (done: number, total: number) => void,
): Promise<PictureSet> {
  const found = await picturesIn(folder);
  const faces = new Map<string, Map<string, CalibrationPerson['faces'][number]>>();
  const leftOut: Record<string, number> = {};
  const leave = (why: string): void => {
    leftOut[why] = (leftOut[why] ?? 0) + 1;
  };
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let each = found[next++]; each; each = found[next++]) {
      if ((await stat(each.path)).size > mostBytes) leave('tooLarge');
      else {
        const answer = await engine.read(await readFile(each.path));
        if (!answer.isRead) leave(answer.code);
        else if (!answer.isClear) leave(answer.remarks[0]?.code ?? 'unclear');
        else {
          const ofPerson = faces.get(each.person) ?? new Map<string, CalibrationPerson['faces'][number]>();
          faces.set(each.person, ofPerson.set(each.file, { file: each.file, template: answer.template }));
        }
      }
      done += 1;
      progress(done, found.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const people = [...faces.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, ofPerson]) => ({
      name,
      faces: [...ofPerson.values()].sort((a, b) => (a.file < b.file ? -1 : 1)),
    }));
  return { people, found: found.length, leftOut };
}

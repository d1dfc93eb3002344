import sharp from 'sharp';
import { type PlainDate, plainDate } from '#kernel/plain-date';
import { findCategory } from '#law/trainee-categories';
import { storedZip } from '#platform/spreadsheet/stored-zip';
import { proofKinds } from '../stages/2-opening/domain/attachments';
import type { RosterRow } from '../stages/2-opening/domain/roster/row';
import { chanceOf } from './chance';
import type { ClassParts } from './parts';

const backgrounds = ['#4f8fd0', '#f4f6f8', '#c8453c'];
const skins = ['#e8bf9b', '#d9a982', '#f0cfae', '#c99872'];
const clothes = ['#334155', '#3f5f4a', '#6b4a3a', '#8a2f3b', '#d8d3c4', '#20242b'];

/** A face without features, in measures and clothes of its own: the demonstration shows nobody’s picture. */
function portraitDrawing(identityNumber: string, isWoman: boolean): string {
  const chance = chanceOf(0, 'portrait', identityNumber);
  const [x, y] = [chance.between(132, 164), chance.between(150, 196)];
  const [wide, high] = [chance.between(52, 78), chance.between(70, 96)];
  const hair = chance.between(8, 30);
  const shoulder = chance.between(262, 312);
  const [cloth, other, skin] = [chance.pick(clothes), chance.pick(clothes), chance.pick(skins)];
  const stripes = Array.from({ length: 6 }, () => {
    const [at, width] = [chance.below(290), chance.between(8, 40)];
    return `<rect x="${at}" y="${chance.between(290, 380)}" width="${width}" height="${chance.between(10, 90)}" fill="${chance.pick(clothes)}"/>`;
  });
  const locks = isWoman
    ? `<path d="M${x - wide - hair} ${y}v${chance.between(60, 150)}h${hair + 14}V${y}zM${x + wide - 14} ${y}v${chance.between(60, 150)}h${hair + 14}V${y}z" fill="#2b2522"/>`
    : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="295" height="413" viewBox="0 0 295 413">
    <rect width="295" height="413" fill="${chance.pick(backgrounds)}"/>${locks}
    <ellipse cx="${x}" cy="${y - hair}" rx="${wide + hair / 2}" ry="${high}" fill="#241f1d"/>
    <rect x="${x - 24}" y="${y + high - 30}" width="48" height="70" fill="${skin}"/>
    <ellipse cx="${x}" cy="${y}" rx="${wide}" ry="${high}" fill="${skin}"/>
    <path d="M0 413L${chance.between(6, 40)} ${shoulder + 46}L${x} ${shoulder}L${chance.between(255, 289)} ${shoulder + 46}L295 413z" fill="${cloth}"/>
    <g>${stripes.join('')}</g><rect x="${x - 12}" y="${shoulder}" width="24" height="113" fill="${other}"/></svg>`;
}

/** A card with lines for writing and a grey head: the shape of one, and no more. */
const cardDrawing = `<svg xmlns="http://www.w3.org/2000/svg" width="856" height="540" viewBox="0 0 856 540">
  <rect width="856" height="540" fill="#cfd6da"/><rect x="18" y="18" width="820" height="504" rx="26" fill="#eaf1f4"/>
  <g fill="#9fb4bf"><rect x="70" y="80" width="210" height="26"/><rect x="70" y="150" width="300" height="22"/>
  <rect x="70" y="214" width="380" height="22"/><rect x="70" y="252" width="330" height="22"/>
  <rect x="70" y="430" width="520" height="30"/></g>
  <rect x="590" y="90" width="200" height="260" fill="#dfe7ea"/><circle cx="690" cy="180" r="56" fill="#aebdc5"/>
  <path d="M600 350c0-70 40-100 90-100s90 30 90 100z" fill="#aebdc5"/></svg>`;

const jpeg = (drawing: string): Promise<Buffer> => sharp(Buffer.from(drawing)).jpeg({ quality: 82 }).toBuffer();

let drawnCard: Promise<Buffer> | undefined;

/** One drawing serves for every paper: nobody reads what is on it. */
export const paper = (): Promise<Buffer> => {
  drawnCard ??= jpeg(cardDrawing);
  return drawnCard;
};

const photoOf = (identityNumber: string, sex: string): Promise<Buffer> =>
  jpeg(portraitDrawing(identityNumber, sex === '女'));

/** What one trainee sends: a photo and its papers by their names. */
export interface Sent {
  readonly photo: Buffer | undefined;
  readonly papers: readonly { readonly code: string; readonly name: string }[];
}

const usualPapers = ({ cells }: RosterRow, startsOn: PlainDate): string[] => {
  const category = findCategory(cells.category, startsOn);
  return category && category.code !== 'ruralTransferWorker'
    ? ['identityCard', category.proofs[0].code]
    : ['identityCard'];
};

/** The photo, the identity card and the paper of the category of one trainee, or what is planted instead. */
export async function sentBy(row: RosterRow, parts: ClassParts): Promise<Sent> {
  const { photo, papers } = parts.shown?.[row.id] ?? {};
  const { id, sex } = row.cells;
  const codes = papers ?? usualPapers(row, parts.application.startsOn ?? plainDate('2026-01-01'));
  const own =
    photo === 'none' ? undefined : await (typeof photo === 'object' ? photoOf(photo.of, photo.sex) : photoOf(id, sex));
  return {
    photo: photo === 'small' && own ? await sharp(own).resize(147, 206).jpeg().toBuffer() : own,
    papers: codes.map((code) => ({ code, name: proofKinds.find((kind) => kind.code === code)?.name ?? code })),
  };
}

/** Rows a file name cannot tell apart or find: nothing of a whole number, or one that stands twice. */
export function hardToName(roster: readonly RosterRow[]): readonly RosterRow[] {
  const count = (id: string) => roster.filter(({ cells }) => cells.id === id).length;
  return roster.filter(({ cells }) => !/^\d{17}[\dX]$/.test(cells.id) || count(cells.id) > 1);
}

/** The ZIP a clerk packs: one folder of photos, one of papers, each file named by person and number. */
export async function proofBundle(parts: ClassParts): Promise<Buffer> {
  const hard = new Set(hardToName(parts.roster));
  const scan = await paper();
  const files = await Promise.all(
    parts.roster
      .filter((row) => !hard.has(row))
      .map(async (row) => {
        const { photo, papers } = await sentBy(row, parts);
        const who = `${row.cells.name} ${row.cells.id}`;
        const shown = papers.map(({ name }) => ({ name: `证明/${who} ${name}.jpg`, bytes: scan }));
        return photo ? [{ name: `一寸照片/${who}.jpg`, bytes: photo }, ...shown] : shown;
      }),
  );
  return storedZip(files.flat());
}

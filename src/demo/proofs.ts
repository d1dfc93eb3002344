import sharp from 'sharp';
import type { RosterRow } from '../stages/2-opening/domain/roster/row';
import { storedZip } from '#platform/spreadsheet/stored-zip';

const backgrounds = ['#4f8fd0', '#f4f6f8', '#c8453c'];
const skins = ['#e8bf9b', '#d9a982'];
const clothes = ['#334155', '#3f5f4a', '#6b4a3a'];

/** A face without features: the demonstration shows nobody’s picture. */
function portraitDrawing(at: number, isWoman: boolean): string {
  const pick = (list: readonly string[]) => list[at % list.length] ?? '';
  const hair = isWoman
    ? '<path d="M72 190c-14-96 30-132 76-132s90 36 76 132c12 44 8 66 0 78H72c-8-12-12-34 0-78z" fill="#2b2522"/>'
    : '<path d="M80 158c-8-70 26-102 68-102s76 32 68 102z" fill="#241f1d"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="295" height="413" viewBox="0 0 295 413">
    <rect width="295" height="413" fill="${pick(backgrounds)}"/>${hair}
    <rect x="124" y="222" width="48" height="70" fill="${pick(skins)}"/>
    <ellipse cx="148" cy="172" rx="66" ry="84" fill="${pick(skins)}"/>
    ${isWoman ? '<path d="M82 150c20-60 110-70 132 0-40-6-92-8-132 0z" fill="#2b2522"/>' : '<path d="M80 140c14-64 120-70 136 0-44-18-92-18-136 0z" fill="#241f1d"/>'}
    <path d="M14 413c4-96 62-134 134-134s130 38 134 134z" fill="${pick(clothes)}"/>
    <path d="M120 282l28 30 28-30v-14h-56z" fill="#f2f2ef"/></svg>`;
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

interface Pictures {
  readonly men: readonly Buffer[];
  readonly women: readonly Buffer[];
  readonly card: Buffer;
}

let drawn: Promise<Pictures> | undefined;

async function draw(): Promise<Pictures> {
  const of = (isWoman: boolean) => Promise.all(backgrounds.map((_each, at) => jpeg(portraitDrawing(at, isWoman))));
  return { men: await of(false), women: await of(true), card: await jpeg(cardDrawing) };
}

const pictures = (): Promise<Pictures> => {
  drawn ??= draw();
  return drawn;
};

/** The photo and identity card of one trainee. */
export async function proofsOf({ cells }: RosterRow): Promise<{ photo: Buffer; card: Buffer }> {
  const { men, women, card } = await pictures();
  const faces = cells.sex === '女' ? women : men;
  const digits = Number(cells.id.replace(/\D/g, '').slice(-4)) || 0;
  return { photo: faces[digits % faces.length] ?? card, card };
}

/** Rows a file name cannot tell apart or find: nothing of a whole number, or one that stands twice. */
export function hardToName(roster: readonly RosterRow[]): readonly RosterRow[] {
  const count = (id: string) => roster.filter(({ cells }) => cells.id === id).length;
  return roster.filter(({ cells }) => !/^\d{17}[\dX]$/.test(cells.id) || count(cells.id) > 1);
}

/** The ZIP a clerk packs: one folder of photos, one of cards, each file named by person and number. */
export async function proofBundle(roster: readonly RosterRow[]): Promise<Buffer> {
  const hard = new Set(hardToName(roster));
  const parts = await Promise.all(
    roster
      .filter((row) => !hard.has(row))
      .map(async (row) => {
        const { photo, card } = await proofsOf(row);
        const name = `${row.cells.name} ${row.cells.id}.jpg`;
        return [
          { name: `一寸照片/${name}`, bytes: photo },
          { name: `身份证/${name}`, bytes: card },
        ];
      }),
  );
  return storedZip(parts.flat());
}

import sharp from 'sharp';
import type { PlainDate } from '#kernel/plain-date';
import { dayOf } from '#platform/clock';
import type { ClassPast } from '../stages/3-attendance/server/index';

/** In which county the classes taught today show the room photos of their check-ins by card, and of how many days before. */
const shownRegion = '410822';
const shownDays = 3;

const room = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480">
  <rect width="640" height="480" fill="#d9d6cb"/><rect y="340" width="640" height="140" fill="#b89f7d"/>
  <rect x="90" y="50" width="330" height="170" fill="#3d5a4c"/><rect x="84" y="220" width="342" height="10" fill="#7a5c3a"/>
  <rect x="480" y="60" width="120" height="150" fill="#bcd3df"/><path d="M540 60v150M480 135h120" stroke="#f4f4f0" stroke-width="6"/>
  <rect x="30" y="330" width="180" height="16" fill="#8a6b45"/><rect x="430" y="350" width="190" height="16" fill="#8a6b45"/></svg>`;

/** A drawn person in a drawn room, a little elsewhere each time: the demonstration shows nobody’s picture. */
async function roomPhoto(portrait: Buffer, nth: number): Promise<Buffer> {
  const person = await sharp(portrait).resize(170).toBuffer();
  const [left, top] = [200 + ((nth * 37) % 120), 150 + ((nth * 13) % 40)];
  return sharp(Buffer.from(room))
    .composite([{ input: person, left, top }])
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** Adds the room photos of the last days to the check-ins by card of one county; they are what its officers are asked to look at. */
export async function withRoomPhotos(
  past: ClassPast,
  today: PlainDate,
  portraitOf: (row: string) => Buffer | undefined,
): Promise<ClassPast> {
  if (past.regionCode !== shownRegion) return past;
  const days = [...new Set(past.checks.map(({ at }) => dayOf(at)))].filter((day) => day < today).slice(-shownDays);
  const checks = past.checks.map(async (check, at) => {
    const portrait = check.way === 'card' && days.includes(dayOf(check.at)) ? portraitOf(check.row) : undefined;
    return portrait ? { ...check, picture: await roomPhoto(portrait, at) } : check;
  });
  return { ...past, checks: await Promise.all(checks) };
}

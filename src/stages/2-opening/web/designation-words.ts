import { type PlainDate, partsOf, spokenDay } from '#kernel/plain-date';
import { type Designation, type Interruption, interruptionOf } from '#registers';
import type { ClassView } from '../server/class-show';

type Asked = Pick<ClassView, 'institution' | 'application' | 'filedOn'>;

/** First and last day a class needs its designation for; undefined where no day is set yet. */
function daysOf({ application: { startsOn, endsOn }, filedOn }: Asked): readonly [PlainDate, PlainDate] | undefined {
  const first = startsOn ?? filedOn;
  return first && [first, endsOn && endsOn >= first ? endsOn : first];
}

const interrupted = (held: Designation, days: readonly [PlainDate, PlainDate] | undefined): Interruption | undefined =>
  days && interruptionOf(held, ...days);

/** How well a designation carries the class: in date and unbroken, in date, or only of the right kind. */
function rankOf(held: Designation, days: readonly [PlainDate, PlainDate] | undefined): number {
  if (!days) return 0;
  if (held.validFrom > days[0] || held.validUntil < days[1]) return 2;
  return interrupted(held, days) ? 1 : 0;
}

/** The designation a class stands on: of several for its occupation and level, the one that carries it best. */
export function designationOf(view: Asked): Designation | undefined {
  const { occupationCode, level } = view.application;
  const days = daysOf(view);
  return view.institution.designations
    .filter((held) => held.occupationCode === occupationCode && held.level === level)
    .toSorted((a, b) => rankOf(a, days) - rankOf(b, days) || (a.validUntil < b.validUntil ? 1 : -1))[0];
}

const ways: Record<Interruption['how'], string> = { revoked: '取消', ended: '终止', suspended: '中止' };
const monthOf = (day: PlainDate): string => `${partsOf(day).year}年${partsOf(day).month}月`;
const shortDay = (day: PlainDate, near: PlainDate): string => spokenDay(day, near).replace(/ 周.$/u, '');

/** 12月1日起中止: what breaks a designation on a day of the class. */
export function brokenWords(view: Asked, held: Designation): string | undefined {
  const days = daysOf(view);
  const over = interrupted(held, days);
  if (!over || !days) return undefined;
  const until = over.until ? `至 ${shortDay(over.until, days[0])}` : '';
  return `${shortDay(over.day, days[0])}起${ways[over.how]}${until}`;
}

/** 定点至 2027年12月; 定点 12月1日起中止, where it does not hold on the days of the class. */
export function designationWords(view: Asked): string {
  const held = designationOf(view);
  if (!held) return '不在定点范围';
  const broken = brokenWords(view, held);
  return broken ? `定点 ${broken}` : `定点至 ${monthOf(held.validUntil)}`;
}

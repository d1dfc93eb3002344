import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { findRegion } from '#law/regions';
import { type Context, missing, type Reading, type Refused, refused } from '#platform/operation';
import type { TaughtLesson } from '../../domain/lesson-times';

/** An approved class as attendance needs it. */
export interface TaughtClass {
  readonly id: string;
  readonly regionCode: string;
  readonly region: string;
  readonly institutionId: string;
  readonly institution: string;
  /** 养老护理员（五级）第 13 期 */
  readonly name: string;
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
}

/** The same as the database gives it. */
export interface FoundClass {
  readonly id: string;
  readonly region_code: string;
  readonly institution_id: string;
  readonly institution: string;
  readonly occupation: string;
  readonly level: number;
  readonly class_number: number;
  readonly starts_on: PlainDate;
  readonly ends_on: PlainDate;
}

const levelNames = ['', '一级', '二级', '三级', '四级', '五级'];

export const classNameOf = (found: Pick<FoundClass, 'occupation' | 'level' | 'class_number'>): string =>
  `${found.occupation}（${levelNames[found.level] ?? ''}）第 ${found.class_number} 期`;

export const classColumns = sql`c.id, c.region_code, c.institution_id, i.name as institution, o.name as occupation,
  c.level, c.class_number, c.starts_on, c.ends_on`;
export const classTables = sql`training_classes c join institutions i on i.id = c.institution_id
  join occupations o on o.code = c.occupation_code`;

export const taughtClassOf = (found: FoundClass): TaughtClass => ({
  id: found.id,
  regionCode: found.region_code,
  region: findRegion(found.region_code)?.name ?? found.region_code,
  institutionId: found.institution_id,
  institution: found.institution,
  name: classNameOf(found),
  startsOn: found.starts_on,
  endsOn: found.ends_on,
});

const notApproved = refused('这个班期还没有批准开班，不用考勤。', 'conflict');

/** The class in sight, once it is approved; others have no attendance. */
export async function taughtClass({ tx }: Pick<Reading, 'tx'>, classId: string): Promise<TaughtClass | Refused> {
  const { rows } = await sql<FoundClass>`select ${classColumns} from ${classTables}
    where c.id = ${classId} and c.state = 'approved'`.execute(tx);
  const [found] = rows;
  if (found) return taughtClassOf(found);
  const seen = await tx.selectFrom('training_classes').select('id').where('id', '=', classId).executeTakeFirst();
  return seen ? notApproved : missing('这个班期');
}

export const isRefused = <Found extends object>(found: Found | Refused): found is Refused => 'outcome' in found;

/** The approved classes in sight whose days of teaching hold `day`, by county and name. */
export async function classesOn({ tx }: Pick<Reading, 'tx'>, day: PlainDate): Promise<TaughtClass[]> {
  const { rows } = await sql<FoundClass>`select ${classColumns} from ${classTables}
    where c.state = 'approved' and c.starts_on <= ${day} and c.ends_on >= ${day}
    order by c.region_code, i.pinyin, c.class_number limit 500`.execute(tx);
  return rows.map(taughtClassOf);
}

/** A lesson with what a page tells of it. */
export interface PlannedLesson extends TaughtLesson {
  readonly content: string;
  readonly teacherId: string | undefined;
  readonly teacher: string;
  readonly venueId: string | undefined;
  readonly venue: string;
}

interface FoundLesson {
  readonly class_id: string;
  readonly id: string;
  readonly taught_on: PlainDate;
  readonly starts_minute: number;
  readonly ends_minute: number;
  readonly lesson_hours: number;
  readonly kind: TaughtLesson['kind'];
  readonly content: string;
  readonly teacher_id: string | null;
  readonly teacher: string | null;
  readonly venue_id: string | null;
  readonly venue: string | null;
}

const lessonOf = (row: FoundLesson): PlannedLesson => ({
  id: row.id,
  taughtOn: row.taught_on,
  startsMinute: row.starts_minute,
  endsMinute: row.ends_minute,
  lessonHours: row.lesson_hours,
  kind: row.kind,
  content: row.content,
  teacherId: row.teacher_id ?? undefined,
  teacher: row.teacher ?? '',
  venueId: row.venue_id ?? undefined,
  venue: row.venue ?? '',
});

/**
 * The lessons of classes in order of time; each day by the version of the plan that holds on it, so that a change
 * approved later never rewrites a day that has been taught (2024 一（三）).
 */
export async function lessonsOf(
  { tx }: Pick<Reading, 'tx'>,
  classIds: readonly string[],
  onlyOn?: PlainDate,
): Promise<Map<string, PlannedLesson[]>> {
  const day = onlyOn ? sql`and l.taught_on = ${onlyOn}` : sql``;
  const { rows } = await sql<FoundLesson>`
    select p.class_id, l.id, l.taught_on, l.starts_minute, l.ends_minute, l.lesson_hours, l.kind, l.content,
      l.teacher_id, t.name as teacher, l.venue_id, v.name as venue
    from plan_versions p
    cross join lateral (select (e ->> 'id') as id, (e ->> 'taughtOn')::date as taught_on,
      (e ->> 'startsMinute')::int as starts_minute, (e ->> 'endsMinute')::int as ends_minute,
      (e ->> 'lessonHours')::int as lesson_hours, e ->> 'kind' as kind, coalesce(e ->> 'content', '') as content,
      (e ->> 'teacherId')::uuid as teacher_id, (e ->> 'venueId')::uuid as venue_id
      from jsonb_array_elements(p.lessons) e) l
    left join teachers t on t.id = l.teacher_id left join venues v on v.id = l.venue_id
    where p.class_id = any(${classIds}::uuid[]) ${day}
      and p.version = coalesce(
        (select max(h.version) from plan_versions h where h.region_code = p.region_code and h.class_id = p.class_id
          and h.from_day <= l.taught_on),
        (select min(f.version) from plan_versions f where f.region_code = p.region_code and f.class_id = p.class_id))
    order by l.taught_on, l.starts_minute, l.id`.execute(tx);
  const byClass = new Map<string, PlannedLesson[]>(classIds.map((id) => [id, []]));
  for (const row of rows) byClass.get(row.class_id)?.push(lessonOf(row));
  return byClass;
}

/** One log entry about the attendance of a class, for whoever may see it. */
export const noteClass = (
  { note }: Pick<Context, 'note'>,
  { id, regionCode, institutionId }: TaughtClass,
  detail: NonNullable<Parameters<Context['note']>[0]['detail']>,
): void => note({ subject: { type: 'trainingClass', id }, regionCode, institutionId, detail });

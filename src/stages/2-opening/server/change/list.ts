import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { type Context, done, missing, query } from '#platform/operation';
import type { ChangeKind } from '../../domain/change/change';
import { type ChangeState, openChangeStates } from '../../domain/change/lifecycle';
import { timetableOn, versionOn } from '../../domain/change/plan-versions';
import type { Lesson } from '../../domain/opening';
import { readers } from '../class-show';
import { classId, plainDay } from '../forms';
import { type ClassRecord, stateOf } from '../records';
import { findClass } from '../store';
import { type ChangeRecord, kindsOfChange, readChanges, readVersions, stateOfChange } from './store';

export interface ChangeRow {
  readonly id: string;
  readonly number: number;
  readonly state: ChangeState;
  readonly kinds: readonly ChangeKind[];
  readonly reason: string;
  readonly effectiveOn: PlainDate | undefined;
  readonly filedOn: PlainDate | undefined;
  readonly decidedAt: string | undefined;
  readonly opinion: string | undefined;
}

/** A trainee who left or joined after the class was approved. */
export interface MovedTrainee {
  readonly row: string;
  readonly name: string;
  readonly joinedOn: PlainDate | undefined;
  readonly withdrawnOn: PlainDate | undefined;
}

const rowOf = (change: ChangeRecord): ChangeRow => ({
  id: change.id,
  number: change.number,
  state: stateOfChange(change),
  kinds: kindsOfChange(change),
  reason: change.reason,
  effectiveOn: change.effective_on ?? undefined,
  filedOn: change.filed_on ?? undefined,
  decidedAt: change.decided_at ?? undefined,
  opinion: change.opinion ?? undefined,
});

async function movedTrainees({ tx }: Context, record: ClassRecord): Promise<MovedTrainee[]> {
  const rows = await tx
    .selectFrom('roster_rows')
    .select(['id', 'name', 'joined_on', 'withdrawn_on'])
    .where('region_code', '=', record.region_code)
    .where('class_id', '=', record.id)
    .where((row) => row.or([row('joined_on', 'is not', null), row('withdrawn_on', 'is not', null)]))
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    row: row.id,
    name: row.name,
    joinedOn: row.joined_on ?? undefined,
    withdrawnOn: row.withdrawn_on ?? undefined,
  }));
}

const institutionRoles: readonly string[] = ['institutionClerk', 'institutionPrincipal'];

/** 班期的历次变更 */
export const listChanges = query({
  name: 'change.list',
  path: '/classes/:classId/changes',
  title: '班期的历次变更',
  by: readers,
  cites: ['2024.1.3'],
  input: z.object({ classId }),
  async handle(input, context) {
    const record = await findClass(context, input.classId);
    if (!record) return missing('这个班期');
    const changes = await readChanges(context, record);
    const open = changes.find((change) => openChangeStates.some((state) => state === stateOfChange(change)));
    const isOwn = institutionRoles.includes(context.actor.role);
    return done({
      changes: changes.map(rowOf),
      openChangeId: open?.id,
      canDraft: isOwn && !open && stateOf(record) === 'approved' && (record.ends_on ?? '') > context.today,
      trainees: await movedTrainees(context, record),
    });
  },
});

/** One version of the timetable and the days it holds. */
export interface TimetableVersion {
  readonly version: number;
  readonly fromDay: PlainDate;
  readonly changeNumber: number | undefined;
  readonly changeId: string | undefined;
}

/** 某日的课程表，和各版教学计划 */
export const showTimetable = query({
  name: 'class.timetable',
  path: '/classes/:classId/timetable',
  title: '某日的课程表与计划的各版',
  by: readers,
  cites: ['2024.1.3', '2021.3.2'],
  input: z.object({ classId, day: plainDay.optional(), version: z.coerce.number().int().min(1).optional() }),
  async handle({ classId: id, day, version }, context) {
    const record = await findClass(context, id);
    if (!record) return missing('这个班期');
    const versions = await readVersions(context, record);
    const numbers = new Map((await readChanges(context, record)).map((change) => [change.id, change.number]));
    const asked = day ?? context.today;
    const holding = versionOn(versions, asked);
    const shown = version === undefined ? versions.at(-1) : versions.find((each) => each.version === version);
    const lessons: readonly Lesson[] = shown?.lessons ?? [];
    return done({
      versions: versions.map(
        ({ version: number, fromDay, changeId }): TimetableVersion => ({
          version: number,
          fromDay,
          changeId,
          changeNumber: changeId === undefined ? undefined : numbers.get(changeId),
        }),
      ),
      shown: shown?.version,
      lessons,
      day: asked,
      holding: holding?.version,
      onDay: timetableOn(versions, asked),
    });
  },
});

import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { maskIdentityNumber, maskPhone } from '#law/masks';
import type { Instant } from '#platform/clock';
import { type Context, command, done, query } from '#platform/operation';
import { qualificationsOf, type Qualification, type TeacherStanding, teacherStandingOn } from '../../domain/teacher';
import { readers, regionName } from '../forms';
import { keptRemark } from '../text-forms';
import { teacherId } from './forms';
import { type ConsentRecord, teacherOf, type TeacherRecord } from './read';
import { lessonsWaiting, type WaitingLessons } from './standing';
import { consentsFor, findTeacher, noTeacher, qualificationsFor } from './store';

export type TeacherAct = 'change' | 'leave' | 'rejoin' | 'addConsent' | 'stop' | 'resume' | 'reveal';

export interface ShownQualification extends Omit<Qualification, 'certificateNumber' | 'issuedBy'> {
  readonly occupation: string;
  readonly certificateNumber: string;
  readonly issuedBy: string;
}

export interface ShownConsent {
  readonly id: string;
  readonly employer: string;
  readonly validUntil: PlainDate | undefined;
  readonly fileName: string;
  readonly pageCount: number;
  readonly addedAt: Instant;
  readonly removedAt: Instant | undefined;
  /** On file, for the present employer, not run out today. */
  readonly isCurrent: boolean;
}

/** A teacher as a page shows him: numbers masked. */
export interface TeacherView {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly maskedNumber: string;
  readonly maskedPhone: string;
  readonly institutionId: string;
  readonly institution: string;
  readonly region: string;
  readonly standing: TeacherStanding;
  readonly joinedOn: PlainDate | undefined;
  readonly leftOn: PlainDate | undefined;
  readonly leaveReason: string;
  readonly stoppedOn: PlainDate | undefined;
  readonly stopReason: string;
  readonly employer:
    | { readonly kind: 'own' | 'elsewhere'; readonly name: string; readonly creditCode: string }
    | undefined;
  readonly qualifications: readonly ShownQualification[];
  readonly consents: readonly ShownConsent[];
  /** Lessons that filed and approved classes still give to the teacher. */
  readonly lessons: readonly WaitingLessons[];
  readonly acts: readonly TeacherAct[];
}

function actsOf({ actor }: Context, row: TeacherRecord): TeacherAct[] {
  const isOwn = actor.institutionId === row.institution_id;
  const isCounty = actor.role === 'countyOfficer';
  const possible: Record<TeacherAct, boolean> = {
    change: isOwn,
    leave: isOwn && row.left_on === null,
    rejoin: isOwn && row.left_on !== null,
    addConsent: isOwn && row.employment === 'elsewhere',
    stop: isCounty && row.stopped_on === null,
    resume: isCounty && row.stopped_on !== null,
    reveal: revealers.some((role) => role === actor.role),
  };
  const acts: readonly TeacherAct[] = ['change', 'leave', 'rejoin', 'addConsent', 'stop', 'resume', 'reveal'];
  return acts.filter((act) => possible[act]);
}

const revealers = ['countyOfficer', 'countySignatory', 'cityOfficer', 'disciplineOfficer'] as const;

const consentView = (row: TeacherRecord, consent: ConsentRecord, today: PlainDate): ShownConsent => ({
  id: consent.id,
  employer: consent.employer_name,
  validUntil: consent.valid_until ?? undefined,
  fileName: consent.file_name,
  pageCount: consent.page_count,
  addedAt: consent.added_at,
  removedAt: consent.removed_at ?? undefined,
  isCurrent:
    consent.removed_at === null &&
    consent.employer_name === row.employer_name &&
    (consent.valid_until === null || consent.valid_until >= today),
});

/** Names of occupations by code, also of those no longer in the catalogue. */
async function occupationNames({ tx }: Context, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await tx.selectFrom('occupations').select(['code', 'name']).where('code', 'in', codes).execute();
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** 教师档案 */
export const showTeacher = query({
  name: 'teacher.show',
  path: '/teachers/:teacherId',
  title: '教师档案',
  by: readers,
  cites: ['2024.1.2'],
  input: z.object({ teacherId }),
  isLogged: true,
  async handle(input, context) {
    const { tx, today } = context;
    const { secrets } = context.services;
    const row = await findTeacher(context, input.teacherId);
    if (!row) return noTeacher;
    const institution = await tx
      .selectFrom('institutions')
      .select('name')
      .where('id', '=', row.institution_id)
      .executeTakeFirstOrThrow();
    const qualifications = await qualificationsFor(context, row.id);
    const consents = await consentsFor(context, row.id);
    const teacher = teacherOf(row, qualifications, consents);
    const names = await occupationNames(
      context,
      qualificationsOf(teacher).map(({ occupationCode }) => occupationCode),
    );
    context.note({
      subject: { type: 'teacher', id: row.id },
      regionCode: row.region_code,
      institutionId: row.institution_id,
    });
    const view: TeacherView = {
      id: row.id,
      version: row.version,
      name: row.name,
      maskedNumber: maskIdentityNumber(secrets.open('identityNumber', row.id, row.id_sealed)),
      maskedPhone: maskPhone(secrets.open('phone', row.id, row.phone_sealed)),
      institutionId: row.institution_id,
      institution: institution.name,
      region: regionName(row.region_code),
      standing: teacherStandingOn(teacher, today),
      joinedOn: row.joined_on ?? undefined,
      leftOn: row.left_on ?? undefined,
      leaveReason: row.leave_reason,
      stoppedOn: row.stopped_on ?? undefined,
      stopReason: row.stop_reason,
      employer:
        row.employment === null
          ? undefined
          : {
              kind: row.employment === 'own' ? 'own' : 'elsewhere',
              name: row.employer_name,
              creditCode: row.employer_code,
            },
      qualifications: qualificationsOf(teacher).map((held) => ({
        certificateNumber: '',
        issuedBy: '',
        ...held,
        occupation: names.get(held.occupationCode) ?? held.occupationCode,
      })),
      consents: consents.map((consent) => consentView(row, consent, today)),
      lessons: await lessonsWaiting(context, row, today),
      acts: actsOf(context, row),
    };
    return done(view);
  },
});

/** 查看原文：教师的证号与电话，须写明理由 */
export const revealTeacher = command({
  name: 'teacher.reveal',
  path: '/teachers/:teacherId/reveal',
  title: '查看教师证号与电话原文',
  by: revealers,
  cites: ['2024.1.2'],
  input: z.object({ teacherId, reason: keptRemark(200, '请写明查看理由') }),
  keepsNothing: true,
  async handle(input, context) {
    const row = await findTeacher(context, input.teacherId);
    if (!row) return noTeacher;
    const { secrets } = context.services;
    context.note({
      subject: { type: 'teacherNumbers', id: row.id },
      regionCode: row.region_code,
      institutionId: row.institution_id,
      detail: { reason: input.reason },
    });
    return done({
      identityNumber: secrets.open('identityNumber', row.id, row.id_sealed),
      phone: secrets.open('phone', row.id, row.phone_sealed),
    });
  },
});

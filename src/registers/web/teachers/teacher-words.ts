import { type PlainDate, spokenDay } from '#kernel/plain-date';
import type { Tone } from '#ui/state';
import { type TeacherStanding, teacherStandingNames } from '../../domain/teacher';
import type { TeacherView } from '../../server/teachers/show';

const tones: Record<TeacherStanding, Tone> = {
  serving: 'ok',
  coming: 'calm',
  awaitingConsent: 'warn',
  stopped: 'stop',
  left: 'calm',
};

export const teacherTag = (standing: TeacherStanding): { readonly tone: Tone; readonly label: string } => ({
  tone: tones[standing],
  label: teacherStandingNames[standing],
});

/** What matters now: whether the teacher may be given lessons, and since when not. */
export function standingSentence(teacher: TeacherView, today: PlainDate | undefined): string {
  const day = (on: PlainDate | undefined): string => (on ? spokenDay(on, today) : '');
  const sentences: Record<TeacherStanding, () => string> = {
    serving: () => (teacher.leftOn ? `任教到${day(teacher.leftOn)}，此前可以排课。` : '在职，可以排课。'),
    coming: () => `${day(teacher.joinedOn)}到岗，到岗前的课不能排给他。`,
    awaitingConsent: () => `主要用人单位“${teacher.employer?.name ?? ''}”还没有同意兼课的有效文件，排课申报不了。`,
    stopped: () => `自${day(teacher.stoppedOn)}起由县（市、区）人社局停用：${teacher.stopReason}。`,
    left: () => `${day(teacher.leftOn)}离任：${teacher.leaveReason}。档案保留，不能再排课。`,
  };
  return sentences[teacher.standing]();
}

export const employerWords = ({ employer }: Pick<TeacherView, 'employer'>): string => {
  if (!employer) return '未登记';
  if (employer.kind === 'own') return '本机构（专职）';
  return employer.creditCode ? `${employer.name}（${employer.creditCode}）` : employer.name;
};

import type { Tone } from '#ui/state';
import type { HoursOutlook } from '../../domain/hours/hours';
import type { LessonState } from '../../domain/lesson-minutes/lesson-state';
import type { TaughtLesson } from '../../domain/lesson-times';
import type { ConsentChoice } from '../../domain/enrolment/consent';
import type { TeachingState } from '../../domain/teaching/teaching';
import type { EnrolmentState } from '../../domain/enrolment/lifecycle';
import type { TracedMark } from '../../server/check-in/marks';

/** How somebody checked in, as a list says it. */
export const wayNames: Record<TracedMark['way'], string> = { face: '刷脸', card: '刷证＋见证', device: '考勤机' };

export const kindNames: Record<TaughtLesson['kind'], string> = { theory: '理论', practice: '实操', exam: '考试' };

export const outlookTones: Record<HoursOutlook, Tone> = { met: 'ok', onCourse: 'ok', atRisk: 'warn', lost: 'stop' };

export const lessonTones: Record<LessonState, Tone> = {
  upcoming: 'calm',
  running: 'calm',
  present: 'ok',
  late: 'warn',
  leftEarly: 'warn',
  onLeave: 'calm',
  onSickLeave: 'calm',
  absent: 'stop',
  corrected: 'ok',
};

export const teachingTones: Record<TeachingState, Tone> = {
  upcoming: 'calm',
  running: 'calm',
  taught: 'ok',
  late: 'warn',
  leftEarly: 'warn',
  missing: 'warn',
  otherPerson: 'stop',
  substituted: 'stop',
};

export const enrolmentTones: Record<EnrolmentState, Tone> = {
  captured: 'warn',
  confirmed: 'ok',
  returned: 'stop',
  erased: 'calm',
};

export const choiceTones: Record<ConsentChoice, Tone> = { face: 'ok', card: 'ok', withdrawn: 'calm' };

const beijing = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** 08:26:12 in Beijing, whatever clock the page runs on. */
export const clockText = (instant: string | number): string => beijing.format(new Date(instant));

import type { PlainDate } from '#kernel/plain-date';

/** Why an employer offers no real post: struck off, licence revoked, or listed as operating abnormally. */
export const employerFaults = ['deregistered', 'revoked', 'abnormal'] as const;
export type EmployerFault = (typeof employerFaults)[number];
export const employerFaultNames: Record<EmployerFault, string> = {
  deregistered: '注销',
  revoked: '吊销营业执照',
  abnormal: '列入经营异常名录',
};

/** An employer that was struck off, revoked or listed, from a day on and, where that was lifted, until another. */
export interface DormantEmployer {
  readonly creditCode: string;
  readonly fault: EmployerFault;
  readonly since: PlainDate;
  /** The day it was lifted: from then on the employer’s posts count again. */
  readonly liftedOn: PlainDate | undefined;
}

/** What stands against an employer on a day; undefined where nothing does, or where no code was given. */
export function findDormant(
  dormant: readonly DormantEmployer[],
  creditCode: string,
  day: PlainDate,
): DormantEmployer | undefined {
  const code = creditCode.toUpperCase();
  return code === ''
    ? undefined
    : dormant.find(
        (each) => each.creditCode === code && each.since <= day && (each.liftedOn === undefined || each.liftedOn > day),
      );
}

/** Who checks in at the door: a trainee of the roster, or a teacher of the institution (2021 四). */
export const personKinds = ['trainee', 'teacher'] as const;
export type PersonKind = (typeof personKinds)[number];

export const personKindNames: Record<PersonKind, string> = { trainee: '学员', teacher: '任课教师' };

/** What is to be done with a class, in the words of the desk. */
export const workKinds = ['sign', 'correct', 'draft', 'check', 'review', 'change', 'overdue'] as const;
export type WorkKind = (typeof workKinds)[number];

/** Work of the institution, whose clock is the last day on which it may still file. */
export const isWithInstitution = (kind: WorkKind): boolean => kind === 'sign' || kind === 'correct' || kind === 'draft';

/** Rules of the opening that look past the class, or at who people are: only the server can ask them. */
export const serverRules: ReadonlySet<string> = new Set([
  'opening.no-overlap',
  'opening.trained-before',
  'opening.resource-free',
  'opening.trainee-is-not-teacher',
  'opening.same-person-twice',
  'opening.yearly-limit',
  'opening.higher-level-before',
  'opening.roster-reused',
  'opening.phone-elsewhere',
  'opening.teacher-among-trainees',
  'opening.teaches-then',
  'opening.plan-copied',
  'opening.post-reused',
  'opening.portrait-reused',
]);

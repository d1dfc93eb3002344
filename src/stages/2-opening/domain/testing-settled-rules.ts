/**
 * What was settled of each rule of the opening and of a change: how hard it is, from which day it holds, on which clauses it rests.
 * Nothing but this list tells a wrong clause from the right one: whoever changes a rule’s ground changes it here too.
 */
export const settledRules = `
opening.filed-in-time blocks 2021-01-01 2021.3 2024.1.1
opening.field-missing blocks 2021-01-01 2021.3.1 2021.A2
opening.lead-phone-format blocks 2021-01-01 2021.A2
opening.dates-in-order blocks 2021-01-01 2021.3.1 2021.A2
opening.designated blocks 2021-01-01 2021.3 2024.1.2
opening.in-catalogue blocks 2024-07-18 2024.1.2
opening.institution-in-good-standing blocks 2021-01-01 2024.1.2 2021.4.3
opening.institution-catalogue blocks 2024-07-18 2024.1.2 2021.3
opening.plan-given blocks 2021-01-01 2021.3.2 2021.A3
opening.plan-hours blocks 2021-01-01 2021.3.2 2021.A3
opening.plan-within-dates blocks 2021-01-01 2021.3.2
opening.plan-first-lesson warns 2021-01-01 2021.3.2
opening.plan-minutes blocks 2021-01-01 2021.3.2
opening.plan-day-load warns 2021-01-01 2021.3.2
opening.plan-overlap blocks 2021-01-01 2021.3.2
opening.plan-complete blocks 2021-01-01 2021.3.2 2021.A3
opening.teacher-qualified blocks 2024-07-18 2024.1.2 2021.3.2
opening.teacher-qualification-valid blocks 2024-07-18 2024.1.2 2021.3.2
opening.teacher-serving blocks 2024-07-18 2024.1.2 2021.3.2
opening.teacher-not-stopped blocks 2024-07-18 2024.1.2 2024.2.2.2.2
opening.teacher-consent blocks 2024-07-18 2024.1.2 2021.3.2
opening.teachers-enough warns 2024-07-18 2024.1.2
opening.venue-capacity blocks 2024-07-18 2024.1.2
opening.plan-holiday warns 2021-01-01 2021.3.2
opening.plan-practice-share warns 2021-01-01 2021.3.2
opening.resource-free blocks 2024-07-18 2024.1.2
opening.plan-copied warns 2024-07-18 2021.3.2 2024.2.1.2
roster.id-length blocks 2021-01-01 2021.3.3
roster.id-damaged blocks 2021-01-01 2021.3.3
roster.id-checksum blocks 2021-01-01 2021.3.3
roster.id-birth-date blocks 2021-01-01 2021.3.3
roster.duplicate-person blocks 2021-01-01 2021.3.3
roster.sex-mismatch blocks 2021-01-01 2021.3.3
roster.birth-mismatch blocks 2021-01-01 2021.3.3
roster.field-missing blocks 2021-01-01 2021.3.3
roster.phone-format blocks 2021-01-01 2021.3.3
roster.shared-phone warns 2021-01-01 2021.3.3
roster.category-unknown blocks 2021-01-01 2021.1 2021.3.3
roster.under-age blocks 2021-01-01 2021.1
roster.past-retirement-age warns 2021-01-01 2021.1
roster.category-age warns 2021-01-01 2021.1 2021.3.3
opening.roster-given blocks 2024-07-18 2021.3.3 2021.A4
opening.class-size-limit blocks 2024-07-18 2021.3.3
opening.class-size-advised warns 2024-07-18 2021.3.3
opening.no-overlap blocks 2024-07-18 2024.1.2 2021.3.3
opening.trained-before warns 2024-07-18 2024.1.2
opening.trainee-is-not-teacher blocks 2024-07-18 2021.3.3 2024.1.2
opening.same-person-twice blocks 2024-07-18 2024.1.2 2021.3.3
opening.yearly-limit warns 2024-07-18 2024.1.2
opening.higher-level-before warns 2024-07-18 2024.1.2
opening.declared-before warns 2024-07-18 2024.1.2 2021.A4
opening.roster-reused warns 2024-07-18 2024.1.2 2021.2
opening.phone-elsewhere warns 2024-07-18 2021.3.3 2024.1.2
opening.phone-of-lead warns 2021-01-01 2021.3.3 2021.A2
opening.address-cluster warns 2021-01-01 2021.3.3 2024.1.2
opening.teacher-among-trainees warns 2024-07-18 2021.1 2024.1.2
opening.teaches-then blocks 2024-07-18 2024.1.2
exchange.insured-at-start warns 2024-07-18 2024.1.2 2021.1
exchange.pension-drawn blocks 2024-07-18 2024.1.2 2021.1
exchange.public-payroll blocks 2024-07-18 2024.1.2 2021.1
exchange.enrolled-at-school blocks 2024-07-18 2024.1.2 2021.1
exchange.deceased blocks 2024-07-18 2024.1.2
exchange.poverty-not-listed warns 2024-07-18 2024.1.2 2021.1
exchange.not-registered-unemployed warns 2024-07-18 2024.1.2 2021.1
exchange.subsidised-before warns 2024-07-18 2024.1.2
exchange.name-differs warns 2024-07-18 2024.1.2
opening.enough-posts blocks 2021-01-01 2021.3.4 2021.A5
opening.post-complete blocks 2021-01-01 2021.3.4 2021.A5
opening.post-credit-code blocks 2021-01-01 2021.3.4
opening.post-wage-range blocks 2021-01-01 2021.3.4
opening.post-uncounted warns 2021-01-01 2021.3.4
opening.post-valid-until warns 2021-01-01 2021.3.4
opening.post-reused warns 2024-07-18 2021.3.4 2024.1.2
opening.post-minimum-wage warns 2021-01-01 2021.3.4
opening.post-code-of-two warns 2021-01-01 2021.3.4 2024.1.2
opening.post-contact-own warns 2021-01-01 2021.3.4 2024.1.2
opening.portrait-missing blocks 2021-01-01 2021.3.5
opening.proof-missing blocks 2021-01-01 2021.3.5
opening.category-proof-missing blocks 2024-07-18 2021.1 2024.1.2
opening.portrait-shared blocks 2021-01-01 2021.3.5 2024.1.2
opening.portrait-reused warns 2024-07-18 2021.3.5 2024.1.2
opening.portrait-unfit warns 2021-01-01 2021.3.5
change.something-changed blocks 2024-07-18 2024.1.3
change.reason-given blocks 2024-07-18 2024.1.1
change.lesson-not-begun blocks 2024-07-18 2024.1.3 2021.3.2
change.filed-in-time blocks 2024-07-18 2024.1.3 2021.3.2
change.dates-ahead blocks 2024-07-18 2024.1.3 2021.3.2
change.roster-day blocks 2024-07-18 2021.3.3 2024.1.3
change.leaver-in-class blocks 2024-07-18 2021.3.3
change.substituted-in-time blocks 2024-07-18 2021.3.3 2024.1.3
`;

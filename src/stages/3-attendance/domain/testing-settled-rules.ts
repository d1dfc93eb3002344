/**
 * What was settled of each rule of attendance: how hard it is, from which day it holds, on which clauses it rests.
 * Nothing but this list tells a wrong clause from the right one: whoever changes a rule’s ground changes it here too.
 */
export const settledRules = `
attendance.keeper-named blocks 2021-01-01 2021.A6.1 2021.4.4
attendance.password-by-bureau blocks 2021-01-01 2021.A6.1
attendance.set-up-with-bureau blocks 2021-01-01 2021.A6.1
attendance.device-at-door blocks 2021-01-01 2021.A6.2
attendance.camera-rear-centre blocks 2021-01-01 2021.A6.3
attendance.whole-course-covered blocks 2021-01-01 2021.A6.4
attendance.kept-at blocks 2021-01-01 2021.A6.5
attendance.kept-three-years blocks 2021-01-01 2021.A6.5
attendance.skilled-and-guarded blocks 2021-01-01 2021.A6.6
attendance.leave-times blocks 2021-01-01 2021.4.1
attendance.leave-touches-lesson blocks 2021-01-01 2021.4.1
attendance.leave-reason blocks 2021-01-01 2021.4.1
attendance.leave-proof blocks 2021-01-01 2021.4.1
attendance.leave-twice blocks 2021-01-01 2021.4.1
attendance.leave-afterwards warns 2021-01-01 2021.4.1
attendance.correction-lesson blocks 2021-01-01 2021.4.1
attendance.correction-lesson-over blocks 2021-01-01 2021.4.1
attendance.correction-in-time blocks 2021-01-01 2021.4.1
attendance.correction-limit blocks 2021-01-01 2021.4.1
attendance.correction-evidence blocks 2021-01-01 2021.4.1
attendance.correction-needed blocks 2021-01-01 2021.4.1
attendance.correction-impersonated blocks 2021-01-01 2021.4.3 2021.4.1
attendance.correction-second-person blocks 2021-01-01 2021.4.1
attendance.roll-call-in-lesson blocks 2021-01-01 2021.4.1 2024.2.1.2
attendance.roll-call-once blocks 2021-01-01 2021.4.1 2024.2.1.2
attendance.roll-call-in-time blocks 2021-01-01 2021.4.1 2024.2.1.2
attendance.roll-call-code blocks 2021-01-01 2021.4.1 2024.2.1.2
attendance.roll-call-picture-fresh blocks 2021-01-01 2021.4.1 2024.2.1.2
attendance.roll-call-complete blocks 2021-01-01 2021.4.1 2024.2.1.2
attendance.roll-call-reason blocks 2021-01-01 2021.4.1 2024.2.1.2
attendance.roll-call-picture-like warns 2021-01-01 2021.4.1 2024.2.1.2
attendance.roll-call-heads warns 2021-01-01 2021.4.1 2024.2.1.2
attendance.hours-met blocks 2021-01-01 2021.7.1 2021.4.1
attendance.hours-at-risk warns 2021-01-01 2021.7.1 2021.4.1
attendance.teacher-signed warns 2021-01-01 2021.4.1 2024.1.3
attendance.teacher-as-planned blocks 2021-01-01 2021.4.1 2024.1.3
attendance.teacher-in-person blocks 2021-01-01 2021.4.1 2024.1.3
attendance.impersonation-limit blocks 2021-01-01 2021.4.3
attendance.impersonation-alert warns 2021-01-01 2021.4.3
attendance.recording-missing blocks 2021-01-01 2021.A6.4 2021.A6.3 2021.4.1
attendance.recording-share warns 2021-01-01 2021.A6.4 2021.A6.3 2021.4.1
attendance.recording-overlap warns 2021-01-01 2021.A6.4 2021.A6.3 2021.4.1
attendance.recording-length warns 2021-01-01 2021.A6.3 2021.4.1
attendance.recording-clock warns 2021-01-01 2021.A6.3 2021.4.1
attendance.recording-still warns 2021-01-01 2021.A6.3 2021.4.1
attendance.recording-black warns 2021-01-01 2021.A6.3 2021.4.1
attendance.recording-looped warns 2021-01-01 2021.A6.3 2021.4.1
attendance.recording-heads warns 2021-01-01 2021.A6.3 2021.4.1
attendance.recording-reused warns 2021-01-01 2021.A6.3 2021.4.1
attendance.kept-long-enough blocks 2021-01-01 2021.4.2 2021.A6.5
attendance.purge-witnessed blocks 2021-01-01 2021.4.2 2021.A6.5
attendance.purge-listed blocks 2021-01-01 2021.4.2 2021.A6.5
`;

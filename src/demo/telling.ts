import { z } from 'zod';
import { demoPassword } from './accounts';
import { act, actorNamed, clerkOf, type Moment, openPoints, principalOf, type Stage } from './acting';
import type { PlacedStory } from './city';
import type { ClassParts } from './parts';
import { sendProofs } from './telling-proofs';
import type { Point, Step } from './story';
import { askForChange, decideChange, type HeldChange } from './telling-changes';
import { askRegister, enterAnswer } from './telling-exchanges';
import {
  draftClass,
  saveClassApplication,
  saveClassPlan,
  saveClassPosts,
  saveClassRoster,
} from '../stages/2-opening/server/draft-commands';
import { fileClass, withdrawClass } from '../stages/2-opening/server/filing-commands';
import { offerClass } from '../stages/2-opening/server/signing-commands';
import {
  answerReturnPoint,
  approveClass,
  decideWarnings,
  markCheckItem,
  refuseClass,
  returnClass,
  verifyClass,
} from '../stages/2-opening/server/review-commands';

/** A class under way: what the product has answered so far. */
export interface Telling {
  readonly placed: PlacedStory;
  readonly classId: string;
  version: number;
  /** Warnings of the last save, as an officer sees them. */
  warnings: readonly { readonly rule: string; readonly row: string; readonly field: string }[];
  /** The change last asked for, and the batch last sent. */
  change?: HeldChange;
  batchId?: string;
}

const draftedForm = z.object({ classId: z.uuid() });
const savedForm = z.object({
  version: z.number(),
  findings: z.array(
    z.object({ rule: z.string(), severity: z.string(), field: z.string(), row: z.string().optional() }),
  ),
});
const versionForm = z.object({ version: z.number() });

type When = Omit<Moment, 'actor'>;

const clerkAt = ({ city }: Stage, { institution }: PlacedStory, when: When): Moment => ({
  ...when,
  actor: actorNamed(city, clerkOf(institution)),
});

const principalAt = ({ city }: Stage, { institution }: PlacedStory, when: When): Moment => ({
  ...when,
  actor: actorNamed(city, principalOf(institution)),
});

const bureauAt = ({ city }: Stage, { story }: PlacedStory, desk: 'officer' | 'signatory', when: When): Moment => ({
  ...when,
  actor: actorNamed(city, `${desk}.${story.region}`),
});

/** The same person some minutes on. */
const later = (moment: Moment, minutes: number): Moment => ({
  ...moment,
  at: new Date(Date.parse(moment.at) + minutes * 60_000).toISOString(),
});

/** Saves one part and takes over the version and the warnings. */
async function save(
  stage: Stage,
  moment: Moment,
  telling: Telling,
  part: typeof saveClassApplication | typeof saveClassPlan | typeof saveClassRoster | typeof saveClassPosts,
  name: string,
  content: object,
): Promise<void> {
  const { classId, version } = telling;
  const answer = savedForm.parse(await act(stage, moment, part, name, { classId, version, ...content }));
  telling.version = answer.version;
  telling.warnings = answer.findings
    .filter(({ severity }) => severity === 'warns')
    .map(({ rule, field, row }) => ({ rule, field, row: row ?? '' }));
}

const rowsOf = ({ roster }: ClassParts) =>
  roster.map(({ id, cells, damaged }) => ({ id, cells, ...(damaged ? { damaged } : {}) }));

/** Begins the class and enters what has been filled in; the plan comes last, when all it is judged by is there. */
export async function beginTelling(stage: Stage, placed: PlacedStory, when: When): Promise<Telling> {
  const { story, line, parts } = placed;
  const moment = clerkAt(stage, placed, when);
  const answer = await act(stage, moment, draftClass, `${story.key}/draft`, { occupationCode: line.occupation.code });
  const telling: Telling = { placed, classId: draftedForm.parse(answer).classId, version: 1, warnings: [] };
  if (story.filledTo === 'nothing') return telling;
  const { application, lessons, posts } = parts;
  await save(stage, later(moment, 4), telling, saveClassApplication, `${story.key}/application`, { application });
  if (posts.length > 0) {
    await save(stage, later(moment, 11), telling, saveClassPosts, `${story.key}/posts`, { posts });
  }
  if (parts.roster.length > 0) {
    await save(stage, later(moment, 19), telling, saveClassRoster, `${story.key}/roster`, { rows: rowsOf(parts) });
    await sendProofs(stage, later(moment, 23), telling, story.key, parts);
  }
  await save(stage, later(moment, 27), telling, saveClassPlan, `${story.key}/plan`, { lessons });
  return telling;
}

async function correct(stage: Stage, moment: Moment, telling: Telling, name: string): Promise<void> {
  const { corrected } = telling.placed;
  await save(stage, moment, telling, saveClassPosts, `${name}/posts`, { posts: corrected.posts });
  await save(stage, later(moment, 6), telling, saveClassRoster, `${name}/roster`, { rows: rowsOf(corrected) });
  await sendProofs(stage, later(moment, 9), telling, name, corrected);
  await save(stage, later(moment, 13), telling, saveClassPlan, `${name}/plan`, { lessons: corrected.lessons });
}

const pointsOf = ({ parts }: PlacedStory, points: readonly Point[]) =>
  points.map(({ part, row, field, reason }) => ({
    part,
    ...(row === undefined ? {} : { row: parts.roster[row]?.id ?? '' }),
    ...(field === undefined ? {} : { field }),
    reason,
  }));

async function answerPoints(stage: Stage, moment: Moment, telling: Telling, name: string, answers: readonly string[]) {
  const { classId } = telling;
  for (const [index, pointId] of (await openPoints(stage, classId)).entries()) {
    const answer = answers[index] ?? '已改正。';
    await act(stage, moment, answerReturnPoint, `${name}/${index}`, { classId, pointId, answer });
  }
}

/** Carries out one step of the story; `name` tells it from every other. */
export async function tellStep(stage: Stage, telling: Telling, step: Step, name: string, when: When): Promise<void> {
  const { placed, classId, version } = telling;
  const clerk = clerkAt(stage, placed, when);
  const officer = bureauAt(stage, placed, 'officer', when);
  const signatory = bureauAt(stage, placed, 'signatory', when);
  const seen = { classId, version };
  const password = demoPassword;
  switch (step.does) {
    case 'file':
      await act(stage, clerk, offerClass, `${name}/offer`, seen);
      await act(stage, later(principalAt(stage, placed, when), 12), fileClass, name, {
        ...seen,
        statementAccepted: true,
        password,
      });
      break;
    case 'correct':
      return correct(stage, clerk, telling, name);
    case 'answer':
      return answerPoints(stage, clerk, telling, name, step.answers);
    case 'accept': {
      const warnings = telling.warnings.slice(0, step.most);
      if (warnings.length === 0) return;
      const input = { ...seen, warnings, accepted: true, reason: step.reason };
      telling.version = versionForm.parse(await act(stage, officer, decideWarnings, name, input)).version;
      return;
    }
    case 'mark': {
      const { item, verdict, note } = step;
      const answer = await act(stage, officer, markCheckItem, name, { ...seen, item, verdict, note });
      telling.version = versionForm.parse(answer).version;
      return;
    }
    case 'verify':
      await act(stage, officer, verifyClass, name, { ...seen, opinion: '经核查，材料齐全，情况属实，建议批准。' });
      break;
    case 'return': {
      const points = pointsOf(placed, step.points);
      await act(stage, step.by === 'officer' ? officer : signatory, returnClass, name, { ...seen, points });
      break;
    }
    case 'approve':
      await act(stage, signatory, approveClass, name, { ...seen, opinion: '同意开班。', password });
      break;
    case 'refuse':
      await act(stage, signatory, refuseClass, name, { ...seen, reason: step.reason, password });
      break;
    case 'change': {
      const people = { clerk, principal: later(principalAt(stage, placed, when), 20) };
      telling.change = await askForChange(stage, people, { classId, parts: placed.parts }, { name, ...step });
      return;
    }
    case 'decideChange': {
      const isSignatory = step.decision === 'approve' || step.decision === 'refuse';
      if (!telling.change) throw new RangeError(`${name} has no change`);
      return decideChange(stage, isSignatory ? signatory : officer, telling.change, { name, ...step });
    }
    case 'askRegister':
      telling.batchId = await askRegister(stage, officer, classId, { name, register: step.register });
      return;
    case 'enterAnswer':
      if (!telling.batchId) throw new RangeError(`${name} has asked nobody`);
      return enterAnswer(stage, officer, { batchId: telling.batchId, parts: placed.parts }, { name, ...step });
    case 'withdraw':
      await act(stage, clerk, withdrawClass, name, { ...seen, reason: step.reason });
  }
  telling.version += 1;
}

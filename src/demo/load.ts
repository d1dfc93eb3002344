import type { PlainDate } from '#kernel/plain-date';
import { inScope } from '#platform/database/scope';
import type { Transaction } from '#platform/operation';
import { numberWaiting } from '#platform/log/sequencer';
import type { Platform } from '#platform/run-operation';
import { clerkOf, type Stage } from './acting';
import { insertAttendance } from './attendance';
import { instantAt } from './days';
import { markedBefore } from './employers';
import { keepRegisters } from './keeping';
import { askForPair, keepEmployers, keepTeachers, mergeOnePair } from './keeping-people';
import { cityFor, marks, writeMark } from './label';
import { beginTelling, type Telling, tellStep } from './telling';
import { tellAbsences } from './telling-absences';
import { tellDoubts } from './telling-doubts';
import { tellKeeping } from './telling-keeping';
import { tellPrivacy } from './telling-privacy';
import { tellRecordings } from './telling-recordings';
import { allActs } from './timeline';

/** The day of the document the product carries out: as good a seed as any. */
export const usualSeed = 20_240_718;

export interface DemoChoices {
  readonly seed?: number;
  readonly progress?: (done: number, total: number, label: string) => void;
}

/** A class of the loaded city and where it stands. */
export interface DemoClass {
  readonly key: string;
  readonly classId: string;
  readonly institutionId: string;
  readonly regionCode: string;
  readonly state: string;
  /** Name of the clerk’s account. */
  readonly clerk: string;
}

export interface DemoCity {
  readonly seed: number;
  readonly loadedOn: PlainDate;
  readonly classes: readonly DemoClass[];
}

/** What is done with the registers between the acts of the classes, from its own day on. */
const keptMeanwhile: readonly { readonly on: number; readonly keep: (stage: Stage) => Promise<void> }[] = [
  { on: -markedBefore, keep: keepEmployers },
  { on: -8, keep: mergeOnePair },
];

async function tellAll(stage: Stage, progress: NonNullable<DemoChoices['progress']>): Promise<Map<string, Telling>> {
  const { city } = stage;
  const tellings = new Map<string, Telling>();
  const acts = allActs(city);
  const chapters = [...keptMeanwhile];
  for (const [index, { placed, on, minute, name, step }] of acts.entries()) {
    while (chapters[0] && on >= chapters[0].on) await chapters.shift()?.keep(stage);
    const { story, institution } = placed;
    const day = city.days.day(on);
    const when = { day, at: instantAt(day, minute) };
    const telling = tellings.get(story.key);
    if (telling && step) await tellStep(stage, telling, step, name, when);
    else tellings.set(story.key, await beginTelling(stage, placed, when));
    progress(index + 1, acts.length, institution.name);
  }
  return tellings;
}

/** Loads the demonstration city through the product’s own commands, each by the right person on its own day. */
export async function loadDemoCity(platform: Platform, choices: DemoChoices = {}): Promise<DemoCity> {
  const { seed = usualSeed, progress = () => undefined } = choices;
  const city = await cityFor(platform, seed);
  await keepRegisters({ platform, city });
  await keepTeachers({ platform, city });
  const tellings = await tellAll({ platform, city }, progress);
  await askForPair({ platform, city });
  const inCity = <Result>(work: (tx: Transaction) => Promise<Result>) =>
    inScope(platform.pool, { reach: 'system' }, work);
  const taught = await inCity((tx) => insertAttendance({ platform, city }, tx, tellings.values()));
  await tellAbsences({ platform, city }, taught);
  await tellRecordings({ platform, city }, taught);
  await tellDoubts({ platform, city }, taught);
  await tellKeeping({ platform, city }, new Map([...tellings].map(([key, { classId }]) => [key, classId])));
  await tellPrivacy({ platform, city });
  await inCity((tx) => writeMark(tx, platform, marks.done, city));
  while ((await numberWaiting(platform.pool, platform.clock.now())) > 0);
  return {
    seed: city.seed,
    loadedOn: city.days.today,
    classes: [...tellings.values()].map(({ placed: { story, institution }, classId }) => ({
      key: story.key,
      classId,
      institutionId: institution.institutionId,
      regionCode: institution.region.code,
      state: story.state,
      clerk: clerkOf(institution),
    })),
  };
}

export { DemoRefused, isDemoLoaded } from './label';

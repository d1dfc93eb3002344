import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { areModelsPresent, modelsFolderOf } from '../src/platform/faces/model-store';
import { type LoadedModels, loadModels } from '../src/platform/faces/onnx-models';
import { onnxManifest } from '../src/platform/faces/onnx-manifest';
import { readFace } from '../src/platform/faces/read-face';
import type { Box } from '../src/platform/faces/reading';
import { likeness } from '../src/platform/faces/template';
import { type Movement, type MovementLimits, movementOf } from '../src/stages/3-attendance/domain/check-in/movement';
import {
  type Chance,
  chanceOf,
  cutTurn,
  honestTurn,
  type Turning,
  turnSpeeds,
  watched,
} from '../src/stages/3-attendance/domain/check-in/testing-turns';
import { type Series, shareOf } from './report';
import { beforeTablet, blended, type Colours, photographed, turnedBy } from './turned-pictures';

const folder = resolve(join('..', 'shared', 'fixtures', 'faces'));
const names = ['obama.jpg', 'obama2.jpg', 'obama3.jpg', 'biden.jpg'];
const scattered = 40;
const turnsEach = 90;
/** The engine sees little more than half of what the made head turns: its nose does not stand out; beyond 45° it breaks. */
const degreesFor = 1.7;
const [leastSweep, mostSweep, straightWithin] = [20, 27, 15];
const least = 15;
const verdictNames: Record<Movement, string> = { seen: '看作真人转头', jumped: '误标跳变', untold: '看不出' };

interface Sitter {
  readonly photograph: Buffer;
  readonly box: Box;
  readonly colours: Colours;
  readonly seen: Box;
}

async function sitters(models: LoadedModels): Promise<Sitter[]> {
  const found: Sitter[] = [];
  for (const name of names) {
    const photograph = await readFile(join(folder, name));
    const reading = await readFace(models, photograph);
    if (!reading.isRead || Math.abs(reading.yaw) > straightWithin) continue;
    const { colours, box: seen } = await beforeTablet(photograph, reading.box);
    found.push({ photograph, box: reading.box, colours, seen });
  }
  return found;
}

/** How far the angle of one head scatters when it stands a little elsewhere, nearer, darker, with other grain. */
async function scatterOf(models: LoadedModels, { photograph, box }: Sitter, next: Chance): Promise<number> {
  const yaws: number[] = [];
  for (let at = 0; at < scattered; at += 1) {
    const { colours } = await beforeTablet(photograph, box, { share: 0.16 + 0.1 * next(), shift: 40 * next() - 20 });
    const reading = await readFace(models, await photographed(colours, next));
    if (reading.isRead) yaws.push(reading.yaw);
  }
  const mean = yaws.reduce((sum, yaw) => sum + yaw, 0) / yaws.length;
  return Math.sqrt(yaws.reduce((sum, yaw) => sum + (yaw - mean) ** 2, 0) / (yaws.length - 1));
}

/** The picture of a made head at an angle; where it moves, the shutter is open for some degrees of the way. */
type Drawn = (yaw: number) => Colours;
const headOf =
  ({ colours, seen }: Sitter, blur: number): Drawn =>
  (yaw) =>
    blended([-blur, 0, blur].map((by) => turnedBy(colours, seen, degreesFor * (yaw + by))));

/** As far as a made head turns whole. */
const within = (turning: Turning): Turning => ({
  ...turning,
  sweep: Math.sign(turning.sweep) * Math.min(mostSweep, Math.max(leastSweep, Math.abs(turning.sweep))),
});

/** Two stills dissolving into one another, as a slide show does. */
const dissolveOf =
  ({ colours, seen }: Sitter, sweep: number): Drawn =>
  (yaw) => {
    const last = turnedBy(colours, seen, degreesFor * sweep);
    const parts = Math.round((8 * yaw) / sweep);
    return blended(Array.from({ length: 8 }, (_, at) => (at < parts ? last : colours)));
  };

async function verdictOf(
  models: LoadedModels,
  turning: Turning,
  draw: Drawn,
  { limits, next }: { limits: MovementLimits; next: Chance },
): Promise<Movement | undefined> {
  const { between, last } = watched(turning, next);
  const read = async (yaw: number) => readFace(models, await photographed(draw(yaw), next));
  const [front, turned] = [await read(0), await read(last)];
  if (!front.isRead || !turned.isRead || Math.abs(turned.yaw - front.yaw) < least) return undefined;
  const passing = [];
  for (const yaw of between) {
    const reading = await read(yaw);
    passing.push(
      reading.isRead
        ? { isRead: true, yaw: reading.yaw, likeness: likeness(front.template, reading.template) }
        : { isRead: false, yaw: 0, likeness: 0 },
    );
  }
  const { mismatchBelow } = onnxManifest;
  return movementOf({ from: front.yaw, to: turned.yaw, between: passing, mismatchBelow }, limits);
}

/** Turns of a few real photographs, made to turn and read by the engine as a check-in is. */
export async function turnsThroughEngine(
  limits: MovementLimits,
): Promise<{ readonly series: readonly Series[]; readonly notes: readonly string[] }> {
  const modelsFolder = modelsFolderOf(process.env, process.cwd());
  if (!existsSync(folder) || !(await areModelsPresent(modelsFolder)))
    return { series: [], notes: ['没有人脸样张或模型，没有用引擎读造出的转头。'] };
  const models = await loadModels(modelsFolder);
  const next = chanceOf(22);
  const people = await sitters(models);
  const scatters: number[] = [];
  for (const sitter of people) scatters.push(await scatterOf(models, sitter, next));
  const notes: string[] = [];
  const count = async (name: string, wrong: Movement, make: (sitter: Sitter) => [Turning, Drawn]) => {
    const found: Movement[] = [];
    for (let at = 0; at < turnsEach; at += 1) {
      const sitter = people[at % people.length];
      if (!sitter) continue;
      const movement = await verdictOf(models, ...make(sitter), { limits, next });
      if (movement) found.push(movement);
    }
    const share = shareOf(found.filter((each) => each === wrong).length, found.length);
    notes.push(
      `引擎读 ${people.length} 张样张造出的${name}：${found.length} 次通过转头，${verdictNames[wrong]} ${share.words}`,
    );
  };
  for (const speed of turnSpeeds)
    await count(`${speed.name}转头`, 'jumped', (sitter) => {
      const turning = within(honestTurn(speed, 30, next));
      // A thirtieth of a second of the mean speed.
      return [turning, headOf(sitter, Math.abs(turning.sweep) / turning.turnMs / 0.12)];
    });
  await count('两张照片切换', 'seen', (sitter) => [within(cutTurn(15, 0.05, next)), headOf(sitter, 0)]);
  await count('两张照片 0.5 秒渐变', 'seen', (sitter) => {
    const turning = { ...within(cutTurn(15, 0.02, next)), turnMs: 500, delayMs: 300 };
    return [turning, dissolveOf(sitter, turning.sweep)];
  });
  return { series: [{ name: '同一张脸角度的散布（标准差）', unit: '度', values: scatters }], notes };
}

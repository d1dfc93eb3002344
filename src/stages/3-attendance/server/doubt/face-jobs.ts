import { sql } from 'kysely';
import { z } from 'zod';
import type { FaceEngine } from '#platform/faces/engine';
import { createFaceIndex } from '#platform/faces/search/face-index';
import { type FaceTemplate, templateFrom } from '#platform/faces/template';
import type { PersonKind } from '../../domain/enrolment/person';
import { job, type JobContext } from '#platform/jobs/job';
import { daily, hourly } from '#platform/jobs/schedule';
import {
  agreedToComparison,
  type FaceRegister,
  type KnownPerson,
  refreshedRegister,
  templatesOf,
} from '../check-in/face-register';
import { findEngine } from '../check-in/frames';
import { type FoundPair, keepPairs, markCompared, reviewThreshold } from './face-pairs';
import { tellPairs } from './queue';

/** How many of the most alike are looked at: one person has few doubles. */
const mostAlike = 20;
/** Enrolments compared in one run; the rest follow in the next. */
const mostNew = 2_000;

async function notCompared({ tx }: JobContext, engine: FaceEngine, { people }: FaceRegister): Promise<KnownPerson[]> {
  const { rows } = await sql<{ class_id: string; row_id: string; version: number }>`
    select class_id, row_id, version from face_comparisons where engine_id = ${engine.manifest.id}`.execute(tx);
  const done = new Set(rows.map(({ class_id, row_id, version }) => `${class_id}/${row_id}/${version}`));
  return [...people.values()].filter(({ key, version }) => !done.has(`${key}/${version}`)).slice(0, mostNew);
}

/** Others whose enrolled face is like this one. */
function alike(register: FaceRegister, person: KnownPerson, template: FaceTemplate, threshold: number): FoundPair[] {
  return register.index.search(template, mostAlike).flatMap(({ key, score }): FoundPair[] => {
    const other = register.people.get(key);
    if (!other || other.person === person.person || score < threshold) return [];
    return [{ kind: 'enrolment', one: person, other, score }];
  });
}

/** 新采集的头像与全部建档头像比对，找一张脸、两个身份；只排入复核，不作处理 */
export const compareFaces = job({
  name: 'compare-faces',
  title: '新建档头像与全部头像比对，相似的排入复核',
  input: z.object({}),
  isPatient: true,
  async run(_input, context) {
    const engine = await findEngine(context);
    if (!engine) return '没有装人脸识别模型，没有比对。';
    const register = await refreshedRegister(context, engine);
    const people = await notCompared(context, engine, register);
    const templates = await templatesOf(context, engine.manifest.id, people);
    const threshold = reviewThreshold(engine);
    const found = people.flatMap((person) => {
      const template = templates.get(person.key);
      return template ? alike(register, person, template, threshold) : [];
    });
    const added = await keepPairs(context, engine, found);
    await markCompared(context, engine.manifest.id, people);
    await tellPairs(context);
    if (added > 0) await context.log({ action: 'doubt.find-faces', detail: { pairs: added, kind: 'enrolment' } });
    return `比对 ${people.length} 份头像（共 ${register.index.size} 份），排入复核 ${added} 对。`;
  },
});

interface Probe extends KnownPerson {
  readonly checkId: string;
  readonly template: FaceTemplate;
}

async function readProbes({ tx, now, services }: JobContext, engineId: string): Promise<Probe[]> {
  const { rows } = await sql<{
    region_code: string;
    class_id: string;
    check_id: string;
    kind: PersonKind;
    row_id: string;
    template_sealed: Buffer;
    person: Buffer;
  }>`select p.region_code, p.class_id, p.check_id, p.row_id, p.template_sealed,
      case when p.teacher_id is null then 'trainee' else 'teacher' end as kind, coalesce(r.id_index, t.id_index) as person
    from check_probes p
    left join roster_rows r on r.region_code = p.region_code and r.class_id = p.class_id and r.id = p.trainee_row
    left join teachers t on t.id = p.teacher_id
    where p.engine_id = ${engineId} and p.taken_at <= ${now} and num_nonnulls(r.id_index, t.id_index) = 1
      and ${agreedToComparison('p')}`.execute(tx);
  return rows.map((row) => ({
    key: row.check_id,
    regionCode: row.region_code,
    classId: row.class_id,
    kind: row.kind,
    rowId: row.row_id,
    version: 1,
    person: row.person.toString('hex'),
    checkId: row.check_id,
    template: templateFrom(
      engineId,
      services.secrets.openBytes('faceTemplate', `probe/${row.check_id}`, row.template_sealed),
    ),
  }));
}

/** Faces of the day that signed under more than one name. */
function amongThemselves(engine: FaceEngine, probes: readonly Probe[]): FoundPair[] {
  const index = createFaceIndex(engine.manifest.id, engine.manifest.dims);
  const byKey = new Map(probes.map((probe) => [probe.key, probe]));
  for (const { key, template } of probes) index.put(key, template);
  const threshold = reviewThreshold(engine);
  return probes.flatMap((one) =>
    index.search(one.template, mostAlike).flatMap(({ key, score }): FoundPair[] => {
      const other = byKey.get(key);
      if (!other || other.person === one.person || score < threshold) return [];
      return [{ kind: 'probe', one, other, score, checkId: one.checkId, otherCheckId: other.checkId }];
    }),
  );
}

/** 当天刷脸签到互相比对，找一人替几人签到；比完即删除签到的人脸特征 */
export const compareProbes = job({
  name: 'compare-probes',
  title: '当天刷脸签到互相比对，比完即删除特征',
  input: z.object({}),
  isPatient: true,
  async run(_input, context) {
    const engine = await findEngine(context);
    const probes = engine ? await readProbes(context, engine.manifest.id) : [];
    const added = engine ? await keepPairs(context, engine, amongThemselves(engine, probes)) : 0;
    const erased = await context.tx.deleteFrom('check_probes').where('taken_at', '<=', context.now).executeTakeFirst();
    await tellPairs(context);
    if (added > 0) await context.log({ action: 'doubt.find-faces', detail: { pairs: added, kind: 'probe' } });
    return `比对 ${probes.length} 次刷脸签到，排入复核 ${added} 对，删除特征 ${erased.numDeletedRows} 份。`;
  },
});

export const faceSchedule = [
  { job: compareFaces, times: hourly(25) },
  { job: compareProbes, times: daily('23:20') },
] as const;

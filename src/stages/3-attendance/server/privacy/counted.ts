import { sql } from 'kysely';
import type { Reading } from '#platform/operation';
import type { AssessmentFacts, StoredKind } from '../../domain/privacy/assessment-facts';

interface Counted {
  readonly templates: number;
  readonly template_people: number;
  readonly frames: number;
  readonly frame_people: number;
  readonly probes: number;
  readonly check_pictures: number;
  readonly roll_call_pictures: number;
  readonly device_pictures: number;
  readonly evidence_pages: number;
  readonly paper_pages: number;
  readonly sketches: number;
  readonly phone_marks: number;
  readonly recordings: number;
  readonly recording_pictures: number;
}

const sealedHere = '本系统服务器，逐项密封';

/** What is stored of people now, kind by kind; only what still lies in the store counts. */
export async function storedKinds({ tx }: Pick<Reading, 'tx'>): Promise<StoredKind[]> {
  const { rows } = await sql<Counted>`select
    (select count(*)::int from enrolment_frames where template_sealed is not null) as templates,
    (select count(distinct (class_id, row_id))::int from enrolment_frames where template_sealed is not null)
      as template_people,
    (select count(*)::int from enrolment_frames) as frames,
    (select count(distinct (class_id, row_id))::int from enrolment_frames) as frame_people,
    (select count(*)::int from check_probes) as probes,
    (select count(*)::int from attendance_checks k cross join lateral unnest(k.picture_hashes) as h(hash)
      join files f on f.hash = h.hash) as check_pictures,
    (select count(*)::int from roll_calls r join files f on f.hash = r.picture_hash) as roll_call_pictures,
    (select count(*)::int from device_events e join files f on f.hash = e.picture_hash) as device_pictures,
    (select count(*)::int from impersonation_evidence_pages p join files f on f.hash = p.file_hash) as evidence_pages,
    (select count(*)::int from absence_papers p cross join lateral unnest(p.file_hashes) as h(hash)
      join files f on f.hash = h.hash) as paper_pages,
    (select count(*)::int from picture_sketches) as sketches,
    (select count(*)::int from attendance_checks where phone_mark is not null or place_mark is not null) as phone_marks,
    (select count(*)::int from recordings v where v.received_at is not null and not exists (select from purge_items i
      where i.source = 'recording' and i.item_id = v.id::text and i.removed_at is not null)) as recordings,
    (select count(*)::int from recording_pictures) as recording_pictures`.execute(tx);
  const [found] = rows;
  if (!found) return [];
  return [
    { name: '人脸特征', count: found.templates, unit: '份', people: found.template_people, where: sealedHere },
    { name: '建档照片', count: found.frames, unit: '张', people: found.frame_people, where: sealedHere },
    { name: '签到时的人脸特征', count: found.probes, unit: '份', where: `${sealedHere}，当天比对完即删` },
    { name: '签到照片', count: found.check_pictures, unit: '张', where: sealedHere },
    { name: '考勤机照片', count: found.device_pictures, unit: '张', where: sealedHere },
    { name: '抽查点名照片', count: found.roll_call_pictures, unit: '张', where: sealedHere },
    { name: '照片的感知摘要', count: found.sketches, unit: '份', where: '本系统服务器，256 位明暗，不含人脸特征' },
    {
      name: '手机签到的摘要',
      count: found.phone_marks,
      unit: '次',
      where: '手机随机号、位置按班加密钥取的摘要，离教室的距离和精度档次；不存坐标',
    },
    { name: '录像', count: found.recordings, unit: '份', where: '本系统服务器与培训机构各一份，不密封' },
    { name: '录像截图', count: found.recording_pictures, unit: '张', where: sealedHere },
    { name: '冒名顶替证据', count: found.evidence_pages, unit: '页', where: sealedHere },
    { name: '请假、补签证明', count: found.paper_pages, unit: '页', where: sealedHere },
  ];
}

/** The last choice of each who has made one, and how check-ins went. */
export async function chosenWays({ tx }: Pick<Reading, 'tx'>): Promise<{
  readonly given: number;
  readonly withdrawn: number;
  readonly byVersion: AssessmentFacts['consent']['byVersion'];
  readonly withoutFace: AssessmentFacts['withoutFace'];
}> {
  const { rows: choices } = await sql<{ choice: string; count: number }>`
    select choice, count(*)::int as count from (select distinct on (region_code, class_id, row_id) choice
      from attendance_consents order by region_code, class_id, row_id, recorded_at desc, id desc) last
    group by choice`.execute(tx);
  const { rows: versions } = await sql<{ version: number; count: number }>`
    select text_version as version, count(*)::int as count from attendance_consents group by 1 order by 1`.execute(tx);
  const { rows: checks } = await sql<{ way: string; count: number }>`
    select way, count(*)::int as count from attendance_checks where verdict <> 'refused' group by way`.execute(tx);
  const chosen = (choice: string) => choices.find((each) => each.choice === choice)?.count ?? 0;
  const checked = (way: string) => checks.find((each) => each.way === way)?.count ?? 0;
  return {
    given: chosen('face'),
    withdrawn: chosen('withdrawn'),
    byVersion: versions,
    withoutFace: {
      people: chosen('card') + chosen('withdrawn'),
      checks: checked('card'),
      faceChecks: checked('face'),
    },
  };
}

export async function deviceCounts({ tx }: Pick<Reading, 'tx'>): Promise<AssessmentFacts['devices']> {
  const { rows } = await sql<AssessmentFacts['devices']>`
    select count(*) filter (where state <> 'revoked')::int as count, count(*) filter (where state = 'active')::int as "inUse",
      count(*) filter (where state <> 'revoked' and keeps_pictures)::int as "keepPictures" from devices`.execute(tx);
  return rows[0] ?? { count: 0, inUse: 0, keepPictures: 0 };
}

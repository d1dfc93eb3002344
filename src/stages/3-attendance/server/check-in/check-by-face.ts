import { z } from 'zod';
import type { FaceEngine } from '#platform/faces/engine';
import type { FaceReading } from '#platform/faces/reading';
import { newId } from '#platform/identifiers';
import { type Context, command, done, missing, refused } from '#platform/operation';
import { keepCheckIn } from './checking';
import { type Standing, standingOf, stationFacts } from './standing';
import { direction, takenAt } from './check-by-card';
import { classId, institutions, picture } from './forms';
import { drawPictures, findEngine, type KnownFace, knownFaces } from './frames';
import { signature } from './station-key';
import { openStationOf, stationId } from './stations';
import { isRefused } from './taught-class';
import { showsFace } from './enrolled';
import { peopleOn } from './people';
import { type Challenge, challengeOf, movementIn } from './turned';

const asksForm = z.enum(['left', 'right']);

/** 签到出题：向左或向右转头，限时、只用一次，录好的视频答不上 */
export const askChallenge = command({
  name: 'attendance.challenge',
  path: '/classes/:classId/attendance/stations/:stationId/challenge',
  title: '签到随机动作',
  by: institutions,
  cites: ['2021.4.1'],
  input: z.object({ classId, stationId }),
  async handle(input, context) {
    const at = await openStationOf(context, input);
    if (isRefused(at)) return at;
    const { held, station } = at;
    const id = newId();
    const asks =
      context.services.secrets.index('attendanceCode', `challenge/${id}`).readUInt8(0) % 2 ? 'left' : 'right';
    await context.tx
      .insertInto('attendance_challenges')
      .values({
        region_code: held.regionCode,
        class_id: held.id,
        id,
        station_id: station.id,
        asks,
        issued_at: context.now,
      })
      .execute();
    return done({ challengeId: id, asks: asksForm.parse(asks) });
  },
});

/** Uses a challenge up; whoever comes second with it is told so. */
async function useChallenge(context: Context, { held, station }: Standing, id: string): Promise<Challenge | undefined> {
  const { tx, now } = context;
  const row = await tx
    .selectFrom('attendance_challenges')
    .selectAll()
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('station_id', '=', station.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  await tx
    .updateTable('attendance_challenges')
    .set({ used_at: row.used_at ?? now })
    .where('region_code', '=', held.regionCode)
    .where('class_id', '=', held.id)
    .where('id', '=', id)
    .execute();
  return { asks: asksForm.parse(row.asks), issuedAt: Date.parse(row.issued_at), isUsed: row.used_at !== null };
}

/** The likest face of the class; a mean of likenesses tells less than the best of three frames. */
function likest(engine: FaceEngine, { template }: FaceReading, faces: readonly KnownFace[]) {
  let best: { readonly rowId: string; readonly score: number } | undefined;
  for (const { rowId, templates } of faces) {
    const score = Math.max(...templates.map((known) => engine.compare(template, known)));
    if (!best || score > best.score) best = { rowId, score };
  }
  return best;
}

const noEngine = refused('本系统没有装人脸识别模型，请用身份证签到，同样计课时。', 'conflict');
const noFaces = refused('本班还没有经核对的头像，请用身份证签到，同样计课时。', 'conflict');
const unread = '请靠近镜头再试一次，也可以用身份证签到。';

/** 刷脸签到：由服务器在上传的照片上判定，与本班已核对的头像比对；学员和任课教师一样刷 */
export const checkByFace = command({
  name: 'attendance.check-by-face',
  path: '/classes/:classId/attendance/stations/:stationId/face',
  title: '刷脸签到',
  by: institutions,
  cites: ['2021.4.1'],
  input: z.object({
    classId,
    stationId,
    challengeId: z.uuid('编号不正确').optional(),
    front: picture,
    turned: picture.optional(),
    /** Taken while the head turned; small ones serve. */
    between: z.array(picture).max(2, '转头中间的照片最多两张').default([]),
    direction,
    takenAt,
    signature,
  }),
  async handle(input, context) {
    const standing = await standingOf(context, input);
    if (isRefused(standing)) return standing;
    const engine = await findEngine(context);
    if (!engine) return noEngine;
    const people = (await peopleOn(context, standing.held, context.today)).filter(showsFace);
    const ids = people.map(({ rowId }) => rowId);
    const faces = await knownFaces(context, standing.held, ids, engine.manifest.id);
    if (faces.length === 0) return noFaces;
    const passing = input.turned ? input.between : [];
    const drawn = await drawPictures([input.front, ...(input.turned ? [input.turned] : []), ...passing]);
    if (!Array.isArray(drawn)) return drawn;
    const [frontBytes, turnedBytes, ...betweenBytes] = drawn;
    if (!frontBytes) return refused(unread);
    // All at once: somebody waits.
    const [front, turned, between] = await Promise.all([
      engine.read(frontBytes),
      turnedBytes && engine.read(turnedBytes),
      Promise.all(betweenBytes.map((bytes) => engine.read(bytes))),
    ]);
    if (!front.isRead) return refused(`${front.sentence}${unread}`);
    const challenge = input.challengeId ? await useChallenge(context, standing, input.challengeId) : undefined;
    if (input.challengeId && !challenge) return missing('这道题');
    const best = likest(engine, front, faces);
    const person = people.find(({ rowId }) => rowId === best?.rowId);
    if (!best || !person) return noFaces;
    const isTold = best.score >= engine.manifest.threshold;
    const facts = {
      ...stationFacts(standing),
      traineeId: person.rowId,
      // Somebody the engine takes for nobody of this class is named to nobody.
      isOnRoster: isTold,
      direction: input.direction,
      nonce: challenge && { issuedAt: challenge.issuedAt, isUsed: challenge.isUsed },
      code: undefined,
      place: undefined,
      way: {
        kind: 'face' as const,
        hasConsent: true,
        isEnrolled: true,
        isDeviceOnly: false,
        engineId: engine.manifest.id,
        engines: [engine.manifest],
        score: best.score,
        isClear: front.isClear,
        liveness: front.liveness,
        challenge: challengeOf(engine, standing, front, turned, challenge),
        movement: movementIn(engine, standing, front, turned, between),
      },
    };
    const answer = await keepCheckIn(context, standing, facts, isTold ? person : undefined, {
      way: 'face',
      score: best.score,
      liveness: front.liveness,
      engineId: engine.manifest.id,
      challengeId: input.challengeId,
      pictures: drawn,
      template: front.template,
    });
    return done({ kind: 'judged' as const, ...answer });
  },
});

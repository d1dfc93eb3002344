import { sql } from 'kysely';
import { z } from 'zod';
import { judge } from '#law/rule';
import { type PictureWord, pictureWords, placeSteps, wordKeys } from '#platform/files/intake';
import { job, type JobContext } from '#platform/jobs/job';
import { pictureRules } from '../../domain/roll-call/roll-call-rules';
import { isRefused, type TaughtClass, taughtClass } from '../check-in/taught-class';
import { whyGone } from '../keeping/destroyed';
import { type StoredCall, tellCall } from './call-record';
import { type FoundLike, likesOf, type ReadPicture } from './picture-search';
import { openPicture } from './pictures';

/** Answers in one run; the rest follow in the next. */
const mostAtOnce = 50;

/** Answers are compared one after the other, so that of two alike the second sees the first. */
const oneAfterTheOther = ({ tx }: JobContext) =>
  sql`select pg_advisory_xact_lock(hashtextextended('rollCallPictures', 0))`.execute(tx);

const answeredCalls = ({ tx }: JobContext) =>
  tx
    .selectFrom('roll_calls')
    .selectAll()
    .where('answered_at', 'is not', null)
    .orderBy('answered_at')
    .orderBy('id')
    .limit(mostAtOnce);

const notCompared = (context: JobContext, passed: readonly string[]) =>
  answeredCalls(context)
    .where('picture_compared_at', 'is', null)
    .where((each) => each.not(each('id', '=', each.fn.any(each.val(passed)))))
    .execute();

async function readPicture(context: JobContext, call: StoredCall): Promise<ReadPicture | undefined> {
  const picture = await openPicture(context, call);
  return picture && { picture, words: await pictureWords(picture) };
}

/** What a picture shows; nothing where it was destroyed in time, undefined where it should be there and cannot be read. */
async function shownIn(context: JobContext, call: StoredCall): Promise<ReadPicture | undefined> {
  if (call.picture_hash && (await whyGone(context, call.picture_hash))) return { picture: Buffer.alloc(0), words: [] };
  return readPicture(context, call).catch(() => undefined);
}

/** How what a picture shows is kept beside its call. */
const wordColumns = (words: readonly PictureWord[]) => ({
  picture_words: words.map(({ word }) => word),
  picture_places: words.map(({ x, y }) => x * placeSteps + y),
});

/** From now on the picture is found by later ones. */
async function makeKnown({ tx }: JobContext, call: StoredCall, words: readonly PictureWord[]): Promise<void> {
  const keys = wordKeys(words.map(({ word }) => word));
  if (keys.length === 0) return;
  const { region_code, class_id, id } = call;
  await tx.insertInto('roll_call_pictures').values({ region_code, class_id, call_id: id, keys }).execute();
}

/** Writes down which pictures show the same, for who looks at the answer, and tells the county. */
async function keepLikes(context: JobContext, held: TaughtClass, call: StoredCall, likes: readonly FoundLike[]) {
  const owner = { region_code: held.regionCode, institution_id: held.institutionId, class_id: held.id };
  const rows = likes.map((like) => ({
    ...owner,
    call_id: call.id,
    other_call_id: like.callId,
    other_class_id: like.classId,
    other_region_code: like.regionCode,
    words: like.words,
    shared: like.shared,
    is_mirrored: like.isMirrored,
  }));
  await context.tx.insertInto('roll_call_likenesses').values(rows).execute();
  const text = `抽查点名照片与以前的大半相同，请对看：${held.name}（${held.institution}）。`;
  await tellCall(context, held, 'county', text);
  await context.log({
    action: 'roll-call.compare',
    subject: { type: 'trainingClass', id: held.id },
    regionCode: held.regionCode,
    institutionId: held.institutionId,
    detail: { rollCall: call.id, likes: likes.length },
  });
}

/** Holds one picture against all known before; a reviewer who has the page open has to look again where one was found. */
async function compare(context: JobContext, call: StoredCall): Promise<number | undefined> {
  const held = await taughtClass(context, call.class_id);
  const read = isRefused(held) ? undefined : await shownIn(context, call);
  if (isRefused(held) || !read) {
    context.warn(
      `抽查点名照片读不出，没有比对，这次点名还不能办结：${call.id}。请核对文件库；恢复后一小时内自动比对。`,
    );
    return undefined;
  }
  const { words } = read;
  const likes = await likesOf(context, held, read);
  const findings = judge(pictureRules, { startsOn: held.startsOn, likes }, context.laterFigures);
  await context.tx
    .updateTable('roll_calls')
    .set((each) => ({
      ...wordColumns(words),
      picture_compared_at: context.now,
      findings: sql`${JSON.stringify(findings)}::jsonb || findings`,
      version: each('version', '+', likes.length > 0 ? 1 : 0),
    }))
    .where('id', '=', call.id)
    .execute();
  await makeKnown(context, call, words);
  if (likes.length > 0) await keepLikes(context, held, call, likes);
  return likes.length;
}

/** Pictures from before words were kept are read once, so that what repeats them is found. */
async function readEarlier(context: JobContext): Promise<number> {
  const calls = await answeredCalls(context)
    .where('picture_compared_at', 'is not', null)
    .where('picture_words', 'is', null)
    .execute();
  for (const call of calls) {
    context.signal.throwIfAborted();
    const { words } = (await shownIn(context, call)) ?? { words: [] };
    await context.tx.updateTable('roll_calls').set(wordColumns(words)).where('id', '=', call.id).execute();
    await makeKnown(context, call, words);
  }
  return calls.length;
}

/** 作答后的点名照片逐张与全市以往的比：另存、裁边、左右翻转的请县级对看；比完才能办结，不自动处理 */
export const compareRollCallPictures = job({
  name: 'compare-roll-call-pictures',
  title: '比对点名照片与全市以往的，大半相同的请人对看',
  input: z.object({}),
  async run(_input, context) {
    await oneAfterTheOther(context);
    let [compared, found] = [0, 0];
    // Those that cannot be read stay; whoever comes after them is compared all the same.
    let passed: string[] = [];
    for (let isMore = true; isMore && compared < mostAtOnce; ) {
      const waiting = await notCompared(context, passed);
      isMore = waiting.length === mostAtOnce;
      for (const call of waiting) {
        context.signal.throwIfAborted();
        const likes = await compare(context, call);
        if (likes === undefined) passed = [...passed, call.id];
        else {
          compared += 1;
          found += likes > 0 ? 1 : 0;
        }
      }
    }
    const earlier = await readEarlier(context);
    if (compared >= mostAtOnce || earlier === mostAtOnce)
      await context.enqueue(compareRollCallPictures, {}, { key: comparisonKey });
    return `比对点名照片 ${compared} 张，大半相同的 ${found} 张；补读以前的 ${earlier} 张。`;
  },
});

/** One comparison waits at a time and takes all that wait for it. */
export const comparisonKey = 'compare-roll-call-pictures';

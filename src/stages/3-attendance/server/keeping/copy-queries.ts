import { sql } from 'kysely';
import { z } from 'zod';
import type { PlainDate } from '#kernel/plain-date';
import { done, missing, query, type Reading } from '#platform/operation';
import { type ChallengeState, challengeStates, type CopyHolder } from '../../domain/recordings/copies';
import { classNameOf } from '../check-in/taught-class';
import { challengeId, institutions, readers } from './forms';

interface FoundChallenge {
  readonly id: string;
  readonly institution_id: string;
  readonly institution: string;
  readonly holder: CopyHolder;
  readonly purpose: 'draw' | 'repair';
  readonly state: string;
  readonly asked_on: PlainDate;
  readonly due_on: PlainDate;
  readonly archive_blocks: string;
  readonly block_count: number;
  readonly settled: number;
  readonly wrong: number;
  readonly answered_by_name: string | null;
  readonly answered_at: string | null;
}

const stateOf = (stored: string): ChallengeState => challengeStates.find((each) => each === stored) ?? 'failed';

const mostShown = 120;

async function challenges({ tx }: Pick<Reading, 'tx'>): Promise<FoundChallenge[]> {
  const { rows } = await sql<FoundChallenge>`
    select c.id, c.institution_id, i.name as institution, c.holder, c.purpose, c.state, c.asked_on, c.due_on, c.archive_blocks,
      c.block_count, c.answered_by_name, c.answered_at,
      (select count(*)::int from copy_challenge_blocks b where b.challenge_id = c.id
        and b.result in ('proved', 'spared')) as settled,
      (select count(*)::int from copy_challenge_blocks b where b.challenge_id = c.id and b.result is not null
        and b.result not in ('proved', 'spared')) as wrong
    from copy_challenges c join institutions i on i.id = c.institution_id
    order by (c.state = 'asked') desc, c.asked_on desc, i.pinyin, c.holder limit ${mostShown}`.execute(tx);
  return rows;
}

/** 存证抽查一览：待作答的在前，其次最近的 */
export const listCopies = query({
  name: 'copy.list',
  path: '/copies',
  title: '存证抽查',
  by: readers,
  cites: ['2021.4.2', '2021.A6.5'],
  input: z.object({}),
  async handle(_input, context) {
    const rows = await challenges(context);
    return done({
      rows: rows.map((row) => ({
        id: row.id,
        institutionId: row.institution_id,
        institution: row.institution,
        holder: row.holder,
        purpose: row.purpose,
        state: stateOf(row.state),
        askedOn: row.asked_on,
        dueOn: row.due_on,
        archiveBlocks: Number(row.archive_blocks),
        blocks: row.block_count,
        settled: row.settled,
        wrong: row.wrong,
        answeredBy: row.answered_by_name ?? undefined,
        answeredAt: row.answered_at ?? undefined,
      })),
      most: mostShown,
    });
  },
});

interface FoundFile {
  readonly id: string;
  readonly file_name: string;
  readonly byte_length: string;
  readonly block_bytes: number;
  readonly sha256: Buffer;
  readonly first: Buffer;
  readonly occupation: string;
  readonly level: number;
  readonly class_number: number;
}

/** 一次存证抽查的题目：哪些录像的哪些数据块；也就是可下载的抽查文件 */
export const showCopyChallenge = query({
  name: 'copy.show',
  path: '/copies/:challengeId',
  title: '存证抽查的题目',
  by: institutions,
  cites: ['2021.4.2'],
  input: z.object({ challengeId }),
  async handle(input, { tx }) {
    const challenge = await tx
      .selectFrom('copy_challenges')
      .select(['id', 'state', 'asked_on', 'due_on', 'nonce'])
      .where('id', '=', input.challengeId)
      .where('holder', '=', 'institution')
      .executeTakeFirst();
    if (!challenge) return missing('这次存证抽查');
    const { rows: files } = await sql<FoundFile>`
      select distinct r.id, r.file_name, r.byte_length, r.block_bytes, r.sha256,
        substring(r.block_hashes for 32) as first, o.name as occupation, c.level, c.class_number
      from copy_challenge_blocks b join recordings r on r.id = b.recording_id
        join training_classes c on c.region_code = r.region_code and c.id = r.class_id
        join occupations o on o.code = c.occupation_code
      where b.challenge_id = ${challenge.id} order by r.id`.execute(tx);
    const blocks = await tx
      .selectFrom('copy_challenge_blocks')
      .select(['number', 'recording_id', 'block', 'result'])
      .where('challenge_id', '=', challenge.id)
      .orderBy('number')
      .execute();
    const places = new Map(files.map(({ id }, at) => [id, at]));
    return done({
      format: 'mingxun-copies-1' as const,
      id: challenge.id,
      state: stateOf(challenge.state),
      askedOn: challenge.asked_on,
      dueOn: challenge.due_on,
      nonce: challenge.nonce.toString('hex'),
      files: files.map((file) => ({
        name: file.file_name,
        className: classNameOf(file),
        bytes: Number(file.byte_length),
        blockBytes: file.block_bytes,
        sha256: file.sha256.toString('hex'),
        firstBlock: file.first.toString('hex'),
      })),
      blocks: blocks.map(({ recording_id, block, result }) => ({
        file: places.get(recording_id) ?? 0,
        block,
        isSettled: result === 'proved' || result === 'spared',
      })),
    });
  },
});

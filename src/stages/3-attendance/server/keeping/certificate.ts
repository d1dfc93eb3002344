import { timeOf, dayOf, type Instant } from '#platform/clock';
import type { JobContext } from '#platform/jobs/job';
import type { Template } from '#platform/typesetting/typesetter';
import { certificateLines } from '../../domain/retention/purge-certificate';
import { isPurgeSource, purgedKindOf, purgeSourceNames } from '../../domain/retention/purge-sources';
import { isRefused, type TaughtClass, taughtClass } from '../check-in/taught-class';
import source from './certificate.typ?raw';

const certificateTemplate: Template = { name: '销毁凭证', source };

/** 销毁凭证, with every text as it is printed. */
interface CertificateInput {
  readonly demo: boolean;
  readonly subtitle: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly ground: string;
  readonly sums: readonly string[];
  readonly digest: string;
  readonly note: string;
  readonly startedBy: string;
  readonly witnessedBy: string;
  readonly doneOn: string;
  readonly items: readonly {
    readonly number: string;
    readonly kind: string;
    readonly id: string;
    readonly bytes: string;
    readonly hash: string;
  }[];
}

const spoken = (at: Instant | null): string => (at ? `${dayOf(at)} ${timeOf(at)}` : '');
async function readPurge({ tx }: JobContext, id: string) {
  const purge = await tx.selectFrom('evidence_purges').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const items = await tx
    .selectFrom('purge_items')
    .select(['number', 'source', 'item_id', 'byte_length', 'hash'])
    .where('purge_id', '=', id)
    .orderBy('number')
    .execute();
  return {
    purge,
    items: items.map(({ source, ...item }) => {
      if (!isPurgeSource(source)) throw new Error(`nothing is purged from ${source}`);
      return { ...item, source };
    }),
  };
}

type ReadPurge = Awaited<ReturnType<typeof readPurge>>;

function inputOf({ now, services }: JobContext, held: TaughtClass, { purge, items }: ReadPurge): CertificateInput {
  const certificate = {
    classId: held.id,
    endedOn: purge.ended_on,
    purgedOn: dayOf(now),
    purgedById: purge.started_by ?? '',
    witnessedById: purge.witnessed_by ?? '',
    items: items.map((item) => ({
      id: item.item_id,
      kind: purgedKindOf[item.source],
      byteLength: Number(item.byte_length),
      hash: item.hash,
    })),
  };
  return {
    demo: services.isDemo,
    subtitle: `编号 ${purge.id}`,
    facts: [
      ['培训机构', held.institution],
      ['培训班期', held.name],
      ['培训结束', purge.ended_on],
      ['保管至', purge.kept_until],
      ['列清单', `${purge.started_by_name ?? ''} ${spoken(purge.started_at)}`],
      ['监督', `${purge.witnessed_by_name ?? ''} ${spoken(purge.witnessed_at)}`],
      ['清除时间', spoken(now)],
      ['项数', `${items.length} 项`],
    ],
    ground:
      '2021通知 四：考勤电子记录及视频录像一式两份由人社部门、定点机构妥善保管，保管期限为3年；附件6 之5。保管期已满，没有保全。',
    sums: certificateLines(certificate),
    digest: purge.items_digest?.toString('hex') ?? '',
    note: '考勤电子记录、案件的决定本身不清除。本凭证永久保存；逐项摘要取自入库时的登记，清单摘要另存于系统留痕。',
    startedBy: purge.started_by_name ?? '',
    witnessedBy: purge.witnessed_by_name ?? '',
    doneOn: dayOf(now),
    items: items.map((item) => ({
      number: String(item.number),
      kind: purgeSourceNames[item.source],
      id: item.item_id,
      bytes: item.byte_length.toString(),
      hash: item.hash,
    })),
  };
}

/** The certificate of a purge as PDF/A: made before the first byte goes, from the list that can no longer change. */
export async function makeCertificate(context: JobContext, purgeId: string, classId: string) {
  const held = await taughtClass(context, classId);
  if (isRefused(held)) throw new Error(held.message);
  const read = await readPurge(context, purgeId);
  const input = inputOf(context, held, read);
  const pdf = await context.services.typesetter.pdf(certificateTemplate, input, { madeAt: new Date(context.now) });
  return { pdf, held, items: read.items.length, bytes: Number(read.purge.item_bytes ?? 0), digest: input.digest };
}

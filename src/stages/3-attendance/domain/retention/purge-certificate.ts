import { type PlainDate, plainDate } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { type KeptClass, type KeptKind, keptKindNames, mayPurge } from './retention';

/** One file or record that was purged: its hash stays, so that anybody can tell what it was. */
interface PurgedItem {
  readonly id: string;
  readonly kind: KeptKind;
  readonly byteLength: number;
  readonly hash: string;
}

/** 销毁凭证: what was purged of which class, on what ground, by whom and before whom; kept for good. */
export interface PurgeCertificate {
  readonly classId: string;
  readonly endedOn: PlainDate;
  readonly purgedOn: PlainDate;
  readonly purgedById: string;
  readonly witnessedById: string;
  readonly items: readonly PurgedItem[];
}

/** Lines of the certificate as they are printed: a count and a size for each kind. */
export function certificateLines({ items }: PurgeCertificate): readonly string[] {
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const own = items.filter((each) => each.kind === kind);
    const bytes = own.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return `${keptKindNames[kind]} ${own.length} 项，${bytes} 字节`;
  });
}

interface PurgeFacts {
  readonly certificate: PurgeCertificate;
  readonly kept: KeptClass;
}

const shared = {
  cites: ['2021.4.2', '2021.A6.5'],
  severity: 'blocks',
  from: plainDate('2021-01-01'),
  governedBy: ({ certificate }: PurgeFacts): PlainDate => certificate.endedOn,
} as const;

const keptLongEnough = rule({
  ...shared,
  id: 'attendance.kept-long-enough',
  title: '保管期限',
  check: ({ certificate, kept }: PurgeFacts, figure) =>
    [...new Set(certificate.items.map(({ kind }) => kind))].flatMap((kind) => {
      const answer = mayPurge(kept, kind, certificate.purgedOn, figure);
      return answer.mayPurge ? [] : [{ field: 'items', row: kind, sentence: answer.sentence }];
    }),
  says: ({ sentence }) => sentence,
  fix: () => '请等保管期满、保全解除后再清除。',
});

const witnessed = rule({
  ...shared,
  id: 'attendance.purge-witnessed',
  title: '清除须两人在场',
  check: ({ certificate }: PurgeFacts) =>
    certificate.purgedById === certificate.witnessedById ? [{ field: 'witnessedById' }] : [],
  says: () => '清除人和监督人是同一人。',
  fix: () => '请由另一人监督清除。',
});

const listed = rule({
  ...shared,
  id: 'attendance.purge-listed',
  title: '清除内容逐项列明',
  check: ({ certificate }: PurgeFacts) => {
    const nameless = certificate.items.filter(({ hash }) => hash === '').map(({ id }) => ({ field: 'items', row: id }));
    return certificate.items.length === 0 ? [{ field: 'items' }] : nameless;
  },
  says: () => '销毁凭证没有列明清除的内容和摘要。',
  fix: () => '请逐项列明，摘要取自入库时的登记。',
});

/** What must hold of a purge before anything is deleted. */
export const retentionRules: readonly AnyRule<PurgeFacts>[] = [keptLongEnough, witnessed, listed];

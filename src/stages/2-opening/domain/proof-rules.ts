import { type PlainDate, plainDate } from '#kernel/plain-date';
import { identityProofs } from '#law/identity-proofs';
import { type AnyRule, rule } from '#law/rule';
import { type Shown, shownBy, shownByRow } from './attachments';
import type { OpeningFacts } from './opening';

const since2021 = plainDate('2021-01-01');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

interface Missing {
  readonly field: string;
  readonly row?: string;
  /** Trainees without; 0 at a single trainee. */
  readonly everybody: number;
}

/** Where something is missing: at each trainee, or once when nobody has shown it yet. */
function missing(facts: OpeningFacts, field: string, isThere: (shown: Shown) => boolean): Missing[] {
  const { attachments, roster } = facts;
  if (!attachments || roster.length === 0) return [];
  const rows = shownByRow(attachments);
  const without = roster.filter(({ id }) => !isThere(shownBy(rows, id)));
  if (without.length === roster.length && roster.length > 1) return [{ field, everybody: roster.length }];
  return without.map(({ id }) => ({ field, row: id, everybody: 0 }));
}

const proofNames = identityProofs.map(({ name }) => name).join('、');

const portraitMissing = rule({
  id: 'opening.portrait-missing',
  title: '每名学员一张一寸照片',
  cites: ['2021.3.5'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check: (facts: OpeningFacts) => missing(facts, 'portrait', ({ portraits }) => portraits.length > 0),
  says: ({ everybody }) => (everybody > 0 ? `${everybody} 名学员都没有一寸照片。` : '没有一寸照片。'),
  fix: () => '请上传近期一寸彩色免冠照片，文件名写姓名或身份证号即可自动对应。',
});

const proofMissing = rule({
  id: 'opening.proof-missing',
  title: '每名学员一项基本身份类证明',
  cites: ['2021.3.5'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check: (facts: OpeningFacts) => missing(facts, 'proofs', ({ hasIdentityProof }) => hasIdentityProof),
  says: ({ everybody }) => (everybody > 0 ? `${everybody} 名学员都没有基本身份类证明。` : '没有基本身份类证明。'),
  fix: () => `请上传${proofNames}中的任意一项；已传的请选明是哪一种。`,
});

const portraitUnfit = rule({
  id: 'opening.portrait-unfit',
  title: '照片为一寸彩照',
  cites: ['2021.3.5'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ attachments, roster }: OpeningFacts) {
    const rows = shownByRow(attachments ?? []);
    return roster.flatMap(({ id }) =>
      shownBy(rows, id)
        .portraits.filter(({ unfit }) => unfit.length > 0)
        .map(({ unfit }) => ({ field: 'portrait', row: id, remarks: unfit.join('') })),
    );
  },
  says: ({ remarks }) => remarks,
  fix: () => '请换一张近期一寸彩色免冠照片；新照片会替换原来的。',
});

/** What must be shown of every trainee besides the roster (2021 三⑤). */
export const proofRules: readonly AnyRule<OpeningFacts>[] = [portraitMissing, proofMissing, portraitUnfit];

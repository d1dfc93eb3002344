import { type PlainDate, plainDate } from '#kernel/plain-date';
import { identityProofs } from '#law/identity-proofs';
import { type AnyRule, rule } from '#law/rule';
import type { Holding, ProofFacts } from './proof-facts';
import type { RosterRow } from './roster/row';

const since2021 = plainDate('2021-01-01');
const since2024 = plainDate('2024-07-18');
const filedOn = (facts: ProofFacts): PlainDate => facts.filedOn;

interface Missing {
  readonly field: string;
  readonly row?: string;
  /** Trainees without; 0 at a single trainee. */
  readonly everybody: number;
}

/** Where something is missing: at each trainee, or once when nobody has shown it yet. */
function missing({ holdings }: ProofFacts, field: string, isThere: (holding: Holding) => boolean): Missing[] {
  const without = holdings.filter((holding) => !isThere(holding));
  if (without.length === holdings.length && holdings.length > 1) return [{ field, everybody: holdings.length }];
  return without.map(({ row }) => ({ field, row: row.id, everybody: 0 }));
}

const proofNames = identityProofs.map(({ name }) => name).join('、');

const portraitMissing = rule({
  id: 'opening.portrait-missing',
  title: '每名学员一张一寸照片',
  cites: ['2021.3.5'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: (facts: ProofFacts) => missing(facts, 'portrait', ({ portraits }) => portraits.length > 0),
  says: ({ everybody }) => (everybody > 0 ? `${everybody} 名学员都没有一寸照片。` : '没有一寸照片。'),
  fix: () => '请上传近期一寸彩色免冠照片，文件名写姓名或身份证号即可自动对应。',
});

const proofMissing = rule({
  id: 'opening.proof-missing',
  title: '每名学员一项基本身份类证明',
  cites: ['2021.3.5'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: (facts: ProofFacts) => missing(facts, 'proofs', ({ hasIdentityProof }) => hasIdentityProof),
  says: ({ everybody }) => (everybody > 0 ? `${everybody} 名学员都没有基本身份类证明。` : '没有基本身份类证明。'),
  fix: () => `请上传${proofNames}中的任意一项；已传的请选明是哪一种。`,
});

/**
 * 从严审核参训人员资格条件 (2024 一（二）): the four identity proofs show who a trainee is, not that it belongs to the
 * category it is trained under. Which papers show that is our default, drawn from other cities’ lists.
 */
const categoryProofMissing = rule({
  id: 'opening.category-proof-missing',
  title: '每名学员一项人员类别证明',
  cites: ['2021.1', '2024.1.2'],
  severity: 'blocks',
  from: since2024,
  governedBy: filedOn,
  check(facts: ProofFacts) {
    const found = missing(facts, 'proofs', ({ category, hasCategoryProof }) => !category || hasCategoryProof);
    return found.map((each) => {
      const category = facts.holdings.find(({ row }) => row.id === each.row)?.category;
      return { ...each, category: category?.shortName, papers: category?.proofs.map(({ name }) => name) ?? [] };
    });
  },
  says: ({ everybody, category }) =>
    everybody > 0 ? `${everybody} 名学员都没有人员类别证明。` : `没有证明属于“${category}”的材料。`,
  fix: ({ papers }) =>
    papers.length > 0
      ? `请上传${papers.join('、')}中的任意一项；已传的请选明是哪一种。`
      : '请按各人的人员类别上传证明，如户口簿、就业创业证、学校证明、帮扶手册；已传的请选明是哪一种。',
});

const isSamePerson = (one: RosterRow, other: RosterRow): boolean =>
  one.id === other.id || (one.cells.id !== '' && one.cells.id === other.cells.id);

/** One photo for two trainees: the file is the same, whatever it is called. One person entered twice is told elsewhere. */
const portraitShared = rule({
  id: 'opening.portrait-shared',
  title: '照片一人一张',
  cites: ['2021.3.5', '2024.1.2'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check({ holdings }: ProofFacts) {
    const holders = new Map<string, RosterRow>();
    const found: { field: string; row: string; twin: string }[] = [];
    for (const { row, portraits } of holdings)
      for (const { hash } of portraits) {
        const holder = holders.get(hash);
        if (!holder) holders.set(hash, row);
        else if (!isSamePerson(holder, row)) found.push({ field: 'portrait', row: row.id, twin: holder.cells.name });
      }
    return found;
  },
  says: ({ twin }) => `这张照片与${twin || '另一名学员'}的是同一张。`,
  fix: () => '请换上学员本人的照片。',
});

const portraitReused = rule({
  id: 'opening.portrait-reused',
  title: '照片不是其他班学员的',
  cites: ['2021.3.5', '2024.1.2'],
  severity: 'warns',
  from: since2024,
  governedBy: filedOn,
  check: ({ photosElsewhere }: ProofFacts) =>
    photosElsewhere.map(({ row, otherClass, otherRegion, isHere }) => ({
      field: 'portrait',
      row,
      ...(isHere ? {} : { otherClass, otherRegion }),
    })),
  says: ({ otherClass, otherRegion }) =>
    otherClass === undefined
      ? '这张照片与本班另一名学员的看起来是同一张。'
      : `这张照片在${otherRegion}“${otherClass}”是另一名学员的。`,
  fix: () => '请与身份证核对，换上学员本人的近期照片；是那个班用错的，请在核查时说明。',
});

const portraitUnfit = rule({
  id: 'opening.portrait-unfit',
  title: '照片为一寸彩照',
  cites: ['2021.3.5'],
  severity: 'warns',
  from: since2021,
  governedBy: filedOn,
  check({ holdings }: ProofFacts) {
    const found: { field: string; row: string; remarks: string }[] = [];
    for (const { row, portraits } of holdings)
      for (const { unfit } of portraits)
        if (unfit.length > 0) found.push({ field: 'portrait', row: row.id, remarks: unfit.join('') });
    return found;
  },
  says: ({ remarks }) => remarks,
  fix: () => '请换一张近期一寸彩色免冠照片；新照片会替换原来的。',
});

/** What must be shown of every trainee besides the roster (2021 三⑤). */
export const proofRules: readonly AnyRule<ProofFacts>[] = [
  portraitMissing,
  proofMissing,
  categoryProofMissing,
  portraitShared,
  portraitReused,
  portraitUnfit,
];

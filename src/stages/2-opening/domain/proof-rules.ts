import { type PlainDate, plainDate } from '#kernel/plain-date';
import { identityProofs } from '#law/identity-proofs';
import { type AnyRule, rule } from '#law/rule';
import { findCategory, type TraineeCategory } from '#law/trainee-categories';
import { type Shown, shownBy, shownByRow, showsCategory } from './attachments';
import type { OpeningFacts } from './opening';
import type { RosterRow } from './roster/row';

const since2021 = plainDate('2021-01-01');
const since2024 = plainDate('2024-07-18');
const filedOn = (facts: OpeningFacts): PlainDate => facts.filedOn;

interface Missing {
  readonly field: string;
  readonly row?: string;
  /** Trainees without; 0 at a single trainee. */
  readonly everybody: number;
}

/** Where something is missing: at each trainee, or once when nobody has shown it yet. */
function missing(facts: OpeningFacts, field: string, isThere: (shown: Shown, category: string) => boolean): Missing[] {
  const { attachments, roster } = facts;
  if (!attachments || roster.length === 0) return [];
  const rows = shownByRow(attachments);
  const without = roster.filter(({ id, cells }) => !isThere(shownBy(rows, id), cells.category));
  if (without.length === roster.length && roster.length > 1) return [{ field, everybody: roster.length }];
  return without.map(({ id }) => ({ field, row: id, everybody: 0 }));
}

const proofNames = identityProofs.map(({ name }) => name).join('、');

const portraitMissing = rule({
  id: 'opening.portrait-missing',
  title: '每名学员一张一寸照片',
  cites: ['2021.3.5'],
  severity: 'blocks',
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
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check: (facts: OpeningFacts) => missing(facts, 'proofs', ({ hasIdentityProof }) => hasIdentityProof),
  says: ({ everybody }) => (everybody > 0 ? `${everybody} 名学员都没有基本身份类证明。` : '没有基本身份类证明。'),
  fix: () => `请上传${proofNames}中的任意一项；已传的请选明是哪一种。`,
});

/** The category as written, as far as it is one of the five. */
const categoryIn = ({ application, filedOn: filed }: OpeningFacts, written: string): TraineeCategory | undefined =>
  written === '' ? undefined : findCategory(written, application.startsOn ?? filed);

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
  check(facts: OpeningFacts) {
    const categories = new Map<string, TraineeCategory | undefined>();
    const categoryOf = (written: string): TraineeCategory | undefined => {
      if (!categories.has(written)) categories.set(written, categoryIn(facts, written));
      return categories.get(written);
    };
    const found = missing(facts, 'proofs', (shown, written) => {
      const category = categoryOf(written);
      return !category || showsCategory(shown, category);
    });
    const written = new Map(facts.roster.map(({ id, cells }) => [id, cells.category]));
    return found.map((each) => {
      const category = each.row === undefined ? undefined : categoryOf(written.get(each.row) ?? '');
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

/** One photo for two trainees: the file is the same, whatever it is called. One person entered twice is told elsewhere. */
const portraitShared = rule({
  id: 'opening.portrait-shared',
  title: '照片一人一张',
  cites: ['2021.3.5', '2024.1.2'],
  severity: 'blocks',
  from: since2021,
  governedBy: filedOn,
  check({ attachments, roster }: OpeningFacts) {
    const rows = shownByRow(attachments ?? []);
    const holders = new Map<string, RosterRow>();
    return roster.flatMap((row) =>
      shownBy(rows, row.id).portraits.flatMap(({ hash }) => {
        const holder = holders.get(hash) ?? row;
        holders.set(hash, holder);
        const isSamePerson = holder.id === row.id || (row.cells.id !== '' && row.cells.id === holder.cells.id);
        return isSamePerson ? [] : [{ field: 'portrait', row: row.id, twin: holder.cells.name }];
      }),
    );
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
  check: ({ city }: OpeningFacts) =>
    (city?.photos ?? []).map(({ row, otherClass, otherRegion, isHere }) => ({
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
export const proofRules: readonly AnyRule<OpeningFacts>[] = [
  portraitMissing,
  proofMissing,
  categoryProofMissing,
  portraitShared,
  portraitReused,
  portraitUnfit,
];

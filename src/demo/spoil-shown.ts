import type { ClassParts, ShownOtherwise } from './parts';
import { at, type Spoiler } from './spoiling';

/** A spoiler of what the planted trainee shows. */
const shown =
  (change: (spoiling: Parameters<Spoiler>[0]) => ShownOtherwise): Spoiler =>
  (spoiling): ClassParts => {
    const { parts, fault } = spoiling;
    return { ...parts, shown: { ...parts.shown, [at(parts.roster, fault.row).id]: change(spoiling) } };
  };

/** How each fault of the photos and papers is made; the family of a rural worker shows its home by the register. */
export const shownSpoilers: Readonly<Record<string, Spoiler>> = {
  'opening.portrait-missing': shown(() => ({ photo: 'none' })),
  'opening.proof-missing': (spoiling) => {
    const { parts, fault } = spoiling;
    const row = at(parts.roster, fault.row);
    const rural = { ...row, cells: { ...row.cells, category: '农村转移就业劳动者' } };
    const roster = parts.roster.map((each) => (each === row ? rural : each));
    return shown(() => ({ papers: ['householdRegister'] }))({ ...spoiling, parts: { ...parts, roster } });
  },
  'opening.category-proof-missing': shown(() => ({ papers: ['socialSecurityCard'] })),
  'opening.portrait-shared': shown(({ parts, fault }) => ({
    photo: {
      of: at(parts.roster, (fault.row ?? 0) - 1).cells.id,
      sex: at(parts.roster, (fault.row ?? 0) - 1).cells.sex,
    },
  })),
  'opening.portrait-reused': shown(({ fault, earlier }) => {
    const { cells } = at(fault.from ? earlier(fault.from.story).parts.roster : [], fault.from?.row);
    return { photo: { of: cells.id, sex: cells.sex } };
  }),
  'opening.portrait-unfit': shown(() => ({ photo: 'small' })),
};

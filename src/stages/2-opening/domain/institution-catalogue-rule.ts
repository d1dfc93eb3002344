import { type PlainDate, plainDate, spokenDay } from '#kernel/plain-date';
import { type AnyRule, rule } from '#law/rule';
import { listingOn } from '#registers';
import type { OpeningFacts } from './opening';

type Fault = 'notListed' | 'ended';

/**
 * Asked of the day of filing and of the first day of the class, the first that fails. Before the first edition of the
 * catalogue is published there is nothing to be outside of: the rule is silent.
 */
const institutionListed = rule({
  id: 'opening.institution-catalogue',
  title: '目录内机构',
  cites: ['2024.1.2', '2021.3'],
  severity: 'blocks',
  from: plainDate('2024-07-18'),
  governedBy: ({ filedOn }: OpeningFacts): PlainDate => filedOn,
  check({ institution, filedOn, application: { startsOn } }: OpeningFacts) {
    for (const day of [filedOn, startsOn ?? filedOn]) {
      const held = listingOn(institution.listings ?? [], day);
      if (!held || held.standing === 'listed') continue;
      const fault: Fault = held.standing;
      const until = held.standing === 'ended' ? held.until : undefined;
      return [{ field: 'institution', fault, day, filedOn, document: held.documentNumber, until }];
    }
    return [];
  },
  says: ({ fault, day, filedOn, document, until }) =>
    fault === 'notListed'
      ? `${spokenDay(day, filedOn)}执行的定点机构目录（${document}）没有列入本机构。`
      : `定点机构目录（${document}）有效至 ${spokenDay(until ?? day, filedOn)}，${spokenDay(day, filedOn)}还没有新的一版。`,
  fix: ({ fault }) =>
    fault === 'notListed'
      ? '目录外的机构不能申报；请向县（市、区）人社局申请列入，待新一版目录执行后再申报。'
      : '请把开班日期改到目录有效期内，或待市人社局公布新一版目录后再申报。',
});

/** Whether the institution is in the catalogue the city has published. */
export const institutionCatalogueRules: readonly AnyRule<OpeningFacts>[] = [institutionListed];

import { allChangeRules, allRules } from '../domain/all-rules';

const titles = new Map([...allRules, ...allChangeRules].map(({ id, title }) => [id, title]));

/** What a rule is called; its code for one that is no longer there. */
export const ruleTitle = (id: string): string => titles.get(id) ?? id;

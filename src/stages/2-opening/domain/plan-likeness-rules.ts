import { plainDate, spokenDay } from '#kernel/plain-date';
import { rule } from '#law/rule';
import type { OpeningFacts } from './opening';

export const planCopied = rule({
  id: 'opening.plan-copied',
  title: '教学内容不照搬其他机构',
  cites: ['2021.3.2', '2024.2.1.2'],
  severity: 'warns',
  from: plainDate('2024-07-18'),
  governedBy: ({ filedOn }: OpeningFacts) => filedOn,
  check({ city, filedOn: filed }: OpeningFacts, figure) {
    const [least, share] = [figure('planTextLeast'), figure('planTextShare')];
    return (city?.plans ?? []).flatMap(({ alike, total, institution, otherClass, startedOn }) =>
      total >= least && alike * 100 >= share * total
        ? [{ field: 'content', alike, total, institution, otherClass, startedOn, filed }]
        : [],
    );
  },
  says: ({ alike, total, institution, otherClass, startedOn, filed }) =>
    `${total} 项教学内容中有 ${alike} 项与${institution}“${otherClass}”（${spokenDay(startedOn, filed)}开班）相同或近似。`,
  fix: () => '请按本班学员和设备写明自己的教学安排；沿用本机构自己以前的计划不受此限，联合办学的在核查时说明。',
});

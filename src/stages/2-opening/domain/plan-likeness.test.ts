import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate as day } from '#kernel/plain-date';
import { judge } from '#law/rule';
import { noEvidence } from './city-evidence';
import { contentForm, distinctContents, planText } from './plan-likeness';
import { planCopied } from './plan-likeness-rules';
import { sound } from './sound-opening';

const plan = [
  '职业道德与老年人沟通技巧',
  '常见病照护知识与用药安全',
  '协助进食进水与误吸处理',
  '体位转换与轮椅转移',
  '晨间清洁照护与口腔护理',
  '生命体征测量与记录',
  '心肺复苏与海姆立克',
  '压疮预防与皮肤观察',
  '失智老人照护与情绪安抚',
  '临终关怀与家属沟通',
] as const;

describe('the share of lessons alike', () => {
  it('is held exactly: 80 of 101 are less than four fifths', () => {
    const plan = {
      institution: '温县另一职业培训学校',
      otherClass: 'WX-2026-0003',
      otherRegion: '温县',
      startedOn: sound.filedOn,
      total: 101,
    };
    const of = (alike: number) =>
      judge([planCopied], { ...sound, city: { ...noEvidence, plans: [{ ...plan, alike }] } });
    expect(of(81)).toHaveLength(1);
    expect(of(80)).toEqual([]);
  });
});

describe('the words of a lesson', () => {
  it('are compared without marks, numbers and counting words', () => {
    expect(contentForm('第三课：体位转换（3）')).toBe('体位转换');
    expect(contentForm('３.体位　转换。')).toBe('体位转换');
    expect(contentForm('第12单元 体位转换')).toBe('体位转换');
    expect(contentForm('理论知识（1）')).toBe(contentForm('理论知识（2）'));
  });

  it('count once each, and not where they only name the kind of lesson', () => {
    expect(distinctContents(['体位转换（1）', '体位转换（2）', '理论', '实操课', '结业考试', ''])).toEqual([
      '体位转换',
      '结业考试',
    ]);
  });
});

describe('likeness of plans', () => {
  const text = planText(plan);

  it('finds a copy whole, in another order and with other numbers', () => {
    expect(text.total).toBe(10);
    expect(text.alikeIn(plan)).toBe(10);
    expect(text.alikeIn([...plan].reverse().map((content, at) => `第${at + 1}课 ${content}`))).toBe(10);
  });

  it('finds a copy with a word changed here and there', () => {
    expect(text.alikeIn(['协助进食、进水及误吸处理方法', '体位转换和轮椅转移'])).toBe(2);
  });

  it('does not find a plan that teaches the same in its own words', () => {
    const own = ['与老年人说话的分寸', '药怎么放怎么吃', '喂饭喂水，呛了怎么办', '翻身、扶起、上轮椅', '洗脸刷牙擦身'];
    expect(text.alikeIn(own)).toBe(0);
    expect(text.alikeIn([])).toBe(0);
    expect(planText([]).alikeIn(plan)).toBe(0);
  });

  it('counts a lesson once however often the other has it', () => {
    expect(text.alikeIn([plan[3], plan[3], `${plan[3]}练习`])).toBe(1);
  });

  it('begins at seven tenths of the pairs of signs', () => {
    const one = planText(['甲乙丙丁戊己庚辛壬癸子']);
    expect(one.alikeIn(['甲乙丙丁戊己庚辛天地人'])).toBe(1);
    expect(one.alikeIn(['甲乙丙丁戊己庚天地人和'])).toBe(0);
  });

  it('is the whole of itself and never more than there is', () => {
    const content = fc.string({ unit: fc.constantFrom(...'照护安全体位转换清洁测量'), minLength: 0, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(content), fc.array(content), (mine, others) => {
        const made = planText(mine);
        expect(made.alikeIn(mine)).toBe(made.total);
        const alike = made.alikeIn(others);
        expect(alike).toBeLessThanOrEqual(made.total);
        expect(made.alikeIn([...others, ...others])).toBe(alike);
      }),
    );
  });
});

describe('教学内容不照搬其他机构', () => {
  const copied = (alike: number, total: number, filedOn = sound.filedOn) =>
    judge([planCopied], {
      ...sound,
      filedOn,
      city: {
        ...noEvidence,
        plans: [
          {
            otherClass: 'WX-2026-0003 养老护理员',
            otherRegion: '温县',
            institution: '温县职业培训学校',
            startedOn: day('2026-09-01'),
            alike,
            total,
          },
        ],
      },
    });

  it('shows how much is alike with whom', () => {
    expect(copied(9, 10)).toMatchObject([
      {
        rule: 'opening.plan-copied',
        severity: 'warns',
        field: 'content',
        breach: { alike: 9, total: 10 },
        message: '10 项教学内容中有 9 项与温县职业培训学校“WX-2026-0003 养老护理员”（9月1日 周二开班）相同或近似。',
        fix: '请按本班学员和设备写明自己的教学安排；沿用本机构自己以前的计划不受此限，联合办学的在核查时说明。',
      },
    ]);
  });

  it('begins at eight different lessons and four fifths of them', () => {
    expect(copied(7, 7)).toEqual([]);
    expect(copied(8, 8)).toHaveLength(1);
    expect(copied(8, 10)).toHaveLength(1);
    expect(copied(79, 100)).toEqual([]);
    expect(copied(80, 100)).toHaveLength(1);
  });

  it('says nothing where the city knows no such plan', () => {
    expect(judge([planCopied], { ...sound, city: noEvidence })).toEqual([]);
    expect(judge([planCopied], sound)).toEqual([]);
  });

  it('is asked since the mechanism of 2024', () => {
    expect(copied(9, 10, day('2024-07-17'))).toEqual([]);
    expect(copied(9, 10, day('2024-07-18'))).toHaveLength(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownYears } from '#law/working-years';
import { readHolidayNotice } from './holiday-notice';

const notice2026 = `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`;

describe('a pasted holiday notice', () => {
  it('is read as the calendar of its year has it', () => {
    const known = knownYears.find(({ year }) => year === 2026);
    const { off, worked } = readHolidayNotice(notice2026, 2026);
    expect(off).toEqual([...(known?.offDays ?? [])].sort());
    expect(worked).toEqual([...(known?.workedWeekendDays ?? [])].sort());
  });

  it('may span a month, and a turn of the year of which only its own days count', () => {
    expect(readHolidayNotice('春节：1月28日至2月4日放假。', 2025).off).toHaveLength(8);
    expect(readHolidayNotice('2026年12月31日至2027年1月2日放假。', 2027).off).toEqual(['2027-01-01', '2027-01-02']);
  });

  it('may be a list of dates: a weekday is off, a weekend day worked', () => {
    const days = readHolidayNotice('2027-01-01\n2027/1/3\n2027年2月8日', 2027);
    expect(days).toEqual({ off: ['2027-01-01', '2027-02-08'], worked: ['2027-01-03'] });
  });

  it('says nothing where no date stands, or one that does not exist', () => {
    expect(readHolidayNotice('各地区要妥善安排好值班。2月30日放假。', 2027)).toEqual({ off: [], worked: [] });
  });

  it('never names a day twice, off and worked at once, or of another year, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 2021, max: 2100 }), (noise, year) => {
        const { off, worked } = readHolidayNotice(`${noise}${notice2026}${noise}`, year);
        expect(off.filter((day) => worked.includes(day))).toEqual([]);
        expect([...off, ...worked].every((day) => day.startsWith(`${year}-`))).toBe(true);
        expect(new Set(off).size).toBe(off.length);
      }),
    );
  });
});

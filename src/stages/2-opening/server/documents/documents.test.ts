import { PDFiumLibrary } from '@hyzyla/pdfium';
import { afterAll, describe, expect, it } from 'vitest';
import { createTypesetter } from '#platform/typesetting/typesetter';
import { annex2, annex3, annex4, annex5 } from './index';
import { annex2Specimen, annex3Specimen, annex4Specimen, annex5Specimen } from './specimens';

/** The text of each page without blanks, as a reader's search would find it. */
const textOf = async (pdf: Buffer): Promise<string[]> => {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const pages = [...document.pages()].map((page) => page.getText().replace(/\s/g, ''));
  document.destroy();
  library.destroy();
  return pages;
};

describe('the forms of a filing', () => {
  const typesetter = createTypesetter();
  afterAll(() => typesetter.close());

  it('print the application as the notice annexes it, on one page', async () => {
    const pages = await textOf(await annex2(typesetter, annex2Specimen));
    expect(pages).toHaveLength(1);
    const words = [
      '附件2',
      '就业技能培训开班申请',
      '培训机构全称',
      '（公章）',
      '培训专业',
      '城镇登记失业人员12人；',
      '农村转移就业劳动者26人，其中建档立卡的适龄贫困劳动者7人；',
      '毕业学年高校毕业生3人；',
      '城乡未继续升学的应届初高中毕业生2人；',
      '贫困家庭子女5人，其中建档立卡及享受低保家庭的适龄子女5人。',
      '2024年第17期（人社部门填写）',
      '2024年9月2日—2024年9月20日（共15天120课时）',
      '结业考试时间',
      '白天班',
      '晚上班',
      '假日班',
      '其他',
      '张㛃',
      '李𬍛',
      '经办人：王海燕',
      '负责人：韩志远',
    ];
    for (const word of words) expect(pages[0]).toContain(word);
    expect(pages[0]?.match(/联系电话/g)).toHaveLength(4);
  });

  it('leave room for a hand where nothing is known yet', async () => {
    const blank = {
      classYear: '',
      classNumber: '',
      startsOn: '',
      endsOn: '',
      finalExamOn: '',
      skillsAssessmentOn: '',
      teachers: [],
    };
    const [page = ''] = await textOf(await annex2(typesetter, { ...annex2Specimen, ...blank }));
    expect(page).toContain('年第期（人社部门填写）');
    expect(page).toContain('年月日—年月日');
  });

  it('keep an application with long names and eight teachers whole on its pages', async () => {
    const teachers = Array.from({ length: 8 }, (_, index) => ({
      name: `买买提·阿不都热合曼${index}`,
      phone: '0391-12345678-8001',
    }));
    const institution = '河南省焦作市山阳区新时代乡村振兴职业技能培训学校'.repeat(3);
    const theoryPlace = '焦作市武陟县西陶镇东白水村党群服务中心二楼东侧第三间大教室（原小学旧址）'.repeat(3);
    const pages = await textOf(await annex2(typesetter, { ...annex2Specimen, teachers, institution, theoryPlace }));
    expect(pages.length).toBeLessThanOrEqual(2);
    const text = pages.join('');
    expect(text).toContain(institution);
    expect(text).toContain(theoryPlace);
    for (const { name } of teachers) expect(text).toContain(name);
  });

  it('print the plan with every lesson and the sum of hours', async () => {
    const pages = await textOf(await annex3(typesetter, annex3Specimen(30)));
    expect(pages).toHaveLength(2);
    for (const page of pages) expect(page).toContain('序号日期时段课时教学内容类型授课教师培训地点');
    expect(pages.join('')).toContain('合计120理论40课时，实操76课时，考核4课时');
  });

  it('print a roster of sixty over pages, its head on each, everyone once, and the counts at the foot', async () => {
    const specimen = annex4Specimen(60);
    const pages = await textOf(await annex4(typesetter, specimen));
    const text = pages.join('');
    for (const page of pages.slice(0, 3)) expect(page).toContain('身份证号码');
    for (const { identityNumber } of specimen.trainees) expect(text.split(identityNumber)).toHaveLength(2);
    expect(pages.at(-1)).toContain('小计20202060');
    expect(pages.at(-1)).toContain('审核人：');
  });

  it('print the job posts with their sum and the ratio to trainees', async () => {
    const text = (await textOf(await annex5(typesetter, annex5Specimen(15)))).join('');
    expect(text).toContain('合计150培训人数48人，提供岗位150个，培训人数与岗位之比为1:3.1（要求不少于1:3），符合要求');
  });

  it('come out of an empty filing too', async () => {
    expect(await textOf(await annex3(typesetter, annex3Specimen(0)))).toHaveLength(1);
    expect(await textOf(await annex4(typesetter, annex4Specimen(0)))).toHaveLength(1);
    expect(await textOf(await annex5(typesetter, annex5Specimen(0)))).toHaveLength(1);
  });

  it('can be seen page by page while they are filled in', async () => {
    expect(await annex2.pages(typesetter, annex2Specimen)).toHaveLength(1);
    expect(await annex4.pages(typesetter, annex4Specimen(60))).toHaveLength(4);
  });

  it('of the same filing are the same to the byte', async () => {
    const [first, second] = [await annex2(typesetter, annex2Specimen), await annex2(typesetter, annex2Specimen)];
    expect(first.equals(second)).toBe(true);
  });
});

import type { Template, Typesetter } from '#platform/typesetting/typesetter';
import annex2Source from './annex-2.typ?raw';
import annex3Source from './annex-3.typ?raw';
import annex4Source from './annex-4.typ?raw';
import annex5Source from './annex-5.typ?raw';
import type { Annex2Input, Annex3Input, Annex4Input, Annex5Input } from './inputs';

/** The forms of a filing, as the notice of 2021 annexes them. */
export const annexTemplates = {
  annex2: { name: '就业技能培训开班申请', source: annex2Source },
  annex3: { name: '就业技能培训教学计划', source: annex3Source },
  annex4: { name: '就业技能培训学员备案花名册', source: annex4Source },
  annex5: { name: '就业岗位信息统计表', source: annex5Source },
} as const satisfies Record<string, Template>;

/** A form as a file, and page by page for a preview. */
function formOf<Input extends { readonly madeOn: string }>(template: Template) {
  const options = (input: Input) => ({ madeAt: new Date(`${input.madeOn}T00:00:00+08:00`) });
  const pdf = (typesetter: Typesetter, input: Input) => typesetter.pdf(template, input, options(input));
  const pages = (typesetter: Typesetter, input: Input) => typesetter.pages(template, input, options(input));
  return Object.assign(pdf, { pages });
}

export const annex2 = formOf<Annex2Input>(annexTemplates.annex2);
export const annex3 = formOf<Annex3Input>(annexTemplates.annex3);
export const annex4 = formOf<Annex4Input>(annexTemplates.annex4);
export const annex5 = formOf<Annex5Input>(annexTemplates.annex5);

import { plainDate, type PlainDate } from '#kernel/plain-date';
import { type ClauseId, clauseIds } from './clause-ids';
import { type DocumentId, documentOf, labelOf, numberOf, titleOf } from './clause-labels';
import { clauses2021 } from './clauses-2021';
import { annexes2021 } from './clauses-2021-annexes';
import { clauses2024 } from './clauses-2024';

export { type ClauseId, clauseIds } from './clause-ids';
export { type DocumentId, labelOf } from './clause-labels';

/** The ids of one document's clauses. */
export type NumberedId<Document extends DocumentId> = Extract<ClauseId, `${Document}.${string}`>;

/** A clause's own words, and the words it stands under where it is an item of a list. */
export interface ClauseText {
  readonly lead?: string;
  readonly text: string;
}

export interface Clause extends ClauseText {
  readonly id: ClauseId;
  readonly document: DocumentId;
  /** As printed: 三①, 一（一）, 附件6 之1. */
  readonly number: string;
  /** The short form for screens: 2021通知 三①. */
  readonly label: string;
  readonly title: string;
}

export interface SourceDocument {
  readonly title: string;
  /** 文号, where the copy at hand shows one. */
  readonly number?: string;
  /** The day it was issued, where the copy at hand shows one. */
  readonly issuedOn?: PlainDate;
  readonly issuers: readonly string[];
  readonly introduction: string;
}

export const documents: Record<DocumentId, SourceDocument> = {
  '2021': {
    title: '关于加强就业技能培训管理的通知',
    number: '焦人社文〔2021〕15号',
    issuers: ['焦作市人力资源和社会保障局'],
    introduction:
      '为加强和规范全市就业技能培训工作，提高劳动者就业能力，实现以培训促进就业的目标，根据《河南省就业补助资金管理办法》（豫财社〔2018〕8号）、《河南省就业创业培训管理办法》（豫人社办〔2018〕46号）文件精神，结合工作实际，现就我市就业技能培训有关问题明确如下：',
  },
  '2024': {
    title: '焦作市补贴性职业培训监管机制',
    issuedOn: plainDate('2024-07-18'),
    issuers: ['焦作市人力资源和社会保障局', '焦作市纪委监委驻市人力资源和社会保障局纪检监察组'],
    introduction:
      '为加强补贴性职业培训事前事中事后管理，推动我市补贴性职业培训规范化、制度化建设，提高我市补贴性职业培训质量效益，我们编制了《焦作市补贴性职业培训监管机制》，现印发给你们，请认真抓好贯彻落实。\n为加强我市补贴性职业培训事前事中事后管理，推动补贴性职业培训规范化、制度化建设，有效堵塞漏洞，提升补贴资金使用效能，我们制定了《焦作市补贴性职业培训监管机制》。具体内容如下：',
  },
};

const texts: Record<ClauseId, ClauseText> = { ...clauses2021, ...annexes2021, ...clauses2024 };

const clauseOf = (id: ClauseId): Clause => ({
  id,
  document: documentOf(id),
  number: numberOf(id),
  label: labelOf(id),
  title: titleOf(id),
  ...texts[id],
});

/** Every clause with its full text. Large: pages import it lazily and use `clause-labels` for labels. */
export const clauses: Record<ClauseId, Clause> = Object.fromEntries(
  clauseIds.map((id) => [id, clauseOf(id)]),
) as Record<ClauseId, Clause>;

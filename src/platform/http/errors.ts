import type { RefusalKind } from '../operation';

export const statusOf: Record<RefusalKind, number> = {
  blocked: 422,
  missing: 404,
  conflict: 409,
  forbidden: 403,
  invalid: 400,
};

/** What a violated constraint means to the person at the desk. */
const constraintMessages: Readonly<Record<string, string>> = {
  class_move_declared: '这个班期的状态已经变了，请刷新后再办。',
  change_move_declared: '这份变更申请的状态已经变了，请刷新后再办。',
  one_open_change: '这个班期已有一份没有办完的变更申请，请刷新后查看。',
  change_number_once: '刚有另一份变更申请，请刷新后重试。',
  change_decided_by_second_person: '核查人与审批人须为两人。',
  class_number_once: '期数已被占用，请重试一次。',
  filing_number_once: '申报编号已被占用，请重试一次。',
  class_event_done_once: '这一步已经办过了。',
  decided_by_second_person: '核查人与批准人须为两人。',
  username_once: '这个用户名已有人使用。',
  institution_name_once: '已有同名机构。',
  institution_credit_code_once: '这个统一社会信用代码已登记。',
  account_holder_is_institution: '开户名须与机构全称一致。',
  person_slots_pkey: '有学员在同一时段已排在另一个班，请刷新后查看。',
  class_ends_after_start: '结束日期不能早于开班日期。',
  exam_not_before_start: '结业考试不能早于开班日期。',
  assessment_not_before_exam: '技能鉴定不能早于结业考试。',
  venue_name_once: '这家机构已有同名的场地，请换个名称。',
  venue_lies_in_jiaozuo: '这个位置不在焦作市内，请核对经纬度。',
  one_waiting_account: '已有一份账户变更等待确认，请刷新后再看。',
  one_waiting_identity: '已有一份名称或信用代码变更等待确认，请刷新后再看。',
  one_waiting_measure: '这一项已有一份决定等待确认，请刷新后再看。',
  decision_by_second_person: '提出人与确认人须为两人。',
  account_confirmed_by_second: '申报人与确认人须为两人。',
  settled_stays: '这一项已经办结，请刷新后再看。',
  evidence_is_kept: '按数据库的日期，这份留存的资料还在保管期内或被保全，没有删去；期满并解除保全后再办。',
  figure_line_once: '这一标准在同一生效日已有一行。',
};

export interface Translated {
  readonly status: number;
  readonly message: string;
}

const codeOf = (error: object): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

const byCode: Readonly<Record<string, Translated>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, message: '提交的内容过大，请减小文件后重试。' },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, message: '提交的内容不完整，请重试。' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, message: '提交的内容是空的，请重试。' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415, message: '不支持这种内容类型。' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { status: 400, message: '提交的内容长度不符，请重试。' },
  FST_ERR_BAD_URL: { status: 400, message: '网址不正确。' },
  FST_ERR_MAX_PARAM_LENGTH: { status: 414, message: '网址过长，不正确。' },
  '53100': { status: 507, message: '磁盘空间不足，已暂停写入；读取不受影响。请联系系统管理员清理后重试。' },
  '22021': { status: 400, message: '内容里有不能保存的字符，请删去后重试。' },
  '22P05': { status: 400, message: '内容里有不能保存的字符，请删去后重试。' },
  '40001': { status: 409, message: '有人同时在办这一件，请刷新后再办。' },
  '40P01': { status: 409, message: '有人同时在办这一件，请刷新后再办。' },
  '42501': { status: 403, message: '不在您的管辖范围内。' },
  '57014': { status: 503, message: '查询时间过长，已停止。请缩小范围后重试。' },
};

const databaseGone = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
]);

/** What the pool says when every connection stayed taken; it gives no code. */
const allConnectionsBusy = 'timeout exceeded when trying to connect';

/** The status and sentence of an error that has one; undefined for what should never happen. */
export function translate(error: unknown): Translated | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
  if (constraint) {
    return {
      status: 409,
      message: constraintMessages[constraint] ?? `内容不符合登记要求（${constraint}），请核对后重试。`,
    };
  }
  if ('message' in error && error.message === allConnectionsBusy) {
    return { status: 503, message: '现在办理的人太多，没有轮到。请稍后重试，已填内容请勿关闭页面。' };
  }
  const code = codeOf(error);
  if (byCode[code]) return byCode[code];
  if (databaseGone.has(code)) return { status: 503, message: '数据库暂时连不上，请稍后重试，已填内容请勿关闭页面。' };
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return status >= 400 && status < 500 ? { status, message: '请求不正确，请刷新页面后重试。' } : undefined;
}

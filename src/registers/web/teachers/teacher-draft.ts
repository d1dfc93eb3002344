import type { PlainDate } from '#kernel/plain-date';
import { checkIdentityNumber } from '#law/identity-number';
import { checkCreditCode } from '#law/unified-credit-code';
import type { Level } from '../../domain/institution';
import type { TeacherView } from '../../server/teachers/show';

/** A qualification while it is being written; the key tells rows apart. */
export interface QualificationDraft {
  readonly key: number;
  occupationCode: string | undefined;
  level: `${Level}` | undefined;
  title: string;
  certificateNumber: string;
  issuedBy: string;
  validUntil: PlainDate | undefined;
}

/** A teacher while he is being written; number and telephone of a known one stay empty unless they change. */
export interface TeacherDraft {
  name: string;
  identityNumber: string;
  phone: string;
  joinedOn: PlainDate | undefined;
  employment: 'own' | 'elsewhere' | undefined;
  employerName: string;
  employerCode: string;
  qualifications: QualificationDraft[];
}

let rows = 0;
export function emptyQualification(): QualificationDraft {
  rows += 1;
  const blank = { occupationCode: undefined, level: undefined, validUntil: undefined };
  return { key: rows, ...blank, title: '', certificateNumber: '', issuedBy: '' };
}

const levelTexts: Record<Level, `${Level}`> = { 1: '1', 2: '2', 3: '3', 4: '4', 5: '5' };
const levelNumbers: Record<`${Level}`, Level> = { '1': 1, '2': 2, '3': 3, '4': 4, '5': 5 };

export function draftOf(teacher: TeacherView | undefined): TeacherDraft {
  return {
    name: teacher?.name ?? '',
    identityNumber: '',
    phone: '',
    joinedOn: teacher?.joinedOn,
    employment: teacher?.employer?.kind,
    employerName: teacher?.employer?.name ?? '',
    employerCode: teacher?.employer?.creditCode ?? '',
    qualifications: teacher
      ? teacher.qualifications.map(({ occupation: _name, level, ...held }) => ({
          ...emptyQualification(),
          ...held,
          level: levelTexts[level],
        }))
      : [emptyQualification()],
  };
}

/** What is missing or wrong, by field; the server says the same. */
export function complaintsOf(draft: TeacherDraft, isNew: boolean): Record<string, string> {
  const found: Record<string, string> = {};
  const say = (field: string, isWrong: boolean, message: string): void => {
    if (isWrong) found[field] = message;
  };
  const number = draft.identityNumber.replace(/\s/g, '').toUpperCase();
  const phone = draft.phone.replace(/[\s-]/g, '');
  const code = draft.employerCode.trim().toUpperCase();
  say('name', draft.name.trim() === '', '请填写姓名');
  say('identityNumber', isNew && number === '', '请填写身份证号');
  say(
    'identityNumber',
    number !== '' && !checkIdentityNumber(number).ok,
    '身份证号应为 18 位且校验位相符，请对照证件核对',
  );
  say('phone', isNew && phone === '', '请填写电话');
  say('phone', phone !== '' && !/^(1[3-9]\d{9}|0\d{9,11})$/.test(phone), '请填 11 位手机号码，或带区号的座机号码');
  say('joinedOn', !draft.joinedOn, '请填写到岗日');
  say('employment', !draft.employment, '请选择主要用人单位');
  say('employerName', draft.employment === 'elsewhere' && draft.employerName.trim() === '', '请写明该单位的全称');
  const isCodeWrong = draft.employment === 'elsewhere' && code !== '' && !checkCreditCode(code).ok;
  say('employerCode', isCodeWrong, '信用代码校验不符，请对照营业执照核对 18 位');
  for (const held of draft.qualifications) {
    say(`occupation-${held.key}`, !held.occupationCode, '请选择职业');
    say(`level-${held.key}`, !held.level, '请选择等级');
    say(`title-${held.key}`, held.title.trim() === '', '请写明资格名称');
  }
  return found;
}

/** The draft as the commands take it; undefined while something is missing. */
export function sentOf(draft: TeacherDraft) {
  const { joinedOn, employment } = draft;
  if (!joinedOn || !employment) return undefined;
  const qualifications = draft.qualifications.flatMap(({ key: _key, occupationCode, level, validUntil, ...words }) =>
    occupationCode && level
      ? [{ ...words, occupationCode, level: levelNumbers[level], ...(validUntil ? { validUntil } : {}) }]
      : [],
  );
  return {
    name: draft.name,
    joinedOn,
    employer:
      employment === 'own'
        ? { kind: 'own' as const }
        : { kind: 'elsewhere' as const, name: draft.employerName, creditCode: draft.employerCode },
    qualifications,
  };
}

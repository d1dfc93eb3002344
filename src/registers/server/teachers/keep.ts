import { newId } from '#platform/identifiers';
import { nameKeys } from '#platform/names';
import { type Context, command, done, type Refused, refused } from '#platform/operation';
import { changedFields } from '../../domain/changed-fields';
import { type Qualification, qualificationsOf } from '../../domain/teacher';
import { changedTeacherForm, type EmployerGiven, newTeacherForm } from './forms';
import { teacherOf, type TeacherRecord } from './read';
import { isRefused, noteTeacher, qualificationsFor, saveQualifications, takeTeacher, updateTeacher } from './store';
import { certificatesOf, employerWords, teacherLabels, type ToldTeacher } from './words';

const institutionRoles = ['institutionClerk', 'institutionPrincipal'] as const;

const employerValues = (employer: EmployerGiven) =>
  employer.kind === 'own'
    ? { employment: 'own', employer_name: '', employer_code: '' }
    : { employment: 'elsewhere', employer_name: employer.name, employer_code: employer.creditCode };

/** The first qualification stands for all in lists. */
function listedValues(qualifications: readonly Qualification[]) {
  const [first] = qualifications;
  if (!first) throw new Error('a teacher without qualification passed the form');
  return { occupation_code: first.occupationCode, level: first.level, qualification: first.title };
}

/** Why these occupations cannot be registered: only those of the catalogue are known by a name. */
async function whyUnknown({ tx }: Context, qualifications: readonly Qualification[]): Promise<Refused | undefined> {
  const codes = [...new Set(qualifications.map(({ occupationCode }) => occupationCode))];
  const known = await tx.selectFrom('occupations').select('code').where('code', 'in', codes).execute();
  const unknown = codes.find((code) => !known.some((each) => each.code === code));
  return unknown === undefined ? undefined : refused(`职业目录里没有 ${unknown}，请从目录中选择职业。`, 'invalid');
}

/** A person is one teacher of an institution, however often he comes and goes. */
async function whyKnown(
  { tx }: Context,
  institutionId: string,
  index: Buffer,
  self?: string,
): Promise<Refused | undefined> {
  const known = await tx
    .selectFrom('teachers')
    .select(['id', 'name', 'left_on'])
    .where('institution_id', '=', institutionId)
    .where('id_index', '=', index)
    .executeTakeFirst();
  if (!known || known.id === self) return undefined;
  const way = known.left_on ? '已离任，请打开原档案办理“复职”' : '请在原档案中修改';
  return refused(`这个身份证号已登记为本机构教师${known.name}，${way}。`, 'conflict');
}

/** 登记教师 */
export const addTeacher = command({
  name: 'teacher.add',
  path: '/teachers',
  title: '登记教师',
  by: institutionRoles,
  cites: ['2024.1.2'],
  input: newTeacherForm,
  async handle(input, context) {
    const { actor, tx } = context;
    const { secrets } = context.services;
    const { institutionId, regionCode } = actor;
    if (!institutionId || !regionCode) return refused('您的账户不属于任何机构，不能登记教师。', 'forbidden');
    const index = secrets.index('identityNumber', input.identityNumber);
    const why = (await whyUnknown(context, input.qualifications)) ?? (await whyKnown(context, institutionId, index));
    if (why) return why;
    const id = newId();
    const { pinyin, initials } = nameKeys(input.name);
    const owner = { region_code: regionCode, institution_id: institutionId, id };
    await tx
      .insertInto('teachers')
      .values({
        ...owner,
        name: input.name,
        pinyin,
        initials,
        id_sealed: secrets.seal('identityNumber', id, input.identityNumber),
        id_index: index,
        phone_sealed: secrets.seal('phone', id, input.phone),
        joined_on: input.joinedOn,
        ...listedValues(input.qualifications),
        ...employerValues(input.employer),
      })
      .execute();
    await saveQualifications(context, owner, input.qualifications);
    noteTeacher(
      context,
      owner,
      changedFields<ToldTeacher>(
        undefined,
        {
          name: input.name,
          joinedOn: input.joinedOn,
          employer: employerWords(input.employer),
          qualifications: input.qualifications,
        },
        teacherLabels,
      ),
    );
    return done({ teacherId: id, version: 1, needsConsent: input.employer.kind === 'elsewhere' });
  },
});

async function toldBefore(context: Context, row: TeacherRecord): Promise<ToldTeacher> {
  const { secrets } = context.services;
  const qualifications = await qualificationsFor(context, row.id);
  return {
    name: row.name,
    identityNumber: secrets.open('identityNumber', row.id, row.id_sealed),
    phone: secrets.open('phone', row.id, row.phone_sealed),
    joinedOn: row.joined_on ?? undefined,
    employer:
      row.employment === null
        ? undefined
        : employerWords(
            row.employment === 'own'
              ? { kind: 'own' }
              : { kind: 'elsewhere', name: row.employer_name, creditCode: row.employer_code },
          ),
    qualifications: qualificationsOf(teacherOf(row, qualifications, [])),
    certificates: certificatesOf(qualifications),
  };
}

/** 修改教师档案 */
export const changeTeacher = command({
  name: 'teacher.change',
  path: '/teachers/:teacherId/change',
  title: '修改教师档案',
  by: institutionRoles,
  cites: ['2024.1.2'],
  input: changedTeacherForm,
  async handle(input, context) {
    const { secrets } = context.services;
    const row = await takeTeacher(context, input.teacherId, input.version);
    if (isRefused(row)) return row;
    if (row.left_on && input.joinedOn > row.left_on) return refused('到岗日晚于离任日，请核对到岗日。', 'invalid');
    const before = await toldBefore(context, row);
    const identityNumber = input.identityNumber ?? before.identityNumber;
    const phone = input.phone ?? before.phone;
    const index = secrets.index('identityNumber', identityNumber);
    const why =
      (await whyUnknown(context, input.qualifications)) ?? (await whyKnown(context, row.institution_id, index, row.id));
    if (why) return why;
    const after: ToldTeacher = {
      name: input.name,
      identityNumber,
      phone,
      joinedOn: input.joinedOn,
      employer: employerWords(input.employer),
      qualifications: input.qualifications,
      certificates: certificatesOf(input.qualifications),
    };
    const changes = changedFields(before, after, teacherLabels);
    if (Object.keys(changes).length === 0) return done({ version: row.version });
    const { pinyin, initials } = nameKeys(input.name);
    const isChanged = await updateTeacher(context, row, {
      name: input.name,
      pinyin,
      initials,
      id_sealed: secrets.seal('identityNumber', row.id, identityNumber),
      id_index: index,
      phone_sealed: secrets.seal('phone', row.id, phone),
      joined_on: input.joinedOn,
      ...listedValues(input.qualifications),
      ...employerValues(input.employer),
    });
    if (!isChanged) return refused('这位教师的档案刚被别人改过，请刷新后再改一次。', 'conflict');
    await saveQualifications(context, row, input.qualifications);
    noteTeacher(context, row, changes);
    return done({ version: row.version + 1 });
  },
});

import { roleNames } from '#kernel/roles';
import type { AssessmentFacts } from './assessment-facts';

interface AssessmentTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One part of an assessment as it is printed. */
export interface AssessmentSection {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly table?: AssessmentTable;
}

const section = (title: string, paragraphs: readonly string[], table?: AssessmentTable): AssessmentSection => ({
  title,
  paragraphs,
  ...(table ? { table } : {}),
});
const share = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${(Math.round((part / whole) * 1000) / 10).toFixed(1)}%`;

/** 10 万人 */
const inTenThousands = (people: number): string => (people % 10_000 === 0 ? `${people / 10_000} 万人` : `${people} 人`);

const purpose = ({ consent }: AssessmentFacts): AssessmentSection =>
  section('一、目的、方式是否合法、正当、必要', [
    '目的：核对补贴性培训签到、签退的是学员、任课教师本人，查实冒名顶替。依据：焦人社文〔2021〕15号第四条及附件6要求以人脸识别记录考勤、全程录像，并按冒名顶替人次取消补贴。',
    `合法性：逐人单独同意，告知书现行第 ${consent.version} 版《${consent.title}》，教师的第 ${consent.teacherVersion} 版；可随时撤回，撤回即删除建档照片和人脸特征。`,
    '必要性：只处理补贴性培训的学员和任课教师；只在签到、签退和核实疑点时比对；不用于其他目的，不提供给他人，不向境外提供，不据此自动作出处罚或扣减补贴的决定。',
    '方式：建档照片、签到画面在本系统服务器上比对，由本地模型运算，不经互联网送出；结论存疑的由经办人看照片核定。',
  ]);

const scope = ({ stored, people, devices }: AssessmentFacts): AssessmentSection =>
  section(
    '二、处理的范围：现存的种类、数量与位置',
    [
      `现存人脸信息（建档照片或人脸特征）的自然人 ${people} 人，同一人在几个班的只计一次。`,
      `考勤设备 ${devices.count} 台，在用 ${devices.inUse} 台，其中留存照片的 ${devices.keepPictures} 台。`,
    ],
    {
      head: ['种类', '数量', '涉及人数', '存放'],
      rows: stored.map(({ name, count, unit, people: persons, where }) => [
        name,
        `${count} ${unit}`,
        persons === undefined ? '—' : String(persons),
        where,
      ]),
    },
  );

const keeping = (facts: AssessmentFacts): AssessmentSection =>
  section('三、保存期限', [
    `考勤记录、签到照片、录像：培训结束后 ${facts.evidenceYears} 年（焦人社文〔2021〕15号第四条、附件6 之5），期满由两人清除并出具销毁凭证；在案、保全的不清除。`,
    '人脸特征：培训结束次日自动清除；撤回同意的当即清除；签到时的特征当天比对完即删。',
    `现存人脸信息达到 ${inTenThousands(facts.filingFrom)}之日起 ${facts.filingPeriod} 个工作日内，向省级网信部门备案（人脸识别技术应用安全管理办法第十五条）。`,
    `本评估和处理情况记录至少保存 ${facts.assessmentYears} 年（个人信息保护法第五十六条）。`,
  ]);

const consents = ({ consent, withoutFace }: AssessmentFacts): AssessmentSection => {
  const checks = withoutFace.checks + withoutFace.faceChecks;
  return section(
    '四、同意与不刷脸的方式',
    [
      `现有效的单独同意 ${consent.given} 人次，撤回 ${consent.withdrawn} 人次；告知书全文摘要 ${consent.digest.slice(0, 16)}。`,
      `不同意的出示身份证、一次性码、由工作人员见证并拍教室照片，与刷脸同样计课时：现有 ${withoutFace.people} 人次选用，占签到 ${share(withoutFace.checks, checks)}（${withoutFace.checks} / ${checks} 次）。`,
    ],
    {
      head: ['告知书', '记录的选择'],
      rows: consent.byVersion.map(({ version, count }) => [`第 ${version} 版`, `${count} 条`]),
    },
  );
};

function engineOf({ engine }: AssessmentFacts): AssessmentSection {
  const title = '五、识别引擎、阈值与已知局限';
  if (!engine) return section(title, ['本系统没有安装识别模型：不作比对，签到走不刷脸的方式。']);
  return section(
    title,
    [
      `引擎 ${engine.id}；来源 ${engine.source}；许可 ${engine.licence}。`,
      ...engine.models.map(({ name, does, sha256 }) => `${name}：${does}；SHA-256 ${sha256}。`),
      ...engine.doubts.map((doubt) => `局限：${doubt}`),
    ],
    {
      head: ['用途', '阈值', '人群', '来源'],
      rows: engine.thresholds.map((each) => [
        each.purpose === 'verification' ? '签到比对' : '查重',
        String(each.value),
        each.population,
        each.source,
      ]),
    },
  );
}

const risks = ({ engine }: AssessmentFacts): AssessmentSection =>
  section('六、对个人权益的影响与安全风险', [
    `误认、误拒：${engine ? '按上列阈值，少数本人会被拒、极少数他人会被认' : '没有自动比对'}。被拒的当场改用身份证签到；存疑的不算缺勤，由经办人核定；分值不直接影响补贴。`,
    '泄露：人脸不能更换，一旦泄露影响长期存在。照片、特征逐项加密，密钥与数据分开存放。',
    '滥用：照片被用于考勤以外。打开照片逐次留痕，只有下列人员可以打开，理由和时间可查。',
    '不平等：不同意刷脸的人受到差别对待。不刷脸的方式同样计课时，同意与否不影响参训和补贴。',
  ]);

const openers = (facts: AssessmentFacts): AssessmentSection =>
  section('七、谁可以打开照片、录像', ['每次打开都写入留痕，并受机构、县、市的可见范围限制。'], {
    head: ['事项', '人员'],
    rows: facts.openers.map(({ title, roles }) => [title, roles.map((role) => roleNames[role]).join('、')]),
  });

const controls = (facts: AssessmentFacts): AssessmentSection =>
  section('八、保护措施是否合法、有效并与风险相适应', ['以下由系统当场核对，不是声明。'], {
    head: ['措施', '现状', '依据'],
    rows: facts.controls.map(({ name, isOn, shown }) => [name, isOn ? '已启用' : '未启用', shown]),
  });

/** The parts of an assessment, in the order in which the law asks for them (个人信息保护法第五十六条). */
export const sectionsOf = (facts: AssessmentFacts): AssessmentSection[] =>
  [purpose, scope, keeping, consents, engineOf, risks, openers, controls].map((make) => make(facts));

import type { Role } from '#kernel/roles';
import { city } from '#law/regions';
import { institutionNames } from './institution-names';
import { demoRegions } from './places';

/** The one password of every demonstration account; published, so it opens nothing but a demonstration. */
export const demoPassword = 'Kaiban-Yanshi-2026';

/** An account of the demonstration: whom it plays and where. */
export interface DemoAccount {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  /** 博爱县人社局 · 经办人: for the sign-in page. */
  readonly desk: string;
  readonly regionCode?: string;
  /** Name of the institution the account belongs to. */
  readonly institution?: string;
}

const people =
  '王海燕 李建设 张素芬 刘文涛 陈国庆 杨晓琳 赵永强 郭玉敏 马新华 孙丽娜 朱振东 胡秋菊 高志远 宋美玲 许长青 韩雪 冯立新 董爱民 程秀梅 田野 任红卫 范晓辉 卢静 侯保国 邓小满 曹建军 苗青 靳文霞 毋国平 原小红 琚建华 薛明 欧阳慧 秦岭 史可 申卫东 毕春燕 郝连山 常乐 段志刚 武秀芝 贾宏伟 路遥 梁东 康宁 尚国红 岳小峰 齐敏 白建平 崔玉 万里 汤丽君 晋宏 牛建新 时永 焦素云 党卫 甘雨 石磊 霍思远 关小月 蒋文 杜娟 阎军 丁香 余庆 潘登 葛红 谭松 钟灵 汪洋 邱实 方正 邢台生'.split(
    ' ',
  );

type Unnamed = Omit<DemoAccount, 'name'>;

const countyAccounts: readonly Unnamed[] = demoRegions.flatMap(({ key, code, name }) => [
  { username: `officer.${key}`, role: 'countyOfficer', desk: `${name}人社局 · 经办人`, regionCode: code },
  { username: `signatory.${key}`, role: 'countySignatory', desk: `${name}人社局 · 负责人`, regionCode: code },
]);

const institutionAccounts: readonly Unnamed[] = demoRegions.flatMap(({ key, code }) =>
  institutionNames[key].flatMap((institution, index): Unnamed[] => {
    const place = index === 0 ? key : `${key}${index + 1}`;
    const where = { regionCode: code, institution };
    return [
      { username: `clerk.${place}`, role: 'institutionClerk', desk: `${institution} · 经办人`, ...where },
      { username: `principal.${place}`, role: 'institutionPrincipal', desk: `${institution} · 负责人`, ...where },
    ];
  }),
);

const cityAccounts: readonly Unnamed[] = [
  { username: 'officer.city', role: 'cityOfficer', desk: `${city.name}人社局 · 经办人` },
  { username: 'signatory.city', role: 'citySignatory', desk: `${city.name}人社局 · 负责人` },
  { username: 'discipline.city', role: 'disciplineOfficer', desk: '驻局纪检监察组' },
  { username: 'finance.city', role: 'financeOfficer', desk: `${city.name}财政局` },
  { username: 'system.admin', role: 'systemAdministrator', desk: '系统管理员' },
  { username: 'security.admin', role: 'securityAdministrator', desk: '安全管理员' },
  { username: 'audit.admin', role: 'auditAdministrator', desk: '审计管理员' },
];

const firstCounty = 'boai';
const isFirst = ({ username }: Unnamed): boolean => username.endsWith(`.${firstCounty}`);

/** Every account: those of 博爱县 first, as most stories of the demonstration happen there. */
export const demoAccounts: readonly DemoAccount[] = [
  ...institutionAccounts.filter(isFirst),
  ...countyAccounts.filter(isFirst),
  ...cityAccounts,
  ...institutionAccounts.filter((account) => !isFirst(account)),
  ...countyAccounts.filter((account) => !isFirst(account)),
].map((account, index) => ({ ...account, name: people[index % people.length] ?? account.desk }));

export function accountNamed(username: string): DemoAccount {
  const found = demoAccounts.find((account) => account.username === username);
  if (!found) throw new RangeError(`no such account: ${username}`);
  return found;
}

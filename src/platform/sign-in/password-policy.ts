import type { Instant } from '../clock';
import { commonWords } from './common-words';
import { longestPassword } from './passwords';

/** What a password must be; 等保 and OWASP ASVS disagree on kinds of characters and on periodic change. */
export interface PasswordProfile {
  readonly leastLength: number;
  /** Of the four kinds: capitals, small letters, digits, everything else. */
  readonly leastKinds: number;
  readonly lifeDays: number | undefined;
  /** The current password and those before it that may not come again. */
  readonly remembered: number;
}

/** GB/T 22239-2019 8.1.4.1 a: complexity and periodic change; the default. */
export const gradedProtectionProfile: PasswordProfile = { leastLength: 12, leastKinds: 3, lifeDays: 90, remembered: 5 };

/** OWASP ASVS 5.0 6.2: length instead of kinds, and no periodic change. */
export const lengthProfile: PasswordProfile = { leastLength: 15, leastKinds: 1, lifeDays: undefined, remembered: 5 };

const kindsOf = (password: string): number =>
  [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;

const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Small letters, wide forms narrowed; and the same with signs read as the letters they stand for. */
function readings(password: string): [string, string] {
  const plain = password.normalize('NFKC').toLowerCase();
  return [plain, plain.replace(/[01345@$!]/g, (sign) => lookalikes[sign] ?? sign)];
}

/** Five in a row such as 45678, or four alike. */
function hasRun(password: string): boolean {
  const codes = [...password.toLowerCase()].map((sign) => sign.codePointAt(0) ?? 0);
  let [rising, same] = [1, 1];
  for (let at = 1; at < codes.length; at++) {
    const step = (codes[at] ?? 0) - (codes[at - 1] ?? 0);
    rising = step === 1 ? rising + 1 : 1;
    same = step === 0 ? same + 1 : 1;
    if (rising >= 5 || same >= 4) return true;
  }
  return false;
}

/** Everything wrong with a new password, each as a sentence with the limit; nothing when it will do. */
export function passwordFaults(password: string, username: string, profile = gradedProtectionProfile): string[] {
  const faults: string[] = [];
  const length = [...password].length;
  const kinds = kindsOf(password);
  const [plain, folded] = readings(password);
  if (length < profile.leastLength) faults.push(`密码至少 ${profile.leastLength} 个字符，现在是 ${length} 个。`);
  if (password.length > longestPassword) faults.push(`密码最多 ${longestPassword} 个字符，请缩短。`);
  if (kinds < profile.leastKinds) {
    const wanted = `密码须含大写字母、小写字母、数字、其他字符中的 ${profile.leastKinds} 类`;
    faults.push(`${wanted}，现在是 ${kinds} 类。`);
  }
  const name = username.toLowerCase();
  if (name.length >= 3 && plain.includes(name)) faults.push('密码里不能有用户名，请换一个。');
  const word = commonWords.find((each) => plain.includes(each) || folded.includes(each));
  if (word) faults.push(`密码里不能有“${word}”这样容易猜到的词，请换一个。`);
  if (hasRun(password)) faults.push('密码里不能有连续五个顺排的字符（如 45678）或四个相同的字符，请换一个。');
  return faults;
}

const dayMilliseconds = 86_400_000;

/** The moment from which a password must be changed, if it ages at all. */
export const passwordEndsAt = (changedAt: Instant, { lifeDays }: PasswordProfile): Instant | undefined =>
  lifeDays === undefined ? undefined : new Date(Date.parse(changedAt) + lifeDays * dayMilliseconds).toISOString();

export function isPasswordExpired(changedAt: Instant, now: Instant, profile: PasswordProfile): boolean {
  const endsAt = passwordEndsAt(changedAt, profile);
  return endsAt !== undefined && Date.parse(endsAt) <= Date.parse(now);
}

/** When a password that must be changed at the first sign-in is said to have been set. */
export const longAgo: Instant = '1970-01-01T00:00:00.000Z';

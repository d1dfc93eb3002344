import type { OutsideRegister } from './registers';

interface Words {
  readonly listed: RegExp;
  readonly absent: RegExp;
}

/** How offices write that somebody is, or is not, in their register. */
const common: Words = {
  listed:
    /^(?:是|有|在(?:保|职|册|校|籍|读|享|编)|参保(?:缴费)?|正常(?:参保|缴费|领取|在校|享受)?|已?(?:参保|领取|登记|死亡|入学|纳入|享受)|(?:登记)?有效|(?:财政)?供养|领取(?:中|养老待遇)|缴费|稳定脱贫|脱贫不稳定|脱贫户?|低保户?|监测(?:对象|户)|1|y|yes)$/i,
  absent:
    /^(?:否|无|没有.{0,4}|未.{1,4}|查无.{0,4}|不(?:在册|在校|是|存在)|非.{1,6}|无.{1,6}|(?:暂停|终止|停止|中断)(?:参保|缴费)?|停保|退保|注销|已?(?:退出|毕业|肄业|退学|核减)|0|n|no)$/i,
};

/** Words that mean something else in one register than in the others: 正常 in that of deaths is alive. */
const own: Readonly<Partial<Record<OutsideRegister, Words>>> = {
  deaths: { listed: /^(?:已?(?:死亡|去世|亡故)|已故|死亡注销|注销)$/, absent: /^(?:正常|健在|在世|存活)$/ },
  unemployment: { listed: /^(?:登记)?失业(?:人员|中|登记)?$/, absent: /^(?:已?就业|在职|在岗|失效)$/ },
};

/** Whether the word says that the person is in the register; a word nobody knows is not guessed at. */
export function statusOf(register: OutsideRegister, word: string): boolean | 'unclear' {
  for (const words of [own[register], common]) {
    if (words?.listed.test(word)) return true;
    if (words?.absent.test(word)) return false;
  }
  return 'unclear';
}

import { z } from 'zod';
import { addDays } from '#kernel/plain-date';
import type { AnyOperation } from '#platform/operation';
import { registerOperations } from '#registers/server';
import { demoPassword } from './accounts';
import { act, actorNamed, type Stage } from './acting';
import { instantAt } from './days';
import { institutionAt } from './institutions';
import { occupationNamed } from './occupations';
import { designationId } from './record';

type Name = (typeof registerOperations)[number]['name'];

function operationNamed(name: Name): AnyOperation {
  const found = registerOperations.find((each) => each.name === name);
  if (!found) throw new RangeError(`no such operation: ${name}`);
  return found;
}

const decisionForm = z.object({ decisionId: z.uuid() });

/** What people have done with the records of the institutions of 博爱县 in the last weeks. */
export async function keepRegisters(stage: Stage): Promise<void> {
  const { seed, days, institutions } = stage.city;
  const first = institutionAt(institutions, 'boai', 0);
  const second = institutionAt(institutions, 'boai', 1);
  const tell = (username: string, on: number, minute: number, name: Name, input: object) => {
    const day = days.day(on);
    const moment = { actor: actorNamed(stage.city, username), day, at: instantAt(day, minute) };
    return act(stage, moment, operationNamed(name), `register/${name}/${username}/${on}/${minute}`, input);
  };
  await suspendOne(stage, tell);
  await tell('clerk.boai', -12, 605, 'institution.change-contact', {
    institutionId: first.institutionId,
    version: 1,
    principalName: first.principalName,
    contactName: actorNamed(stage.city, 'clerk.boai').name,
    phone: '0391-8623170',
    email: 'boai@example.cn',
  });
  await tell('clerk.boai2', -6, 560, 'institution.close-venue', {
    institutionId: second.institutionId,
    venueId: second.smallRoom.venueId,
    version: 1,
    closedOn: days.day(-6),
    reason: '屋顶漏水，维修后再用',
    acknowledged: false,
  });
  await tell('principal.boai', -1, 990, 'institution.state-account', {
    institutionId: first.institutionId,
    holder: first.name,
    bankName: '中国建设银行博爱县支行',
    account: `4100157${String(seed).padStart(8, '0')}01`,
    reason: '原开户行网点撤并',
  });
}

type Tell = (username: string, on: number, minute: number, name: Name, input: object) => Promise<unknown>;

/** One designation is suspended for two months; its occupation has no class at that level. */
async function suspendOne({ city: { seed, days, institutions } }: Stage, tell: Tell): Promise<void> {
  const { institutionId, ...first } = institutionAt(institutions, 'boai', 0);
  const from = days.day(-14);
  const proposed = await tell('officer.boai', -15, 620, 'institution.propose-on-designation', {
    institutionId,
    designationId: designationId(seed, { institutionId, ...first }, occupationNamed('家政服务员').code, 4),
    act: 'suspendDesignation',
    from,
    until: addDays(from, 60),
    reason: '实操设备不足，责令补齐',
    document: '博人社〔2026〕57 号',
  });
  await tell('signatory.boai', -15, 960, 'institution.decide', {
    institutionId,
    decisionId: decisionForm.parse(proposed).decisionId,
    accepted: true,
    opinion: '同意，补齐后由经办人现场复核。',
    password: demoPassword,
  });
}

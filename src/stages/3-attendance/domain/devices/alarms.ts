import type { EventKind } from './events';

/** What somebody has to look at: every alarm is settled by a person with a reason, none goes away by itself. */
export const alarmKinds = [
  'rewritten',
  'tamper',
  'peopleChanged',
  'recordsWiped',
  'twoPlaces',
  'forged',
  'clockAhead',
  'gap',
  'offline',
  'chainBroken',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

export const alarmNames: Record<AlarmKind, string> = {
  rewritten: '同号异文',
  tamper: '防拆报警',
  peopleChanged: '人员库变动',
  recordsWiped: '记录被清除',
  twoPlaces: '一钥两用',
  forged: '签名不符',
  clockAhead: '时钟不准',
  gap: '记录缺号',
  offline: '上课时离线',
  chainBroken: '记录链不符',
};

/** What the alarm means and what to do about it. */
export const alarmAdvice: Record<AlarmKind, string> = {
  rewritten: '设备用同一流水号送来了内容不同的记录。先到的一份已保存，后到的没有采用；请核对设备内的原始记录。',
  tamper: '设备报告外壳被拆或被移动。请到教室查看设备和安装位置。',
  peopleChanged: '设备上新增、修改或删除了人员。请核对是否为开班前采集头像，改动人是否为指定专人。',
  recordsWiped: '设备上的记录或人员被清除。已上传的记录不受影响；请查明是谁清除、为何清除。',
  twoPlaces: '同一把密钥在两处同时使用，可能有人仿冒这台设备。请停用后换发密钥。',
  forged: '有人以这台设备的名义送来签名不符的内容，没有采用。请核对设备密钥是否输错，或是否有人仿冒。',
  clockAhead:
    '设备时间比服务器快，或者一直在线却把签到晚了很久才送来（时钟可能被拨慢，或事后补写）。记录照收并标注，晚送的先不计课时，由县（市、区）核定；请校准设备时钟，查明谁改过。',
  gap: '设备流水号有缺口，缺少的记录可能还在设备里。请让设备补传，补不上的说明原因。',
  chainBroken:
    '夜里核对时，已存的送达或记录与当时的摘要对不上，可能有人改过数据库。请保留现场，报告安全管理员和纪检监察组。',
  offline: '课程正在进行，设备超过三十分钟没有联系服务器。请查看电源与网络，并改用其他签到方式。',
};

export const isAlarmKind = (text: string): text is AlarmKind => alarmKinds.some((kind) => kind === text);

/** Events that are an alarm by themselves. */
export const alarmOfEvent: Partial<Record<EventKind, AlarmKind>> = {
  tamper: 'tamper',
  peopleChanged: 'peopleChanged',
  recordsWiped: 'recordsWiped',
};

/** Enrolment changes many people at once and a wrong clock is wrong all day: one alarm a day of these. */
export const isDaily = (kind: AlarmKind): boolean =>
  kind === 'peopleChanged' || kind === 'clockAhead' || kind === 'forged';

/** A device is called offline when it was silent for so long while a lesson is held in its room. */
export const silentAfterMinutes = 30;
/** A gap is told when it has stood for so long: what is sent again fills it before. */
export const gapStandsMinutes = 120;

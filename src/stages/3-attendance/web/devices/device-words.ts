import type { ClauseId } from '#law/clause-ids';
import { labelOf } from '#law/clause-labels';
import type { ClauseRef } from '#ui/clause';
import type { Tone } from '#ui/state';
import type { DeviceAction, DeviceState } from '../../domain/devices/lifecycle';
import type { Vendor } from '../../domain/devices/vendors';

export const deviceTones: Record<DeviceState, Tone> = {
  registered: 'warn',
  active: 'ok',
  suspended: 'stop',
  revoked: 'calm',
};

export const deviceActionNames: Record<DeviceAction, string> = {
  confirm: '确认启用',
  suspend: '暂停使用',
  resume: '恢复使用',
  revoke: '停用',
};

export const clauseRef = (id: ClauseId): ClauseRef => ({ id, label: labelOf(id) });

/** 3 分钟前: how long ago a device was heard. */
export function spokenAgo(instant: string | undefined, now: number): string {
  if (!instant) return '从未联系';
  const minutes = Math.max(0, Math.round((now - Date.parse(instant)) / 60_000));
  if (minutes < 1) return '刚才';
  if (minutes < 60) return `${minutes} 分钟前`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} 小时前`;
  return `${Math.floor(minutes / (24 * 60))} 天前`;
}

/** 设备比服务器快 2.5 秒. */
export const spokenOffset = (seconds: number): string =>
  Math.abs(seconds) < 3 ? '与服务器一致' : seconds > 0 ? `比服务器慢 ${seconds} 秒` : `比服务器快 ${-seconds} 秒`;

/** What is typed into a device of each make. */
export function settingsFor(
  vendor: Vendor,
  told: { origin: string; deviceId: string; serial: string; key: string | null },
) {
  const { origin, deviceId, serial, key } = told;
  const host = new URL(origin);
  if (vendor === 'zkteco') {
    return [
      { name: '服务器地址', value: host.hostname },
      { name: '服务器端口', value: host.port || (host.protocol === 'https:' ? '443' : '80') },
      { name: '路径前缀', value: `/device/zk/${key ?? ''}` },
      { name: '序列号（核对铭牌）', value: serial },
    ];
  }
  if (vendor === 'hikvision') {
    return [
      { name: 'HTTP 监听地址', value: `${origin}/device/isapi/${key ?? ''}` },
      {
        name: '协议、端口',
        value: `${host.protocol.replace(':', '').toUpperCase()}，${host.port || (host.protocol === 'https:' ? '443' : '80')}`,
      },
    ];
  }
  return [
    { name: '接口地址', value: `${origin}/device/v1` },
    { name: '设备编号', value: deviceId },
    { name: '密钥（HMAC-SHA-256）', value: key ?? '用设备自己的私钥签名' },
  ];
}

/** How a device speaks: our own signed JSON, ZKTeco push (ADMS), or Hikvision ISAPI events. */
export const vendors = ['json', 'zkteco', 'hikvision'] as const;
export type Vendor = (typeof vendors)[number];

export const vendorNames: Record<Vendor, string> = {
  json: '签名 JSON 接口',
  zkteco: '中控（ZKTeco）推送',
  hikvision: '海康威视（ISAPI）事件',
};

export const isVendor = (text: string): text is Vendor => vendors.some((vendor) => vendor === text);

/** How the device proves who it is: a signature, or a secret part of its address where it cannot sign. */
export const keyKinds = ['hmac', 'ed25519', 'path'] as const;
export type KeyKind = (typeof keyKinds)[number];

export const keyKindOf = (vendor: Vendor, hasPublicKey: boolean): KeyKind =>
  vendor !== 'json' ? 'path' : hasPublicKey ? 'ed25519' : 'hmac';

import type { DeviceEvent } from '../../domain/devices/events';

export type Transport = 'json' | 'attlog' | 'operlog' | 'zkOther' | 'isapiJson' | 'isapiXml' | 'isapiMultipart';

/** What one request of a device held, read but not yet kept. */
export interface Reading {
  readonly transport: Transport;
  /** What is kept of the body: all of it but pictures and templates. */
  readonly kept: Buffer;
  /** Bytes left out; their digest is in that of the whole. */
  readonly withheld: number;
  readonly events: readonly DeviceEvent[];
  /** Entries nobody can read, by their place, and why. */
  readonly unread: readonly { readonly index: number; readonly message: string }[];
  /** A picture of the first event. */
  readonly picture?: Buffer | undefined;
}

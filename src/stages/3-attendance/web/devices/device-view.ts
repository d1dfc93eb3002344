import type { api } from '#ui/api';

/** What the record page of a device is answered. */
export type DeviceView = Awaited<ReturnType<typeof api.device.show>>;

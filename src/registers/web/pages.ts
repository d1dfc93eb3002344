import type { OfficePage } from '../../office/pages';

/** The pages of the standing records, the legal basis and the administration. */
export const registerPages: readonly OfficePage[] = [];

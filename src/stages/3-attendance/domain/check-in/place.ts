import type { DoubtCode, RefusalCode } from './remarks';

/** Degrees of WGS 84. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

const earthRadius = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres between two positions over the sphere. */
export function metresBetween(a: Position, b: Position): number {
  const half = (from: number, to: number) => Math.sin((radians(to) - radians(from)) / 2) ** 2;
  const chord =
    half(a.latitude, b.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** How far off a telephone’s place may be, in steps of metres: what is kept of its accuracy. */
const accuracySteps = [10, 20, 50, 100, 200, 500, 1000] as const;
export const coarseAccuracy = (metres: number): number => accuracySteps.find((step) => metres <= step) ?? 1000;

/** A place in the form in which two are compared: to a millionth of a degree, a tenth of a metre. */
export const placeText = ({ latitude, longitude }: Position): string =>
  `${latitude.toFixed(6)},${longitude.toFixed(6)}`;

export interface PlaceFacts {
  readonly room: Position | undefined;
  /** Where the telephone says it is, and how many metres it may be off. */
  readonly phone: (Position & { readonly accuracy: number }) | undefined;
  /** The telephone is in the wireless network of the room. */
  readonly isInRoomNetwork: boolean;
  readonly radius: number;
  readonly accuracyLimit: number;
}

/** What a telephone’s place says: within the fence its own uncertainty counts in favour of the trainee. */
export function judgePlace(facts: PlaceFacts): { refusal?: RefusalCode; doubt?: DoubtCode } {
  const { room, phone, isInRoomNetwork, radius, accuracyLimit } = facts;
  if (isInRoomNetwork) return {};
  if (!room || !phone) return { doubt: 'placeUnknown' };
  const distance = metresBetween(room, phone);
  if (phone.accuracy > accuracyLimit) {
    return distance > radius + phone.accuracy ? { refusal: 'elsewhere' } : { doubt: 'placeUnsure' };
  }
  return distance > radius + phone.accuracy ? { refusal: 'elsewhere' } : {};
}

import type { Pool } from 'pg';
import type { Instant } from '../clock';
import type { Secrets } from '../secrets/secrets';
import { type LockoutPolicy, usualLockout } from './lockout';
import { gradedProtectionProfile, type PasswordProfile } from './password-policy';
import { hashOfNobody } from './passwords';
import { type Turnstile, turnstile } from './turnstile';

/** How long a session may rest, and how long it lives at all. */
export interface SessionLimits {
  readonly idleMinutes: number;
  readonly administratorIdleMinutes: number;
  readonly lifeHours: number;
}

/** GB/T 22239 8.1.4.1 b: ends by itself when nobody is there. */
export const usualSessionLimits: SessionLimits = { idleMinutes: 15, administratorIdleMinutes: 5, lifeHours: 12 };

/** All that signing in rests on. */
export interface SignInService {
  /** Apart from the connections of commands: one that asks for a password would else wait for others that do. */
  readonly pool: Pool;
  readonly secrets: Secrets;
  /** Only on a demonstration database may demonstration accounts sign in. */
  readonly isDemo: boolean;
  readonly lockout: LockoutPolicy;
  readonly limits: SessionLimits;
  readonly profile: PasswordProfile;
  readonly hashOfNobody: string;
  readonly oneByOne: Turnstile;
}

export interface SignInChoices {
  readonly pool: Pool;
  readonly secrets: Secrets;
  readonly isDemo: boolean;
  readonly lockout?: LockoutPolicy;
  readonly limits?: SessionLimits;
  readonly profile?: PasswordProfile;
}

const atOnce = 4;

export const openSignIn = async (choices: SignInChoices): Promise<SignInService> => ({
  lockout: usualLockout,
  limits: usualSessionLimits,
  profile: gradedProtectionProfile,
  ...choices,
  hashOfNobody: await hashOfNobody(),
  oneByOne: turnstile(atOnce),
});

/** Where a request comes from, and when. */
export interface Circumstances {
  readonly source: string;
  readonly agent: string;
  readonly now: Instant;
}

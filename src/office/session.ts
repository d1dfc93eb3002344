import { computed, shallowRef } from 'vue';
import { type PlainDate, spokenDay } from '#kernel/plain-date';
import type { Role } from '#kernel/roles';
import { account, whenSignedOut } from '#ui/api';

/** Who sits at this desk. */
export interface SessionUser {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly regionCode?: string;
  readonly institutionId?: string;
  readonly isDemo: boolean;
  readonly desk: string;
}

/** What a new password must be, as the server will judge it. */
export interface PasswordProfile {
  readonly leastLength: number;
  readonly leastKinds: number;
  readonly lifeDays?: number;
  readonly remembered: number;
}

export interface Session {
  readonly user: SessionUser;
  readonly standing: 'full' | 'mustChangePassword' | 'mustEnrolSecondFactor';
  readonly today: PlainDate;
  readonly profile: PasswordProfile;
}

const current = shallowRef<Session>();
const hasEnded = shallowRef(false);

export const session = computed(() => current.value);
/** The session ended while a page was open: what is typed stays, a dialog asks to sign in again. */
export const sessionEnded = computed(() => hasEnded.value);

whenSignedOut(() => {
  if (current.value) hasEnded.value = true;
});

/** Asks the server who is signed in; undefined when nobody is. */
export async function readSession(): Promise<Session | undefined> {
  current.value = (await account<Session | null>('')) ?? undefined;
  return current.value;
}

export interface SignInAnswer {
  readonly outcome: 'signedIn' | 'codeNeeded' | 'refused';
  readonly message?: string;
}

export async function signIn(username: string, password: string, code?: string): Promise<SignInAnswer> {
  const answer = await account<SignInAnswer>('/sign-in', { username, password, ...(code ? { code } : {}) });
  if (answer.outcome === 'signedIn') {
    await readSession();
    hasEnded.value = false;
  }
  return answer;
}

export async function signOut(): Promise<void> {
  await account('/sign-out', {});
  current.value = undefined;
  hasEnded.value = false;
}

export const workingDayWords = computed(() =>
  current.value ? `${current.value.today.slice(0, 4)}年${spokenDay(current.value.today)}` : undefined,
);

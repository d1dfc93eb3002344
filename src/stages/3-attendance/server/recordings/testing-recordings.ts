import type { AddressInfo } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { FaceEngine } from '#platform/faces/engine';
import { fromOwnPage, openDoor, type TestDoor } from '#platform/http/testing-http';
import type { Job } from '#platform/jobs/job';
import { runJob } from '#platform/jobs/run-job';
import type { Actor } from '#platform/operation';
import { resultOf, type TestPlatform } from '#platform/testing-platform';
import type { VideoTools } from '#platform/video/video-tools';
import { lessonsOf } from '../check-in/taught-class';
import { inScope } from '#platform/database/scope';
import { openClassroom, type TestClassroom } from '../check-in/testing-classroom';
import { addCamera } from './camera-commands';
import { recordingDoor, recordingOperations } from './index';
import { announceRecording } from './upload-commands';

/** A class with a camera in the room of its first lesson, the product’s door listening, and a folder for files. */
export interface TestStudio {
  readonly room: TestClassroom;
  readonly platform: TestPlatform;
  readonly door: TestDoor;
  readonly address: string;
  readonly folder: string;
  readonly cameraId: string;
  /** 08:00 of the day of the lessons. */
  readonly day: string;
  /** The instant of a time of that day. */
  on(time: string): string;
  announce(over?: Partial<Parameters<typeof announceOf>[1]>): Promise<string>;
  /** Sends a part of an upload as the page does. */
  send(id: string, bytes: Uint8Array, offset: number, actor?: Actor, more?: Record<string, string>): Promise<Response>;
  offset(id: string, actor?: Actor): Promise<Response>;
  /** Runs a job, now or so many days later. */
  work(job: Job, input?: object, daysLater?: number): Promise<string>;
  state(
    id: string,
  ): Promise<{ state: string; findings: string; facts: string; ends_at: string | null; is_measured: boolean }>;
  close(): Promise<void>;
}

const announceOf = (
  studio: { platform: TestPlatform; room: TestClassroom; cameraId: string; on(time: string): string },
  over: {
    byteLength?: number;
    fileName?: string;
    fileMark?: string;
    startsAt?: string;
    seconds?: number | undefined;
    cameraId?: string;
  },
) =>
  resultOf(studio.platform, announceRecording, studio.room.clerk, {
    classId: studio.room.classId,
    cameraId: studio.cameraId,
    fileName: 'ch01.mp4',
    fileMark: `mark-${Math.random()}`,
    byteLength: 1000,
    startsAt: studio.on('08:00'),
    seconds: 10_800,
    ...over,
  });

export interface StudioChoices {
  readonly trainees?: number;
  readonly tools?: VideoTools | undefined;
  readonly faces?: FaceEngine;
}

export async function openStudio({ trainees = 2, tools, faces }: StudioChoices = {}): Promise<TestStudio> {
  const room = await openClassroom(trainees, faces);
  const platform: TestPlatform = {
    ...room.platform,
    services: { ...room.platform.services, video: { find: async () => tools } },
  };
  const door = await openDoor(platform, recordingOperations, { doors: [recordingDoor()] });
  await door.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = door.app.server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'mingxun-studio-'));
  const day = platform.clock.today();
  const lessons = await inScope(platform.pool, { reach: 'system' }, (tx) => lessonsOf({ tx }, [room.classId], day));
  const venueId = lessons.get(room.classId)?.[0]?.venueId ?? '';
  const camera = { venueId, name: '后侧正中', position: 'rear' } as const;
  const { cameraId } = await resultOf(platform, addCamera, room.clerk, camera);
  const on = (time: string) => new Date(`${day}T${time}:00+08:00`).toISOString();
  room.at('18:00');
  const cookies = new Map<string, Promise<string>>();
  const cookieOf = (actor: Actor) => {
    const known = cookies.get(actor.userId) ?? door.sessionOf(actor);
    cookies.set(actor.userId, known);
    return known;
  };
  const tus = { ...fromOwnPage, 'tus-resumable': '1.0.0' };
  return {
    room,
    platform,
    door,
    address,
    folder,
    cameraId,
    day,
    on,
    announce: async (over = {}) => (await announceOf({ platform, room, cameraId, on }, over)).recordingId,
    async send(id, bytes, offset, actor = room.clerk, more = {}) {
      const headers = {
        ...tus,
        cookie: await cookieOf(actor),
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(offset),
        ...more,
      };
      return fetch(`${address}/video/${id}/upload`, { method: 'PATCH', headers, body: Buffer.from(bytes) });
    },
    async offset(id, actor = room.clerk) {
      const headers = { ...tus, cookie: await cookieOf(actor) };
      return fetch(`${address}/video/${id}/upload`, { method: 'HEAD', headers });
    },
    work(job, input = {}, daysLater = 0) {
      const now = () => new Date(Date.parse(platform.clock.now()) + daysLater * 86_400_000).toISOString();
      const later = { ...platform, clock: { ...platform.clock, now } };
      return runJob(later, job, input, { signal: new AbortController().signal, warn: () => undefined });
    },
    async state(id) {
      const rows = await room.rows(
        sql<{ state: string; findings: string; facts: string; ends_at: string | null; is_measured: boolean }>`
        select state, findings::text, coalesce(facts::text, '') as facts, ends_at, is_measured from recordings where id = ${id}`,
      );
      const [row] = rows;
      if (!row) throw new Error('no such recording');
      return row;
    },
    async close() {
      await door.close();
      await room.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

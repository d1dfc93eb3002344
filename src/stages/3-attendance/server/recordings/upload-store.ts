import { FileStore } from '@tus/file-store';
import { ERRORS, Server, Upload } from '@tus/server';
import type { Pool } from 'pg';
import { inScope } from '#platform/database/scope';
import type { RecordingFolder } from '#platform/video/recording-folder';
import { type LeaseChoices, uploadLease } from './upload-lease';

const refuse = () => Promise.reject(ERRORS.FILE_NOT_FOUND);

/**
 * What an upload is, is read from the database: the file beside it holds nothing but its bytes. It is begun only by who
 * holds the lease and has seen the upload open, so that none given up comes back.
 */
const announced = (pool: Pool, recordings: RecordingFolder) => ({
  async get(id: string): Promise<Upload | undefined> {
    const row = await inScope(pool, { reach: 'system' }, (tx) =>
      tx
        .selectFrom('recordings')
        .select(['byte_length', 'announced_at'])
        .where('id', '=', id)
        .where('state', '=', 'uploading')
        .executeTakeFirst(),
    );
    if (!row) return undefined;
    await recordings.begin(id);
    return new Upload({ id, size: row.byte_length, offset: 0, creation_date: row.announced_at });
  },
  set: refuse,
  delete: refuse,
  list: async () => [],
});

const sentences: Readonly<Record<number, string>> = {
  400: '续传请求不完整，请重新选择文件接着传。',
  404: '没有找到这次上传，可能已传完、已放弃或已过期。',
  409: '续传位置与服务器上的不一致，请重新接着传。',
  410: '这次上传已过期，请重新上传。',
  412: '续传协议版本不符，请刷新页面后重试。',
  413: '传来的内容超过登记的文件大小，已拒绝。',
  423: '这份文件正在另一处上传，请稍后再试。',
};

/** The resumable-upload protocol over the folder of recordings; what may be uploaded is decided before it is asked. */
export const uploadServer = (pool: Pool, recordings: RecordingFolder, lease: LeaseChoices): Server =>
  new Server({
    path: '/video',
    datastore: new FileStore({ directory: recordings.folder, configstore: announced(pool, recordings) }),
    locker: { newLock: (id) => uploadLease(pool, id, lease) },
    getFileIdFromRequest: (request) => /^\/video\/([0-9a-f-]{36})\/upload$/.exec(new URL(request.url).pathname)?.[1],
    onResponseError: (_request, error) => {
      const status = 'status_code' in error ? error.status_code : 500;
      return { status_code: status, body: sentences[status] ?? '这一段没有收下，稍后会自动重试。' };
    },
  });

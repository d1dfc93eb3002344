import type { S3Settings } from './s3-store';
import { type FileStore, folderStore } from './store';

/** Where files are kept: a folder on this machine, or a bucket for several machines. */
export type FileStoreSetting = { readonly folder: string } | { readonly bucket: S3Settings };

/** The client of the object store is loaded only where one is used. */
export async function openFileStore(setting: FileStoreSetting): Promise<FileStore> {
  if ('folder' in setting) return folderStore(setting.folder);
  const { s3Store } = await import('./s3-store');
  return s3Store(setting.bucket);
}

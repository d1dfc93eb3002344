import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { FileLost, type FileStore, hashOf, keyOf, verified } from './store';

export interface S3Settings {
  readonly bucket: string;
  /** Address of the object store; the bucket is named in the path, not in the host. */
  readonly endpoint: string;
  readonly region?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Put before every key, for a bucket shared with others; ends in `/`. */
  readonly prefix?: string;
}

/** A store in an S3-compatible bucket; checksums are sent only where the protocol requires them, as older servers refuse them. */
export function s3Store(settings: S3Settings): FileStore & { close(): void } {
  const { bucket: Bucket, prefix = '' } = settings;
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region ?? 'us-east-1',
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
  });
  const at = (hash: string) => ({ Bucket, Key: prefix + keyOf(hash) });
  const has = async (hash: string) => {
    try {
      await client.send(new HeadObjectCommand(at(hash)));
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  };
  return {
    has,
    async put(bytes) {
      const hash = hashOf(bytes);
      if (!(await has(hash))) {
        const ContentType = 'application/octet-stream';
        await client.send(
          new PutObjectCommand({ ...at(hash), Body: bytes, ContentLength: bytes.byteLength, ContentType }),
        );
      }
      return { hash, size: bytes.byteLength };
    },
    async get(hash) {
      try {
        const { Body } = await client.send(new GetObjectCommand(at(hash)));
        if (!Body) throw new FileLost(hash);
        return verified(Buffer.from(await Body.transformToByteArray()), hash);
      } catch (error) {
        throw isAbsent(error) ? new FileLost(hash) : error;
      }
    },
    async remove(hash) {
      await client.send(new DeleteObjectCommand(at(hash)));
    },
    close: () => client.destroy(),
  };
}

const isAbsent = (error: unknown) =>
  error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey' || error.name === '404');

import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { storedZip, type ZipPart } from './stored-zip';

/** WPS writes the 2020 type for pictures held in cells; the reader knows only the 2017 one. */
const wpsPictures = /http:\/\/www\.wps\.cn\/officeDocument\/2020\/cellImage/g;
const knownPictures = 'http://www.wps.cn/officeDocument/2017/relationships/cellimage';

const repaired = (name: string, bytes: Buffer): Buffer =>
  name === 'xl/_rels/workbook.xml.rels'
    ? Buffer.from(bytes.toString('utf8').replace(wpsPictures, knownPictures))
    : bytes;

/**
 * The package unpacked part by part, each held to the size its directory claims, so that no later reader
 * can be made to unpack more; throws on a part that is damaged or lies.
 */
export async function repack(bytes: Buffer): Promise<Buffer> {
  const file = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
  const parts: ZipPart[] = [];
  for await (const entry of file.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const name = entry.fileName.replace(/^\//, '');
    parts.push({ name, bytes: repaired(name, await buffer(await file.openReadStreamPromise(entry))) });
  }
  file.close();
  return storedZip(parts);
}

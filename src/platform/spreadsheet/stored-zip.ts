import { crc32 } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly bytes: Buffer;
}

const utf8Names = 0x0800;
/** 1980-01-01, so that equal parts give equal bytes. */
const fixedDate = 0x0021;

function header(part: ZipPart, name: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(utf8Names, 2);
  fields.writeUInt16LE(fixedDate, 8);
  fields.writeUInt32LE(crc32(part.bytes), 10);
  fields.writeUInt32LE(part.bytes.length, 14);
  fields.writeUInt32LE(part.bytes.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

/** A ZIP of unpacked parts. */
export function storedZip(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name, 'utf8');
    const fields = header(part, name);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, name]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), fields, place, name]));
    files.push(local, part.bytes);
    offset += local.length + part.bytes.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('504b0506', 0, 'hex');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listing, end]);
}

import { crc32, deflateRawSync } from "node:zlib";

/** An entry as an attacker writes it: whatever is left out is as it should be. */
export interface RawEntry {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** Unix mode with its type: 0o100644. */
  readonly mode?: number;
  readonly stored?: boolean;
  readonly method?: number;
  readonly flags?: number;
  readonly crc32?: number;
  /** Unpacked size, as the directory tells it. */
  readonly size?: number;
  /** The name that stands before the bytes. */
  readonly localName?: string | Buffer;
  /** With its sizes behind its bytes, as writers of streams do. */
  readonly streamed?: boolean;
  /** Takes the bytes of the entry of this number. */
  readonly sameAs?: number;
  readonly extra?: Buffer;
}

export interface RawZipOptions {
  /** How many entries the end says there are. */
  readonly count?: number;
  /** With the records for more than 65,535 entries. */
  readonly zip64?: boolean;
}

const deflated = 8;
const utf8 = 0x0800;
const sizesFollow = 0x0008;

/** Source: PKWARE's APPNOTE, "Overall .ZIP file format". */
export function rawZip(entries: readonly RawEntry[], options: RawZipOptions = {}): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, header } = toParts(entry);
    const same = entry.sameAs === undefined ? undefined : offsets[entry.sameAs];
    offsets.push(same ?? offset);
    header.writeUInt32LE(same ?? offset, 42);
    central.push(header);
    if (same !== undefined) continue;
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const count = options.count ?? entries.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(options.zip64 ? 0xffff : count, 8);
  end.writeUInt16LE(options.zip64 ? 0xffff : count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  const zip64 = options.zip64 ? zip64End(count, directory.length, offset) : Buffer.alloc(0);
  return Buffer.concat([...parts, directory, zip64, end]);
}

function toParts(entry: RawEntry): { local: Buffer; header: Buffer } {
  const name = Buffer.from(entry.name as string);
  const localName = Buffer.from((entry.localName ?? entry.name) as string);
  const content = Buffer.from((entry.content ?? "") as string);
  const packed = entry.stored ? content : deflateRawSync(content);
  const extra = entry.extra ?? Buffer.alloc(0);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE((entry.flags ?? utf8) | (entry.streamed ? sizesFollow : 0), 2);
  common.writeUInt16LE(entry.method ?? (entry.stored ? 0 : deflated), 4);
  common.writeUInt16LE(0x21, 8);
  common.writeUInt32LE(entry.crc32 ?? crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(entry.size ?? content.length, 18);
  const sizes = Buffer.from(common.subarray(10, 22));
  const before = Buffer.from(common);
  if (entry.streamed) before.fill(0, 10, 22);
  before.writeUInt16LE(localName.length, 22);
  const trailer = entry.streamed ? Buffer.concat([Buffer.from([0x50, 0x4b, 7, 8]), sizes]) : Buffer.alloc(0);
  common.writeUInt16LE(name.length, 22);
  common.writeUInt16LE(extra.length, 24);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
  return {
    local: Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), before, localName, packed, trailer]),
    header: Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), common, tail, name, extra]),
  };
}

function zip64End(count: number, bytes: number, offset: number): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(bytes), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}

import { crc32, deflateRawSync } from "node:zlib";

/** A deployment package of the given files: name → content, or content with Unix mode. */
export function zip(
  files: Readonly<Record<string, string | Buffer | { content: string | Buffer; mode: number }>>,
): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, file] of Object.entries(files)) {
    const { content, mode } =
      typeof file === "string" || Buffer.isBuffer(file) ? { content: file, mode: 0o100644 } : file;
    const entry = entryOf(name, Buffer.from(content), mode, offset);
    locals.push(entry.local);
    central.push(entry.central);
    offset += entry.local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

function entryOf(name: string, content: Buffer, mode: number, offset: number): { local: Buffer; central: Buffer } {
  const fileName = Buffer.from(name);
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x0800, 2);
  common.writeUInt16LE(8, 4);
  common.writeUInt16LE(0x21, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(fileName.length, 22);
  const localHead = Buffer.from([0x50, 0x4b, 3, 4]);
  const centralHead = Buffer.from([0x50, 0x4b, 1, 2, 20, 3]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((mode << 16) >>> 0, 6);
  tail.writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([localHead, common, fileName, packed]),
    central: Buffer.concat([centralHead, common, tail, fileName]),
  };
}

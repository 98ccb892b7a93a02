/** Bytes with their length before them, as SSH writes texts. Source: RFC 4251, 5. */
export function sshText(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The texts one after the other; undefined for bytes that are none. */
export function readSshTexts(bytes: Buffer): Buffer[] | undefined {
  const texts: Buffer[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    if (offset + 4 > bytes.length) return undefined;
    const end = offset + 4 + bytes.readUInt32BE(offset);
    if (end > bytes.length) return undefined;
    texts.push(bytes.subarray(offset + 4, end));
    offset = end;
  }
  return texts;
}

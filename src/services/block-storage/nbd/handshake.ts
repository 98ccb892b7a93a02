import type { Socket } from "node:net";
import type { ByteReader } from "./byte-reader.ts";
import { exportFlags, handshakeFlags, infos, magic, options, replies } from "./protocol.ts";

export interface Export {
  /** The volume's id. Clients that name none mean it, too. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly isReadOnly: boolean;
}

export interface Agreed {
  readonly isStructured: boolean;
  /** `base:allocation` was chosen. */
  readonly tellsExtents: boolean;
}

/** What a client may send for an option, and how many of them. */
const mostOptionBytes = 8_192;
const mostOptions = 64;

export const blockSizes = { least: 1, preferred: 4_096, most: 32 * 1024 * 1024 } as const;
export const allocationContext = 1;
const allocation = "base:allocation";

/** Agrees with a client on what it will say; undefined if it goes, or says what is no NBD. Source: "Fixed newstyle negotiation". */
export async function shakeHands(socket: Socket, reader: ByteReader, exported: Export): Promise<Agreed | undefined> {
  const greeting = Buffer.alloc(18);
  greeting.writeBigUInt64BE(magic.greeting, 0);
  greeting.writeBigUInt64BE(magic.option, 8);
  greeting.writeUInt16BE(handshakeFlags, 16);
  socket.write(greeting);
  const flags = (await reader.read(4))?.readUInt32BE(0);
  if (flags === undefined || (flags & ~handshakeFlags) !== 0 || (flags & 1) === 0) return undefined;
  let isStructured = false;
  let tellsExtents = false;
  const isOurs = (name: string) => name === "" || name === exported.name;
  for (let count = 0; count < mostOptions; count++) {
    const head = await reader.read(16);
    if (head?.readBigUInt64BE(0) !== magic.option) return undefined;
    const option = head.readUInt32BE(8);
    const length = head.readUInt32BE(12);
    if (length > mostOptionBytes) return undefined;
    const data = await reader.read(length);
    if (!data) return undefined;
    const reply = (type: number, payload: Buffer = Buffer.alloc(0)) => socket.write(toReply(option, type, payload));
    switch (option) {
      case options.exportName: {
        // It knows no refusal.
        if (!isOurs(data.toString())) return undefined;
        const zeroes = (flags & 2) === 0 ? 124 : 0;
        socket.write(Buffer.concat([exportInfo(exported).subarray(2), Buffer.alloc(zeroes)]));
        return { isStructured, tellsExtents };
      }
      case options.abort:
        reply(replies.ack);
        return undefined;
      case options.list:
        if (length > 0) reply(replies.invalid);
        else {
          reply(replies.server, withLength(exported.name));
          reply(replies.ack);
        }
        break;
      case options.info:
      case options.go: {
        const name = readName(data);
        if (name === undefined) reply(replies.invalid);
        else if (!isOurs(name)) reply(replies.unknown);
        else {
          reply(replies.info, exportInfo(exported));
          reply(replies.info, blockSizeInfo());
          reply(replies.ack);
          if (option === options.go) return { isStructured, tellsExtents };
        }
        break;
      }
      case options.structuredReply:
        isStructured = length === 0;
        reply(isStructured ? replies.ack : replies.invalid);
        break;
      case options.listMetaContext:
      case options.setMetaContext: {
        const queries = isStructured ? readQueries(data) : undefined;
        if (!queries || !isOurs(queries.name)) {
          reply(queries ? replies.unknown : replies.invalid);
          break;
        }
        const isListed = option === options.listMetaContext;
        const isMeant = (query: string) => query === allocation || (isListed && query === "base:");
        const isChosen = queries.queries.some(isMeant) || (isListed && queries.queries.length === 0);
        if (isChosen) {
          const id = Buffer.alloc(4);
          id.writeUInt32BE(isListed ? 0 : allocationContext, 0);
          reply(replies.metaContext, Buffer.concat([id, Buffer.from(allocation)]));
        }
        if (!isListed) tellsExtents = isChosen;
        reply(replies.ack);
        break;
      }
      default:
        reply(replies.unsupported);
    }
  }
  return undefined;
}

function toReply(option: number, type: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(20);
  head.writeBigUInt64BE(magic.optionReply, 0);
  head.writeUInt32BE(option, 8);
  head.writeUInt32BE(type, 12);
  head.writeUInt32BE(payload.length, 16);
  return Buffer.concat([head, payload]);
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes.length, 0);
  return Buffer.concat([head, bytes]);
}

/** Its kind, then size and flags as the older option has them alone. */
function exportInfo({ sizeBytes, isReadOnly }: Export): Buffer {
  const { has, readOnly, flush, fua, trim, writeZeroes, dontFragment, multiConnection } = exportFlags;
  const writes = fua | trim | writeZeroes;
  const info = Buffer.alloc(12);
  info.writeUInt16BE(infos.export, 0);
  info.writeBigUInt64BE(BigInt(sizeBytes), 2);
  info.writeUInt16BE(has | flush | dontFragment | multiConnection | (isReadOnly ? readOnly : writes), 10);
  return info;
}

function blockSizeInfo(): Buffer {
  const info = Buffer.alloc(14);
  info.writeUInt16BE(infos.blockSize, 0);
  info.writeUInt32BE(blockSizes.least, 2);
  info.writeUInt32BE(blockSizes.preferred, 6);
  info.writeUInt32BE(blockSizes.most, 10);
  return info;
}

/** The name before the kinds of information that are asked for: all of them are told anyway. */
function readName(data: Buffer): string | undefined {
  if (data.length < 6) return undefined;
  const length = data.readUInt32BE(0);
  if (length > data.length - 6) return undefined;
  const count = data.readUInt16BE(4 + length);
  return data.length === 6 + length + 2 * count ? data.toString("utf8", 4, 4 + length) : undefined;
}

function readQueries(data: Buffer): { readonly name: string; readonly queries: readonly string[] } | undefined {
  let at = 0;
  const number = () => {
    if (at + 4 > data.length) return undefined;
    at += 4;
    return data.readUInt32BE(at - 4);
  };
  const text = () => {
    const length = number();
    if (length === undefined || at + length > data.length) return undefined;
    at += length;
    return data.toString("utf8", at - length, at);
  };
  const name = text();
  const count = number();
  if (name === undefined || count === undefined || count > mostOptionBytes / 4) return undefined;
  const queries: string[] = [];
  for (let index = 0; index < count; index++) {
    const query = text();
    if (query === undefined) return undefined;
    queries.push(query);
  }
  return at === data.length ? { name, queries } : undefined;
}

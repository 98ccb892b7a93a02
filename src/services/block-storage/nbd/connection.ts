import type { Socket } from "node:net";
import { StorageFullError } from "../../../storage/storage-full-error.ts";
import { ByteReader } from "./byte-reader.ts";
import type { Disk } from "./disk.ts";
import { type Agreed, allocationContext, blockSizes, type Export, shakeHands } from "./handshake.ts";
import { chunks, commandFlags, commands, errors, hole, lastChunk, magic } from "./protocol.ts";
import { Room } from "./room.ts";

/** Of one connection: bytes of requests and answers in memory, and requests at a time. */
const mostBytes = 64 * 1024 * 1024;
const mostRequests = 256;
/** What a request takes besides its bytes. */
const requestBytes = mostBytes / mostRequests;

/** Serves one client until it goes, or says what is no NBD. What it wrote and has been told of stays, flushed or not. */
export async function serveConnection(
  socket: Socket,
  exported: Export,
  disk: Disk,
  hasAgreed: () => void,
): Promise<void> {
  const reader = new ByteReader(socket);
  const agreed = await shakeHands(socket, reader, exported);
  if (!agreed) return;
  hasAgreed();
  const room = new Room(mostBytes);
  const running = new Set<Promise<void>>();
  for (;;) {
    const head = await reader.read(28);
    if (head?.readUInt32BE(0) !== magic.request) break;
    const request = readRequest(head);
    if (request.command === commands.disconnect) break;
    const isWrite = request.command === commands.write;
    // Its bytes follow: who sends so many has not asked for the largest size, and nothing can be made of them.
    if (isWrite && request.length > blockSizes.most) break;
    const taken =
      requestBytes + (isWrite || request.command === commands.read ? Math.min(request.length, blockSizes.most) : 0);
    await room.take(taken);
    const payload = isWrite ? await reader.read(request.length) : undefined;
    if (isWrite && !payload) break;
    const work = answer(request, payload, { socket, exported, disk, agreed }).finally(() => room.give(taken));
    running.add(work);
    const end = () => running.delete(work);
    work.then(end, () => {
      end();
      socket.destroy();
    });
  }
  await Promise.allSettled(running);
}

interface Request {
  readonly flags: number;
  readonly command: number;
  readonly cookie: Buffer;
  readonly offset: number;
  readonly length: number;
}

function readRequest(head: Buffer): Request {
  return {
    flags: head.readUInt16BE(4),
    command: head.readUInt16BE(6),
    cookie: Buffer.from(head.subarray(8, 16)),
    // Beyond what a number holds it is outside of every volume.
    offset: Number(head.readBigUInt64BE(16)),
    length: head.readUInt32BE(24),
  };
}

interface Served {
  readonly socket: Socket;
  readonly exported: Export;
  readonly disk: Disk;
  readonly agreed: Agreed;
}

/** Fulfilled when the answer is with the operating system, so that one who reads none of them keeps no memory. */
async function answer(request: Request, payload: Buffer | undefined, served: Served): Promise<void> {
  const { socket, agreed } = served;
  const isChunked =
    agreed.isStructured && (request.command === commands.read || request.command === commands.blockStatus);
  const refusal = refusalOf(request, served);
  if (refusal !== undefined) return send(socket, isChunked ? errorChunk(request, refusal) : simple(request, refusal));
  let done: Buffer | undefined;
  try {
    done = await carryOut(request, payload, served);
  } catch (error) {
    const code =
      error instanceof StorageFullError || (error as NodeJS.ErrnoException).code === "ENOSPC"
        ? errors.noSpace
        : errors.io;
    return send(socket, isChunked ? errorChunk(request, code) : simple(request, code));
  }
  if (request.command === commands.blockStatus)
    return send(socket, chunkHead(request, chunks.blockStatus, done?.length ?? 0), done);
  if (!isChunked) return send(socket, simple(request, 0), done);
  const head = Buffer.alloc(28);
  chunkHead(request, chunks.offsetData, 8 + request.length).copy(head);
  head.writeBigUInt64BE(BigInt(request.offset), 20);
  return send(socket, head, done);
}

/** Undefined for one that may be carried out. */
function refusalOf({ command, flags, offset, length }: Request, { exported, agreed }: Served): number | undefined {
  const { fua, noHole, dontFragment, requestOne } = commandFlags;
  const known: Readonly<Record<number, number>> = {
    [commands.read]: dontFragment | fua,
    [commands.write]: fua,
    [commands.flush]: fua,
    [commands.trim]: fua,
    [commands.writeZeroes]: fua | noHole,
    [commands.blockStatus]: requestOne | fua,
  };
  const isKnown = command !== commands.blockStatus || agreed.tellsExtents;
  const allowed = isKnown ? known[command] : undefined;
  if (allowed === undefined) return errors.notSupported;
  if ((flags & ~allowed) !== 0) return errors.invalid;
  if (command === commands.flush) return offset === 0 && length === 0 ? undefined : errors.invalid;
  const writes = command === commands.write || command === commands.trim || command === commands.writeZeroes;
  if (writes && exported.isReadOnly) return errors.permission;
  if (length === 0 && command === commands.blockStatus) return errors.invalid;
  if (offset + length > exported.sizeBytes) return writes ? errors.noSpace : errors.invalid;
  return command === commands.read && length > blockSizes.most ? errors.overflow : undefined;
}

/** Gives what is to be sent after the head. */
async function carryOut(
  { command, flags, offset, length }: Request,
  payload: Buffer | undefined,
  { disk }: Served,
): Promise<Buffer | undefined> {
  switch (command) {
    case commands.read: {
      const bytes = Buffer.allocUnsafeSlow(length);
      await disk.read(bytes, offset);
      return bytes;
    }
    case commands.blockStatus: {
      const extent = await disk.extent(offset, length);
      const status = Buffer.alloc(12);
      status.writeUInt32BE(allocationContext, 0);
      status.writeUInt32BE(extent.length, 4);
      status.writeUInt32BE(extent.isHole ? hole : 0, 8);
      return status;
    }
    case commands.write:
      if (payload && length > 0) await disk.write(payload, offset);
      break;
    case commands.trim:
    case commands.writeZeroes:
      if (length > 0) await disk.zero(offset, length);
      break;
    default:
      await disk.flush();
      return undefined;
  }
  if ((flags & commandFlags.fua) !== 0) await disk.flush();
  return undefined;
}

function simple({ cookie }: Request, error: number): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(magic.simpleReply, 0);
  head.writeUInt32BE(error, 4);
  cookie.copy(head, 8);
  return head;
}

function chunkHead({ cookie }: Request, type: number, length: number): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32BE(magic.structuredReply, 0);
  head.writeUInt16BE(lastChunk, 4);
  head.writeUInt16BE(type, 6);
  cookie.copy(head, 8);
  head.writeUInt32BE(length, 16);
  return head;
}

function errorChunk(request: Request, error: number): Buffer {
  const chunk = Buffer.alloc(26);
  chunkHead(request, chunks.error, 6).copy(chunk);
  chunk.writeUInt32BE(error, 20);
  return chunk;
}

function send(socket: Socket, head: Buffer, payload?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    if (!payload || payload.length === 0) {
      socket.write(head, done);
      return;
    }
    socket.cork();
    socket.write(head);
    socket.write(payload, done);
    socket.uncork();
  });
}

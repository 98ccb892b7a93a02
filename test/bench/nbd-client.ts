import { connect, type Socket } from "node:net";

const heads = { request: 28, simpleReply: 16 } as const;
const commands = { read: 0, write: 1, flush: 3 } as const;

/** A client of one export, that keeps several requests on their way and costs little. Source: "The NBD protocol", doc/proto.md. */
export class NbdClient {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #bytes = 0;
  #wake: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.#received.push(chunk);
      this.#bytes += chunk.length;
      this.#wake?.();
    });
    socket.on("close", () => this.#wake?.());
  }

  static async open(path: string): Promise<NbdClient> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    const client = new NbdClient(socket);
    const option = Buffer.alloc(16 + 6);
    option.write("IHAVEOPT");
    // GO, for the export without a name and nothing more to know.
    option.writeUInt32BE(7, 8);
    option.writeUInt32BE(6, 12);
    socket.write(Buffer.concat([Buffer.from([0, 0, 0, 3]), option]));
    // The greeting, what is told of the export, and that it is chosen.
    await client.#take(18 + 32 + 34 + 20);
    return client;
  }

  /** Writes pieces of `bytes`, the first at `offset`. */
  async write(bytes: Buffer, offset: number, pieceBytes: number): Promise<void> {
    const pieces = Math.ceil(bytes.length / pieceBytes);
    const send = (piece: number) => {
      const part = bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes);
      this.#socket.write(request(commands.write, part.length, offset + piece * pieceBytes));
      this.#socket.write(part);
    };
    await this.#pipeline(pieces, send, async () => this.#reply(0));
  }

  async read(bytes: number, offset: number, pieceBytes: number): Promise<void> {
    const send = (piece: number) => this.#socket.write(request(commands.read, pieceBytes, offset + piece * pieceBytes));
    await this.#pipeline(bytes / pieceBytes, send, async () => this.#reply(pieceBytes));
  }

  async flush(): Promise<void> {
    this.#socket.write(request(commands.flush, 0, 0));
    await this.#reply(0);
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Sixteen at a time, as nbdcopy has some. */
  async #pipeline(pieces: number, send: (piece: number) => void, answered: () => Promise<void>): Promise<void> {
    let sent = 0;
    while (sent < Math.min(16, pieces)) send(sent++);
    for (let done = 0; done < pieces; done++) {
      await answered();
      if (sent < pieces) send(sent++);
    }
  }

  async #reply(dataBytes: number): Promise<void> {
    const error = (await this.#take(heads.simpleReply)).readUInt32BE(4);
    if (error !== 0) throw new Error(`NBD answered the error ${error}`);
    for (let left = dataBytes; left > 0; ) {
      await this.#until(1);
      const first = this.#received.shift() as Buffer;
      if (first.length > left) this.#received.unshift(first.subarray(left));
      this.#bytes -= Math.min(first.length, left);
      left -= first.length;
    }
  }

  async #until(bytes: number): Promise<void> {
    while (this.#bytes < bytes) {
      if (this.#socket.destroyed) throw new Error("the NBD server has closed the connection");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Of what is little: it is copied. */
  async #take(bytes: number): Promise<Buffer> {
    await this.#until(bytes);
    const parts: Buffer[] = [];
    for (let left = bytes; left > 0; ) {
      const first = this.#received.shift() as Buffer;
      parts.push(first.subarray(0, left));
      if (first.length > left) this.#received.unshift(first.subarray(left));
      left -= Math.min(first.length, left);
    }
    this.#bytes -= bytes;
    return Buffer.concat(parts);
  }
}

function request(command: number, length: number, offset: number): Buffer {
  const bytes = Buffer.alloc(heads.request);
  bytes.writeUInt32BE(0x25609513, 0);
  bytes.writeUInt16BE(command, 6);
  bytes.writeBigUInt64BE(BigInt(offset), 16);
  bytes.writeUInt32BE(length, 24);
  return bytes;
}

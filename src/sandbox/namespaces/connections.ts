import { constants, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FrameListener, frameTypes, readFrames } from "./frames.ts";

/** A connection of one environment; frames go to whoever listens at the moment. */
export interface Connection {
  readonly socket: Socket;
  onFrame: FrameListener;
}

const prefix = "sandbox-";

/** A Unix socket's path has at most 108 bytes, its end included. */
const longestPath = 107;

/**
 * The Unix socket to which environments connect, in a folder only Squall's user can enter and no function sees. The first frame of a
 * connection says whose it is.
 */
export class Connections {
  readonly folder: string;
  readonly #server: Server;
  readonly #expected = new Map<string, { resolve: (connection: Connection) => void; onFrame: FrameListener }>();

  private constructor(folder: string) {
    this.folder = folder;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  static async open(runDir: string): Promise<Connections> {
    mkdirSync(runDir, { recursive: true, mode: 0o700 });
    checkOwner(runDir);
    sweep(runDir);
    const inRunDir = mkdtempSync(join(runDir, `${prefix}${process.pid}-`));
    const short = Buffer.byteLength(join(inRunDir, "socket")) <= longestPath;
    if (!short) rmSync(inRunDir, { recursive: true });
    const connections = new Connections(short ? inRunDir : mkdtempSync(join(tmpdir(), "squall-")));
    await new Promise<void>((resolve, reject) => {
      connections.#server.once("error", reject);
      connections.#server.listen({ path: connections.socketPath, backlog: 512 }, resolve);
    });
    return connections;
  }

  get socketPath(): string {
    return join(this.folder, "socket");
  }

  /** Fulfilled when the environment has connected. Frames after the first go to `onFrame`. */
  expect(id: string, onFrame: FrameListener): Promise<Connection> {
    return new Promise((resolve) => this.#expected.set(id, { resolve, onFrame }));
  }

  forget(id: string): void {
    this.#expected.delete(id);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  #accept(socket: Socket): void {
    socket.on("error", () => socket.destroy());
    const connection: Connection = {
      socket,
      onFrame: (type, payload) => {
        const id = type === frameTypes.hello ? readHello(payload) : undefined;
        const expected = id === undefined ? undefined : this.#expected.get(id);
        if (!expected) {
          socket.destroy();
          return;
        }
        this.#expected.delete(id!);
        connection.onFrame = expected.onFrame;
        expected.resolve(connection);
      },
    };
    readFrames(socket, (type, payload, bytes) => connection.onFrame(type, payload, bytes));
  }
}

/** The id of the environment. Undefined for what is no hello: without isolation anybody of Squall's user can connect. */
function readHello(payload: Buffer): string | undefined {
  try {
    const { id } = JSON.parse(payload.toString("utf8")) as { id?: unknown };
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}

/** Who could write to it could put his own socket in the place of ours. */
function checkOwner(folder: string): void {
  const { uid, mode } = lstatSync(folder);
  const isDirectory = (mode & constants.S_IFMT) === constants.S_IFDIR;
  if (!isDirectory || uid !== process.getuid?.() || (mode & 0o022) !== 0)
    throw new Error(`${folder} is no directory that Squall's user alone can write to`);
}

/** Removes the folders of servers that were killed. */
function sweep(runDir: string): void {
  for (const name of readdirSync(runDir)) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length).split("-")[0]) : Number.NaN;
    if (owner > 0 && !existsSync(`/proc/${owner}`)) rmSync(join(runDir, name), { recursive: true, force: true });
  }
}

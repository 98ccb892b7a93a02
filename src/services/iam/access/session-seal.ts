import { createCipheriv, createDecipheriv } from "node:crypto";
import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { FoundCredentials } from "../../access-control.ts";
import type { Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";

/** What a session token carries. */
export interface Session {
  readonly principal: Principal;
  readonly secretAccessKey: string;
  readonly expiresMs: number;
}

/**
 * Temporary credentials are kept nowhere: the token is the session, encrypted and authenticated with a key made once for
 * an installation. So they survive a restart, work on every node, and a million of them cost nothing.
 *
 * Token: base 64 of version (1 byte), nonce (12), tag (16), AES-256-GCM of the session's JSON.
 */
export class SessionSeal {
  readonly #host: Pick<ServiceHost, "storage" | "clock" | "random">;
  readonly #opened: BoundedCache<string, Session>;
  #key: Promise<Buffer> | undefined;

  constructor(host: Pick<ServiceHost, "storage" | "clock" | "random">, openedLimit: number) {
    this.#host = host;
    this.#opened = new BoundedCache(openedLimit);
  }

  async close(session: Session): Promise<string> {
    const nonce = this.#host.random.bytes(nonceBytes);
    const cipher = createCipheriv(algorithm, await this.#readKey(), nonce).setAAD(version);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(session), "utf8"), cipher.final()]);
    return Buffer.concat([version, nonce, cipher.getAuthTag(), sealed]).toString("base64");
  }

  /** Undefined if the token is not ours, was changed, or belongs to another access key. */
  async open(accessKeyId: string, token: string): Promise<FoundCredentials | undefined> {
    const session = this.#opened.get(token) ?? unseal(token, await this.#readKey());
    if (session?.principal.accessKeyId !== accessKeyId) return undefined;
    this.#opened.set(token, session);
    const { principal, secretAccessKey, expiresMs } = session;
    return { principal, secretAccessKey, expired: this.#host.clock.nowMs() >= expiresMs };
  }

  /** After storage has been emptied there is another key. */
  forget(): void {
    this.#key = undefined;
    this.#opened.clear();
  }

  #readKey(): Promise<Buffer> {
    this.#key ??= this.#makeKey().catch((error) => {
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }

  async #makeKey(): Promise<Buffer> {
    const partition = this.#host.storage.partition(installationKey);
    const found = await partition.read((tx) => tx.get(getKey, {}));
    if (found) return Buffer.from(found.value);
    const value = this.#host.random.bytes(keyBytes);
    // Another node may have been first: its key counts.
    const row = await partition.write(async (tx) => {
      await tx.run(addKey, { value });
      return tx.get(getKey, {});
    });
    return Buffer.from(row?.value ?? value);
  }
}

const algorithm = "aes-256-gcm";
const version = Buffer.from([1]);
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

const installationKey: PartitionKey = { account: "", region: "", kind: "iam.installation", name: "" };
const getKey = sql<Record<never, never>, { value: Uint8Array }>(
  "SELECT value FROM iam_installation WHERE partition = :partition AND name = 'session-key'",
);
const addKey = sql<{ value: Uint8Array }>(
  `INSERT INTO iam_installation (partition, name, value) VALUES (:partition, 'session-key', :value)
   ON CONFLICT (partition, name) DO NOTHING`,
);

function unseal(token: string, key: Buffer): Session | undefined {
  const bytes = Buffer.from(token, "base64");
  const sealedAt = version.length + nonceBytes + tagBytes;
  if (bytes.length <= sealedAt || bytes[0] !== version[0]) return undefined;
  const nonce = bytes.subarray(version.length, version.length + nonceBytes);
  const tag = bytes.subarray(version.length + nonceBytes, sealedAt);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(version).setAuthTag(tag);
  try {
    const json = Buffer.concat([decipher.update(bytes.subarray(sealedAt)), decipher.final()]).toString("utf8");
    return JSON.parse(json) as Session;
  } catch {
    return undefined;
  }
}

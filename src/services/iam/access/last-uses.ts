import type { Clock, Timer } from "../../../platform/clock.ts";
import type { Database, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { LastUse } from "../../access-control.ts";
import { changeAccountOf, glanceAtAccount } from "../accounts/account.ts";

/** Calls noted in memory before they are stored, at most; older ones of other identities wait no longer than a minute. */
const mostPending = 10_000;
const storedAfterMs = 60_000;
/** Rows of one write: more would keep all others waiting. */
const storedAtOnce = 500;

/**
 * When keys, users and roles were last used, and for what. A call only writes to memory: storage has it a minute later, or when
 * somebody asks, or at the end. So what a crash loses is a minute of "last used".
 */
export class LastUses {
  readonly #host: { readonly storage: Database; readonly clock: Clock };
  readonly #pending = new Map<string, { account: string; identity: string; use: LastUse }>();
  #timer: Timer | undefined;

  constructor(host: { readonly storage: Database; readonly clock: Clock }) {
    this.#host = host;
  }

  /** `identity` is an access key's, a user's or a role's id. */
  note(account: string, identity: string, service: string, region: string): void {
    const key = `${identity}/${service}`;
    if (this.#pending.size >= mostPending && !this.#pending.has(key)) return;
    this.#pending.set(key, { account, identity, use: { service, region, usedMs: this.#host.clock.nowMs() } });
    this.#timer ??= this.#host.clock.after(storedAfterMs, () => void this.flush().catch(() => undefined));
  }

  /** Latest first. */
  async of(account: string, identity: string): Promise<LastUse[]> {
    await this.flush();
    const uses = await glanceAtAccount(this.#host.storage, account, (tx) => tx.all(list, { identity }));
    return uses.map(({ service, region, usedMs }) => ({ service, region, usedMs }));
  }

  /** Stores what is pending. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const byAccount = Map.groupBy(this.#pending.values(), ({ account }) => account);
    this.#pending.clear();
    for (const [account, uses] of byAccount) {
      for (let from = 0; from < uses.length; from += storedAtOnce) {
        const part = uses.slice(from, from + storedAtOnce);
        await changeAccountOf(this.#host, account, (tx) => store(tx, part));
      }
    }
  }

  forget(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#pending.clear();
  }
}

async function store(tx: WriteTransaction, uses: readonly { identity: string; use: LastUse }[]): Promise<void> {
  for (const { identity, use } of uses) await tx.run(put, { identity, ...use });
}

const list = sql<{ identity: string }, { service: string; region: string; usedMs: number }>(
  `SELECT service, region, used_ms AS "usedMs" FROM iam_last_uses
   WHERE partition = :partition AND identity = :identity ORDER BY used_ms DESC`,
);
const put = sql<{ identity: string; service: string; region: string; usedMs: number }>(
  `INSERT INTO iam_last_uses (partition, identity, service, region, used_ms)
   VALUES (:partition, :identity, :service, :region, :usedMs)
   ON CONFLICT (partition, identity, service) DO UPDATE SET region = excluded.region, used_ms = excluded.used_ms`,
);

import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service-host.ts";
import { createApiStore, apiMigrations as migrationsOf } from "../api-store.ts";
import type { DomainRecord, Truststore } from "./domain.ts";

const tables = {
  domains: "apigateway_domains",
  places: "apigateway_domain_places",
  truststores: "apigateway_truststores",
} as const;

export const domainTables = tables;

export const domainMigrations: readonly Migration[] = [
  ...migrationsOf(tables.domains, tables.places).map((each) => ({ ...each, name: "domains" })),
  {
    name: "domain-claims-and-truststores",
    sql: `
      ALTER TABLE ${tables.places} ADD COLUMN claim TEXT;
      CREATE TABLE ${tables.truststores} (
        partition BIGINT NOT NULL,
        api_id TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (partition, api_id)
      );`,
  },
];

export const domainStore = createApiStore<DomainRecord>(tables.domains, ({ domainName }) => domainName);
/** Whose clients are let in, by the domain's name: up to a megabyte, so they are read when a handshake needs them. */
export const truststoreStore = createApiStore<Truststore & { readonly domainName: string }>(
  tables.truststores,
  ({ domainName }) => domainName,
);

type None = Record<never, never>;
type Claimed = { account: string; region: string; claim: string | null };

const findPlace = sql<None, Claimed>(
  `SELECT account, region, claim FROM ${tables.places} WHERE partition = :partition`,
);
const putPlace = sql<{ account: string; region: string; claim: string }>(
  `INSERT INTO ${tables.places} (partition, account, region, claim) VALUES (:partition, :account, :region, :claim)
   ON CONFLICT (partition) DO UPDATE SET account = excluded.account, region = excluded.region, claim = excluded.claim`,
);
const removePlace = sql<None>(`DELETE FROM ${tables.places} WHERE partition = :partition`);

/** Whose a domain name is: requests tell no more than the name. `claim` tells one making of a name from the next. */
export const domainPlaceStore = {
  find(tx: ReadTransaction): Promise<(Place & { readonly claim: string | null }) | undefined> {
    return tx.get(findPlace, {});
  },

  async put(tx: WriteTransaction, { account, region, claim }: Place & { readonly claim: string }): Promise<void> {
    await tx.run(putPlace, { account, region, claim });
  },

  async remove(tx: WriteTransaction): Promise<void> {
    await tx.run(removePlace, {});
  },
};

import type { Place, ServiceHost } from "../../service.ts";
import { itemStore, ofItems } from "../items/item-store.ts";
import { limits } from "../limits.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { type Division, itemsKey, type Table } from "../tables/table.ts";
import type { TableDirectory } from "../tables/table-directory.ts";
import { type Part, partsOf } from "./layout.ts";
import { partitionStore } from "./partition-store.ts";

/** Of the timer, in the partition that is divided. */
export const divideTimer = "dynamodb.divide";

/** Which partition of which table. */
export interface DivideRequest extends Place {
  readonly table: string;
  readonly tableId: string;
  readonly number: number;
}

export interface Looking {
  readonly host: ServiceHost;
  readonly state: { readonly tables: TableDirectory };
}

/** Begins to divide one of a table's partitions where it has too few for what it is to take, or one has grown too large. One at a time: the next one is looked for when it is done. */
export async function considerDivision(
  { state, host }: Looking,
  name: { readonly account: string; readonly region: string; readonly table: string },
): Promise<void> {
  const at = { account: name.account, region: name.region, name: name.table };
  const known = await state.tables.find(at);
  if (!known || !mayDivide(known)) return;
  const chosen = known.layout.parts.length < wantedParts(known) ? widest(known) : await tooLarge(host, known);
  if (!chosen) return;
  const effectId = host.random.uuid();
  await state.tables.change(at, async (table, tx) => {
    const parts = partsOf(table);
    const isThere = table.id === known.id && parts.some(({ number }) => number === chosen.number);
    if (!isThere || !mayDivide(table)) return { gives: undefined };
    const next = table.divided?.next ?? table.partitions;
    if (next + 1 >= limits.partitions.numbers) return { gives: undefined };
    const { account, region } = at;
    const request: DivideRequest = { account, region, table: table.name, tableId: table.id, number: chosen.number };
    await tx.emit({ topic: "dynamodb.begin-divide", id: effectId, payload: JSON.stringify(request) });
    const division: Division = { ...chosen, children: [next, next + 1] };
    const divided = { parts, former: table.divided?.former ?? [], next: next + 2 };
    return { to: { ...table, division, divided }, gives: undefined };
  });
}

/** While an index is filled, or a table restored, its partitions stay as they are. */
function mayDivide({ status, division, globalIndexes, restore }: Table): boolean {
  const isSettled = globalIndexes.every(
    (index) => index.status !== "CREATING" && index.status !== "DELETING" && !index.filled,
  );
  return (status === "ACTIVE" || status === "UPDATING") && !division && isSettled && !restore?.isRunning;
}

/**
 * As many as AWS begins with: by what is provisioned, four where nothing is, and more where the table is to be warm for more. Source: "Partitions and data distribution in
 * DynamoDB", "Understanding DynamoDB warm throughput".
 */
export function wantedParts({ throughput, warm }: Pick<Table, "throughput" | "warm">): number {
  const needed = (reads = 0, writes = 0) => Math.ceil(reads / 3_000 + writes / 1_000);
  const first = throughput
    ? needed(throughput.ReadCapacityUnits, throughput.WriteCapacityUnits)
    : limits.partitions.onDemand;
  const toBeWarm = needed(warm?.ReadUnitsPerSecond, warm?.WriteUnitsPerSecond);
  return Math.min(Math.max(first, toBeWarm), limits.partitions.most);
}

type Chosen = Pick<Division, "number" | "boundary">;

/** The one with the widest range of hashes, divided in its middle: as nobody knows what will come, it is for all alike. */
function widest({ layout }: KnownTable): Chosen | undefined {
  const width = ({ from, to }: Part) => hashOf(to) - hashOf(from);
  const [part] = [...layout.parts].sort((one, other) => width(other) - width(one));
  if (!part || width(part) < 2) return undefined;
  const boundary = Buffer.alloc(hashBytes);
  boundary.writeUIntBE(Math.floor((hashOf(part.from) + hashOf(part.to)) / 2), 0, hashBytes);
  return { number: part.number, boundary: boundary.toString("base64") };
}

const hashBytes = 6;

function hashOf(key: Buffer): number {
  const bytes = Buffer.alloc(hashBytes);
  key.copy(bytes);
  return bytes.readUIntBE(0, hashBytes);
}

/** One that holds more than a partition is to hold: divided where half of its bytes are. Not one that was tried, all of one hash key, until it is twice as large. */
async function tooLarge({ storage }: ServiceHost, table: KnownTable): Promise<Chosen | undefined> {
  if (table.layout.parts.length >= limits.partitions.most) return undefined;
  for (const { number } of table.layout.parts) {
    const isTooLarge = await storage.partition(itemsKey(table, number)).read(async (tx) => {
      const bytes = (await itemStore.totals(tx)).get(ofItems)?.bytes ?? 0;
      if (bytes < limits.partitions.bytes) return false;
      return bytes >= 2 * ((await partitionStore.progress(tx))?.wholeBytes ?? 0);
    });
    if (isTooLarge) return { number };
  }
  return undefined;
}

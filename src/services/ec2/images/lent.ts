import type { RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import type { Database } from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { isArchived } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import type { Place } from "../../service.ts";
import { imageUnavailable } from "../errors.ts";
import { findShared } from "../snapshots/find-source.ts";
import { devicesOf, type Image, images, lentParent, stateOf } from "./image.ts";
import { wellKnownImages } from "./well-known-images.ts";

export type SharedSnapshot = NonNullable<Awaited<ReturnType<typeof findShared>>>;

/** What of other accounts a launch uses: an image that it may launch, with its snapshots, and snapshots that are shared with it. */
export interface Lent {
  readonly image: Image | undefined;
  readonly snapshots: ReadonlyMap<string, SharedSnapshot>;
}

export function mayLaunch({ isPublic, launchableBy }: Image, account: string): boolean {
  return isPublic === true || launchableBy?.includes(account) === true;
}

interface LentImage {
  readonly image: Image;
  readonly owner: Place;
  readonly state: Awaited<ReturnType<typeof stateOf>>;
}

/** What is asked for: of these owners, where any are named, and with these ids, likewise. */
interface Asked {
  readonly owners?: readonly string[];
  readonly ids?: readonly string[];
}

/** Images of other accounts of the region that this one may launch: of each account those that it lends are read, and no others. */
export async function* eachLentImage(
  storage: Database,
  { account, region }: Place,
  { owners = [], ids = [] }: Asked = {},
): AsyncGenerator<LentImage> {
  for await (const owner of lenders(storage, { account, region }, owners)) {
    const found = await storage.partition(regionKey(owner)).read(async (tx) => {
      const all =
        ids.length > 0
          ? (await Promise.all(ids.map((id) => images.find(tx, owner, id)))).filter((image) => image !== undefined)
          : await images.listOf(tx, owner, lentParent);
      const lent = all.filter((image) => mayLaunch(image, account));
      const described = [];
      for (const image of lent) described.push({ image, owner, state: await stateOf(tx, image) });
      return described;
    });
    yield* found;
  }
}

/** Who is named, if anybody is: `self` and AWS's own are no other accounts. */
async function* lenders(
  storage: Database,
  { account, region }: Place,
  owners: readonly string[],
): AsyncGenerator<Place> {
  if (owners.length > 0) {
    for (const owner of new Set(owners))
      if (/^\d{12}$/.test(owner) && owner !== account) yield { account: owner, region };
    return;
  }
  for await (const key of eachPartition(storage, regionKey({ account, region }).kind))
    if (key.region === region && key.account !== account) yield { account: key.account, region };
}

/** Asked for before the write that uses it, since it is other partitions'. */
export async function findLent(
  storage: Database,
  { ImageId, BlockDeviceMappings = [] }: Pick<RunInstancesCommandInput, "ImageId" | "BlockDeviceMappings">,
  place: Place,
): Promise<Lent> {
  const snapshots = new Map<string, SharedSnapshot>();
  const own = storage.partition(regionKey(place));
  for (const { Ebs } of BlockDeviceMappings) {
    const id = Ebs?.SnapshotId;
    if (id === undefined || (await own.read((tx) => snapshotStore.find(tx, id)))) continue;
    const shared = await findShared(storage, id, place);
    if (shared) snapshots.set(id, shared);
  }
  const image = ImageId === undefined ? undefined : await findLentImage(storage, ImageId, place);
  if (!image) return { image: undefined, snapshots };
  // Who may launch it has volumes of its snapshots, whoever these are shared with.
  const partition = storage.partition(regionKey(image.owner));
  for (const { snapshotId } of devicesOf(image.image)) {
    const snapshot =
      snapshotId === undefined ? undefined : await partition.read((tx) => snapshotStore.find(tx, snapshotId));
    if (snapshot && !isArchived(snapshot)) snapshots.set(snapshot.id, { snapshot, owner: image.owner });
  }
  return { image: image.image, snapshots };
}

/** Throws for one that is not available yet; undefined for those of one's own, everybody's and nobody's. */
export async function findLentImage(
  storage: Database,
  id: string,
  place: Place,
): Promise<{ readonly image: Image; readonly owner: Place } | undefined> {
  if (wellKnownImages(place).some((image) => image.id === id)) return undefined;
  if (await storage.partition(regionKey(place)).read((tx) => images.find(tx, place, id))) return undefined;
  for await (const lent of eachLentImage(storage, place, { ids: [id] })) {
    if (lent.state !== "available") throw imageUnavailable(id);
    return lent;
  }
  return undefined;
}

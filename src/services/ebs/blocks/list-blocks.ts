import type { ReadTransaction } from "../../../storage/database.ts";
import { blockName, blocksPerGiB, pageBlocks } from "../../block-storage/blocks/block.ts";
import { blockStore } from "../../block-storage/blocks/block-store.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidPageToken, invalidValue } from "../errors.ts";
import { limits } from "../limits.ts";

export interface PageInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly StartingBlockIndex?: number | undefined;
}

export interface BlockPlace {
  readonly index: number;
  readonly name: string | undefined;
  readonly formerName: string | undefined;
}

const pagesAtOnce = 64;

/** Where a list begins, and how many it may have. Throws for what EBS refuses. */
export function readPage({ MaxResults = limits.largestPage, NextToken, StartingBlockIndex = 0 }: PageInput) {
  if (MaxResults < limits.smallestPage || MaxResults > limits.largestPage)
    throw invalidValue(`MaxResults must be between ${limits.smallestPage} and ${limits.largestPage}.`);
  if (StartingBlockIndex < 0 || StartingBlockIndex > limits.volumeGiB * blocksPerGiB)
    throw invalidValue("StartingBlockIndex is out of range.");
  const position = fromPageToken(NextToken, invalidPageToken);
  if (position !== undefined && !/^\d{1,10}$/.test(position)) throw invalidPageToken();
  return { from: position === undefined ? StartingBlockIndex : Number(position), limit: MaxResults };
}

/**
 * Blocks of a snapshot from a place on; with another one those that are not the same in both. Pages of their maps that are the same are not looked into.
 */
export async function listBlocks(
  tx: ReadTransaction,
  snapshotId: string,
  formerId: string | undefined,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<{ readonly blocks: readonly BlockPlace[]; readonly NextToken: string | undefined }> {
  const blocks: BlockPlace[] = [];
  let position = Math.floor(from / pageBlocks);
  for (;;) {
    const own = new Map(
      (await blockStore.pagesFrom(tx, snapshotId, position, pagesAtOnce)).map((row) => [row.position, row.page]),
    );
    const former =
      formerId === undefined
        ? new Map<number, string>()
        : new Map(
            (await blockStore.pagesFrom(tx, formerId, position, pagesAtOnce)).map((row) => [row.position, row.page]),
          );
    // What one list reaches and the other does not has to wait for the next.
    const ends = [own, former].flatMap((map) => (map.size < pagesAtOnce ? [] : [Math.max(...map.keys())]));
    const end = Math.min(...ends);
    const positions = [...new Set([...own.keys(), ...former.keys()])]
      .filter((each) => each <= end)
      .sort((a, b) => a - b);
    for (const each of positions) {
      const [page, formerPage] = [own.get(each), former.get(each)];
      if (formerId !== undefined && page === formerPage) continue;
      const names = page === undefined ? undefined : await blockStore.pageOf(tx, page);
      const formerNames = formerPage === undefined ? undefined : await blockStore.pageOf(tx, formerPage);
      for (let index = 0; index < pageBlocks; index++) {
        const at = each * pageBlocks + index;
        const name = names && blockName(names, index);
        const formerName = formerNames && blockName(formerNames, index);
        if (at < from || name === formerName) continue;
        if (blocks.length === limit) return { blocks, NextToken: toPageToken(String(at)) };
        blocks.push({ index: at, name, formerName });
      }
    }
    if (ends.length === 0) return { blocks, NextToken: undefined };
    position = end + 1;
  }
}

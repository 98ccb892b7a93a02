import type { ReadTransaction } from "../../../storage/database.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { Tags } from "../../tags.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Context } from "../operation.ts";
import { compileFilters, type Filters, type FilterTable } from "./filters.ts";
import type { Kind } from "./kind.ts";
import { checkPage, toPage } from "./page.ts";

/** A resource with its tags and whose it is. */
export interface Described<T> {
  readonly resource: T;
  readonly tags: Tags;
  readonly account: string;
}

interface DescribeInput {
  readonly Filters?: Filters | undefined;
  readonly DryRun?: boolean | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

interface Description<T, D> {
  readonly ids: readonly string[] | undefined;
  /** As the error names them: `vpcSet`. */
  readonly idsName: string;
  readonly filters: FilterTable<D>;
  /** What is told of them besides. Read in the same transaction. */
  readonly extend: (tx: ReadTransaction, described: readonly Described<T>[]) => Promise<readonly D[]>;
}

/** A page of the resources of a kind, as every operation that describes has it: by ids or all, filtered, in the order of their ids. */
export async function describeKind<T extends { readonly id: string }, D extends Described<T>>(
  kind: Kind<T>,
  input: DescribeInput,
  { ids = [], idsName, filters, extend }: Description<T, D>,
  context: Ec2Context,
): Promise<{ readonly items: readonly D[]; readonly NextToken: string | undefined }> {
  checkPage(input, ids, idsName);
  const fits = compileFilters(input.Filters, filters, ({ tags }) => tags);
  const { account } = context;
  const all = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const found = ids.length > 0 ? await kind.requireAll(tx, context, ids) : await kind.list(tx, context);
    if (input.DryRun) throw dryRun();
    const tags = await tagStore.ofKind(tx, `${kind.prefix}-`);
    return extend(
      tx,
      found.map((resource) => ({ resource, account, tags: tags.get(resource.id) ?? {} })),
    );
  });
  return toPage(all.filter(fits), ({ resource }) => resource.id, input);
}

/** For kinds of which nothing else is told. */
export async function asDescribed<T>(_tx: ReadTransaction, described: readonly Described<T>[]) {
  return described;
}

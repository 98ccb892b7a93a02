import type { Tags } from "../../tags.ts";
import { type TagList, toTagList } from "../../tags.ts";
import { changeAccount, viewAccount } from "../accounts/account.ts";
import type { Entities } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { type PageRequest, toPage } from "../entities/to-page.ts";
import type { IamContext } from "../operation.ts";
import { addTags, removeTags } from "./tags.ts";

type TaggedKind = "serverCertificate" | "oidcProvider" | "samlProvider" | "mfaDevice";

/** Which entity is meant, and the error if there is none. */
export interface TaggedName<K extends TaggedKind> {
  readonly kind: K;
  readonly name: string;
  readonly notFound: () => Error;
}

export function tagEntity<K extends TaggedKind>(context: IamContext, name: TaggedName<K>, tags: TagList) {
  return changeTags(context, name, (before) => addTags(before, tags));
}

export function untagEntity<K extends TaggedKind>(context: IamContext, name: TaggedName<K>, keys: readonly string[]) {
  return changeTags(context, name, (before) => removeTags(before, keys));
}

export async function listEntityTags<K extends TaggedKind>(
  context: IamContext,
  { kind, name, notFound }: TaggedName<K>,
  request: PageRequest,
) {
  const entity = await viewAccount(context, (tx) => entityStore.find(tx, kind, name));
  if (!entity) throw notFound();
  const { items, ...page } = toPage(toTagList(entity.tags), (tag) => tag.Key, request);
  return { Tags: items, ...page };
}

async function changeTags<K extends TaggedKind>(
  context: IamContext,
  { kind, name, notFound }: TaggedName<K>,
  change: (tags: Tags) => Tags,
): Promise<Record<never, never>> {
  await changeAccount(context, async (tx) => {
    const entity: Entities[K] | undefined = await entityStore.find(tx, kind, name);
    if (!entity) throw notFound();
    await entityStore.put(tx, kind, { ...entity, tags: change(entity.tags) });
  });
  return {};
}

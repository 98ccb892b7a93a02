import { mostChoices } from "../../choices/choice.ts";

interface ListPage {
  readonly nextToken?: string | undefined;
}

/** The pages of a list of IoT until there are as many as a table shows; who has more finds them by name in the search. */
export async function readAll<P extends ListPage, T>(
  page: (nextToken: string | undefined) => Promise<P>,
  itemsOf: (page: P) => readonly T[] | undefined,
): Promise<readonly T[]> {
  const found: T[] = [];
  let nextToken: string | undefined;
  do {
    const read = await page(nextToken);
    found.push(...(itemsOf(read) ?? []));
    ({ nextToken } = read);
  } while (nextToken && found.length < mostChoices);
  return found;
}

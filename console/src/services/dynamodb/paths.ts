/** The addresses of a table's pages. */
export function tablePath(name: string, tab?: string): string {
  return `/console/dynamodb/tables/${name}${tab ? `?tab=${tab}` : ""}`;
}

export function itemsPath(name: string): string {
  return `/console/dynamodb/items?table=${encodeURIComponent(name)}`;
}

/** Of an item that is there by its key, in DynamoDB's JSON; of a new one without. */
export function itemPath(name: string, key?: string): string {
  return `/console/dynamodb/items/${name}/edit${key === undefined ? "" : `?key=${encodeURIComponent(key)}`}`;
}

export const tablesCrumb = { text: "Tables", href: "/console/dynamodb/tables" };

export function tableCrumbs(name: string) {
  return [tablesCrumb, { text: name, href: tablePath(name) }];
}

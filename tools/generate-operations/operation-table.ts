import { clientModule } from "../sdk/load-sdk.ts";

/** A file of a service's folder `operations/`. */
export interface OperationFile {
  /** `create-function.ts` */
  readonly name: string;
  readonly text: string;
}

export interface OperationFolder {
  /** As the SDK's package calls it: `cloudwatch-logs`. */
  readonly service: string;
  /** All that AWS has, built or not. */
  readonly operationNames: readonly string[];
  readonly files: readonly OperationFile[];
  /** Folders between `src/services` and the table's own; one where it is not said. */
  readonly depth?: number;
}

/**
 * The text of a service's `generated/operations.ts`: a loader for each operation that has a file. A file holds one operation, is named after it and
 * exports it alone, under its name; throws, with all that is otherwise, if that isn't so. The compiler checks the rest against the SDK's types.
 */
export function toOperationTable({ service, operationNames, files, depth = 1 }: OperationFolder): string {
  // Without regard to case: `get-saml-provider.ts` is GetSAMLProvider.
  const known = new Map(operationNames.map((name) => [name.toLowerCase(), name]));
  const lines = new Map<string, string>();
  const faults: string[] = [];
  for (const { name: file, text } of files) {
    const operation = known.get(file.slice(0, -".ts".length).replaceAll("-", "").toLowerCase());
    const fault = operation ? faultOf(operation, text, lines) : `${service} has no operation of that name`;
    if (fault) faults.push(`operations/${file}: ${fault}`);
    if (operation) lines.set(operation, `async () => (await import("../operations/${file}")).${exportOf(operation)}`);
  }
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const table = [...lines].sort().map(([operation, load]) => `  ${operation}: ${load},\n`);
  return `${head(service, depth)}${table.join("")}} satisfies OperationLoaders<typeof import("${moduleOf(service, depth)}"), never>;\n`;
}

function faultOf(operation: string, text: string, others: ReadonlyMap<string, string>): string | undefined {
  if (others.has(operation)) return `${operation} has a file already`;
  const wanted = exportOf(operation);
  const exported = [...text.matchAll(/^export (?:const|(?:async )?function) (\w+)|^export (.*)/gm)].map(
    ([, name, other]) => name ?? other,
  );
  if (exported.length === 1 && exported[0] === wanted) return undefined;
  return `it has to export ${wanted} and nothing else, not ${exported.join(", ") || "none"}`;
}

function moduleOf(service: string, depth: number): string {
  const path = clientModule(service);
  return path.startsWith("@") ? path : `${"../".repeat(depth + 3)}${path}`;
}

/** `createFunction` of `CreateFunction`. */
function exportOf(operation: string): string {
  return operation[0]!.toLowerCase() + operation.slice(1);
}

/** The state does not matter here (`never` is any): that it is the service's own, its `service.ts` has checked. */
const head = (service: string, depth: number) =>
  `import type { OperationLoaders } from "${"../".repeat(depth + 1)}service.ts";

/** ${service}: made by tools/generate-operations.ts of the folder operations/, where one file is one operation. */
export const operations = {
`;

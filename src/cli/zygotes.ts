import type { ApiTarget } from "./api-client.ts";

interface Zygote {
  readonly function: string;
  readonly isReady: boolean;
  readonly bytes: number;
  readonly inherited: readonly string[];
  readonly left: Readonly<Record<string, string>>;
  readonly refusal?: string;
}

/** Reasons that are told of one version; the others come of these. */
const mostReasons = 10;

/** A line for each version of a running Squall that has a zygote, or could have none; none if no Squall runs, or it does not tell. */
export async function linesOfZygotes({ endpoint }: ApiTarget): Promise<string[]> {
  const response = await fetch(`${endpoint}/_squall/zygotes`, { method: "POST", body: "{}" }).catch(() => undefined);
  if (!response?.ok) return [];
  const { zygotes } = (await response.json()) as { readonly zygotes: readonly Zygote[] };
  return zygotes.map(describe);
}

function describe({ function: name, isReady, bytes, inherited, left, refusal }: Zygote): string {
  const own = Object.entries(left).filter(([, reason]) => !/^(?:imports|is a part of) /.test(reason));
  const reasons = own.slice(0, mostReasons).map(([module, reason]) => `${module} ${reason}`);
  const more = own.length > mostReasons ? [`${own.length - mostReasons} more`] : [];
  const state = refusal
    ? `none (${refusal})`
    : isReady
      ? `${inherited.length} modules are inherited or loaded ahead, ${Math.ceil(bytes / 1024 ** 2)} MiB`
      : "let go for want of memory, made again when it is needed";
  const rest =
    Object.keys(left).length === 0 ? [] : [`${Object.keys(left).length} are left: ${[...reasons, ...more].join("; ")}`];
  return [`${name}: zygote: ${state}`, ...rest].join("; ");
}

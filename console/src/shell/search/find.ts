import { useCallback } from "react";
import { arnHref } from "../../choices/arn-href.ts";
import { services } from "../../services/index.ts";
import type { FoundResource } from "../console-service.ts";
import { useSession } from "../session-provider.tsx";

/** What the search and the palette look through: pages, and what the account has. */
export type Find = (text: string, abortSignal: AbortSignal) => Promise<readonly FoundResource[]>;

/** Asks each service that has something to find; an ARN leads to its page by itself. */
export function useFind(): Find {
  const { client } = useSession();
  return useCallback(
    async (text, abortSignal) => {
      if (text.startsWith("arn:")) {
        const href = arnHref(text);
        return href === undefined ? [] : [{ name: text, kind: "By its ARN", href }];
      }
      const wanted = text.toLowerCase();
      const found = await Promise.all(
        services.map(async ({ find }) => {
          const finder = await find?.();
          // Who may not list them has found none, and so has who asks for something else by now.
          return (await finder?.findResources({ text: wanted, client, abortSignal }).catch(() => [])) ?? [];
        }),
      );
      return found.flat();
    },
    [client],
  );
}

export interface PageOption {
  readonly value: string;
  readonly label: string;
  readonly description: string;
}

export const servicePages: readonly PageOption[] = services.map(({ name, home, description }) => ({
  value: home,
  label: name,
  description,
}));

export const featurePages: readonly PageOption[] = services.flatMap(({ name, features }) =>
  features.map(({ text, href }) => ({ value: href, label: text, description: name })),
);

export function pagesFor(wanted: string): readonly PageOption[] {
  return [...pagesOf(servicePages, wanted), ...pagesOf(featurePages, wanted)];
}

/** Names that begin so first, then those with the text in them, then those that are about it. */
export function pagesOf(pages: readonly PageOption[], wanted: string): readonly PageOption[] {
  const rank = ({ label, description }: PageOption) => {
    const at = label.toLowerCase().indexOf(wanted);
    if (at >= 0) return at === 0 ? 0 : 1;
    return description.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return pages
    .map((page) => ({ page, at: rank(page) }))
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at)
    .map(({ page }) => page);
}

export function begins({ label }: PageOption, wanted: string): boolean {
  return label.toLowerCase().startsWith(wanted);
}

/** Whether a resource has exactly the name that was typed: then no page that only speaks of it is meant. */
export function isCalled(resource: FoundResource | undefined, wanted: string): boolean {
  return resource?.name.toLowerCase() === wanted;
}

/** The very name, names that begin so, the others. */
export function byNearness(resources: readonly FoundResource[], wanted: string): readonly FoundResource[] {
  const rank = ({ name }: FoundResource) => {
    const lower = name.toLowerCase();
    return lower === wanted ? 0 : lower.startsWith(wanted) ? 1 : 2;
  };
  return resources.toSorted((a, b) => rank(a) - rank(b));
}

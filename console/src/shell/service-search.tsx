import Autosuggest, { type AutosuggestProps } from "@cloudscape-design/components/autosuggest";
import { useCallback, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { services } from "../services/index.ts";
import type { FoundResource } from "./console-service.ts";
import { useSession } from "./session-provider.tsx";

/** Finds services, their pages and what the account has in them; Enter opens the first hit. */
export function ServiceSearch() {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const find = useFind();
  const [resources, setResources] = useState<readonly FoundResource[]>([]);
  const [isAsking, setAsking] = useState(false);
  const wanted = text.trim().toLowerCase();
  const asked = useRef<{ readonly wanted: string; readonly found: Promise<readonly FoundResource[]> }>(undefined);

  useEffect(() => {
    setResources([]);
    setAsking(wanted !== "");
    if (wanted === "") return;
    const abort = new AbortController();
    // Not for every letter of a word.
    const timer = window.setTimeout(() => {
      const found = find(wanted, abort.signal);
      asked.current = { wanted, found };
      void found.then((hits) => {
        if (abort.signal.aborted) return;
        setResources(hits);
        setAsking(false);
      });
    }, 150);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [wanted, find]);

  const open = (href: string) => {
    setText("");
    void navigate(href);
  };
  const openFirst = async () => {
    if (wanted === "") return;
    const [page] = pagesFor(wanted);
    if (page && begins(page, wanted)) return open(page.value);
    const { current } = asked;
    const found = current?.wanted === wanted ? current.found : find(wanted, new AbortController().signal);
    const [first] = byNearness(await found, wanted);
    const href = page && !isCalled(first, wanted) ? page.value : first?.href;
    if (href !== undefined) open(href);
  };

  const options = optionsFor(wanted, resources);
  return (
    <div
      onKeyDownCapture={(event) => {
        if (event.key !== "Enter" || isChoosing(event.target)) return;
        event.preventDefault();
        event.stopPropagation();
        void openFirst();
      }}
    >
      <Autosuggest
        value={text}
        placeholder="Search"
        ariaLabel="Search for services and features"
        filteringType="manual"
        options={options}
        statusType={isAsking ? "loading" : "finished"}
        loadingText="Looking for resources"
        finishedText={wanted !== "" && options.length === 0 ? "Nothing is called that." : undefined}
        enteredTextLabel={(value) => `Search: ${value}`}
        hideEnteredTextOption
        onChange={({ detail }) => setText(detail.value)}
        onSelect={({ detail }) => open(detail.value)}
      />
    </div>
  );
}

/** Whether the arrow keys have led to a hit, which Enter then takes. */
function isChoosing(target: EventTarget): boolean {
  return target instanceof Element && target.hasAttribute("aria-activedescendant");
}

/** Asks each service that has something to find. */
function useFind(): (text: string, abortSignal: AbortSignal) => Promise<readonly FoundResource[]> {
  const { client } = useSession();
  return useCallback(
    async (text, abortSignal) => {
      const found = await Promise.all(
        services.map(async ({ find }) => {
          const finder = await find?.();
          return (await finder?.findResources({ text, client, abortSignal })) ?? [];
        }),
      );
      return found.flat();
    },
    [client],
  );
}

interface PageOption {
  readonly value: string;
  readonly label: string;
  readonly description: string;
}

const servicePages: readonly PageOption[] = services.map(({ name, home, description }) => ({
  value: home,
  label: name,
  description,
}));

const featurePages: readonly PageOption[] = services.flatMap(({ name, features }) =>
  features.map(({ text, href }) => ({ value: href, label: text, description: name })),
);

function optionsFor(wanted: string, resources: readonly FoundResource[]): AutosuggestProps.Options {
  const pages: readonly AutosuggestProps.OptionGroup[] = [
    { label: "Services", options: pagesOf(servicePages, wanted) },
    { label: "Features", options: pagesOf(featurePages, wanted) },
  ];
  const near = byNearness(resources, wanted);
  const named = {
    label: "Resources",
    options: near.map(({ name, kind, href }) => ({ value: href, label: name, description: kind })),
  };
  const [page] = pagesFor(wanted);
  // The first is what Enter takes.
  const isFirst = isCalled(near[0], wanted) && !(page && begins(page, wanted));
  const groups = isFirst ? [named, ...pages] : [...pages, named];
  return groups.filter(({ options }) => options.length > 0);
}

function pagesFor(wanted: string): readonly PageOption[] {
  return [...pagesOf(servicePages, wanted), ...pagesOf(featurePages, wanted)];
}

function begins({ label }: PageOption, wanted: string): boolean {
  return label.toLowerCase().startsWith(wanted);
}

/** Whether a resource has exactly the name that was typed: then no page that only speaks of it is meant. */
function isCalled(resource: FoundResource | undefined, wanted: string): boolean {
  return resource?.name.toLowerCase() === wanted;
}

/** Names that begin so first, then those with the text in them, then those that are about it. */
function pagesOf(pages: readonly PageOption[], wanted: string): readonly PageOption[] {
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

/** The very name, names that begin so, the others. */
function byNearness(resources: readonly FoundResource[], wanted: string): readonly FoundResource[] {
  const rank = ({ name }: FoundResource) => {
    const lower = name.toLowerCase();
    return lower === wanted ? 0 : lower.startsWith(wanted) ? 1 : 2;
  };
  return resources.toSorted((a, b) => rank(a) - rank(b));
}

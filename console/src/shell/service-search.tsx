import Autosuggest, { type AutosuggestProps } from "@cloudscape-design/components/autosuggest";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { FoundResource } from "./console-service.ts";
import { begins, byNearness, featurePages, isCalled, pagesFor, pagesOf, servicePages, useFind } from "./search/find.ts";
import { useFound } from "./search/use-found.ts";

/** Finds services, their pages and what the account has in them; Enter opens the first hit. */
export function ServiceSearch() {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const find = useFind();
  const typed = text.trim();
  const wanted = typed.toLowerCase();
  const asked = useRef<{ readonly typed: string; readonly found: Promise<readonly FoundResource[]> }>(undefined);
  const { resources, isAsking } = useFound(typed, find, (found) => {
    asked.current = { typed, found };
  });

  const open = (href: string) => {
    setText("");
    // Or the empty field would offer everything over the page that comes.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    void navigate(href);
  };
  const openFirst = async () => {
    if (wanted === "") return;
    const [page] = pagesFor(wanted);
    if (page && begins(page, wanted)) return open(page.value);
    const { current } = asked;
    const found = current?.typed === typed ? current.found : find(typed, new AbortController().signal);
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

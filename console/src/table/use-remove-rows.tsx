import type { ReactNode } from "react";
import { useLongWork } from "../shell/long-work.tsx";
import { useConfirmed } from "../shell/use-confirmed.ts";

interface Removal<T> {
  readonly items: readonly T[];
  /** In a sentence: "topic", and several of them: "topics". */
  readonly one: string;
  readonly noun: string;
  readonly name: (item: T) => string;
  readonly text?: "Delete" | "Detach" | "Remove" | "Revoke";
  /** What becomes of one. */
  readonly body: (item: T) => ReactNode;
  readonly run: (item: T) => Promise<unknown>;
  readonly onChange: () => void;
  /** What must be typed first; AWS asks for it where data is lost. */
  readonly typed?: string;
}

/** More than so many show how far it is, and can be stopped. */
const fewItems = 3;

/** Asks, takes away one row or several, and tells. What is gone before a failure or a stop is gone. */
export function useRemoveRows(): <T>(removal: Removal<T>) => Promise<boolean> {
  const confirmed = useConfirmed();
  const work = useLongWork();
  return async ({ items, one, noun, name, text = "Delete", body, run, onChange, typed }) => {
    const [first] = items;
    if (first === undefined) return false;
    const what = items.length === 1 ? `${one} ${name(first)}` : `${items.length} ${noun}`;
    const removeAll = async (report: (done: number) => void, signal?: AbortSignal) => {
      let done = 0;
      for (const item of items) {
        if (signal?.aborted) break;
        await run(item);
        report(++done);
      }
      return done;
    };
    return confirmed(
      {
        title: `${text} ${what}?`,
        body: items.length === 1 ? body(first) : <Bodies items={items} body={body} />,
        action: text,
        typed,
      },
      () =>
        items.length <= fewItems
          ? removeAll(() => {})
          : work({
              title: `${text} ${what}`,
              run: (report, signal) => removeAll((done) => report({ done, all: items.length }), signal),
            }),
      {
        done: (done) =>
          done === items.length
            ? `Successfully ${pastOf(text)} ${what}.`
            : `Stopped: ${pastOf(text)} ${done} of ${items.length} ${noun}.`,
        failed: `The ${items.length === 1 ? what : noun} could not ${items.length === 1 ? "" : "all "}be ${pastOf(text)}`,
        onChange,
      },
    );
  };
}

/** What becomes of each; of many the first ones are said. */
function Bodies<T>({ items, body }: Pick<Removal<T>, "items" | "body">) {
  return (
    <ul className="squall-words">
      {items.slice(0, mostSaid).map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list stands as long as the question does.
        <li key={at}>{body(item)}</li>
      ))}
      {items.length > mostSaid && <li>The same of {items.length - mostSaid} more.</li>}
    </ul>
  );
}

const mostSaid = 10;

/** "Detach" is "detached", "Delete" "deleted". */
function pastOf(verb: string): string {
  return verb.toLowerCase().replace(/e?$/, "ed");
}

import { useContext } from "react";
import { useConfirm } from "./confirm.tsx";
import { GatherContext, type Gathered } from "./gather.ts";
import { useLongWork } from "./long-work.tsx";
import { useNotify } from "./notifications.tsx";

/** More than so many show how far it is, and can be stopped. */
const fewItems = 3;
const mostSaid = 10;

type Several = <T>(items: readonly T[], noun: string, act: (item: T) => unknown) => Promise<void>;

/**
 * Does with each of several rows what is done with one, after one question instead of many: `act` is what the page does with a single row, and asks by
 * `useConfirmed` before anything else. What fails is told, and does not stop what is behind it.
 */
export function useSeveral(): Several {
  const gather = useContext(GatherContext);
  const confirm = useConfirm();
  const work = useLongWork();
  const notify = useNotify();
  return async (items, noun, act) => {
    if (items.length < 2) {
      for (const item of items) void act(item);
      return;
    }
    const asked: Gathered[] = [];
    gather.current = asked;
    try {
      for (const item of items) void act(item);
    } finally {
      gather.current = undefined;
    }
    const [first] = asked;
    if (!first) return;
    const { action } = first.question;
    const isMeant = await confirm({
      title: `${action} ${items.length} ${noun}?`,
      body: <Questions asked={asked} />,
      action,
      typed: asked.some(({ question }) => question.typed !== undefined) ? action.toLowerCase() : undefined,
    });
    if (!isMeant) {
      for (const { settle } of asked) settle(false);
      return;
    }
    const failures: unknown[] = [];
    const doAll = async (report: (done: number) => void, signal?: AbortSignal) => {
      let done = 0;
      for (const { run, settle } of asked) {
        if (signal?.aborted) break;
        const isDone = await run().then(
          () => true,
          (error: unknown) => {
            failures.push(error);
            return false;
          },
        );
        settle(isDone);
        report(++done);
      }
      return done;
    };
    const done =
      items.length <= fewItems
        ? await doAll(() => {})
        : await work({
            title: `${action} ${items.length} ${noun}`,
            run: (report, signal) => doAll((count) => report({ done: count, all: asked.length }), signal),
          });
    const worked = done - failures.length;
    if (failures.length > 0)
      notify.error(`${action}: ${failures.length} of ${items.length} ${noun} failed`, failures[0]);
    if (worked > 0) notify.success(`${action}: ${worked} of ${items.length} ${noun} done.`);
    for (const onChange of new Set(asked.map((one) => one.onChange))) onChange?.();
  };
}

/** What becomes of each; of many the first ones are said. */
function Questions({ asked }: { readonly asked: readonly Gathered[] }) {
  return (
    <ul className="squall-words">
      {asked.slice(0, mostSaid).map(({ question }) => (
        <li key={question.title} className="squall-anywhere">
          <b>{question.title}</b> {question.body}
        </li>
      ))}
      {asked.length > mostSaid && <li>The same of {asked.length - mostSaid} more.</li>}
    </ul>
  );
}

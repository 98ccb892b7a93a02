import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { createBrowserRouter } from "react-router";
import { ErrorBody } from "./error-alert.tsx";

/**
 * Tells the user what became of what he started, above the page that he is on. Success goes by itself, the rest with the page; a
 * message that is given as the page changes is one of the next page.
 */
export interface Notify {
  readonly success: (text: ReactNode, action?: FlashbarProps.MessageDefinition["action"]) => void;
  readonly error: (title: string, error: unknown) => void;
  /** Stays with its page: what is shown only once. */
  readonly keep: (text: ReactNode) => void;
}

interface Message extends FlashbarProps.MessageDefinition {
  readonly id: string;
  /** Given in this very turn of the program: what it does next, such as to open another page, comes of the same. */
  readonly turn: number;
}

const NotifyContext = createContext<Notify | undefined>(undefined);
const ItemsContext = createContext<readonly Message[]>([]);
const mostMessages = 5;
const successShowsMs = 6_000;

interface NotificationsProviderProps {
  readonly router: ReturnType<typeof createBrowserRouter>;
  readonly children: ReactNode;
}

export function NotificationsProvider({ router, children }: NotificationsProviderProps) {
  const [items, setItems] = useState<readonly Message[]>([]);
  const turn = useRef(0);
  const notify = useMemo<Notify>(() => {
    const dismiss = (id: string) => setItems((before) => before.filter((item) => item.id !== id));
    const add = (message: FlashbarProps.MessageDefinition) => {
      const id = crypto.randomUUID?.() ?? String(performance.now());
      const closing = { dismissible: true, dismissLabel: "Dismiss message", onDismiss: () => dismiss(id) };
      const whole = { ...message, ...closing, id, turn: turn.current };
      window.setTimeout(() => {
        turn.current += 1;
      });
      setItems((before) => [whole, ...before].slice(0, mostMessages));
      return id;
    };
    return {
      success: (content, action) => dismissLater(add({ type: "success", content, action }), dismiss),
      error: (header, error) => add({ type: "error", header, content: <ErrorBody error={error} /> }),
      keep: (content) => add({ type: "success", content }),
    };
  }, []);

  useEffect(() => {
    let { pathname } = router.state.location;
    return router.subscribe(({ location }) => {
      if (location.pathname === pathname) return;
      pathname = location.pathname;
      const { current } = turn;
      setItems((before) => before.filter((message) => message.turn === current));
    });
  }, [router]);

  return (
    <NotifyContext value={notify}>
      <ItemsContext value={items}>{children}</ItemsContext>
    </NotifyContext>
  );
}

/** It stands above the page and moves with it, so it covers nothing. An error is brought into view. */
export function NotificationsBar() {
  const items = useContext(ItemsContext);
  const place = useRef<HTMLDivElement>(null);
  const newest = items[0];
  useEffect(() => {
    if (newest?.type === "error") place.current?.scrollIntoView({ block: "nearest" });
  }, [newest]);
  return (
    <div ref={place} className={messagesClass}>
      <Flashbar items={items.map(({ turn: _turn, ...item }) => item)} stackItems />
    </div>
  );
}

export function useNotify(): Notify {
  const notify = useContext(NotifyContext);
  if (!notify) throw new Error("useNotify is used outside the page.");
  return notify;
}

const messagesClass = "squall-messages";

/** Not while somebody reads with the pointer on it, or is about to use its button. */
function dismissLater(id: string, dismiss: (id: string) => void): void {
  window.setTimeout(() => {
    const isInUse = document.querySelector(`.${messagesClass}:hover, .${messagesClass}:focus-within`) !== null;
    if (isInUse) dismissLater(id, dismiss);
    else dismiss(id);
  }, successShowsMs);
}

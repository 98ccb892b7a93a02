import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { ErrorBody } from "./error-alert.tsx";

/** Tells the user what became of what he started, at the top of whichever page he is on. */
export interface Notify {
  readonly success: (text: ReactNode, action?: FlashbarProps.MessageDefinition["action"]) => void;
  readonly error: (title: string, error: unknown) => void;
}

const NotifyContext = createContext<Notify | undefined>(undefined);
const ItemsContext = createContext<readonly FlashbarProps.MessageDefinition[]>([]);
const mostMessages = 5;

export function NotificationsProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<readonly FlashbarProps.MessageDefinition[]>([]);
  const notify = useMemo<Notify>(() => {
    const add = (message: FlashbarProps.MessageDefinition) => {
      const id = crypto.randomUUID?.() ?? String(performance.now());
      const onDismiss = () => setItems((before) => before.filter((item) => item.id !== id));
      const dismiss = { dismissible: true, dismissLabel: "Dismiss message", onDismiss };
      setItems((before) => [{ ...message, id, ...dismiss }, ...before].slice(0, mostMessages));
    };
    return {
      success: (content, action) => add({ type: "success", content, action }),
      error: (header, error) => add({ type: "error", header, content: <ErrorBody error={error} /> }),
    };
  }, []);
  return (
    <NotifyContext value={notify}>
      <ItemsContext value={items}>{children}</ItemsContext>
    </NotifyContext>
  );
}

export function NotificationsBar() {
  const items = useContext(ItemsContext);
  return <Flashbar items={items} stackItems />;
}

export function useNotify(): Notify {
  const notify = useContext(NotifyContext);
  if (!notify) throw new Error("useNotify is used outside the frame.");
  return notify;
}

import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import type { FrameDialog } from "./frame-dialogs.tsx";

/** The keys of the console, for the list and for what listens. A space stands between keys that are pressed one after the other. */
export const shortcuts = [
  { keys: "Ctrl+K", text: "Go to or do: the command palette (⌘K on a Mac)" },
  { keys: "/", text: "Search" },
  { keys: "?", text: "This list" },
  { keys: ".", text: "Show what was done as CLI, boto3, Terraform" },
  { keys: "c", text: "Create: the page's first blue button that leads to a form" },
  { keys: "r", text: "Refresh the list" },
  { keys: "f", text: "Find in the list" },
  { keys: "g h", text: "Go to Console Home" },
  { keys: "g l", text: "Go to Lambda" },
  { keys: "g s", text: "Go to S3" },
  { keys: "g d", text: "Go to DynamoDB" },
  { keys: "g q", text: "Go to SQS" },
  { keys: "g n", text: "Go to SNS" },
  { keys: "g e", text: "Go to EventBridge" },
  { keys: "g c", text: "Go to CloudWatch" },
  { keys: "g i", text: "Go to IAM" },
  { keys: "Ctrl+S", text: "In the code editor: deploy" },
  { keys: "Ctrl+F", text: "In an editor: find and replace in the file" },
  { keys: "Ctrl+Shift+F", text: "In the code editor: search in all files" },
] as const;

const homes: Readonly<Record<string, string>> = {
  h: "/",
  l: "/console/lambda/functions",
  s: "/console/s3/buckets",
  d: "/console/dynamodb/tables",
  q: "/console/sqs/queues",
  n: "/console/sns/topics",
  e: "/console/events/rules",
  c: "/console/cloudwatch/log-groups",
  i: "/console/iam/roles",
};

/** Between two keys of one shortcut. */
const pauseMs = 1_200;

/** Listens to the keys; letters alone count where nobody is typing and no dialog is open. */
export function useShortcuts(open: (dialog: FrameDialog) => void): void {
  const navigate = useNavigate();
  const before = useRef({ key: "", atMs: 0 });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey) {
        if (key !== "k" || event.shiftKey) return;
        event.preventDefault();
        open("palette");
        return;
      }
      if (isTyping(event.target) || document.querySelector('[role="dialog"]') !== null) return;
      const nowMs = performance.now();
      const isSecond = before.current.key === "g" && nowMs - before.current.atMs < pauseMs;
      before.current = { key: isSecond ? "" : key, atMs: nowMs };
      const home = isSecond ? homes[key] : undefined;
      if (home !== undefined) void navigate(home);
      else if (!act(key, open)) return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigate, open]);
}

/** Answers whether the key means something. */
function act(key: string, open: (dialog: FrameDialog) => void): boolean {
  switch (key) {
    case "?":
      open("shortcuts");
      return true;
    case ".":
      open("code");
      return true;
    case "/":
      return focus("#top input");
    case "f":
      return focus('main input[type="search"]');
    case "c":
      return press('main a[class*="variant-primary"]');
    case "r":
      return press('main button[aria-label^="Refresh"]');
    default:
      return false;
  }
}

function focus(selector: string): boolean {
  const field = document.querySelector<HTMLElement>(selector);
  field?.focus();
  return field !== null;
}

function press(selector: string): boolean {
  const button = document.querySelector<HTMLElement>(selector);
  button?.click();
  return button !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select'))
  );
}

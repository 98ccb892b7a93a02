import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import { Fragment, type ReactNode } from "react";
import { RouteLink } from "../../../shell/links.tsx";

/** What a lab's author writes: paragraphs, lists, `code`, **bold**, *words*, [links](/console/…) and blocks between three backticks. Nothing of it is HTML. */
export function LabText({ text }: { readonly text: string }) {
  return (
    <div className="squall-lab-text">
      {blocksOf(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one text do not move.
        <Block key={index} block={block} />
      ))}
    </div>
  );
}

type TextBlock =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "code"; readonly text: string };

function Block({ block }: { readonly block: TextBlock }) {
  switch (block.kind) {
    case "paragraph":
      return (
        <Box variant="p">
          <Inline text={block.text} />
        </Box>
      );
    case "list":
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>
              <Inline text={item} />
            </li>
          ))}
        </ul>
      );
    case "code":
      return (
        <div className="squall-lab-code">
          <pre className="squall-pre">{block.text}</pre>
          <div className="squall-lab-copy">
            <CopyToClipboard
              variant="icon"
              copyButtonAriaLabel="Copy the code"
              textToCopy={block.text}
              copySuccessText="Copied"
              copyErrorText="The browser refused to copy"
            />
          </div>
        </div>
      );
  }
}

function blocksOf(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    if (line.startsWith("```")) {
      const end = lines.findIndex((other, index) => index > at && other.startsWith("```"));
      const to = end < 0 ? lines.length : end;
      blocks.push({ kind: "code", text: lines.slice(at + 1, to).join("\n") });
      at = to + 1;
    } else if (line.startsWith("- ")) {
      const items: string[] = [];
      for (; lines[at]?.startsWith("- "); at++) items.push((lines[at] ?? "").slice(2));
      blocks.push({ kind: "list", items });
    } else if (line.trim() === "") {
      at++;
    } else {
      const from = at;
      while (at < lines.length && !/^(?:```|- |\s*$)/.test(lines[at] ?? "")) at++;
      blocks.push({ kind: "paragraph", text: lines.slice(from, at).join(" ") });
    }
  }
  return blocks;
}

const marks = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*|\[[^\]]+\]\([^)\s]+\))/;

/** A line with its marks. */
export function Inline({ text }: { readonly text: string }): ReactNode {
  return text.split(marks).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line do not move.
    <Fragment key={index}>{index % 2 === 1 ? <Marked part={part} /> : part}</Fragment>
  ));
}

function Marked({ part }: { readonly part: string }) {
  if (part.startsWith("`")) return <Box variant="code">{part.slice(1, -1)}</Box>;
  if (part.startsWith("**")) return <strong>{part.slice(2, -2)}</strong>;
  if (part.startsWith("*")) return <em>{part.slice(1, -1)}</em>;
  const [, words = "", href = ""] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part) ?? [];
  // A value that is not known yet would lead nowhere.
  if (href.includes("${")) return words;
  if (/^\/(?!\/)/.test(href)) return <RouteLink href={href}>{words}</RouteLink>;
  return /^https:\/\//.test(href) ? (
    <RouteLink href={href} external target="_blank">
      {words}
    </RouteLink>
  ) : (
    words
  );
}

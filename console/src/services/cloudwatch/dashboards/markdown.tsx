import { Fragment, type ReactNode } from "react";
import { RouteLink } from "../../../shell/links.tsx";

/** The part of Markdown that notes on dashboards use: headings, lists, bold, code, links. Anything else is text. */
export function Markdown({ text }: { readonly text: string }) {
  return <div className="squall-markdown">{blocksOf(text).map((block, at) => drawBlock(block, at))}</div>;
}

type Block =
  | { readonly is: "heading"; readonly level: number; readonly text: string }
  | { readonly is: "list"; readonly items: readonly string[] }
  | { readonly is: "paragraph"; readonly text: string };

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const part of text.split(/\n{2,}|(?<=^#{1,6} .*)\n|\n(?=#{1,6} )|\n(?=[-*] )(?<!^[-*] .*\n)/m)) {
    const [, marks, heading] = /^(#{1,6}) +(.*)$/.exec(part.trim()) ?? [];
    const lines = part.split("\n").filter((line) => line.trim() !== "");
    if (marks && heading) blocks.push({ is: "heading", level: marks.length, text: heading });
    else if (lines.length > 0 && lines.every((line) => /^\s*[-*] /.test(line)))
      blocks.push({ is: "list", items: lines.map((line) => line.replace(/^\s*[-*] /, "")) });
    else if (lines.length > 0) blocks.push({ is: "paragraph", text: lines.join("\n") });
  }
  return blocks;
}

function drawBlock(block: Block, key: number): ReactNode {
  if (block.is === "paragraph") return <p key={key}>{inline(block.text)}</p>;
  if (block.is === "list") {
    return (
      <ul key={key}>
        {block.items.map((item) => (
          <li key={item}>{inline(item)}</li>
        ))}
      </ul>
    );
  }
  // The page has its own first and second heading.
  const Heading = block.level === 1 ? "h3" : "h4";
  return <Heading key={key}>{inline(block.text)}</Heading>;
}

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(/\*\*([^*\n]+)\*\*|`([^`\n]+)`|\[([^\]\n]+)\]\(([^()\s]+)\)/g)) {
    const [all, bold, code, linked, href = ""] = match;
    parts.push(<Fragment key={end}>{text.slice(end, match.index)}</Fragment>);
    end = match.index + all.length;
    if (bold) parts.push(<b key={`b${end}`}>{bold}</b>);
    else if (code) parts.push(<code key={`c${end}`}>{code}</code>);
    else parts.push(isSafe(href) ? <TextLink key={`l${end}`} href={href} text={linked ?? href} /> : linked);
  }
  parts.push(<Fragment key="rest">{text.slice(end)}</Fragment>);
  return parts;
}

function TextLink({ href, text }: { readonly href: string; readonly text: string }) {
  return (
    <RouteLink href={href} external={!href.startsWith("/")}>
      {text}
    </RouteLink>
  );
}

/** A dashboard's text is anybody's: no script may stand behind a link. */
function isSafe(href: string): boolean {
  return /^(https?:\/\/|\/(?!\/))/.test(href);
}

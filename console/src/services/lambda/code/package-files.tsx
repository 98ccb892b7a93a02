import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { lazy, Suspense, useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { languageOf } from "./language.ts";
import { readArchive } from "./read-archive.ts";
import { type FileContent, toText } from "./zip.ts";

const TextEditor = lazy(async () => ({ default: (await import("../../../form/code-editor.tsx")).TextEditor }));
const mostShown = 500;

/** What a package that does not change has in it: a version's, a layer's. */
export function PackageFiles({ location }: { location: string | undefined }) {
  const [first] = (location ?? "").split("?");
  const archive = useLive(`lambda/archive/${first}`, (signal) => readArchive(location, signal), {
    everyMs: Number.POSITIVE_INFINITY,
    enabled: location !== undefined,
  });
  const [shown, setShown] = useState<string>();
  return (
    <Container header={<Header variant="h2">Content</Header>}>
      <Loaded live={archive} what="the content">
        {({ files }) => {
          const paths = Object.keys(files).sort();
          return (
            <>
              <ul className="squall-words">
                {paths.slice(0, mostShown).map((path) => (
                  <li key={path}>
                    <Button variant="inline-link" onClick={() => setShown(path === shown ? undefined : path)}>
                      {path}
                    </Button>{" "}
                    <Box variant="span" color="text-body-secondary">
                      {formatBytes(files[path]!.length)}
                    </Box>
                    {path === shown && <FileText path={path} content={files[path]!} />}
                  </li>
                ))}
              </ul>
              {paths.length > mostShown && (
                <Box color="text-body-secondary">and {paths.length - mostShown} files more</Box>
              )}
            </>
          );
        }}
      </Loaded>
    </Container>
  );
}

function FileText({ path, content }: { path: string; content: FileContent }) {
  const text = toText(content);
  if (text === undefined) return <Box color="text-body-secondary">It is not text, so it is not shown.</Box>;
  return (
    <Suspense fallback={null}>
      <TextEditor
        value={text}
        language={languageOf(path)}
        ariaLabel={`Code of ${path}`}
        isReadOnly
        onChange={() => {}}
      />
    </Suspense>
  );
}

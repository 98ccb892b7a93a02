import { GetObjectCommand, type HeadObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { typeOfKey } from "../objects/object-type.ts";
import { signLink } from "../objects/sign-link.ts";

interface PreviewProps {
  readonly bucket: string;
  readonly objectKey: string;
  readonly head: HeadObjectCommandOutput;
}

/** What is shown of a text. */
const shownBytes = 256 * 1024;
const largestPictureBytes = 20 * 1024 * 1024;

/** Pictures and text; of anything else there is nothing to see. */
export function Preview({ bucket, objectKey, head }: PreviewProps) {
  const kind = kindOf(objectKey, head);
  if (!kind) return null;
  return (
    <Container header={<Header variant="h2">Preview</Header>}>
      {kind === "picture" ? (
        <Picture bucket={bucket} objectKey={objectKey} head={head} />
      ) : (
        <Text bucket={bucket} objectKey={objectKey} head={head} />
      )}
    </Container>
  );
}

function Picture({ bucket, objectKey: key, head }: PreviewProps) {
  const client = useClient(S3Client);
  const link = useLive(`s3/picture/${bucket}/${key}/${head.ETag}`, () => signLink(client, { bucket, key }, "open"), {
    everyMs: Number.POSITIVE_INFINITY,
  });
  if (link.error) return <ErrorAlert error={link.error} title="The picture could not be shown" />;
  return link.data ? <img className="squall-picture" src={link.data} alt={`Content of ${key}`} /> : null;
}

function Text({ bucket, objectKey: key, head }: PreviewProps) {
  const client = useClient(S3Client);
  const text = useLive(
    `s3/text/${bucket}/${key}/${head.ETag}`,
    async (abortSignal) => {
      const { Body } = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...((head.ContentLength ?? 0) > shownBytes && { Range: `bytes=0-${shownBytes - 1}` }),
        }),
        { abortSignal },
      );
      return (await Body?.transformToString()) ?? "";
    },
    { everyMs: Number.POSITIVE_INFINITY },
  );
  if (text.error) return <ErrorAlert error={text.error} title="The text could not be shown" />;
  return (
    <SpaceBetween size="s">
      <pre className="squall-pre">{text.data}</pre>
      {(head.ContentLength ?? 0) > shownBytes && (
        <Box color="text-body-secondary">
          The first {formatBytes(shownBytes)} of {formatBytes(head.ContentLength)}. Download the object to see all of
          it.
        </Box>
      )}
    </SpaceBetween>
  );
}

function kindOf(
  key: string,
  { ContentType = "", ContentLength = 0, ContentEncoding }: HeadObjectCommandOutput,
): "picture" | "text" | undefined {
  if (ContentLength === 0 || ContentEncoding) return undefined;
  if (/^image\/(png|jpe?g|gif|webp|avif|bmp|svg\+xml|x-icon)/.test(ContentType))
    return ContentLength <= largestPictureBytes ? "picture" : undefined;
  if (/^text\/|json|xml|yaml|javascript|toml|x-sh/.test(ContentType)) return "text";
  return /octet-stream/.test(ContentType) && textExtensions.has(typeOfKey(key)) ? "text" : undefined;
}

const textExtensions = new Set([
  "txt",
  "log",
  "csv",
  "json",
  "md",
  "py",
  "js",
  "mjs",
  "ts",
  "java",
  "go",
  "rb",
  "html",
  "css",
  "xml",
  "yaml",
  "yml",
]);

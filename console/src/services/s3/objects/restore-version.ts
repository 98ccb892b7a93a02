import { CopyObjectCommand, DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { copySource } from "./copy-source.ts";

interface RestorableVersion {
  readonly key: string;
  readonly versionId?: string;
  readonly isDeleteMarker?: boolean;
}

/** Makes a version the current one again, as a new version that is its copy; a delete marker is taken away. */
export function useRestoreVersion(bucket: string, onChange: () => void): (version: RestorableVersion) => Promise<void> {
  const client = useClient(S3Client);
  const notify = useNotify();
  return async ({ key: Key, versionId, isDeleteMarker }) => {
    const target = { Bucket: bucket, Key };
    try {
      if (isDeleteMarker) await client.send(new DeleteObjectCommand({ ...target, VersionId: versionId }));
      else await client.send(new CopyObjectCommand({ ...target, CopySource: copySource(bucket, Key, versionId) }));
      notify.success(`Successfully restored ${Key}.`);
    } catch (error) {
      notify.error(`${Key} could not be restored`, error);
    } finally {
      onChange();
    }
  };
}

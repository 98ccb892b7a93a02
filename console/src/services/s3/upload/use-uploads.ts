import { S3Client } from "@aws-sdk/client-s3";
import { useCallback, useEffect, useRef, useState } from "react";
import { toFailure } from "../../../aws/errors.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { type ObjectUpload, uploadObject } from "./upload-object.ts";

export interface UploadProgress {
  readonly upload: ObjectUpload;
  readonly state: "waiting" | "sending" | "succeeded" | "failed" | "cancelled";
  readonly sentBytes: number;
  readonly error?: string;
}

export interface Uploads {
  readonly progress: readonly UploadProgress[];
  readonly isRunning: boolean;
  readonly start: (uploads: readonly ObjectUpload[]) => void;
  readonly cancel: () => void;
}

const filesAtOnce = 4;

/** Sends files, a few at a time; leaving the page stops it. */
export function useUploads(): Uploads {
  const client = useClient(S3Client);
  const [progress, setProgress] = useState<readonly UploadProgress[]>([]);
  const [isRunning, setRunning] = useState(false);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const start = useCallback(
    async (uploads: readonly ObjectUpload[]) => {
      const controller = new AbortController();
      abort.current = controller;
      setProgress(uploads.map((upload) => ({ upload, state: "waiting", sentBytes: 0 })));
      setRunning(true);
      const change = (index: number, part: Partial<UploadProgress>) =>
        setProgress((before) => before.map((one, at) => (at === index ? { ...one, ...part } : one)));
      let next = 0;
      const sendNext = async () => {
        while (next < uploads.length) {
          const index = next++;
          if (controller.signal.aborted) {
            change(index, { state: "cancelled" });
            continue;
          }
          change(index, { state: "sending" });
          try {
            const upload = uploads[index]!;
            await uploadObject(client, upload, controller.signal, (sentBytes) => change(index, { sentBytes }));
            change(index, { state: "succeeded", sentBytes: upload.file.size });
          } catch (error) {
            const { name, message } = toFailure(error);
            change(
              index,
              controller.signal.aborted ? { state: "cancelled" } : { state: "failed", error: `${name}: ${message}` },
            );
          }
        }
      };
      await Promise.all(Array.from({ length: Math.min(filesAtOnce, uploads.length) }, sendNext));
      setRunning(false);
    },
    [client],
  );
  const cancel = useCallback(() => abort.current?.abort(), []);
  return { progress, isRunning, start, cancel };
}

import type { FunctionCode } from "@aws-sdk/client-lambda";
import FileUpload from "@cloudscape-design/components/file-upload";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "../../../form/field.tsx";

/** A deployment package: a .zip of the user's, or one in S3. */
export type CodeUpload =
  | { readonly kind: "zip"; readonly file: File | undefined }
  | { readonly kind: "s3"; readonly url: string };

interface CodeUploadFieldProps {
  readonly upload: CodeUpload;
  readonly onChange: (upload: CodeUpload) => void;
}

export function CodeUploadField({ upload, onChange }: CodeUploadFieldProps) {
  return (
    <SpaceBetween size="m">
      <FormField label="Code source">
        <RadioGroup
          value={upload.kind}
          items={[
            { value: "zip", label: ".zip file" },
            { value: "s3", label: "Amazon S3 location" },
          ]}
          onChange={({ detail }) =>
            onChange(detail.value === "zip" ? { kind: "zip", file: undefined } : { kind: "s3", url: "" })
          }
        />
      </FormField>
      {upload.kind === "zip" ? (
        <Field
          label="Deployment package"
          constraintText="A .zip file of up to 50 MB; for a larger one use Amazon S3."
          problem={upload.file ? undefined : "Choose a .zip file."}
        >
          <FileUpload
            value={upload.file ? [upload.file] : []}
            accept=".zip"
            showFileSize
            showFileLastModified
            i18nStrings={{ uploadButtonText: () => "Choose file", dropzoneText: () => "Drop a .zip file to upload" }}
            onChange={({ detail }) => onChange({ kind: "zip", file: detail.value[0] })}
          />
        </Field>
      ) : (
        <Field
          label="Amazon S3 link URL"
          description="Paste an S3 link URL to your function code .zip."
          constraintText="s3://bucket/key"
          problem={s3Link.test(upload.url) ? undefined : "An S3 link looks like s3://bucket/key."}
        >
          <Input
            value={upload.url}
            placeholder="s3://bucket/key"
            spellcheck={false}
            onChange={({ detail }) => onChange({ kind: "s3", url: detail.value })}
          />
        </Field>
      )}
    </SpaceBetween>
  );
}

/** As CreateFunction and UpdateFunctionCode take it. */
export async function toFunctionCode(upload: CodeUpload): Promise<FunctionCode> {
  if (upload.kind === "zip") {
    if (!upload.file) throw new Error("Choose a .zip file.");
    return { ZipFile: new Uint8Array(await upload.file.arrayBuffer()) };
  }
  const [, S3Bucket, S3Key] = s3Link.exec(upload.url) ?? [];
  if (!S3Bucket || !S3Key) throw new Error("An S3 link looks like s3://bucket/key.");
  return { S3Bucket, S3Key: decodeURIComponent(S3Key) };
}

/** `s3://bucket/key`, or the object's URL as the console shows it. */
const s3Link = /^(?:s3:\/\/|https?:\/\/[^/]+\/)([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/;

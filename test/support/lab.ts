import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { zip } from "./zip.ts";

const lab = new URL("../../examples/first-lab/", import.meta.url);

/** The first lab's files, the very ones of `examples/`. */
export const labFiles = {
  directory: fileURLToPath(lab),
  pythonZip: () => zip({ "lambda_function.py": readFileSync(new URL("lambda_function.py", lab)) }),
  nodeZip: () => zip({ "index.mjs": readFileSync(new URL("index.mjs", lab)) }),
  picture: () => readFileSync(new URL("logo.png", lab)),
  testEvent: (bucket: string, key: string) => {
    const event = JSON.parse(readFileSync(new URL("s3-put-event.json", lab), "utf8"));
    event.Records[0].s3.bucket.name = bucket;
    event.Records[0].s3.object.key = key;
    return JSON.stringify(event);
  },
} as const;

export const labRole = "arn:aws:iam::000000000000:role/LabRole";

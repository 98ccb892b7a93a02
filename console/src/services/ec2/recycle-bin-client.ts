/** Recycle Bin's client, which is made in this project as the SDK's packages are (`tools/sdk`). */
export * from "../../../../tools/sdk/rbin/index.ts";

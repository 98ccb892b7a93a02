/** What a body may be at most, whatever its protocol: the size itself is limited where it is read. */
export const limits = {
  /** Of lists, maps and structures in one another. */
  nesting: 100,
  /** Keys of a form body. AWS's largest calls send a few hundred. */
  formKeys: 20_000,
  /** Parts of one form key, `A.B.member.1` having four. */
  formKeyParts: 40,
  /** AWS's largest document, CompleteMultipartUpload's, has seventy thousand: ten thousand parts with their checksums. */
  xmlElements: 100_000,
  /** Values in a CBOR body, in one another and beside one another. A full PutMetricData has a third of it. */
  cborItems: 400_000,
  /** Of one map or structure of a JSON or CBOR body. AWS's largest, a function's environment of 4 KB, has a thousand. */
  mapKeys: 20_000,
  /** Of all maps and structures of such a body together. */
  members: 100_000,
  /** Different names of a CBOR body. */
  cborNames: 20_000,
  /** Names and values that are texts in a JSON body, and values beside one another. */
  jsonTexts: 150_000,
  jsonItems: 250_000,
  /** Characters written as references (`&amp;`). The quotes of ten thousand parts' ETags are twenty thousand. */
  xmlReferences: 200_000,
  /** Of one element. */
  xmlAttributes: 100,
} as const;

/** Names of node:crypto by dotted number: of the digests that OAEP and signatures may use here. */
export const digests: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** As people write it: `SHA-256`. */
export function describeDigest(digest: string): string {
  return digest.replace('sha', 'SHA-');
}

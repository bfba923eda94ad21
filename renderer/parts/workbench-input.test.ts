import { describe, expect, it } from 'vitest';
import type { Entry } from '../../preload/contract/index.ts';
import { anEntryRow } from '../fake-bridge.fixture.ts';
import { workbenchInput } from './workbench-input.ts';

const pem = '-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----';

function anEntry(args: unknown[], binaries: Entry['payload']['binaries'] = []): Entry {
  const payload = { args: JSON.stringify(args), binaries, size: 0, cut: false };
  return { row: anEntryRow({ id: 1, preview: '' }), payload, facts: [], related: [], offers: [], links: [] };
}

const opened = (text: string) => ({ tool: 'open', input: { envelope: { as: 'text', text } } });

describe('what an entry has for the workbench', () => {
  it.each([
    ['an argument', [pem, 'key']],
    ['a content', [null, { headers: { from: 'a' }, content: pem }]],
    ['a content in JSON text', [JSON.stringify({ content: pem })]],
  ])('is the envelope, where it is %s', (_, args) => {
    expect(workbenchInput(anEntry(args))).toEqual(opened(pem));
  });

  it.each([
    'MIICnQYJKoZIhvcNAQcDoIICjjCCAooCAQA',
    'MIAGCSqGSIb3DQEHA6CAMIACAQAxggE',
    'MIME-Version: 1.0\nContent-Type: application/x-pkcs7-mime; smime-type=enveloped-data\n\nMIIB',
  ])('is an envelope that is written otherwise: %s', (text) => {
    expect(workbenchInput(anEntry([{ content: text }]))).toEqual(opened(text));
  });

  it('is bytes that are an envelope, before others', () => {
    const bytes = (...values: number[]) => btoa(String.fromCharCode(...values));
    const envelope = bytes(0x30, 0x81, 0x90, 0x06, 0x09, 0x2a);
    const binaries = [
      { path: [0, 'signature'], base64: bytes(0xff, 1, 2), size: 3 },
      { path: [0, 'content'], base64: envelope, size: 6 },
    ];
    const input = { envelope: { as: 'binary', base64: envelope } };
    expect(workbenchInput(anEntry([{ signature: null, content: null }], binaries))).toEqual({ tool: 'open', input });
  });

  it('is the message where there is no envelope', () => {
    const publicKey = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A';
    expect(workbenchInput(anEntry([publicKey]))).toEqual({
      tool: 'inspect',
      input: { content: { as: 'text', text: publicKey } },
    });
  });
});

import type { Line } from './line.ts';

/** Everything a client must survive: no JSON, no object, wrong types, dangerous names, ciphertext that is none. */
export function sendMalformed(line: Line): void {
  line.sendText('this is not JSON');
  line.sendText('');
  line.sendText('[{"mt":"Array"}]');
  line.sendText('null');
  line.sendText('{"api":"Services"}');
  line.sendText('{"mt":{"an":"object"},"src":7,"api":[]}');
  line.sendText('{"mt":"__proto__","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
  line.sendText('{"mt":"NeverHeardOf","text":"<img src=x onerror=alert(1)> \u202egnp.exe"}');
  line.sendText('{"mt":"ServicesInfo","api":"Services","services":{"0":"no list"}}');
  line.sendText(
    '{"mt":"ServicesInfo","api":"Services","services":[null,7,{"name":"__proto__","url":"javascript:alert(1)"}]}',
  );
  line.sendText('{"mt":"PresenceUpdate","api":"PbxApi","src":"__proto__","presence":[{"activity":{}}]}');
  line.sendText('{"mt":"PresenceState","api":"PbxApi","up":"maybe","sip":["list"]}');
  line.sendText('{"mt":"Sealed","seed":"stale","encrypted":"ffffffffffffffffffffffffffff"}');
  line.sendText('{"mt":"Sealed","seed":"odd","encrypted":"abc"}');
  line.sendText('{"mt":"NobodyAskedResult","src":"never-sent","error":-1,"errorText":"?"}');
  line.sendText('{"mt":"Error","errorText":"Something broke"}');
  line.sendBytes(Buffer.from([0, 1, 2, 255]));
}

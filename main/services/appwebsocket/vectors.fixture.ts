/** What the formulas must give. `official`: from the vendor's page “AppWebsocket” of the SDK; the others computed. */
export const digestVectors = [
  {
    origin: 'official, no info',
    login: { app: 'pbxadminapi', domain: '', sip: '', guid: '', dn: '' },
    challenge: '0123456789abcdef',
    password: 'pwd',
    digest: 'a205299ed2ef2786c311e0be1b14db343f2cadd906a6ae7b564eee34bda5e9a1',
  },
  {
    origin: 'official, empty info',
    login: { app: 'pbxadminapi', domain: '', sip: '', guid: '', dn: '', info: '{}' },
    challenge: '0123456789abcdef',
    password: 'pwd',
    digest: '57b23fe824b9222a7ac879597cb509bcdc865a1bfeb057d9d12118cef0c3ba34',
  },
  {
    origin: 'official, info',
    login: { app: 'pbxadminapi', domain: '', sip: '', guid: '', dn: '', info: '{"cn":"Test User"}' },
    challenge: '0123456789abcdef',
    password: 'pwd',
    digest: '96db3c3f657230c2b68194becc6d2a77f05de9f79f01fc81e9ca0fb196b10d9d',
  },
  {
    origin: 'official, a user with info',
    login: {
      app: 'innovaphone-users',
      domain: 'example.com',
      sip: 'administrator',
      guid: '0123456789abcdef0123456789abcdef',
      dn: 'Administrator User',
      info: '{"appobj":"users","apps":[{"name":"users"},{"name":"profile"}],"appurl":"https://1.2.3.4/example.com/usersapp/innovaphone-users","unlicensed":true}',
    },
    challenge: '0123456789abcdef',
    password: 'pwd',
    digest: 'ef1b811ffaa8f9255c39c653d8fb26b4687b2d8c4d9ac91b4821bff6bae3ff44',
  },
  {
    origin: 'computed, equal to the vendor’s browser client',
    login: {
      app: 'testapp',
      domain: 'example.com',
      sip: 'testapp',
      guid: '00000000000000000000000000000000',
      dn: 'Admin',
    },
    challenge: '8201653944',
    password: 'ip411',
    digest: '96a459f5f317bd2b15f75be4a5223a0a73ce72ea43a8f36c1ac8866f5e7c89a4',
  },
  {
    origin: 'computed, a user without an app',
    login: { app: '', domain: '', sip: 'john.doe', guid: '', dn: '' },
    challenge: '0123456789abcdef',
    password: 'pwd',
    digest: '91b7ec04109e0ad1df0bef0acbb11a018afc7b3b4d3cac4fa7a1a371ca614e12',
  },
];

const key = 'd58c77eae0c1c1f37a9f545e207643c926ad9ea4932016a83a4a01029de37760';

export const sessionKeyVectors = [
  { challenge: '0123456789abcdef', password: 'pwd', key },
  {
    challenge: '8201653944',
    password: 'ip411',
    key: 'e09da7961ae69ea5954e004789994b94756a171d1b9e4f3c47e236b3b2e688ee',
  },
];

export const cryptVectors = [
  {
    key,
    seed: 'some seed',
    data: 'some secret text',
    encrypted: '68a5e99780d833b174aa9b05a4fb8ada',
    hash: '37903c3da0e1d0e02a1596566ae923492e73e3f54212049019b4ba7024e11d00',
  },
  {
    key,
    seed: 'abcd1234',
    data: 'Grüße €😀',
    encrypted: '56d3fd839f5fea5e7a9eb2d527f079',
    hash: 'cdc37ae3b9e54ad5b15bec6f3af5f7da5029f02338f3c2d76bd7127c02b9bf6b',
  },
  {
    key,
    seed: 'ü',
    data: 'x',
    encrypted: '89',
    hash: 'da691ceeaeea00860da292df7823f5cf7a508eb245abdc400febe251f10d2c62',
  },
  {
    key,
    seed: 's',
    data: '',
    encrypted: '',
    hash: '9c071bfceaf145b090b0b3c2246e7a7b159056a9d621e69cd82285a22e584e7a',
  },
];

/** A login to a service got through a PBX. */
export const serviceVector = {
  pbxKey: key,
  salt: '91c2',
  keyField:
    '17724390a4a0cf113180fd5fbc9adae4bf12bf91c76a5ed3f22c9e420fec14b0dde1be3549ac0cae08675be3509d63ef5f8cdffb4c32b1769f6c8d60012b0a30',
  serviceKey: 'a6740ba4de5dd135e431a68ad5bbd7fa843af8592896d08c6a7493b0ab8680e6',
  servicePassword: 'service-secret',
  challenge: '424242',
  login: {
    app: 'acme-echo',
    domain: 'example.com',
    sip: 'console',
    guid: '00112233445566778899aabbccddeeff',
    dn: 'Console',
    info: '{"appobj":"echo","pbx":"master","cn":"Müller"}',
  },
  digest: '85410ba026a1c91943d7874b2b5a2d42da0daa8cdb1d8d0971de2abd142a1716',
};

/** Computed with the formulas of the vendor's desktop client. */
export const vectors = {
  aes: {
    groupKey: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
    ivAscii: '0000000000000000',
    cases: [
      { plain: '', message: 'ctdcKUFZ+sKKQ/Z8bgfuSw==' },
      { plain: 'Hi', message: '0MTc4UrzZX1gOSRLE5+kBA==' },
      { plain: 'Grüße €😀', message: 'hcpqyKJZvLuLPDlc7dqV6A==' },
      { plain: '0123456789abcdef', message: 'av2GM+kfFJ/zBZgNGEnu+YCvJ0l9YxsK/ycL/5tq9VY=' },
    ],
  },
  rsa: { maxPlainBytes: 245 },
  hashChain: {
    publicKey: 'PK',
    messages: ['hello', 'world'],
    hashMessageData: ['wXzOYa4ASadO4zmUh3raL4G9WsY=', '/rz/F4E9ChxWC+PPZS03B7bk+EY='],
    hashValue: ['S18ndMtSPxJ8897ptfAno7Q8rTc=', 'eGRRmP14zm6LyAao47GP11IyUBQ='],
  },
} as const;

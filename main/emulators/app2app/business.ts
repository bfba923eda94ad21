import { createHash, randomBytes } from 'node:crypto';

/** What a trading partner might write: orders, notes, documents. Number `n` makes each one different. */
export function businessContent(n: number): string | Buffer {
  const writers = [order, note, tracking, note, attachment, invoice, note];
  const write = writers[n % writers.length] ?? note;
  return write(n);
}

/** An answer that shows the question arrived whole, and adds something of its own. */
export function businessAnswer(content: string | Buffer, n: number): string {
  if (typeof content !== 'string') {
    const digest = createHash('sha256').update(content).digest('hex').slice(0, 16);
    return `Your attachment is here: ${content.length} bytes, SHA-256 begins ${digest}. 📎`;
  }
  const document = parseObject(content);
  if (document)
    return JSON.stringify({ ...document, answeredBy: 'carol', status: n % 4 === 3 ? 'queried' : 'confirmed' });
  const twists = [
    `“${content}”, you say? Consider it done. ✅`,
    `Read back to be safe: ${content.toUpperCase()}`,
    `Noted, ${content.length} characters. I would only add: by Friday, please. 🙂`,
    `${content} … and the same backwards: ${[...content].reverse().join('')}`,
  ];
  return twists[n % twists.length] ?? content;
}

const goods = [
  { sku: 'KX-204', title: 'Bearing housing', price: 41.9 },
  { sku: 'LM-118', title: 'Linear motor 24 V', price: 312.5 },
  { sku: 'PV-007', title: 'Pressure valve, brass', price: 18.75 },
  { sku: 'QR-550', title: 'Quick-release coupling', price: 7.2 },
];

function order(n: number): string {
  const lines = goods.slice(n % 2, 2 + (n % 3)).map(({ sku, title, price }, i) => ({
    sku,
    title,
    quantity: 5 * (i + 1) + (n % 7),
    price,
  }));
  const total = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  return JSON.stringify({
    type: 'purchase-order',
    number: `PO-${4100 + n}`,
    currency: 'EUR',
    lines,
    total: Math.round(total * 100) / 100,
    deliverTo: { name: 'Carol Okafor', city: 'Rotterdam', dock: `D${1 + (n % 9)}` },
    wishes: n % 3 === 0 ? 'Please ring before unloading ☎️' : null,
  });
}

function note(n: number): string {
  const notes = [
    `The truck for PO-${4090 + n} is at the gate 🚚. Who signs?`,
    'Customs released container MSKU 481920-3. Thank you for the quick papers! 🎉',
    `Pallet ${1 + (n % 12)} arrived with a dent on one corner. Photos follow; nothing inside is broken.`,
    'Grüße aus Köln: die Lieferung ist vollständig. 谢谢大家 — see you on Monday.',
    'Can we move tomorrow’s call to 14:30 CET? The auditors are here until two. 🙏',
    `Price check: is ${(18 + (n % 5) * 0.35).toFixed(2)} € per valve still good for 500 pieces?`,
  ];
  return notes[Math.floor(n / 2) % notes.length] ?? '';
}

function tracking(n: number): string {
  const stages = ['picked', 'packed', 'loaded', 'on the road', 'delivered'];
  return JSON.stringify({
    type: 'shipment-status',
    shipment: `SH-${20_260_000 + n}`,
    stage: stages[Math.floor(n / 7) % stages.length],
    temperature: { celsius: Math.round((4 + Math.sin(n) * 1.5) * 10) / 10, limit: 8 },
    position: { latitude: 51.9 + (n % 10) / 100, longitude: 4.48 - (n % 10) / 50 },
  });
}

function invoice(n: number): string {
  return [
    `INVOICE 2026/${1000 + n}`,
    '',
    ...goods.map(({ title, price }, i) => `${title.padEnd(28)} ${String(i + 2).padStart(3)} × ${price.toFixed(2)} €`),
    '',
    'Payable within 30 days. Thank you! 💶',
  ].join('\n');
}

/** Looks like a small PNG to a viewer of bytes. */
function attachment(n: number): Buffer {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(600 + (n % 5) * 128)]);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

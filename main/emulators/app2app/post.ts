import { type Seal, sealFor } from './envelope.ts';
import type { Environment, Membership } from './environment.ts';
import { signContent, verifyContent } from './identity.ts';
import { type Dialect, type Message, writeMessage } from './message.ts';

/** Carries messages from sender to recipient: checks, signs, seals, delivers. */
export class Post {
  readonly environment: Environment;
  readonly dialect: Dialect;
  /** By certificate. */
  readonly #seals = new Map<string, Seal>();

  constructor(environment: Environment, dialect: Dialect) {
    this.environment = environment;
    this.dialect = dialect;
  }

  /** Why a message is not accepted; undefined when it is. The vendor's texts are not public: these are ours. */
  objection(membership: Membership, message: Message): string | undefined {
    const { from, to, content, signature } = message;
    const sender = this.environment.own(membership, from);
    if (!sender) return `Sender ${from} is not a destination of this membership`;
    if (!this.environment.destination(to)) return `Unknown recipient ${to}`;
    if (sender.managed) return undefined;
    if (!sender.certificate) return `No certificate is registered for ${from}`;
    if (signature === undefined) return `Missing signature: ${from} is externally managed`;
    return verifyContent(content, signature, sender.certificate)
      ? undefined
      : `Invalid signature: it does not match the content and the certificate registered for ${from}`;
  }

  /** Whether the address exists and can be delivered to. Destinations may be removed at any time. */
  reaches(uri: string): boolean {
    return this.environment.destination(uri)?.certificate !== undefined;
  }

  /** Answers the time it was written, milliseconds since 1970. Throws when the recipient cannot be delivered to. */
  deliver(message: Message, key: string | null): number {
    const signed = this.#sign(message);
    const timestamp = this.put(message.to, this.wrap(message.to, writeMessage(signed, this.dialect)), key);
    this.environment.destination(message.to)?.resident?.(signed);
    return timestamp;
  }

  /** Puts anything where a message would be. */
  put(to: string, payload: unknown, key: string | null): number {
    const timestamp = Date.now();
    this.environment.destination(to)?.append({ payload, key, timestamp });
    return timestamp;
  }

  /** What travels to this recipient: an envelope, JSON text or an object. */
  wrap(to: string, text: string): unknown {
    const recipient = this.environment.destination(to);
    if (!recipient) throw new Error(`Delivery failed: ${to} does not exist any more`);
    if (!recipient.certificate) throw new Error(`Delivery failed: no certificate is registered for ${to}`);
    if (!recipient.managed) return this.seal(text, recipient.certificate);
    return this.dialect === 'flat' ? text : JSON.parse(text);
  }

  /** The envelope for the holder of a certificate. */
  seal(text: string, certificate: string): string {
    const seal = this.#seals.get(certificate) ?? sealFor(certificate);
    this.#seals.set(certificate, seal);
    return seal(text);
  }

  /**
   * Assumption: the service signs for managed senders with the key it holds for them, and their certificates stand in
   * the registry like everyone's. The vendor's page says only that it "manages the crypto" for them; without a
   * signature an externally managed recipient could not tell them from anybody else.
   */
  #sign(message: Message): Message {
    const key = this.environment.destination(message.from)?.privateKey;
    return key ? { ...message, signature: signContent(message.content, key) } : message;
  }
}

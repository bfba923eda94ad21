import { createPublicKey, randomBytes, randomUUID } from 'node:crypto';

/** A link that is mailed is good for two minutes. */
const linkTime = 120_000;

export interface User {
  readonly id: string;
  readonly email: string;
  name: string;
  password: string;
  /** Base64 of SPKI DER. */
  publicKey: string;
  verified: boolean;
}

/** What would be mailed. */
export interface Mail {
  to: string;
  path: string;
  sent: number;
}

/** Says no to a request, in the server's words. */
export class Objection extends Error {}

/** Twelve bytes in hexadecimal, as MongoDB makes them. */
export const objectId = () => randomBytes(12).toString('hex');

/** All accounts. */
export class People {
  readonly mails: Mail[] = [];
  readonly #byId = new Map<string, User>();

  /** Throws an {@link Objection}. */
  signUp(given: { name: unknown; email: unknown; password: unknown; publicKey: unknown }): User {
    const name = text(given.name, (value) => value.length >= 3, 'Name must be at least 3 characters long!');
    const email = text(given.email, (value) => /^[^\s@]+@([\w-]+\.)+[\w-]{2,3}$/.test(value), 'Invalid email!');
    const password = text(given.password, isStrong, 'Password must have 8 characters, a digit, lower and upper case!');
    const publicKey = readPublicKey(given.publicKey);
    if (this.find(email)) throw new Objection('Email already exists!');
    const user = this.add({ name, email, password, publicKey });
    this.mails.push({ to: email, path: `/verify/${user.id}/${randomUUID()}`, sent: Date.now() });
    if (this.mails.length > 100) this.mails.shift();
    return user;
  }

  add(given: Pick<User, 'name' | 'email' | 'password' | 'publicKey'>): User {
    const user = { ...given, id: objectId(), verified: false };
    this.#byId.set(user.id, user);
    return user;
  }

  /** Answers whether the link is good. */
  verify(path: string): boolean {
    const mail = this.mails.find((mail) => mail.path === path && Date.now() - mail.sent < linkTime);
    const user = mail && this.find(mail.to);
    if (user) user.verified = true;
    return user !== undefined;
  }

  /** Throws an {@link Objection}. */
  logIn(email: unknown, password: unknown): User {
    const user = typeof email === 'string' ? this.find(email) : undefined;
    if (!user) throw new Objection("Email doesn't match any account!");
    if (!user.verified) throw new Objection('User not verified! Please check your mail.');
    if (user.password !== password) throw new Objection('Invalid credentials!');
    return user;
  }

  find(email: string): User | undefined {
    return [...this.#byId.values()].find((user) => user.email === email);
  }

  get(id: string | undefined): User | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }
}

const isStrong = (text: string) => text.length >= 8 && /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text);

function text(value: unknown, isRight: (text: string) => boolean, objection: string): string {
  if (typeof value === 'string' && isRight(value)) return value;
  throw new Objection(objection);
}

/** SPKI or PKCS#1 DER in base64; answers SPKI, as the server does. Throws an {@link Objection}. */
export function readPublicKey(value: unknown): string {
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      const key = createPublicKey({ key: Buffer.from(String(value), 'base64'), format: 'der', type });
      return key.export({ type: 'spki', format: 'der' }).toString('base64');
    } catch {
      // It is of the other type, or none.
    }
  }
  throw new Objection('Invalid public key!');
}

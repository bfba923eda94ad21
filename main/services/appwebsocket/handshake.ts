import type { Fact } from '../../../preload/contract/index.ts';
import { own } from '../../own.ts';
import { Refusal } from '../../refusal.ts';
import { WebSocketClosed } from '../../transports/websocket.ts';
import type { Answer } from './exchanges.ts';
import { digestFacts, loginText, type Ticket } from './login.ts';
import { textOf } from './message.ts';
import { compose, type Outgoing } from './outgoing.ts';
import type { SessionKey } from './session-key.ts';
import type { Settings } from './settings.ts';

/** Sends a message and waits for its result. Rejects with a Refusal. */
export type Ask = (message: Outgoing) => Promise<Answer>;

export interface Challenge {
  text: string;
  /** The server lets in without a password. */
  open: boolean;
}

/** A login, and the session key that comes of it; none where nobody told it. */
export interface Pass {
  ticket: Ticket;
  key: SessionKey | undefined;
}

/** Old PBXs send the challenge as a number. Rejects with a Refusal. */
export async function challengeOf(ask: Ask, { announce, app, sip }: Settings): Promise<Challenge> {
  const who = announce ? JSON.stringify({ appObj: app, user: sip }) : '{}';
  const { reading } = await ask(compose({ mt: 'AppChallenge' }, who));
  const text = textOf(reading.body, 'challenge');
  if (text !== undefined) return { text, open: Boolean(own(reading.body, 'sysClient')) };
  const problem = reading.error ?? 'The answer holds no challenge.';
  throw new Refusal(
    { code: 'protocol', text: 'The server gives no challenge to log in with.', detail: problem },
    { retry: false },
  );
}

/** Rejects with a {@link LoginRefused} where the server says no, or closes without a word. */
export async function logIn(ask: Ask, ticket: Ticket, challenge: string): Promise<void> {
  try {
    const { reading } = await ask({ mt: 'AppLogin', text: loginText(ticket) });
    if (reading.error === undefined) return;
    throw new LoginRefused(ticket, challenge, `The server says: ${reading.error}`);
  } catch (error) {
    if (!(error instanceof WebSocketClosed)) throw error;
    throw new LoginRefused(ticket, challenge, `It closed the connection: ${error.reason.detail}`);
  }
}

/** The server does not let us in: `facts` show what the digest was made of. */
export class LoginRefused extends Refusal {
  readonly facts: Fact[];

  constructor({ login }: Ticket, challenge: string, words: string) {
    const facts = digestFacts(login, challenge);
    super(
      {
        code: 'credentials',
        text: 'The server does not accept the login.',
        detail: [words, 'The digest was made of', ...facts.map(({ name, value }) => `${name}: ${value}`)].join('\n'),
        hint: 'The password may be wrong, or a field differs from what the server expects: an empty domain, a missing or superfluous info.',
      },
      { retry: false },
    );
    this.facts = facts;
  }
}

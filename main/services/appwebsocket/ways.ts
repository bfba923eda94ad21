import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import type { Context } from '../service.ts';
import type { Challenge, Pass } from './handshake.ts';
import { digestOf, type Login } from './login.ts';
import { ServiceRefusal } from './service-login.ts';
import { SessionKey } from './session-key.ts';
import { infoText, type Settings } from './settings.ts';

/** With the password of the profile; a server that says `sysClient` wants none. */
export function byPassword(settings: Settings, challenge: Challenge): Pass {
  const login = loginOf(settings);
  const password = challenge.open ? '' : (settings.password ?? '');
  return {
    ticket: { login, digest: digestOf(login, challenge.text, password), pbxObj: settings.pbxObj },
    key: SessionKey.of(challenge.text, password),
  };
}

/** With what the user got somewhere for this challenge. Rejects with the signal's reason. */
export async function byHand(context: Context<Settings>, challenge: Challenge, signal: AbortSignal): Promise<Pass> {
  const { settings } = context;
  const answer = await context.ask(
    {
      title: 'Log in by hand',
      text: 'The server has sent its challenge and waits for a login made with it.',
      facts: [
        { name: 'Challenge', value: challenge.text },
        { name: 'App', value: settings.app || '(empty)' },
      ],
      input: answerForm(settings),
      submit: 'Log in',
    },
    signal,
  );
  const { digest, key, pbxObj, ...login } = answer;
  return { ticket: { login: loginOf(login), digest, pbxObj }, key: key ? new SessionKey(key) : undefined };
}

/** The fields begin as the profile has them. */
function answerForm(settings: Settings) {
  const word = (title: string, fallback: string) => z.string().trim().max(1000).default(fallback).meta({ title });
  return z.strictObject({
    digest: z
      .string()
      .trim()
      .toLowerCase()
      .refine((text) => /^[0-9a-f]{64}$/.test(text), 'A digest has 64 hexadecimal digits')
      .meta({ title: 'Digest' }),
    key: z.string().trim().max(1000).optional().meta({
      title: 'Session key',
      description: 'Without it nothing can be encrypted or opened.',
      secret: true,
    }),
    app: word('App', settings.app),
    domain: word('Domain', settings.domain),
    sip: word('SIP name', settings.sip),
    guid: word('GUID', settings.guid),
    dn: word('Display name', settings.dn),
    info: infoText.default(settings.info).meta({
      title: 'Info',
      description: 'A JSON object, sent as it is written; or nothing.',
      language: 'json',
    }),
    pbxObj: word('PBX object', settings.pbxObj),
  });
}

function loginOf({ app, domain, sip, guid, dn, info }: Record<keyof Login, string>): Login {
  return { app, domain, sip, guid, dn, ...(info !== '' && { info }) };
}

/** What went wrong at the other profile is said as such. What the PBX itself said no to needs no such words. */
export async function throughPbx<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error instanceof ServiceRefusal) throw error;
    const text = `The profile to log in through: ${error.reason.text}`;
    throw new Refusal({ ...error.reason, text }, { retry: error.retry });
  }
}

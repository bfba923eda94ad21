import type { Reply, Speech } from './message.ts';

const menu: Reply[] = ['Opening hours', 'Find a book', 'Pictures', 'Talk to a person'].map((title) => ({ title }));
const back: Reply[] = [{ title: 'Opening hours' }, { title: 'Menu' }];

export const greeting: Speech = {
  text: 'Welcome to the Harbour Library! ⚓ What can we do for you?',
  replies: menu,
};

export const foreignGreeting: Speech = {
  text: 'Mrs Okafor, your reservation is at the front desk.',
};

const books: Record<string, string> = {
  sailing: '“Sailing Alone Around the World”, Joshua Slocum. Shelf C 12: https://example.org/books/slocum.',
  poetry: '“The Waves at Noon”, twenty poems. Shelf P 3, see https://example.org/books/waves?edition=2 🌊',
  whales: '“Moby-Dick” is lent until Tuesday. There is a film: https://example.org/films/moby-dick.mp4',
};

/** What the desk says to a visitor's text, also when it comes from a button. */
export function answerTo(text: string, n: number): Speech {
  const wish = text.trim().toLowerCase();
  if (wish.startsWith('book:')) return recommend(wish.slice('book:'.length));
  switch (wish) {
    case 'hello':
    case 'menu':
      return greeting;
    case 'opening hours':
      return { text: 'Monday to Saturday, 9:00 to 20:00. Open late on Thursdays. 🕗', replies: back };
    case 'find a book':
      return { text: 'What is it to be about?', replies: subjects() };
    case 'pictures':
      return { text: 'The reading room, this morning.', attachments: pictures, replies: back };
    case 'talk to a person':
      return { text: 'You are number 3 in the queue. Olu will be with you shortly. ☕' };
    case 'help':
      return { text: `Say what you like. Some words make something happen: ${commandsHelp}`, replies: menu };
    default:
      return remark(text, n);
  }
}

/** Texts that make the server itself do something. */
export const commands = ['/token', '/untoken', '/kick', '/bye', '/foreign'] as const;
export type Command = (typeof commands)[number];

export function commandOf(text: string): Command | undefined {
  return commands.find((command) => command === text.trim().toLowerCase());
}

const commandsHelp =
  '/token sets an auth token, /untoken removes it, /kick puts you out of your channel, /bye ends the line with a reason, /foreign sends you a message for somebody else.';

/** What the desk says of its own accord. */
export function notice(n: number): Speech {
  const notices: Speech[] = [
    {
      text: 'Reminder: two of your books are due on Friday. 📚',
      replies: [{ title: 'Renew them' }, { title: 'Thanks' }],
    },
    { text: 'Tonight at seven: readings by the water. Programme: https://example.org/tonight' },
    { text: 'A seat at the window is free again. 🪟' },
    {
      text: 'Here is your receipt.',
      attachments: [{ type: 'application/pdf', url: 'https://example.org/receipt.pdf' }],
    },
    {
      text: 'How was your visit? 您的意见很重要',
      replies: [
        { title: '🙂 Good', payload: 'rating:good' },
        { title: '😐 So so', payload: 'rating:fair' },
      ],
    },
    { text: 'Grüße aus dem Lesesaal: the heating works again. ♨️' },
  ];
  return notices[n % notices.length] ?? greeting;
}

const pictures = [
  { type: 'image/png', url: 'https://example.org/reading-room.png' },
  { type: 'video/mp4', url: 'https://example.org/reading-room.mp4' },
  { type: 'geo', url: '51.9225,4.47917' },
];

const subjects = (): Reply[] =>
  Object.keys(books).map((subject) => ({
    title: subject.charAt(0).toUpperCase() + subject.slice(1),
    payload: `book:${subject}`,
  }));

function recommend(subject: string): Speech {
  const text = Object.hasOwn(books, subject) ? books[subject] : undefined;
  if (text === undefined) return { text: `Nothing on “${subject}” here, sorry.`, replies: subjects() };
  return { text, attachments: [{ type: 'image/jpeg', url: `https://example.org/covers/${subject}.jpg` }] };
}

function remark(text: string, n: number): Speech {
  const remarks = [
    `“${text}”, noted. Anything else?`,
    `Read back to be safe: ${text.toUpperCase()}`,
    `${[...text].length} characters, thank you. Somebody will look into it by Friday. 🙂`,
  ];
  return { text: remarks[n % remarks.length] ?? text, ...(n % 2 === 0 && { replies: menu }) };
}

/** What a visitor may be about to write. */
export function suggest(text: string): string[] {
  const wish = text.trim().toLowerCase();
  return menu.map(({ title }) => title).filter((title) => title.toLowerCase().includes(wish));
}

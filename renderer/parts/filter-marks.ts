import { type Problem, type Token, tokensOf } from '../../preload/contract/filter/index.ts';

/** A run of a filter's text that looks the same. */
export interface Mark {
  text: string;
  kind: Token['kind'];
  /** What is wrong stands here. */
  wrong: boolean;
}

/** A filter in runs, which together are the whole text. Where something is missing, the character before it is marked. */
export function marksOf(text: string, problem: Problem | null): Mark[] {
  const to = problem ? Math.max(problem.to, Math.min(problem.from + 1, text.length)) : 0;
  const from = problem ? Math.min(problem.from, Math.max(to - 1, 0)) : 0;
  return tokensOf(text).flatMap((token) => {
    const edges = [token.from, from, to, token.to].filter((edge) => edge >= token.from && edge <= token.to);
    const cuts = [...new Set(edges)].toSorted((one, other) => one - other);
    return cuts.slice(1).map((end, index) => {
      const start = cuts[index] ?? token.from;
      const kind = token.kind === 'error' && !problem ? 'value' : token.kind;
      return { text: text.slice(start, end), kind, wrong: start >= from && end <= to };
    });
  });
}

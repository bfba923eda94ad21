export { type Completions, completionsOf, type Option } from './completions.ts';
export { type Field, fields } from './fields.ts';
export { type Clock, type Day, type Moment, readMoment } from './moment.ts';
export { type Parsed, parseFilter } from './parse.ts';
export { printFilter } from './print.ts';
export { termText, withTerm } from './term-text.ts';
export { compileRegexp, type Problem } from './terms.ts';
export { type Token, tokensOf } from './tokens.ts';
export * from './tree.ts';

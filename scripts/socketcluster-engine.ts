import type { Plugin } from 'vite';

/**
 * socketcluster-server 9 requires its WebSocket engine by the name in its options, which no bundler can follow; a bundle
 * would look for the package on the user's machine. It is always `ws` here, so that is written out.
 */
export function socketClusterEngine(): Plugin {
  return {
    name: 'socketcluster-engine',
    transform(code, id) {
      if (!id.endsWith('/socketcluster-server-9/scserver.js')) return;
      const written = code.replace('require(opts.wsEngine)', "require('ws')");
      if (written === code) throw new Error('socketcluster-server requires its engine in another way than expected');
      return { code: written, map: null };
    },
  };
}

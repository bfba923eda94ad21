import type { Plugin } from 'vite';

const original = ['element = doc.createElement("style");', 'element.innerHTML ='];

/**
 * paneforge writes the cursor of a drag as a `<style>` through `innerHTML`. The policy of the page asks for a nonce and
 * refuses HTML from strings, so the nonce is added and the style written as text. Fails the build when a newer paneforge
 * does it otherwise.
 */
export function paneforgeCursor(): Plugin {
  return {
    name: 'paneforge-cursor',
    transform(code, id) {
      if (!id.replaceAll('\\', '/').endsWith('/paneforge/dist/internal/utils/style.js')) return null;
      if (!original.every((part) => code.includes(part))) this.error('paneforge sets its cursor in a new way');
      const nonce = `doc.querySelector('meta[name="csp-nonce"]')?.content ?? ''`;
      const [create, write] = original as [string, string];
      return code.replace(create, `${create} element.nonce = ${nonce};`).replace(write, 'element.textContent =');
    },
  };
}

import './app.css';
import './controls.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { openBridge } from './host.ts';

const target = document.querySelector('#app');
if (!target) throw new Error('The page has no place for the console.');

openBridge().then(
  (bridge) => mount(App, { target, props: { bridge } }),
  (problem: unknown) => {
    target.textContent = problem instanceof Error ? problem.message : String(problem);
  },
);

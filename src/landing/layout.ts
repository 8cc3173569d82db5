import { html } from 'hono/html';
import { type Html, nothing } from './html.ts';

export interface Page {
  readonly title: string;
  readonly main: Html;
  /** The service is in demo mode: pages that only it has are linked. */
  readonly demo?: boolean;
}

/** A whole document around the main part of a page. */
export function layout({ title, main, demo = false }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/landing.svg" type="image/svg+xml">
<link rel="stylesheet" href="/landing.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="brand" href="/">second-opinion</a>
<nav aria-label="Site"><a href="/#examples">Examples</a> <a href="/#policy">Policy</a> <a href="/walkthrough">Walkthrough</a>${demo ? html` <a href="/why">Why</a>` : nothing} <a href="/fhir/metadata">FHIR</a> <a href="/health/ready">Health</a></nav>
</header>
<main id="main" tabindex="-1">
${main}
</main>
<footer><p>MPUP3078 Second Medical Opinions, executed. All people, organizations and numbers in the examples are invented.</p></footer>
</body>
</html>`;
}

import { assertNodeVersion } from './nodeVersion.ts';

assertNodeVersion();
const { start } = await import('./start.ts');
process.exitCode = await start(process.env);

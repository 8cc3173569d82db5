/** The major version that brings Temporal, node:sqlite and type stripping; npm installs it beside the other packages. */
const needed = 26;

/** Ends the process with advice when an older Node runs it. */
export function assertNodeVersion(): void {
  const major = Number.parseInt(process.versions.node, 10);
  if (major >= needed) return;
  process.stderr.write(
    `This service runs on Node ${needed}, and this is ${process.version}. Start it through npm (npm start), which uses the Node that npm ci installed.\n`,
  );
  process.exit(1);
}

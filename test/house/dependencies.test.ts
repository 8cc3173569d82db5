import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Which rooms a room may look into, besides itself. What is not listed is not allowed. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'src/policy': [],
  'src/deadlines': [],
  'src/fhir': ['src/policy', 'src/deadlines'],
  'src/pas': ['src/fhir', 'src/policy', 'src/deadlines'],
  'src/directory': ['src/fhir', 'src/pas', 'src/policy', 'src/deadlines'],
  'src/intake': ['src/directory', 'src/fhir', 'src/pas', 'src/policy', 'src/deadlines'],
  'src/notifications': ['src/intake', 'src/directory', 'src/pas', 'src/fhir', 'src/store'],
  'src/store': [],
  'src/artifacts': [],
  'src/deploy': ['src/artifacts', 'src/fhir', 'src/planSettings.ts', 'src/store'],
  'src/http': [
    'src/notifications',
    'src/artifacts',
    'src/landing',
    'src/intake',
    'src/pas',
    'src/store',
    'src/deadlines',
    'src/fhir',
  ],
  'src/landing': ['src/http', 'src/intake', 'src/pas', 'src/fhir', 'src/deadlines', 'src/policy', 'src/store'],
  bots: [
    'src/planSettings.ts',
    'src/deploy/botDefinitions.ts',
    'src/notifications',
    'src/intake',
    'src/directory',
    'src/store',
  ],
};

/** Packages that bring clients, clocks, files or the network. The pure rooms import none but zod, at the edge of the calendar. */
const pureRooms = ['src/policy', 'src/deadlines'];

interface Import {
  readonly from: string;
  readonly to: string;
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, to = '']) => ({
    from: file,
    to: to.startsWith('.') ? relative(root, join(root, dirname(file), to)) : to,
  }));
}

function imports(room: string): readonly Import[] {
  return filesIn(room).flatMap(importsOf);
}

function isWithin(path: string, rooms: readonly string[]): boolean {
  return rooms.some((room) => path === room || path.startsWith(`${room}/`));
}

describe('dependencies point one way', () => {
  it.for(Object.entries(arrows))('%s looks into itself and %j only', ([room, others]) => {
    const own = imports(room).filter(({ to }) => to.startsWith('src/') || to.startsWith('bots/'));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(({ to }) => !isWithin(to, [room, ...others]))).toEqual([]);
  });

  it('every room is listed', () => {
    const rooms = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    // Commands and measurements stand outside: they look everywhere, and nothing looks at them.
    const free = ['commands', 'bench'];
    expect(rooms.map(({ name }) => name).filter((name) => !free.includes(name) && !(`src/${name}` in arrows))).toEqual(
      [],
    );
  });
});

describe('policy and deadlines are pure', () => {
  it.for(pureRooms)('%s imports no package but zod', (room) => {
    const packages = imports(room).filter(({ to }) => !to.startsWith('src/'));
    expect(packages.filter(({ to }) => to !== 'zod')).toEqual([]);
  });

  it.for(pureRooms)('%s reads no clock, no environment, no chance', (room) => {
    const impure = /Temporal\.Now|new Date\(|Date\.now|process\.|Math\.random|fetch\(|crypto\./;
    const found = filesIn(room).filter((file) => impure.test(readFileSync(join(root, file), 'utf8')));
    expect(found).toEqual([]);
  });
});

describe('FHIR is handled through the client only', () => {
  it.for(['src/intake', 'src/directory', 'bots'])('%s knows no store, only its types', (room) => {
    const stores = imports(room).filter(({ to }) => isWithin(to, ['src/store']) && to !== 'src/store/store.ts');
    expect(stores).toEqual([]);
  });
});

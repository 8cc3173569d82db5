import type { Project, ProjectSetting } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { bots } from '../../bots/manifest.ts';
import { deployMedplum } from '../../src/commands/deployMedplum.ts';
import { bundleBot } from '../../src/deploy/bundleBot.ts';
import { botCodeSystem, botSystem } from '../../src/deploy/placeBot.ts';
import { type FakeOptions, type FakeServer, fakeServer } from './fakeServer.ts';

interface Run {
  readonly code: number;
  /** One a thing: what became of it, and what it is. */
  readonly lines: readonly string[];
  readonly summary: Readonly<Record<string, unknown>>;
  readonly errors: string;
}

async function run(env: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<Run> {
  const out: string[] = [];
  const errors: string[] = [];
  const stdout = { write: (text: string) => out.push(text) };
  const stderr = { write: (text: string) => errors.push(text) };
  const code = await deployMedplum(args, { env, stdout, stderr });
  const lines = out.join('').trimEnd().split('\n');
  const summary = code === 0 ? JSON.parse(lines.pop() ?? '') : {};
  return { code, lines: lines.filter((line) => line !== ''), summary, errors: errors.join('') };
}

/** Everything the manifest calls for, in the order of the bots. */
const things = bots.flatMap(({ name, trigger }) => [
  `Bot ${name}`,
  ...(trigger.kind === 'subscription' ? [`Subscription ${name}`] : []),
  ...(trigger.kind === 'operation' ? [`OperationDefinition ${trigger.resource}/$${trigger.code}`] : []),
]);
const all = (outcome: string) => things.map((thing) => `${outcome}  ${thing}`);

async function botNamed({ store }: FakeServer, name: string) {
  const bot = await store.client.searchOne('Bot', `identifier=${botSystem}|${name}`, { cache: 'reload' });
  if (!bot) throw new Error(`There is no bot ${name}`);
  return bot;
}

async function projectOf({ store, projectId }: FakeServer): Promise<Project> {
  return store.client.readResource('Project', projectId, { cache: 'reload' });
}

describe('a deployment', () => {
  test('into a fresh project creates everything, a second leaves everything alone and writes nothing', async () => {
    const server = await fakeServer();
    const first = await run(server.env);
    server.writes.length = 0;
    const second = await run(server.env);
    expect(first).toMatchObject({ code: 0, errors: '', lines: all('created') });
    expect(first.summary).toMatchObject({
      dryRun: false,
      created: things.length,
      changed: 0,
      leftAlone: 0,
      warnings: 0,
    });
    expect(second).toMatchObject({ code: 0, errors: '', lines: all('left alone') });
    expect(second.summary).toMatchObject({ created: 0, changed: 0, leftAlone: things.length });
    expect(server.writes).toEqual([]);
  });

  test('run dry says the same, and writes nothing', async () => {
    const server = await fakeServer();
    const { code, lines, summary } = await run(server.env, ['--dry-run']);
    expect({ code, lines }).toEqual({ code: 0, lines: all('would be created') });
    expect(summary).toMatchObject({ dryRun: true, created: things.length });
    expect(server.writes).toEqual([]);
  });

  test.each(bots)('puts $name there with its code, trigger and membership', async ({ name, description, trigger }) => {
    const server = await fakeServer();
    await run(server.env);
    const bot = await botNamed(server, name);
    expect(bot).toMatchObject({ name, description, runtimeVersion: 'vmcontext', auditEventTrigger: 'on-error' });
    expect(bot.cronString).toBe(trigger.kind === 'schedule' ? trigger.cron : undefined);
    expect(server.deployed.get(bot.id)).toBe(await bundleBot(name));
    expect(server.writes.filter((write) => write === 'POST admin/projects/…/bot')).toHaveLength(bots.length);
    const subscriptions = await server.store.client.searchResources('Subscription', `url=Bot/${bot.id}`);
    expect(subscriptions.map(({ status, criteria }) => ({ status, criteria }))).toEqual(
      trigger.kind === 'subscription' ? [{ status: 'active', criteria: trigger.criteria }] : [],
    );
  });

  test('binds the operation to its bot', async () => {
    const server = await fakeServer();
    await run(server.env);
    const [operation] = await server.store.client.searchResources('OperationDefinition', 'code=submit');
    const bot = await botNamed(server, 'submit');
    expect(operation).toMatchObject({
      status: 'active',
      url: 'https://w3id.org/second-opinion/OperationDefinition/claim-submit',
      extension: [
        {
          url: 'https://medplum.com/fhir/StructureDefinition/operationDefinition-implementation',
          valueReference: { reference: `Bot/${bot.id}` },
        },
      ],
    });
    expect(operation?.parameter?.find(({ use }) => use === 'out')).toMatchObject({ name: 'return', type: 'Bundle' });
  });

  test.each(['vmcontext', 'awslambda'])('--runtime %s: every bot runs there', async (runtime) => {
    const server = await fakeServer();
    await run(server.env, ['--runtime', runtime]);
    const found = await server.store.client.searchResources('Bot', '_count=100');
    expect(found.map(({ runtimeVersion }) => runtimeVersion)).toEqual(bots.map(() => runtime));
  });
});

const drifts: readonly { title: string; drift: (server: FakeServer) => Promise<unknown>; line: string }[] = [
  {
    title: 'the schedule of a bot',
    drift: async (server) => {
      const bot = await botNamed(server, 'sweep');
      return server.store.client.updateResource({ ...bot, cronString: '0 * * * *' });
    },
    line: 'changed  Bot sweep',
  },
  {
    title: 'the digest of the code a bot runs',
    drift: async (server) => {
      const bot = await botNamed(server, 'submit');
      const others = (bot.identifier ?? []).filter(({ system }) => system !== botCodeSystem);
      return server.store.client.updateResource({
        ...bot,
        identifier: [...others, { system: botCodeSystem, value: 'of earlier code' }],
      });
    },
    line: 'changed  Bot submit (its code)',
  },
  {
    title: 'the criteria of a Subscription',
    drift: async (server) => {
      const bot = await botNamed(server, 'index-role');
      const [found] = await server.store.client.searchResources('Subscription', `url=Bot/${bot.id}`);
      if (!found) throw new Error('There is no Subscription');
      return server.store.client.updateResource({ ...found, criteria: 'PractitionerRole?active=true' });
    },
    line: 'changed  Subscription index-role',
  },
  {
    title: 'a Subscription switched off',
    drift: async (server) => {
      const bot = await botNamed(server, 'adjudicate-claim');
      const [found] = await server.store.client.searchResources('Subscription', `url=Bot/${bot.id}`);
      if (!found) throw new Error('There is no Subscription');
      return server.store.client.updateResource({ ...found, status: 'off' });
    },
    line: 'changed  Subscription adjudicate-claim',
  },
  {
    title: 'a second Subscription for a bot',
    drift: async (server) => {
      const bot = await botNamed(server, 'adjudicate-claim');
      return server.store.client.createResource({
        resourceType: 'Subscription',
        status: 'active',
        reason: 'An earlier one',
        criteria: 'Claim',
        channel: { type: 'rest-hook', endpoint: `Bot/${bot.id}` },
      });
    },
    line: 'changed  Subscription adjudicate-claim (one too many, switched off)',
  },
  {
    title: 'the OperationDefinition retired',
    drift: async ({ store }) => {
      const [found] = await store.client.searchResources('OperationDefinition', 'code=submit');
      if (!found) throw new Error('There is no OperationDefinition');
      return store.client.updateResource({ ...found, status: 'retired' });
    },
    line: 'changed  OperationDefinition Claim/$submit',
  },
];

describe('what drifted is brought back, and nothing else:', () => {
  test.each(drifts)('$title', async ({ drift, line }) => {
    const server = await fakeServer();
    await run(server.env);
    await drift(server);
    server.writes.length = 0;
    const dry = await run(server.env, ['--dry-run']);
    expect(server.writes).toEqual([]);
    const mended = await run(server.env);
    const after = await run(server.env);
    expect(dry.lines.filter((each) => !each.startsWith('left alone'))).toEqual([
      line.replace('changed', 'would be changed'),
    ]);
    expect(mended.lines.filter((each) => !each.startsWith('left alone'))).toEqual([line]);
    expect(after.lines).toEqual(all('left alone'));
  });

  test('a deployment that broke off is made up for by the next', async () => {
    const server = await fakeServer({ failing: '$deploy' });
    const broken = await run(server.env);
    expect(broken.code).toBe(1);
    expect(broken.errors).toContain('Out of order');
    expect(broken.errors).toContain('goes on from there');
    expect(await server.store.client.searchResources('Bot', '_count=100')).toHaveLength(1);
    const again = await run(server.env, ['--dry-run']);
    expect(again.lines[0]).toBe(`would be changed  Bot ${bots[0]?.name} (its code)`);
  });
});

describe("the plan's configuration", () => {
  const foreign: ProjectSetting = { name: 'SOMEBODY_ELSE', valueString: 'kept' };
  const rows: readonly {
    title: string;
    before: readonly ProjectSetting[];
    env: Readonly<Record<string, string>>;
    lines: readonly string[];
    after: readonly ProjectSetting[];
  }[] = [
    {
      title: 'is put beside the secrets of others',
      before: [foreign],
      env: { AUTO_APPROVE: '0', AUTHORIZATION_DAYS: '60' },
      lines: ['created  secret AUTO_APPROVE', 'created  secret AUTHORIZATION_DAYS'],
      after: [foreign, { name: 'AUTO_APPROVE', valueString: '0' }, { name: 'AUTHORIZATION_DAYS', valueString: '60' }],
    },
    {
      title: 'changes where it differs',
      before: [{ name: 'AUTO_APPROVE', valueString: '1' }, foreign],
      env: { AUTO_APPROVE: '0' },
      lines: ['changed  secret AUTO_APPROVE'],
      after: [foreign, { name: 'AUTO_APPROVE', valueString: '0' }],
    },
    {
      title: 'goes when it is no longer given',
      before: [{ name: 'PLAN_TIME_ZONE', valueString: 'UTC' }, foreign],
      env: {},
      lines: ['changed  secret PLAN_TIME_ZONE (no longer set)'],
      after: [foreign],
    },
    {
      title: 'is left alone where it agrees',
      before: [{ name: 'POLICY_PRODUCTS', valueString: 'medi-cal' }, foreign],
      env: { POLICY_PRODUCTS: 'medi-cal' },
      lines: ['left alone  secret POLICY_PRODUCTS'],
      after: [{ name: 'POLICY_PRODUCTS', valueString: 'medi-cal' }, foreign],
    },
  ];

  test.each(rows)('$title', async ({ before, env, lines, after }) => {
    const server = await fakeServer({ secret: before });
    const result = await run({ ...server.env, ...env });
    expect(result.lines.filter((line) => line.includes('secret'))).toEqual(lines);
    expect((await projectOf(server)).secret).toEqual(after);
    expect((await run({ ...server.env, ...env })).lines.every((line) => line.startsWith('left alone'))).toBe(true);
  });

  test('is not told in the output', async () => {
    const server = await fakeServer();
    const { lines, errors } = await run({ ...server.env, AUTHORIZATION_DAYS: '77' });
    expect(lines.join('\n') + errors).not.toContain('77');
  });
});

const missing: readonly { title: string; options: FakeOptions; told: readonly string[] }[] = [
  ...(['bots', 'cron', 'transaction-bundles'] as const).map((feature) => ({
    title: `the feature ${feature}`,
    options: {
      features: (['bots', 'cron', 'transaction-bundles'] as const).filter((other) => other !== feature),
    },
    told: [`feature ${feature}`],
  })),
  {
    title: 'all features',
    options: { features: [] },
    told: ['feature bots', 'feature cron', 'feature transaction-bundles'],
  },
  { title: 'a server of 5.0', options: { version: '4.5.2' }, told: ['4.5.2', '5.0.0'] },
  {
    title: 'a server of 5.0, and a feature',
    options: { version: '4.5.2', features: ['bots', 'cron'] },
    told: ['4.5.2', 'feature transaction-bundles'],
  },
  { title: 'an administrator', options: { admin: false }, told: ['Deployer', 'ProjectMembership'] },
  { title: 'a client the server knows', options: { letsIn: false }, told: ['MEDPLUM_CLIENT_SECRET'] },
  {
    title: 'a version that can be read',
    options: { version: 'unknown' },
    told: ['does not answer as a Medplum server'],
  },
];

const faults: readonly {
  title: string;
  env: Readonly<Record<string, string>>;
  args: readonly string[];
  told: string;
}[] = [
  { title: 'MEDPLUM_BASE_URL', env: { MEDPLUM_BASE_URL: '' }, args: [], told: 'MEDPLUM_BASE_URL' },
  { title: 'a number of days', env: { AUTHORIZATION_DAYS: 'many' }, args: [], told: 'AUTHORIZATION_DAYS' },
  { title: 'a calendar to be read', env: { PLAN_CALENDAR: '/none.json' }, args: [], told: 'PLAN_CALENDAR' },
  { title: 'a runtime there is', env: {}, args: ['--runtime', 'fission'], told: 'vmcontext or awslambda' },
  { title: 'an option there is', env: {}, args: ['--wet-run'], told: 'wet-run' },
];

describe('without', () => {
  test.each(missing)('$title: exit code 1, all of it told, nothing written', async ({ options, told }) => {
    const server = await fakeServer(options);
    const { code, lines, errors } = await run(server.env);
    expect(code).toBe(1);
    expect(told.filter((part) => !errors.includes(part))).toEqual([]);
    expect(errors).toContain(told.length > 0 ? told[0] : 'never');
    expect(errors).not.toContain('hush');
    expect(lines).toEqual([]);
    expect(server.writes).toEqual([]);
  });

  test('a server: exit code 1, and what to check', async () => {
    const env = { MEDPLUM_BASE_URL: 'http://127.0.0.1:9/', MEDPLUM_CLIENT_ID: 'a', MEDPLUM_CLIENT_SECRET: 'b' };
    const { code, errors } = await run(env);
    expect(code).toBe(1);
    expect(errors).toContain('MEDPLUM_BASE_URL');
  });

  test.each(faults)('$title: exit code 1, and $told', async ({ env, args, told }) => {
    const server = await fakeServer();
    const { code, errors } = await run({ ...server.env, ...env }, args);
    expect(code).toBe(1);
    expect(errors).toContain(told);
    expect(server.writes).toEqual([]);
  });
});

describe('warns', () => {
  test.each([
    { title: 'no quota of its own', systemSetting: [], warnings: 1 },
    { title: 'a quota of 50000', systemSetting: [{ name: 'userFhirQuota', valueInteger: 50_000 }], warnings: 1 },
    { title: 'a quota of 500000', systemSetting: [{ name: 'userFhirQuota', valueInteger: 500_000 }], warnings: 0 },
  ])('of a project with $title: $warnings', async ({ systemSetting, warnings }) => {
    const server = await fakeServer({ systemSetting });
    const { code, errors, summary } = await run(server.env, ['--dry-run']);
    expect(code).toBe(0);
    expect(summary.warnings).toBe(warnings);
    expect(errors.includes('about 71 submissions')).toBe(warnings > 0);
  });

  test.each([
    { status: 'active', warnings: 1 },
    { status: 'retired', warnings: 0 },
  ] as const)('of another OperationDefinition of the code, $status: $warnings', async ({ status, warnings }) => {
    const server = await fakeServer();
    const other = await server.store.client.createResource({
      resourceType: 'OperationDefinition',
      name: 'Other',
      url: 'https://other.example/submit',
      status,
      kind: 'operation',
      code: 'submit',
      system: false,
      type: true,
      instance: false,
    });
    const { errors, summary } = await run(server.env);
    expect(summary.warnings).toBe(warnings);
    expect(errors.includes(`OperationDefinition/${other.id}`)).toBe(warnings > 0);
  });
});

describe('a server that has a Claim/$submit of its own', () => {
  test('passes preauthorizations on to ours, under a code of its own', async () => {
    const server = await fakeServer({ version: '5.1.23' });
    const first = await run(server.env);
    const second = await run(server.env);
    expect(first.lines).toEqual(
      expect.arrayContaining([
        'created  OperationDefinition Claim/$submit-second-opinion',
        'created  project setting PRIOR_AUTH_SUBMIT_OPERATION',
      ]),
    );
    expect((await projectOf(server)).setting).toEqual([
      { name: 'PRIOR_AUTH_SUBMIT_OPERATION', valueString: 'submit-second-opinion' },
    ]);
    expect(second.lines.every((line) => line.startsWith('left alone'))).toBe(true);
  });

  test.each(['5.0.10', '5.1.22'])('not so version %s', async (version) => {
    const server = await fakeServer({ version });
    await run(server.env);
    expect((await projectOf(server)).setting).toBeUndefined();
  });
});

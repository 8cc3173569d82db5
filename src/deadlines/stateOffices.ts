import type { Offices } from './holidayRules.ts';

const from = '2022-01-01';

/**
 * Days on which California state offices close. Not the list of Gov. Code 6700, most of whose days (every Sunday, the
 * elective ones) close no office: counting by that list would put deadlines later than they are.
 */
export const stateOffices: Offices = {
  name: 'state',
  source: 'Gov. Code 19853; CalHR state holidays',
  saturday: 'open',
  holidays: [
    { name: "New Year's Day", on: { month: 1, day: 1 }, from },
    { name: 'Martin Luther King Jr. Day', on: { month: 1, weekday: 1, week: 3 }, from },
    { name: "Presidents' Day", on: { month: 2, weekday: 1, week: 3 }, from },
    { name: 'Farmworkers Day (March 31)', on: { month: 3, day: 31 }, from },
    { name: 'Memorial Day', on: { month: 5, weekday: 1, week: -1 }, from },
    { name: 'Independence Day', on: { month: 7, day: 4 }, from },
    { name: 'Labor Day', on: { month: 9, weekday: 1, week: 1 }, from },
    { name: 'Veterans Day', on: { month: 11, day: 11 }, from, saturday: 'friday' },
    { name: 'Thanksgiving Day', on: { month: 11, weekday: 4, week: 4 }, from },
    { name: 'Day after Thanksgiving', on: { month: 11, weekday: 4, week: 4, daysAfter: 1 }, from },
    { name: 'Christmas Day', on: { month: 12, day: 25 }, from },
  ],
};

import type { Offices } from './holidayRules.ts';

/** `from` of the Monday holidays: the Uniform Monday Holiday Act; of the older fixed days likewise, being older. */
const from = '1971-01-01';

/** Days on which federal offices close. */
export const federalOffices: Offices = {
  name: 'federal',
  source: '5 U.S.C. 6103; Executive Order 11582',
  saturday: 'friday',
  holidays: [
    { name: "New Year's Day", on: { month: 1, day: 1 }, from },
    { name: 'Martin Luther King Jr. Day', on: { month: 1, weekday: 1, week: 3 }, from: '1986-01-20' },
    { name: "Presidents' Day", on: { month: 2, weekday: 1, week: 3 }, from },
    { name: 'Memorial Day', on: { month: 5, weekday: 1, week: -1 }, from },
    { name: 'Juneteenth', on: { month: 6, day: 19 }, from: '2021-06-17' },
    { name: 'Independence Day', on: { month: 7, day: 4 }, from },
    { name: 'Labor Day', on: { month: 9, weekday: 1, week: 1 }, from },
    { name: 'Columbus Day', on: { month: 10, weekday: 1, week: 2 }, from },
    { name: 'Veterans Day', on: { month: 11, day: 11 }, from: '1978-01-01' },
    { name: 'Thanksgiving Day', on: { month: 11, weekday: 4, week: 4 }, from },
    { name: 'Christmas Day', on: { month: 12, day: 25 }, from },
  ],
};

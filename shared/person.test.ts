import { describe, expect, it } from 'vitest';
import { passwordFault } from './person.ts';

const WHO = { email: 'mona.khalil@news.example', name: 'Mona Khalil of the desk' };

describe('a password', () => {
  it('A3 has 12 to 200 characters of any kind, and is neither the e-mail nor the name', () => {
    for (const good of ['x'.repeat(12), 'x'.repeat(200), 'كلمة مرور طويلة', '🙂'.repeat(12)]) {
      expect(passwordFault(good, WHO), good).toBeUndefined();
    }
    expect(passwordFault('x'.repeat(11), WHO)).toMatch(/at least 12/);
    // Twelve code units, six code points.
    expect(passwordFault('🙂'.repeat(6), WHO)).toMatch(/at least 12/);
    expect(passwordFault('x'.repeat(201), WHO)).toMatch(/at most 200/);
    expect(passwordFault('MONA.Khalil@news.example', WHO)).toMatch(/e-mail/);
    expect(passwordFault(' mona khalil of the DESK ', WHO)).toMatch(/name/);
  });
});

"""Writes exchange-calendar.json: sessions of the NYSE and the Vietnamese exchanges, worked out independently of this project.

Run from any directory: /usr/bin/python3 test/golden/exchange-calendar.py (dateutil comes with Debian's python3-pandas).
Holidays are dateutil's recurrence rules; lunar days come from the full series of Meeus, Astronomical Algorithms (2nd edition),
chapters 25 and 49, and from the rule "the eleventh month holds the winter solstice, a month without principal term is a leap month".
Closures that follow no rule are typed from the NYSE's list of special closings (1926-07 to 2025) and from HOSE's yearly notices.
"""
import hashlib
import json
import math
from datetime import date, timedelta
from pathlib import Path

from dateutil.easter import easter
from dateutil.relativedelta import MO, TH, TU, relativedelta

DAY = timedelta(1)
SAT, SUN = 5, 6


def span(first, last, weekday=None):
    day, last, out = date.fromisoformat(first), date.fromisoformat(last), set()
    while day <= last:
        if weekday is None or day.weekday() == weekday:
            out.add(day)
        day += DAY
    return out


def days(text):
    return {date.fromisoformat(word) for word in text.split()}


SPECIAL = (
    days('1926-07-03 1926-09-04 1927-06-13 1928-11-24 1929-02-09 1929-02-23 1929-03-30 1929-08-31')
    | days('1928-04-07 1928-04-21') | span('1928-05-05', '1928-05-26', SAT)
    | days('1929-11-01 1929-11-02 1929-11-29 1929-11-30') | span('1929-11-09', '1929-11-23', SAT)
    | days('1930-04-19 1930-05-31 1930-07-05 1930-08-30 1931-09-05 1931-12-26 1932-07-02 1933-01-07')
    | span('1933-03-04', '1933-03-14') | span('1933-07-29', '1933-09-02', SAT)
    | days('1936-12-26 1937-05-29 1937-07-03 1945-04-14 1945-08-15 1945-08-16 1945-10-13 1945-10-27 1945-12-24')
    | span('1944-08-19', '1944-09-02', SAT) | span('1945-07-07', '1945-09-01', SAT)
    | days('1946-02-23 1946-05-25 1948-01-03 1949-12-24 1950-12-23 1956-12-24 1958-12-26 1961-05-29')
    | span('1946-06-01', '1946-09-28', SAT) | span('1947-05-31', '1947-09-27', SAT) | span('1948-05-29', '1948-09-25', SAT)
    | span('1949-05-28', '1949-09-24', SAT) | span('1950-06-03', '1950-09-30', SAT) | span('1951-06-02', '1951-09-29', SAT)
    | span('1952-05-31', '1952-09-27', SAT)
    | days('1963-11-25 1968-02-12 1968-04-09 1968-07-05 1968-11-11 1969-02-10 1969-03-31 1969-07-21')
    | (span('1968-06-12', '1968-12-18', 2) - days('1968-07-03 1968-09-04 1968-11-06 1968-11-13 1968-11-27'))
    | days('1972-12-28 1973-01-25 1977-07-14 1985-09-27 1994-04-27') | span('2001-09-11', '2001-09-14')
    | days('2004-06-11 2007-01-02 2012-10-29 2012-10-30 2018-12-05 2025-01-09')
)


def observed(day, friday):
    if day.weekday() == SUN:
        return day + DAY
    return day - DAY if day.weekday() == SAT and friday else day


def thanksgiving(year):
    november = date(year, 11, 1)
    if year > 1941:
        return november + relativedelta(weekday=TH(4))
    last = november + relativedelta(day=31, weekday=TH(-1))
    return last if year < 1939 else last - 7 * DAY


def nyse_holidays(year):
    out = {observed(date(year, 1, 1), False), easter(year) - 2 * DAY, date(year, 9, 1) + relativedelta(weekday=MO(1)),
           observed(date(year, 7, 4), year >= 1954), observed(date(year, 12, 25), year >= 1954), thanksgiving(year)}
    if year < 1971:
        out |= {observed(date(year, 2, 22), year >= 1964), observed(date(year, 5, 30), 1964 <= year < 1970)}
    else:
        out |= {date(year, 2, 1) + relativedelta(weekday=MO(3)), date(year, 5, 31) + relativedelta(weekday=MO(-1))}
    if year < 1954:
        out |= {observed(date(year, 2, 12), False), observed(date(year, 10, 12), False)}
        if year > 1933:
            out.add(observed(date(year, 11, 11), False))
    if year < 1969 or year in (1972, 1976, 1980):
        out.add(date(year, 11, 2) + relativedelta(weekday=TU(1)))
    if year > 1997:
        out.add(date(year, 1, 1) + relativedelta(weekday=MO(3)))
    if year > 2021:
        out.add(observed(date(year, 6, 19), True))
    return out


def nyse_sessions():
    closed = set(SPECIAL)
    for year in range(1926, 2100):
        closed |= nyse_holidays(year)
    return [day for day in sorted(span('1926-07-01', '2099-12-31') - closed)
            if day.weekday() < SAT or day.weekday() == SAT and day < date(1952, 6, 1)]


EARLY_RULE_FROM = 1993


def nyse_one_o_clock(year):
    """Early closes at 13:00 that recur, from 1993."""
    out = {thanksgiving(year) + DAY}
    if year > 1995 and date(year, 12, 24).weekday() < 4:
        out.add(date(year, 12, 24))
    if year > 1994:
        fourth = date(year, 7, 4).weekday()
        if fourth in (1, 2, 4) or fourth == 3 and year > 2012:
            out.add(date(year, 7, 3))
        elif fourth == 3:
            out.add(date(year, 7, 5))
    return out


# Lunar calendar ------------------------------------------------------------------------------------------------------------------

def sin(degrees):
    return math.sin(math.radians(degrees))


def delta_t(year):
    """Seconds, Espenak and Meeus (2006)."""
    t = year - 2000
    if year < 2005:
        return 63.86 + 0.3345 * t - 0.060374 * t**2 + 0.0017275 * t**3
    if year < 2050:
        return 62.92 + 0.32217 * t + 0.005589 * t**2
    return -20 + 32 * ((year - 1820) / 100)**2 - 0.5628 * (2150 - year)


def local_day(jde):
    year = 2000 + (jde - 2451545) / 365.25
    return date(1970, 1, 1) + math.floor(jde - delta_t(year) / 86400 + 7 / 24 - 2440587.5) * DAY


def new_moon(k):
    t = k / 1236.85
    e = 1 - 0.002516 * t - 0.0000074 * t**2
    m = 2.5534 + 29.10535670 * k - 0.0000014 * t**2 - 0.00000011 * t**3
    n = 201.5643 + 385.81693528 * k + 0.0107582 * t**2 + 0.00001238 * t**3 - 0.000000058 * t**4
    f = 160.7108 + 390.67050284 * k - 0.0016118 * t**2 - 0.00000227 * t**3 + 0.000000011 * t**4
    o = 124.7746 - 1.56375588 * k + 0.0020672 * t**2 + 0.00000215 * t**3
    jde = 2451550.09766 + 29.530588861 * k + 0.00015437 * t**2 - 0.00000015 * t**3 + 0.00000000073 * t**4
    return jde + (
        -0.40720 * sin(n) + 0.17241 * e * sin(m) + 0.01608 * sin(2 * n) + 0.01039 * sin(2 * f) + 0.00739 * e * sin(n - m)
        - 0.00514 * e * sin(n + m) + 0.00208 * e * e * sin(2 * m) - 0.00111 * sin(n - 2 * f) - 0.00057 * sin(n + 2 * f)
        + 0.00056 * e * sin(2 * n + m) - 0.00042 * sin(3 * n) + 0.00042 * e * sin(m + 2 * f) + 0.00038 * e * sin(m - 2 * f)
        - 0.00024 * e * sin(2 * n - m) - 0.00017 * sin(o) - 0.00007 * sin(n + 2 * m) + 0.00004 * sin(2 * n - 2 * f)
        + 0.00004 * sin(3 * m) + 0.00003 * sin(n + m - 2 * f) + 0.00003 * sin(2 * n + 2 * f) - 0.00003 * sin(n + m + 2 * f)
        + 0.00003 * sin(n - m + 2 * f) - 0.00002 * sin(n - m - 2 * f) - 0.00002 * sin(3 * n + m) + 0.00002 * sin(4 * n)
        + 0.000325 * sin(299.77 + 0.107408 * k - 0.009173 * t**2) + 0.000165 * sin(251.88 + 0.016321 * k)
        + 0.000164 * sin(251.83 + 26.651886 * k))


def longitude(jde):
    """Apparent longitude of the sun, degrees."""
    t = (jde - 2451545) / 36525
    m = 357.52911 + 35999.05029 * t - 0.0001537 * t**2
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t**2
    centre = ((1.914602 - 0.004817 * t - 0.000014 * t**2) * sin(m) + (0.019993 - 0.000101 * t) * sin(2 * m)
              + 0.000289 * sin(3 * m))
    return (mean + centre - 0.00569 - 0.00478 * sin(125.04 - 1934.136 * t)) % 360


def principal_terms(year):
    """Days of the principal terms from the winter solstice of year - 1 to that of year, by bisection."""
    out = []
    for i in range(13):
        target = (270 + 30 * i) % 360
        jde = 2451545 + 365.2422 * (year - 2000) - 10.3 + i * 30.43684
        low, high = jde - 6, jde + 6
        for _ in range(60):
            middle = (low + high) / 2
            if (longitude(middle) - target + 180) % 360 - 180 < 0:
                low = middle
            else:
                high = middle
        out.append(local_day(low))
    return out


def lunar_months(year):
    """Month number -> first day, for the lunar year that begins in `year`; months 1 to 10."""
    terms = principal_terms(year)
    start = math.floor((year - 2000) * 12.3685) - 3
    moons = [local_day(new_moon(start + i)) for i in range(20)]
    first = max(i for i, moon in enumerate(moons) if moon <= terms[0])
    last = max(i for i, moon in enumerate(moons) if moon <= terms[12])
    months, number, leap_pending = {}, 11, last - first == 13
    for i in range(first + 1, last):
        has_term = any(moons[i] <= term < moons[i + 1] for term in terms)
        if leap_pending and not has_term:
            leap_pending = False
            continue
        number = number % 12 + 1
        if number <= 10:
            months[number] = moons[i]
    return months


def vietnam_closed(year):
    months = lunar_months(year)
    tet = months[1]
    start = tet - DAY if tet.weekday() == 1 else tet - 2 * DAY
    holidays = {start + i * DAY for i in range(5)} | {date(year, 1, 1), months[3] + 9 * DAY, date(year, 4, 30), date(year, 5, 1)}
    national = date(year, 9, 2)
    holidays.add(national)
    if year > 2020:
        holidays.add(national + DAY if national.weekday() in (0, 3, 6) else national - DAY)
    closed = set(holidays)
    for day in sorted(holidays):
        if day.weekday() >= SAT:
            while day.weekday() >= SAT or day in closed:
                day += DAY
            closed.add(day)
    return closed | {day for day in days('2018-12-31 2019-04-29 2024-04-29 2025-05-02 2026-01-02 2026-08-31') if day.year == year}


def digest(lines):
    return hashlib.sha256('\n'.join(lines).encode()).hexdigest()


def per_year(sessions):
    out = {}
    for day in sessions:
        out[day.year] = out.get(day.year, 0) + 1
    return list(out.values())


nyse = nyse_sessions()
closed = set().union(*(vietnam_closed(year) for year in range(2018, 2100)))
vietnam = [day for day in sorted(span('2018-01-01', '2099-12-31') - closed) if day.weekday() < SAT]
result = {
    'nyse': {'perYear': per_year(nyse), 'sha256': digest(map(str, nyse)),
             'oneOClock': sorted(str(day) for year in range(EARLY_RULE_FROM, 2031) for day in nyse_one_o_clock(year))},
    'vietnam': {'perYear': per_year(vietnam), 'sha256': digest(map(str, vietnam))},
    'lunar': {str(year): [str(lunar_months(year)[1]), str(lunar_months(year)[3] + 9 * DAY)] for year in range(1990, 2100)},
}
text = json.dumps(result, separators=(',', ':'))
(Path(__file__).parent / 'exchange-calendar.json').write_text(text + '\n')
print(len(nyse), 'NYSE sessions;', len(vietnam), 'Vietnamese sessions;', len(text), 'bytes')

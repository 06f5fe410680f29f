//! Times of the calendar: from seconds to a date and back, and the text of `strftime`.
//!
//! No clock and no time zone: who calls brings the seconds, and what the zone is called.

use std::fmt::Write;

const DAY: i64 = 86_400;
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What `time.struct_time` has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The year.
    pub year: i64,
    /// The month, from 1.
    pub month: i64,
    /// The day, from 1.
    pub day: i64,
    /// The hour.
    pub hour: i64,
    /// The minute.
    pub minute: i64,
    /// The second.
    pub second: i64,
}

impl Moment {
    /// `time.gmtime(seconds)`
    pub fn from_seconds(seconds: i64) -> Self {
        let rest = seconds.rem_euclid(DAY);
        let (year, month, day) = date(seconds.div_euclid(DAY));
        Self { year, month, day, hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60 }
    }

    /// `calendar.timegm(moment)`
    pub fn seconds(&self) -> i64 {
        days(self.year, self.month, self.day) * DAY + self.hour * 3600 + self.minute * 60 + self.second
    }

    /// The day of the week; Monday is 0.
    pub fn weekday(&self) -> i64 {
        (days(self.year, self.month, self.day) + 3).rem_euclid(7)
    }

    /// The day of the year, from 1.
    pub fn year_day(&self) -> i64 {
        days(self.year, self.month, self.day) - days(self.year, 1, 1) + 1
    }

    /// Year and week as ISO 8601 counts them: the first week has the first Thursday.
    fn week(&self) -> (i64, i64) {
        let thursday = days(self.year, self.month, self.day) - self.weekday() + 3;
        let (year, _, _) = date(thursday);
        (year, (thursday - days(year, 1, 1)) / 7 + 1)
    }
}

/// Days since 1 January 1970. Years begin in March here, so that a leap day is the last of its year.
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of so many days since 1 January 1970.
pub fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// `time.strftime(format, moment)`, in English. What it does not know is left as it is.
pub fn strftime(format: &str, moment: &Moment, zone: &str) -> String {
    let mut result = String::new();
    let mut characters = format.chars();
    while let Some(c) = characters.next() {
        if c != '%' {
            result.push(c);
            continue;
        }
        match characters.next() {
            Some(c) => directive(&mut result, c, moment, zone),
            None => result.push('%'),
        }
    }
    result
}

fn directive(result: &mut String, c: char, moment: &Moment, zone: &str) {
    let day_name = DAYS[moment.weekday() as usize];
    let month_name = MONTHS[(moment.month - 1).rem_euclid(12) as usize];
    let hour = (moment.hour + 11) % 12 + 1;
    let more = |result: &mut String, format: &str| result.push_str(&strftime(format, moment, zone));
    let written = match c {
        'a' => write!(result, "{}", &day_name[..3]),
        'A' => write!(result, "{day_name}"),
        'b' | 'h' => write!(result, "{}", &month_name[..3]),
        'B' => write!(result, "{month_name}"),
        'C' => write!(result, "{:02}", moment.year.div_euclid(100)),
        'd' => write!(result, "{:02}", moment.day),
        'e' => write!(result, "{:2}", moment.day),
        'G' => write!(result, "{}", moment.week().0),
        'g' => write!(result, "{:02}", moment.week().0.rem_euclid(100)),
        'H' => write!(result, "{:02}", moment.hour),
        'I' => write!(result, "{hour:02}"),
        'j' => write!(result, "{:03}", moment.year_day()),
        'k' => write!(result, "{:2}", moment.hour),
        'l' => write!(result, "{hour:2}"),
        'm' => write!(result, "{:02}", moment.month),
        'M' => write!(result, "{:02}", moment.minute),
        'n' => writeln!(result),
        'p' => write!(result, "{}", if moment.hour < 12 { "AM" } else { "PM" }),
        'P' => write!(result, "{}", if moment.hour < 12 { "am" } else { "pm" }),
        's' => write!(result, "{}", moment.seconds()),
        'S' => write!(result, "{:02}", moment.second),
        't' => write!(result, "\t"),
        'u' => write!(result, "{}", moment.weekday() + 1),
        'U' => write!(result, "{:02}", (moment.year_day() + 6 - (moment.weekday() + 1) % 7) / 7),
        'V' => write!(result, "{:02}", moment.week().1),
        'w' => write!(result, "{}", (moment.weekday() + 1) % 7),
        'W' => write!(result, "{:02}", (moment.year_day() + 6 - moment.weekday()) / 7),
        'y' => write!(result, "{:02}", moment.year.rem_euclid(100)),
        'Y' => write!(result, "{}", moment.year),
        'z' => write!(result, "+0000"),
        'Z' => write!(result, "{zone}"),
        '%' => write!(result, "%"),
        'c' => return more(result, "%a %b %e %H:%M:%S %Y"),
        'D' | 'x' => return more(result, "%m/%d/%y"),
        'F' => return more(result, "%Y-%m-%d"),
        'r' => return more(result, "%I:%M:%S %p"),
        'R' => return more(result, "%H:%M"),
        'T' | 'X' => return more(result, "%H:%M:%S"),
        other => write!(result, "%{other}"),
    };
    written.expect("a string takes everything");
}

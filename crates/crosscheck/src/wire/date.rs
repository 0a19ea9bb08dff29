//! Dates in headers, which servers have always written as they liked.

/// Milliseconds from 1970 to a date; 0 for what was before, `None` for what is no date.
///
/// Order does not matter: a time is what looks like one, a month what begins like one.
///
/// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#cookie-date>
pub(crate) fn parse_cookie_date(text: &str) -> Option<u64> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    // 1. Cut the text at everything that is no part of a word, a number or a time.
    // 2. The first token of each kind counts.
    for token in text.split(is_delimiter).filter(|token| !token.is_empty()) {
        if time.is_none() && token.contains(':') {
            time = parse_time(token);
        } else if day.is_none() && leading_number(token, 1..=2).is_some() {
            day = leading_number(token, 1..=2);
        } else if month.is_none() && parse_month(token).is_some() {
            month = parse_month(token);
        } else if year.is_none() {
            year = leading_number(token, 2..=4);
        }
    }
    let ((hour, minute, second), day, month, year) = (time?, day?, month?, year?);
    // 3 to 4. Years of two digits are from 1970 to 2069.
    let year = match year {
        0..=69 => year + 2000,
        70..=99 => year + 1900,
        _ => year,
    };
    // 5. All of it there, and in bounds.
    if year < 1601 || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // DEVIATES: 6. A day that its month has not is one of the next: nobody sends it.
    let days = days_from_1970(i64::from(year), i64::from(month), i64::from(day));
    let seconds =
        days * 86_400 + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    Some(u64::try_from(seconds).unwrap_or(0) * 1000)
}

fn is_delimiter(c: char) -> bool {
    matches!(c, '\t' | ' '..='/' | ';'..='@' | '['..='`' | '{'..='~')
}

/// Hours, minutes and seconds, each of one or two digits; what follows the last is ignored.
fn parse_time(token: &str) -> Option<(u32, u32, u32)> {
    let mut fields = token.splitn(3, ':');
    let (hour, minute, second) = (fields.next()?, fields.next()?, fields.next()?);
    let whole = |field: &str| field.parse().ok().filter(|_| field.len() <= 2);
    Some((whole(hour)?, whole(minute)?, leading_number(second, 1..=2)?))
}

/// 1 to 12, by the first three letters.
fn parse_month(token: &str) -> Option<u32> {
    let start = token.get(..3)?.to_ascii_lowercase();
    let position = MONTHS.iter().position(|month| *month == start)?;
    u32::try_from(position + 1).ok()
}

/// The number that a token starts with, if it has that many digits.
fn leading_number(token: &str, digits: core::ops::RangeInclusive<usize>) -> Option<u32> {
    let end = token.find(|c: char| !c.is_ascii_digit()).unwrap_or(token.len());
    token.get(..end).filter(|_| digits.contains(&end))?.parse().ok()
}

/// Days between two dates of the calendar that has been in use since 1582, carried back as if it
/// always had been.
fn days_from_1970(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March here, so that the odd day comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let days_before_the_month = (153 * month + 2) / 5;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + days_before_the_month + day - 1 - DAYS_FROM_MARCH_0_TO_1970
}

/// From the 1st of March of the year 0 to the 1st of January 1970.
const DAYS_FROM_MARCH_0_TO_1970: i64 = 719_468;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

#[cfg(test)]
mod tests {
    use super::parse_cookie_date;

    #[test]
    fn dates_are_read_in_any_order_and_spelling() {
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Thu, 01 Jan 1970 00:00:01 GMT", Some(1)),
            ("Wed, 09 Jun 2021 10:18:14 GMT", Some(1_623_233_894)),
            ("Wednesday, 09-Jun-21 10:18:14 GMT", Some(1_623_233_894)),
            ("Wed Jun  9 10:18:14 2021", Some(1_623_233_894)),
            ("10:18:14 2021 june 9", Some(1_623_233_894)),
            ("29 Feb 2000 00:00:00", Some(951_782_400)),
            ("1 mar 1900 0:0:0", Some(0)),
            ("31 Dec 2099 23:59:59", Some(4_102_444_799)),
            ("1 Jan 1600 00:00:00", None),
            ("32 Jan 2000 00:00:00", None),
            ("1 Jan 2000 24:00:00", None),
            ("1 Jan 2000", None),
            ("nonsense", None),
            ("", None),
            ("\u{e9}\u{e9} 1 Jan 2000 00:00:00", Some(946_684_800)),
        ] {
            let seconds: Option<u64> = seconds;
            assert_eq!(parse_cookie_date(text), seconds.map(|s| s * 1000), "{text:?}");
        }
    }
}

//! What chats, logs and mail do to lines: numbers and names before them, breaks within them.

/// The text without what a log puts before each of its lines: a container's name and a bar; `None` if nothing is
/// before all of them.
pub(super) fn without_prefix(text: &str) -> Option<String> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next()?;
    let end = first.find(BARS).filter(|at| *at < LONGEST_PREFIX)?;
    let bar = first[end..].chars().next()?;
    let prefix = &first[..end + bar.len_utf8()];
    let is_name = first[..end].starts_with(|c: char| c.is_alphanumeric()) && lines.next().is_some();
    let is_everywhere = text.lines().all(|line| {
        line.trim().is_empty()
            || line.strip_prefix(prefix).is_some_and(|rest| !rest.starts_with('|'))
    });
    (is_name && is_everywhere).then(|| {
        let rest = |line: &str| line.strip_prefix(prefix).map_or("", str::trim_start).to_owned();
        text.lines().map(rest).collect::<Vec<_>>().join("\n")
    })
}

/// A mail's text without the breaks that it made (quoted-printable, RFC 2045); `None` if it is none.
pub(super) fn without_soft_breaks(text: &str) -> Option<String> {
    // Every sign in it is a code or a break, or it is no such text.
    let (mut codes, mut breaks) = (0, 0);
    for line in text.lines().map(str::trim_end) {
        for (at, _) in line.match_indices('=') {
            match byte_of(&line.as_bytes()[at + 1..]) {
                Some(_) => codes += 1,
                None if at + 1 == line.len() => breaks += 1,
                None => return None,
            }
        }
    }
    if breaks == 0 || codes + breaks < 2 {
        return None;
    }
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len());
    for line in text.lines() {
        // Where it was answered, the next line is quoted.
        let line = match bytes.last() {
            Some(b'\n') | None => line,
            Some(_) => line.trim_start_matches("> "),
        };
        let (line, is_broken) = match line.trim_end().strip_suffix('=') {
            Some(line) => (line, true),
            None => (line, false),
        };
        let mut rest = line.as_bytes();
        while let [letter, others @ ..] = rest {
            let code = (*letter == b'=').then(|| byte_of(others)).flatten();
            bytes.push(code.unwrap_or(*letter));
            rest = if code.is_some() { &others[2..] } else { others };
        }
        if !is_broken {
            bytes.push(b'\n');
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The byte that two digits of base 16 stand for.
fn byte_of(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits.get(..2)?).ok()?;
    let is_upper = digits.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b));
    u8::from_str_radix(digits, 16).ok().filter(|_| is_upper)
}

/// The text without its numbers; `None` if fewer than three lines on end are counted.
pub(super) fn without_numbers(text: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut is_counted = false;
    let mut start = 0;
    while start < lines.len() {
        let mut end = start;
        let mut last = None;
        while let Some((number, _)) = lines.get(end).and_then(|line| number(line))
            && last.is_none_or(|last: u32| last.checked_add(1) == Some(number))
        {
            last = Some(number);
            end += 1;
        }
        if end - start >= 3 {
            is_counted = true;
            for line in &mut lines[start..end] {
                *line = number(line).map_or(*line, |(_, rest)| rest);
            }
        }
        start = end.max(start + 1);
    }
    is_counted.then(|| lines.join("\n"))
}

/// The number before a line, and the line.
fn number(line: &str) -> Option<(u32, &str)> {
    let line = line.trim_start();
    let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
    let number = line[..digits].parse().ok().filter(|_| digits <= 5)?;
    let rest = line[digits..].trim_start_matches([':', '.', ')', '|']);
    let is_apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    is_apart.then(|| (number, rest.trim_start()))
}

const BARS: [char; 2] = ['|', '│'];

/// The longest that stands before a bar.
const LONGEST_PREFIX: usize = 64;

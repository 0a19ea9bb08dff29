//! The options of curl that browsers copy and people write; others are taken for switches.

/// A word's options, each by its long name; the last one takes the value that is glued on.
pub(super) struct Options<'w> {
    /// Long names of switches.
    pub(super) switches: Vec<&'w str>,
    /// The option that takes a value, and the value if it is in the word.
    pub(super) valued: Option<(&'w str, Option<&'w str>)>,
}

impl<'w> Options<'w> {
    /// The options of a word; `None` if it is none.
    pub(super) fn of(word: &'w str) -> Option<Self> {
        if let Some(long) = word.strip_prefix("--") {
            let (name, given) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (long, None),
            };
            return Some(match LONG_WITH_VALUE.contains(&name) {
                true => Self { switches: Vec::new(), valued: Some((name, given)) },
                false => Self { switches: vec![name], valued: None },
            });
        }
        let letters = word.strip_prefix('-').filter(|letters| !letters.is_empty())?;
        let mut switches = Vec::new();
        for (at, letter) in letters.char_indices() {
            let mut known = SHORT_WITH_VALUE.iter();
            if let Some((_, name)) = known.find(|(short, _)| *short == letter) {
                let glued = &letters[at + letter.len_utf8()..];
                let value = (!glued.is_empty()).then_some(glued);
                return Some(Self { switches, valued: Some((name, value)) });
            }
            switches.push(match letter {
                'G' => "get",
                'I' => "head",
                _ => "",
            });
        }
        Some(Self { switches, valued: None })
    }
}

const LONG_WITH_VALUE: [&str; 39] = [
    "cacert",
    "cert",
    "ciphers",
    "config",
    "connect-timeout",
    "connect-to",
    "continue-at",
    "cookie",
    "cookie-jar",
    "data",
    "data-ascii",
    "data-binary",
    "data-raw",
    "data-urlencode",
    "dump-header",
    "form",
    "form-string",
    "header",
    "interface",
    "json",
    "key",
    "limit-rate",
    "max-redirs",
    "max-time",
    "oauth2-bearer",
    "output",
    "proxy",
    "proxy-user",
    "range",
    "referer",
    "request",
    "resolve",
    "retry",
    "tls-max",
    "upload-file",
    "url",
    "user",
    "user-agent",
    "write-out",
];

const SHORT_WITH_VALUE: [(char, &str); 20] = [
    ('A', "user-agent"),
    ('b', "cookie"),
    ('c', "cookie-jar"),
    ('C', "continue-at"),
    ('d', "data"),
    ('D', "dump-header"),
    ('e', "referer"),
    ('E', "cert"),
    ('F', "form"),
    ('H', "header"),
    ('K', "config"),
    ('m', "max-time"),
    ('o', "output"),
    ('r', "range"),
    ('T', "upload-file"),
    ('u', "user"),
    ('U', "proxy-user"),
    ('w', "write-out"),
    ('x', "proxy"),
    ('X', "request"),
];

//! What field-by-field readers have in common: lists, numbers, and the origins that they name.

use std::collections::BTreeSet;

use super::draft::ANY_WITH_CREDENTIALS;
use super::draft::Draft;
use super::draft::DraftRule;
use super::filled_in::NOT_HERE;
use super::filled_in::is_filled_in;
use super::reader::Reader;
use super::reader::UNSENT;
use super::regex::Regex;
use super::regex::TOO_MANY;
use super::regex::meaning;
use super::source::At;
use super::tree::Kind;
use super::tree::Node;

/// What a list of names means in a server, if `*` is among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Star {
    /// The server sends `*`, which browsers take for a name where credentials are allowed.
    Sent,
    /// The server answers with what was asked for, or with all.
    Echoed,
    /// The same, where nothing is said of it.
    EchoedByDefault,
}

impl Draft {
    /// Leaves the first rule alone; others that say something else are named with a reason. In: what a rule is called.
    pub(crate) fn first_alone(&mut self, name: &str, reason: &str, reader: &mut Reader<'_>) {
        let others = self.rules.split_off(1.min(self.rules.len()));
        for rule in others {
            let at = rule.at;
            let is_same = |first: &DraftRule| DraftRule { at: first.at, ..rule } == *first;
            if !self.rules.first().is_some_and(is_same) {
                reader.miss(at, name, reason);
            }
        }
    }
}

impl DraftRule {
    /// Takes the origins that an expression means, or says why not.
    pub(crate) fn origins_of(
        &mut self,
        regex: Result<Regex, String>,
        at: At,
        shown: &str,
        reader: &mut Reader<'_>,
    ) {
        if !reader.may_look_into_one() {
            return reader.miss(at, shown, TOO_MANY);
        }
        match regex.map(|regex| meaning(&regex)) {
            Err(reason) => reader.miss(at, shown, &reason),
            Ok(meaning) => {
                if meaning.entries.is_empty() && meaning.missing.is_none() {
                    reader.note(at, shown, UNSENT);
                }
                self.origins.extend(meaning.entries);
                if let Some(missing) = meaning.missing {
                    reader.miss_for(at, shown, &missing);
                    self.witnesses.extend(missing.witness);
                }
            }
        }
    }

    /// Lists methods and request headers. In: what `*` means.
    pub(crate) fn names(
        &mut self,
        methods: Vec<String>,
        headers: Vec<String>,
        star: Star,
        place: (At, &str),
        reader: &mut Reader<'_>,
    ) {
        let has_star = |list: &[String]| list.iter().any(|name| name == "*");
        let (any_method, any_header) = (has_star(&methods), has_star(&headers));
        let plain = |list: Vec<String>| list.into_iter().filter(|name| name != "*");
        self.methods.extend(plain(methods));
        self.request_headers.extend(plain(headers).map(|name| name.to_ascii_lowercase()));
        if !self.credentials {
            if any_method {
                self.methods = vec!["*".into()];
            }
            if any_header {
                let authorization = star != Star::Sent
                    || self.request_headers.iter().any(|name| name == "authorization");
                self.request_headers = vec!["*".into()];
                self.request_headers.extend(authorization.then(|| "authorization".into()));
            }
            return;
        }
        let (at, text) = place;
        match star {
            Star::Sent => {
                if any_method || any_header {
                    let reason = "`*` is a name like any other where credentials are allowed";
                    reader.note(at, text, reason);
                }
            }
            Star::Echoed | Star::EchoedByDefault => {
                if any_method {
                    self.methods.extend(["PUT", "PATCH", "DELETE"].map(String::from));
                }
                if any_header {
                    self.request_headers
                        .extend(["authorization", "content-type"].map(String::from));
                }
                match any_method || any_header {
                    true if star == Star::Echoed => reader.miss(at, text, ANY_WITH_CREDENTIALS),
                    // Nothing stands there that was not understood.
                    true => reader.note(at, text, ANY_WITH_CREDENTIALS),
                    false => {}
                }
            }
        }
    }

    /// What everybody may do where a server sends `*` beside credentials: read without.
    pub(crate) fn star_beside_credentials(&mut self, at: At, text: &str, reader: &mut Reader<'_>) {
        if self.credentials && self.origins.iter().any(|origin| origin == "*") {
            self.credentials = false;
            let reason = "the server sends `*`, which browsers refuse where a request carries \
                          credentials: everybody reads without";
            reader.note(at, text, reason);
        }
    }
}

impl Reader<'_> {
    /// Whether a value says yes; says what is neither that nor no. It has been counted.
    pub(crate) fn truth(&mut self, value: &Node) -> bool {
        match &value.kind {
            Kind::Text(text) if text.eq_ignore_ascii_case("true") => return true,
            Kind::Text(text) if is_no(text) => {}
            Kind::List(_) | Kind::Table(_) => {}
            Kind::Text(text) | Kind::Computed(text) => self.unread(value.at, text),
        }
        false
    }

    /// Seconds; says what is none. It has been counted.
    pub(crate) fn seconds(&mut self, value: &Node) -> Option<u32> {
        match &value.kind {
            Kind::Text(text) if is_no(text) => None,
            Kind::Text(text) | Kind::Computed(text) => {
                let read = seconds(text);
                if read.is_none() {
                    self.unread(value.at, text);
                }
                read
            }
            Kind::List(_) | Kind::Table(_) => None,
        }
    }

    fn unread(&mut self, at: At, text: &str) {
        let reason = if is_filled_in(text) { NOT_HERE } else { NEITHER };
        self.miss(at, text, reason);
    }
}

/// What stands where nothing is meant.
fn is_no(text: &str) -> bool {
    ["", "~", "null", "false", "no", "off"].iter().any(|no| text.eq_ignore_ascii_case(no))
}

/// The items of a list in one text.
pub(crate) fn items(text: &str) -> Vec<String> {
    let items = text.split(',').map(|item| item.trim().trim_matches(['"', '\'']));
    items.filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// A path as a rule names it: what is below a prefix.
pub(crate) fn rule_paths(path: &str) -> BTreeSet<String> {
    let path = path.trim_end_matches("/**").trim_end_matches("/*").trim_end_matches('/');
    if path.is_empty() { BTreeSet::new() } else { BTreeSet::from([path.to_owned()]) }
}

/// Seconds of a duration: `600`, `10m`, `24h`, `1h30m`.
pub(crate) fn seconds(text: &str) -> Option<u32> {
    let text = text.trim().trim_matches(['"', '\'']);
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(u32::try_from(seconds.max(0)).unwrap_or(u32::MAX));
    }
    let (mut all, mut number) = (0_f64, String::new());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_ascii_digit() || letter == '.' {
            number.push(letter);
            continue;
        }
        let unit = match (letter, letters.peek()) {
            ('m', Some('s')) => {
                letters.next();
                0.001
            }
            ('h', _) => 3600.0,
            ('m', _) => 60.0,
            ('s', _) => 1.0,
            ('d', _) => 86_400.0,
            _ => return None,
        };
        all += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    // A fraction of a second is none.
    number.is_empty().then_some(all.min(f64::from(u32::MAX)) as u32)
}

const NEITHER: &str = "this is no value that is known there";

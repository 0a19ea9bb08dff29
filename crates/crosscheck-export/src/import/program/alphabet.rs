//! What a program tells apart: the origins, paths and words that stand in it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use super::access::Words;
use super::steps::Case;
use super::steps::Condition;
use super::steps::Fits;
use super::steps::Header;
use super::steps::Program;
use super::steps::Statement;
use super::steps::Test;
use super::template::Piece;
use super::template::Template;
use crate::export::escape;
use crate::import::missing::Missing;
use crate::import::regex::MOST_EXPRESSIONS;
use crate::import::regex::Meaning;
use crate::import::regex::Regex;
use crate::import::regex::TOO_MANY;
use crate::import::regex::meaning;
use crate::import::source::At;

/// What a program tells apart.
#[derive(Debug, Default)]
pub(crate) struct Alphabet {
    /// Entries of lists of origins, each with the places that it stands in.
    pub(crate) entries: BTreeMap<String, BTreeSet<usize>>,
    /// Those of them that origins are held against, or that are sent.
    pub(crate) compared: BTreeSet<String>,
    pub(crate) paths: BTreeSet<String>,
    /// Those of them that stand there with a slash behind them: only what is below is meant.
    pub(crate) folders: BTreeSet<String>,
    pub(crate) words: Words,
    /// Tests of origins that are not understood: the place, the expression, and why.
    pub(crate) missing: Vec<(At, String, Missing)>,
    places: usize,
    /// What expressions mean, by their text.
    meanings: HashMap<(String, bool), Meaning>,
}

impl Alphabet {
    /// What lets in more than a list can say, by one origin of each: as if these were listed.
    pub(crate) fn list_witnesses(&mut self) {
        for witness in self.missing.iter().filter_map(|(.., missing)| missing.witness.clone()) {
            self.places += 1;
            self.entries.entry(witness).or_default().insert(self.places);
        }
    }

    pub(crate) fn of(program: &Program) -> Self {
        let mut alphabet = Self::default();
        alphabet.paths.insert("/".into());
        alphabet.statements(&program.statements, program);
        for map in program.maps() {
            alphabet.value(&map.default);
            let tells_origins = mentions(&map.subject, &Piece::Origin, program, 0);
            for case in &map.cases {
                match case {
                    Case::Texts(texts) => {
                        let mut texts: Vec<_> = texts.iter().collect();
                        texts.sort_by_key(|(text, _)| *text);
                        // What has the same value stands in the same place, as far as it matters.
                        let mut values: Vec<(&Template, usize)> = Vec::new();
                        for (text, value) in texts {
                            let known = values.iter().take(MANY).find(|(known, _)| *known == value);
                            let place = match known {
                                Some((_, place)) => *place,
                                None => {
                                    alphabet.places += 1;
                                    values.push((value, alphabet.places));
                                    alphabet.value(value);
                                    alphabet.places
                                }
                            };
                            alphabet.entry(text, place);
                            if tells_origins {
                                alphabet.compare(text, map.subject.0 == [Piece::Origin]);
                            }
                        }
                    }
                    Case::Fits(fits, value) => {
                        alphabet.fits(&map.subject, fits, 0, program);
                        alphabet.value(value);
                    }
                }
            }
        }
        alphabet
    }

    fn statements(&mut self, statements: &[Statement], program: &Program) {
        for statement in statements {
            match statement {
                Statement::Set(_, value) => self.value(value),
                Statement::If(condition, then) => {
                    self.condition(condition, program);
                    self.statements(then, program);
                }
                Statement::First(choices) => {
                    for (condition, then) in choices {
                        self.condition(condition, program);
                        self.statements(then, program);
                    }
                }
                Statement::Header(header) => self.header(header),
                Statement::Phase(steps) => self.statements(steps, program),
                Statement::Instead(headers) => headers.iter().for_each(|one| self.header(one)),
                Statement::Upstream | Statement::Answer(_) => {}
            }
        }
    }

    fn header(&mut self, header: &Header) {
        if header.name == "access-control-allow-origin" {
            let is_whole = header.value.as_text().is_some();
            header.value.texts().for_each(|text| self.compare(text, is_whole));
        }
        self.value(&header.value);
    }

    /// Words that may come to stand in an answer.
    fn value(&mut self, value: &Template) {
        for text in value.texts() {
            self.places += 1;
            self.entry(text, self.places);
            for word in text.split([',', ' ', '\t']).filter(|word| super::access::is_token(word)) {
                if word.len() < 80 && self.words.headers.len() < MANY {
                    if word.bytes().all(|byte| byte.is_ascii_uppercase()) {
                        self.words.methods.insert(word.to_owned());
                    } else if !word.bytes().all(|byte| byte.is_ascii_digit()) && word != "*" {
                        self.words.headers.insert(word.to_ascii_lowercase());
                    }
                }
            }
        }
    }

    /// An origin that is told from others, if there is one in a text. In: whether the whole text is to be one.
    fn compare(&mut self, text: &str, is_whole: bool) {
        let is_one =
            |word: &&str| word.contains("://") || (is_whole && !["", "*", "null"].contains(word));
        let words = text.split([',', ' ', '|']).filter(is_one);
        self.compared.extend(words.map(str::to_owned));
    }

    /// An origin in a text, if there is one.
    fn entry(&mut self, text: &str, place: usize) {
        for word in text.split([',', ' ', '|']) {
            if word.contains("://") || word == "null" {
                let word = word.trim_matches(['"', '\'']);
                self.entries.entry(word.to_owned()).or_default().insert(place);
            }
        }
    }

    fn condition(&mut self, condition: &Condition, program: &Program) {
        match condition {
            Condition::Always | Condition::Never => {}
            Condition::Not(condition) => self.condition(condition, program),
            Condition::All(all) | Condition::Any(all) => {
                all.iter().for_each(|condition| self.condition(condition, program));
            }
            Condition::Test(Test { subject, fits, at }) => {
                self.fits(subject, fits, *at, program);
            }
        }
    }

    fn fits(&mut self, subject: &Template, fits: &Fits, at: At, program: &Program) {
        self.places += 1;
        let place = self.places;
        if mentions(subject, &Piece::Path, program, 0) {
            self.path(fits);
        }
        if !mentions(subject, &Piece::Origin, program, 0) {
            return;
        }
        let (regex, shown) = match fits {
            Fits::Present | Fits::Found | Fits::Path(_) => return,
            Fits::Texts { texts, .. } => {
                for text in texts {
                    self.entry(text, place);
                    self.compare(text, subject.0 == [Piece::Origin]);
                }
                return;
            }
            Fits::Starts(text) => (Regex::new(&format!("^{}", escape(text)), false), text),
            Fits::Ends(text) => (Regex::new(&format!("{}$", escape(text)), false), text),
            Fits::Contains(text) => (Regex::new(&escape(text), false), text),
            Fits::Regex { regex, .. } => (Ok(regex.clone()), &regex.text),
        };
        let Ok(regex) = regex else { return };
        let is_bare = is_origin(subject, program, 0);
        let tells_origins = is_bare && !is_for_all(&regex);
        let known = (regex.text.clone(), regex.ignores_case);
        let meaning = match self.meanings.get(&known) {
            Some(meaning) => meaning.clone(),
            None if self.meanings.len() >= MOST_EXPRESSIONS => {
                self.missing.push((at, shown.clone(), TOO_MANY.into()));
                return;
            }
            None => {
                let meaning = meaning(&regex);
                self.meanings.insert(known, meaning.clone());
                meaning
            }
        };
        for entry in meaning.entries.iter().filter(|entry| *entry != "*") {
            self.entries.entry(entry.clone()).or_default().insert(place);
        }
        if let Some(missing) = meaning.missing.filter(|_| tells_origins) {
            self.missing.push((at, shown.clone(), missing));
        }
    }

    /// The paths that a test tells apart.
    fn path(&mut self, fits: &Fits) {
        let found: Vec<String> = match fits {
            Fits::Texts { texts, .. } => texts.clone(),
            Fits::Starts(text) | Fits::Path(text) => vec![text.clone()],
            Fits::Regex { regex, .. } => starts_of(&regex.text).into_iter().collect(),
            _ => Vec::new(),
        };
        for path in found.iter().filter(|path| path.starts_with('/')) {
            let whole = path.split('?').next().unwrap_or_default();
            let path = whole.trim_end_matches('/');
            if !path.is_empty() && self.paths.len() < MANY {
                self.paths.insert(path.to_owned());
                if whole.ends_with('/') && matches!(fits, Fits::Starts(_)) {
                    self.folders.insert(path.to_owned());
                }
            }
        }
    }
}

/// Whether a text is made with a part, over variables too.
fn mentions(template: &Template, piece: &Piece, program: &Program, depth: usize) -> bool {
    template.0.iter().any(|one| match one {
        Piece::Variable(number) if depth < DEEPEST => {
            program.map(*number).is_none_or(|map| mentions(&map.subject, piece, program, depth + 1))
        }
        one => one == piece,
    })
}

/// Whether a text is the origin itself.
fn is_origin(template: &Template, program: &Program, depth: usize) -> bool {
    match template.0.as_slice() {
        [Piece::Origin] => true,
        [Piece::Variable(number)] if depth < DEEPEST => program.map(*number).is_some_and(|map| {
            map.subject.0 == [Piece::Origin]
                && map.cases.iter().all(|case| match case {
                    Case::Texts(texts) => texts.values().all(|value| value.as_text() == Some("")),
                    Case::Fits(_, value) => is_origin(value, program, depth + 1),
                })
        }),
        _ => false,
    }
}

/// Whether an expression only asks whether there is anything, or how it is spelled.
fn is_for_all(regex: &Regex) -> bool {
    let all = ["https://a.example", "http://b.example:8080", "https://[::1]"];
    all.iter().all(|origin| regex.is_match(origin)) && !regex.is_match("https://A.example,b")
        || ["", ".", ".+", ".*", "^.+$", "^.*$", "(.*)", "(.+)", "^(.*)$", "^(.+)$"]
            .contains(&regex.text.as_str())
}

/// The texts that an expression begins with, as far as they are plain: `/api` of `^/api(?:/x)*`.
fn starts_of(regex: &str) -> Option<String> {
    let rest = regex.trim_start_matches(['^', '(', '?', ':']);
    let rest = rest.strip_prefix('/')?;
    let mut start = String::from("/");
    let mut letters = rest.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some(next) if !next.is_ascii_alphanumeric() => start.push(next),
                _ => break,
            },
            '[' => {
                let (one, end) = (letters.next(), letters.next());
                match (one, end) {
                    (Some(one), Some(']')) => start.push(one),
                    _ => break,
                }
            }
            letter if letter.is_ascii_alphanumeric() || "-_~/%".contains(letter) => {
                start.push(letter);
            }
            // What stands before it may be left out.
            '?' | '*' => {
                start.pop();
                break;
            }
            _ => break,
        }
    }
    Some(start)
}

/// How many of a kind are looked at.
const MANY: usize = 400;
const DEEPEST: usize = 20;
